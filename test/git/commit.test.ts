import fs from 'node:fs';
import * as git from 'isomorphic-git';
import { describe, expect, test } from 'vitest';
import { commitSummary, parseCommit } from '../../src/git/commit.ts';
import { isoDate } from '../../src/git/signature.ts';
import { makeRepository } from '../makeRepository.ts';

const oid = 'a'.repeat(40);
const person = 'Ada <ada@example.com> 1700000000 +0200';

function commitBytes(headers: readonly string[], message = 'x\n'): Buffer {
  return Buffer.from(`${headers.join('\n')}\n\n${message}`, 'latin1');
}

describe('parseCommit', () => {
  test('agrees with git on merges, offsets and encodings', () => {
    const repo = makeRepository([
      { write: { a: '1' }, message: 'First\n\nBody\n', date: '1700000000 -0330' },
      {
        branch: 'topic',
        write: { b: '1' },
        message: 'Topic',
        author: 'Zoë Ünal <zoe@example.com>',
      },
      { branch: 'main', write: { c: '1' }, message: '\n\n  Spaced  \n', date: '1000000000 +1400' },
      { merge: 'topic', message: 'Join' },
    ]);
    repo.write('d', '1');
    repo.git('config', 'i18n.commitEncoding', 'ISO-8859-1');
    repo.git('add', '-A');
    repo.gitBytes(['commit', '-q', '-F', '-'], Buffer.from('Gr\xfc\xdfe', 'latin1'));
    for (const commitOid of repo.git('rev-list', '--all').split('\n')) {
      const bytes = repo.gitBytes(['cat-file', 'commit', commitOid]);
      const commit = parseCommit(bytes);
      const format = '%T%n%P%n%an%n%ae%n%at%n%ct%n%aI%n%s';
      const lines = repo.git('log', '-1', '--encoding=UTF-8', `--format=${format}`, commitOid);
      expect([
        commit.tree,
        commit.parents.join(' '),
        commit.author.name,
        commit.author.email,
        String(commit.author.seconds),
        String(commit.committer.seconds),
        isoDate(commit.author),
        commitSummary(bytes, commit),
      ]).toEqual(lines.split('\n').map((text) => text.replace(/T(.*)\+00:00$/u, 'T$1Z')));
    }
  });

  test('agrees with isomorphic-git', async () => {
    const repo = makeRepository([
      { write: { a: '1' }, message: 'First\n\nBody', date: '1700000000 -0330' },
      { write: { a: '2' }, message: 'Second', author: 'Zoë <zoe@example.com>' },
    ]);
    const [, second = ''] = repo.commits;
    const wanted = (await git.readCommit({ fs, dir: repo.dir, oid: second })).commit;
    const bytes = repo.gitBytes(['cat-file', 'commit', second]);
    const { tree, parents, author, messageStart } = parseCommit(bytes);
    expect({ tree, parents }).toEqual({ tree: wanted.tree, parents: wanted.parent });
    expect(author.name).toBe(wanted.author.name);
    expect(author.offsetMinutes).toBe(0 - wanted.author.timezoneOffset);
    expect(bytes.toString('utf8', messageStart).trimEnd()).toBe(wanted.message.trimEnd());
  });

  test('skips signatures and merged tags, also when they contain headers', () => {
    const bytes = commitBytes(
      [
        `tree ${oid}`,
        `parent ${oid}`,
        `author ${person}`,
        `committer ${person}`,
        'mergetag object 1',
        ' tree 2',
        ' ',
        ' encoding x',
        'gpgsig -----BEGIN PGP SIGNATURE-----',
        ' ',
        ' parent 3',
        ' -----END PGP SIGNATURE-----',
      ],
      'Subject\n\nauthor nobody\n',
    );
    const commit = parseCommit(bytes);
    expect(commit).toMatchObject({ tree: oid, parents: [oid], encoding: '' });
    expect(bytes.toString('latin1', commit.messageStart)).toBe('Subject\n\nauthor nobody\n');
  });

  test('takes a million header lines without a space as quickly as others', () => {
    const bytes = commitBytes([`tree ${oid}`, ...Array<string>(1_000_000).fill('a')]);
    // The square of them would take minutes.
    expect(parseCommit(bytes)).toMatchObject({ tree: oid, messageStart: bytes.length - 2 });
  });

  test('tolerates missing lines, a missing message and damage', () => {
    const none = { name: '', email: '', seconds: 0, offsetMinutes: 0 };
    const bare = Buffer.from(`tree ${oid}`);
    expect(parseCommit(bare)).toEqual({
      tree: oid,
      parents: [],
      author: none,
      committer: none,
      encoding: '',
      messageStart: bare.length,
    });
    expect(commitSummary(bare, parseCommit(bare))).toBe('');
    expect(parseCommit(Buffer.alloc(0)).tree).toBeNull();
    expect(parseCommit(Buffer.from('tree xyz\nparent 12\n\n')).parents).toEqual([]);
  });

  test('falls back from an encoding that is unknown or does not fit', () => {
    const summary = (encoding: string, message: string): string => {
      const bytes = commitBytes([`tree ${oid}`, `encoding ${encoding}`], message);
      return commitSummary(bytes, parseCommit(bytes));
    };
    expect(summary('no-such', 'na\xc3\xafve')).toBe('naïve');
    expect(summary('UTF-8', 'na\xefve')).toBe('naïve');
    expect(summary('cp1251', '\xcf\xf0\xe8\xe2\xe5\xf2')).toBe('Привет');
    expect(summary('Shift_JIS', '\x93\xfa\x96\x7b')).toBe('日本');
  });

  test('reads SHA-256 commits', () => {
    const repo = makeRepository([{ write: { a: '1' }, message: 'x' }], { objectFormat: 'sha256' });
    const commit = parseCommit(repo.gitBytes(['cat-file', 'commit', 'HEAD']));
    expect(commit.tree).toBe(repo.git('rev-parse', 'HEAD^{tree}'));
  });
});
