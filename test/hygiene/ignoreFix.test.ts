import { describe, expect, test } from 'vitest';
import { planIgnoreFix } from '../../src/hygiene/ignoreFix.ts';
import type { IgnoreFixPlan } from '../../src/hygiene/ignoreFix.ts';
import { makeRepository } from '../makeRepository.ts';
import type { TestRepository } from '../makeRepository.ts';
import { judgedHygieneOf } from './hygieneOf.ts';

async function planOf(repo: TestRepository): Promise<IgnoreFixPlan> {
  const { judged, ignoreSources } = await judgedHygieneOf(repo);
  return planIgnoreFix(judged, ignoreSources);
}

const plan = async (repo: TestRepository) => (await planOf(repo)).edits;

const textOf = (bytes: Uint8Array | undefined): string | undefined =>
  bytes === undefined ? undefined : Buffer.from(bytes).toString('latin1');

describe('planIgnoreFix', () => {
  test.each<readonly [string, string | undefined, string]>([
    ['a file that does not exist', undefined, '.env\n'],
    ['an empty file', '', '.env\n'],
    ['a file that ends in a line break', '*.log\n', '*.log\n.env\n'],
    ['a file without a line break at its end', '*.log', '*.log\n.env\n'],
    ['a file with carriage returns', '*.log\r\n*.tmp\r\n', '*.log\r\n*.tmp\r\n.env\r\n'],
    [
      'carriage returns without a line break at the end',
      '*.log\r\n*.tmp',
      '*.log\r\n*.tmp\r\n.env\r\n',
    ],
    ['mixed line ends', 'a\nb\r\n', 'a\nb\r\n.env\n'],
    ['a byte order mark', '\xef\xbb\xbf*.log\n', '\xef\xbb\xbf*.log\n.env\n'],
    ['a negation', '.env\n!.env\n', '.env\n!.env\n.env\n'],
  ])('adds a line to %s', async (_title, before, after) => {
    const repo = makeRepository();
    if (before !== undefined) repo.write('.gitignore', Buffer.from(before, 'latin1'));
    const edits = await plan(repo);
    expect(edits.map(({ file, lines }) => ({ file, lines }))).toEqual([
      { file: '.gitignore', lines: ['.env'] },
    ]);
    expect(textOf(edits[0]?.before)).toBe(before);
    expect(textOf(edits[0]?.after)).toBe(after);
  });

  test('adds each line once, however many files it covers', async () => {
    const repo = makeRepository();
    for (const path of ['a/.env', 'b/.env', 'c/setup.py', 'c/prod.env', '.env.local']) {
      repo.write(path, '');
    }
    const [edit] = await plan(repo);
    expect(edit?.lines).toEqual(['.env', '.env.local', '/c/prod.env']);
  });

  test('adds nothing for what a .gitignore ignores, committed or not', async () => {
    const repo = makeRepository();
    repo.write('.gitignore', '.env\n');
    expect(await plan(repo)).toEqual([]);
  });

  test('adds a line for what only this machine ignores', async () => {
    const repo = makeRepository();
    repo.write('.git/info/exclude', '.env\n');
    expect((await plan(repo)).map(({ lines }) => lines)).toEqual([['.env']]);
  });

  test('writes into the nested file that takes the path back', async () => {
    const repo = makeRepository();
    repo.write('.gitignore', '.env\n');
    repo.write('api/.gitignore', '!.env\n!prod.env\n');
    repo.write('api/.env', '');
    repo.write('api/x/prod.env', '');
    expect((await plan(repo)).map(({ file, lines }) => ({ file, lines }))).toEqual([
      { file: 'api/.gitignore', lines: ['.env', '/x/prod.env'] },
    ]);
  });

  test('names a file for a token with its path, since others of that name may hold none', async () => {
    const repo = makeRepository();
    repo.write('.gitignore', '.env\n');
    repo.write('web/.npmrc', '//registry.example/:_authToken=x1\n');
    expect((await plan(repo)).map(({ lines }) => lines)).toEqual([['/web/.npmrc']]);
  });

  test('refuses a file in UTF-16, once', async () => {
    const repo = makeRepository();
    repo.write('.gitignore', Buffer.from('\ufeff.env\n', 'utf16le'));
    repo.write('.env.local', '');
    expect(await planOf(repo)).toEqual({
      edits: [],
      refusals: [{ file: '.gitignore', reason: expect.stringContaining('UTF-16') }],
    });
  });
});
