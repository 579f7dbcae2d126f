// Contents of trees, commits and tags.
import { commitSummary, parseCommit } from '../../../src/git/commit.ts';
import { parseTag, tagSummary } from '../../../src/git/tag.ts';
import { isoDate } from '../../../src/git/signature.ts';
import type { Signature } from '../../../src/git/signature.ts';
import { forEachTreeEntry } from '../../../src/git/tree.ts';
import { makeRepository } from '../../makeRepository.ts';
import type { TestRepository } from '../../makeRepository.ts';
import { demand, demandSame, once, runGit } from '../target.ts';
import type { Target } from '../target.ts';

const history = once(() => {
  const repo = makeRepository(
    [
      {
        write: { a: '1', 'b/c': '2', 'b/d e': '3', '.env': '' },
        message: 'First\n\nWith a body.\n',
      },
      { branch: 'side', write: { s: '1' }, message: 'Side' },
      {
        branch: 'main',
        write: { 'ü\n"': '1' },
        message: '',
        author: 'Zoë <zoë@example.com>',
        date: '1704067200 -1130',
      },
      { merge: 'side', message: 'Merge' },
    ].map((step, i) => (i === 2 ? { ...step, message: 'Übergrößen' } : step)),
  );
  repo.git('-c', 'i18n.commitEncoding=ISO-8859-1', 'commit', '-q', '--allow-empty', '-m', 'x\xe9');
  repo.git('tag', '-a', 'v1', '-m', 'First\n\nbody');
  repo.git('tag', '-a', 'v2', '-m', 'Second', 'v1');
  return repo;
});

function contents(repo: TestRepository, type: string): Buffer[] {
  const list = repo.git('cat-file', '--batch-check', '--batch-all-objects').split('\n');
  return list
    .filter((line) => line.includes(` ${type} `))
    .map((line) => repo.gitBytes(['cat-file', type, line.slice(0, 40)]));
}

/** Stores what may be no object at all, and gives the name that git has for it. */
function store(type: string, bytes: Buffer): string {
  const { dir } = history();
  const args = ['hash-object', '-w', '--literally', '-t', type, '--stdin'];
  return runGit(args, { cwd: dir, input: bytes }).stdout.toString('latin1').trim();
}

interface TreeEntry {
  readonly mode: number;
  readonly name: string;
  readonly oid: string;
}

function readTree(bytes: Buffer, oidBytes: number): { entries: TreeEntry[]; isWhole: boolean } {
  const entries: TreeEntry[] = [];
  let end = 0;
  const isWhole = forEachTreeEntry(bytes, oidBytes, (mode, nameStart, nameEnd, oidStart) => {
    demand(nameStart > end && nameEnd > nameStart && oidStart > nameEnd, 'entries in order');
    end = oidStart + oidBytes;
    demand(end <= bytes.length, 'entries within the tree');
    const name = bytes.toString('latin1', nameStart, nameEnd);
    demand(!name.includes('\0'), 'a name without NUL');
    entries.push({ mode, name, oid: bytes.toString('hex', oidStart, end) });
  });
  if (isWhole) demand(end === bytes.length, 'a whole tree is read to its end');
  return { entries, isWhole };
}

const tree: Target = {
  name: 'tree',
  seeds: () => contents(history(), 'tree'),
  words: ['100644 ', '040000 ', '160000 a\0', '120000 ', '40000 '],
  run(bytes) {
    for (const oidBytes of [20, 32]) {
      const { entries, isWhole } = readTree(bytes, oidBytes);
      const written = entries.map(({ mode, name, oid }) =>
        Buffer.concat([
          Buffer.from(`${mode.toString(8)} ${name}\0`, 'latin1'),
          Buffer.from(oid, 'hex'),
        ]),
      );
      const again = readTree(Buffer.concat(written), oidBytes);
      demandSame(again.entries, entries, 'the same entries when written again');
      demand(again.isWhole, `whole when written again (${isWhole})`);
    }
  },
  oracle(bytes) {
    const git = runGit(['ls-tree', '-z', store('tree', bytes)], { cwd: history().dir });
    if (!git.isGood) return;
    const { entries, isWhole } = readTree(bytes, 20);
    demand(isWhole, 'git reads the tree');
    const expected = git.stdout.toString('latin1').split('\0').slice(0, -1);
    const found = entries.map(({ name, oid }) => `${oid}\t${name}`);
    demandSame(
      found,
      expected.map((line) => line.slice(line.indexOf('\t') - 40)),
      'as git ls-tree',
    );
  },
};

