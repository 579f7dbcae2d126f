// Refs and reflogs.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parsePackedRefs, parseRefFile } from '../../../src/git/refFiles.ts';
import { isPackedRefName, isRefName } from '../../../src/git/refName.ts';
import { readReflogs } from '../../../src/git/reflog.ts';
import { openRepository } from '../../../src/git/repository.ts';
import { makeRepository } from '../../makeRepository.ts';
import { demand, demandSame, once, runGit } from '../target.ts';
import type { Target } from '../target.ts';

const repository = once(() => {
  const repo = makeRepository([{ write: { a: '1' }, message: 'First', tag: 'v0' }]);
  repo.git('tag', '-a', 'v1', '-m', 'x');
  repo.git('branch', 'ä/b');
  repo.git('pack-refs', '--all');
  return repo;
});

const oidWord = once(() => repository().git('rev-parse', 'HEAD'));

const packedRefs: Target = {
  name: 'packed-refs',
  seeds: () => [
    repository().gitBytes(['show-ref', '--dereference']),
    Buffer.from(
      `# pack-refs with: peeled fully-peeled sorted \n${oidWord()} refs/heads/main\n${oidWord()} refs/tags/v1\n^${oidWord()}\n`,
    ),
  ],
  words: [
    'refs/heads/',
    '\n',
    '^',
    '# pack-refs with: peeled \n',
    '..',
    '.lock',
    '0'.repeat(40),
    '\r\n',
  ],
  run(bytes) {
    const { refs, problems } = parsePackedRefs(bytes, 40);
    const lines = bytes.toString('latin1').split('\n').length;
    demand(refs.size + problems.length <= lines, 'a ref or a problem for a line');
    for (const [name, value] of refs) {
      demand(isPackedRefName(name), 'names that git takes');
      demand(value.kind === 'oid' && /^[0-9a-f]{40}$/u.test(value.oid), 'ids');
    }
    const sorted = [...refs].map(
      ([name, value]) => `${value.kind === 'oid' ? value.oid : ''} ${name}\n`,
    );
    const again = parsePackedRefs(Buffer.from(sorted.join(''), 'latin1'), 40);
    demandSame([...again.refs], [...refs], 'the same refs when written again');
  },
  oracle(bytes) {
    const dir = makeBare();
    writeFileSync(join(dir, 'packed-refs'), bytes);
    const git = runGit(['for-each-ref', '--format=%(objectname) %(refname)'], { cwd: dir });
    if (!git.isGood) return;
    const { refs } = parsePackedRefs(bytes, 40);
    for (const line of git.stdout.toString('latin1').split('\n').slice(0, -1)) {
      const value = refs.get(line.slice(41));
      demand(
        value?.kind === 'oid' && value.oid === line.slice(0, 40),
        `the ref that git reads: ${line}`,
      );
    }
  },
};

const makeBare = once(() => makeRepository({ bare: true }).dir);

const refFile: Target = {
  name: 'loose ref',
  seeds: () => [
    `${oidWord()}\n`,
    'ref: refs/heads/main\n',
    `${oidWord()}\t\tbranch\n`,
    'ref:refs/heads/ä',
  ],
  words: ['ref: ', 'refs/heads/', '\n', ' ', '0'.repeat(40), '../'],
  run(bytes) {
    const value = parseRefFile(bytes);
    if (value.kind === 'oid')
      demand(bytes.toString('latin1').startsWith(value.oid), 'the id that stands there');
    if (value.kind === 'symbolic') demand(isRefName(value.target), 'a target that git takes');
  },
};

const refName: Target = {
  name: 'ref name',
  seeds: () => ['refs/heads/main', 'refs/heads/a.b', 'refs/tags/v1.lock.x', 'refs/heads/@'],
  words: ['..', '.', '@{', '/', '//', '.lock', '~', '^', ':', '\\', '*', '@', ' ', '\x7f'],
  run(bytes) {
    const name = bytes.toString('latin1');
    demand(!isRefName(name) || !/\.\.|[\x00-\x20]|^\//u.test(name), 'no name that leads elsewhere');
  },
  oracle(bytes) {
    const text = bytes.toString('utf8');
    if (text.includes('\0') || !text.startsWith('refs/') || text.startsWith('-')) return;
    const git = runGit(['check-ref-format', text], { cwd: makeBare() });
    demand(
      git.isGood === isRefName(Buffer.from(text).toString('latin1')),
      `as git check-ref-format: ${git.isGood}`,
    );
  },
};

const reflogRepository = once(async () => {
  const repo = makeRepository([{ write: { a: '1' }, message: 'First' }]);
  return { repo, open: await openRepository(repo.dir, repo.env) };
});

const reflog: Target = {
  name: 'reflog',
  seeds: () => {
    const who = 'Ada Example <ada@example.com> 1704067200 +0000';
    return [
      `${'0'.repeat(40)} ${oidWord()} ${who}\tcommit (initial): First\n`,
      `${oidWord()} ${oidWord()} ${who}\n${oidWord()} ${'0'.repeat(40)} ${who}\tx\n`,
    ];
  },
  words: ['0'.repeat(40), 'a'.repeat(64), ' ', '\t', '\n'],
  async run(bytes) {
    const { repo, open } = await reflogRepository();
    mkdirSync(join(repo.gitDir, 'logs', 'refs', 'heads'), { recursive: true });
    writeFileSync(join(repo.gitDir, 'logs', 'refs', 'heads', 'fuzzed'), bytes);
    const { entries, problems } = await readReflogs(open);
    const lines = bytes
      .toString('latin1')
      .split('\n')
      .filter((line) => line !== '');
    const own = entries.filter(({ ref }) => ref === 'refs/heads/fuzzed');
    demand(own.length <= lines.length, 'an entry for a line');
    demand(own.length === lines.length || problems.length > 0, 'a line that is no entry is told');
    for (const { oldOid, newOid } of own) {
      const line = `${oldOid ?? '0'.repeat(newOid?.length ?? 40)} ${newOid ?? ''}`;
      if (oldOid !== null && newOid !== null)
        demand(
          lines.some((each) => each.startsWith(line)),
          'ids that stand there',
        );
    }
  },
};

export const refTargets: readonly Target[] = [packedRefs, refFile, refName, reflog];