function demandSignature(signature: Signature | null): void {
  if (signature === null) return;
  const { name, email, seconds, offsetMinutes } = signature;
  demand(typeof name === 'string' && typeof email === 'string', 'a name and an address');
  demand(Number.isSafeInteger(seconds) && seconds >= 0, 'seconds');
  demand(Math.abs(offsetMinutes) < 24 * 60, 'an offset within a day');
  demand(
    /^[+-]?\d{4,6}-\d\d-\d\dT\d\d:\d\d:\d\d(?:Z|[+-]\d\d:\d\d)$/u.test(isoDate(signature)),
    `a date, not ${isoDate(signature)}`,
  );
}

function demandSummary(summary: string): void {
  demand(!summary.includes('\n'), 'a summary of one line');
}

const isOid = (text: string | null): boolean =>
  text === null || /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/u.test(text);

const commit: Target = {
  name: 'commit',
  seeds: () => contents(history(), 'commit'),
  words: [
    'tree ',
    'parent ',
    'author ',
    'committer ',
    'encoding ',
    'gpgsig ',
    '\n\n',
    ' 1 +0000',
    '<',
    '> ',
    'utf-16le',
    'x-user-defined',
    '99999999999999999999',
    '-9999',
    '\n ',
  ],
  run(bytes) {
    const parsed = parseCommit(bytes);
    const { tree: top, parents, author, committer, messageStart } = parsed;
    demand(isOid(top) && parents.every(isOid), 'ids');
    demand(messageStart >= 0 && messageStart <= bytes.length, 'a message within the commit');
    demandSignature(author);
    demandSignature(committer);
    demandSummary(commitSummary(bytes, parsed));
  },
  oracle(bytes) {
    const oid = store('commit', bytes);
    const args = [
      'rev-list',
      '--max-count=1',
      '--parents',
      '--no-walk',
      '--format=%T%x00%an%x00%ae%x00%at',
      oid,
    ];
    const git = runGit(args, { cwd: history().dir, env: { GIT_GRAFT_FILE: '/dev/null' } });
    if (!git.isGood) return;
    const lines = git.stdout.toString('latin1').split('\n');
    const [word = '', , ...parents] = (lines[0] ?? '').split(' ');
    demand(word === 'commit', 'a line for the commit');
    const found = parseCommit(bytes);
    demandSame(found.parents, parents, 'parents as git reads them');
    demandSame(found.tree, lines[1]?.split('\0')[0], 'the tree as git reads it');
  },
};

const tag: Target = {
  name: 'tag',
  seeds: () => contents(history(), 'tag'),
  words: ['object ', 'type commit\n', 'type blob\n', 'tag ', 'tagger ', '\n\n', '<', '>', '\n'],
  run(bytes) {
    const parsed = parseTag(bytes);
    demand(isOid(parsed.object), 'an id');
    demand(
      parsed.messageStart >= 0 && parsed.messageStart <= bytes.length,
      'a message within the tag',
    );
    demandSignature(parsed.tagger);
    demandSummary(tagSummary(bytes, parsed));
  },
  oracle(bytes) {
    const { dir } = history();
    const git = runGit(['rev-parse', '--verify', `${store('tag', bytes)}^{}`], { cwd: dir });
    if (!git.isGood) return;
    demand(parseTag(bytes).object !== null, 'git follows the tag');
  },
};

export const objectTargets: readonly Target[] = [tree, commit, tag];
