import { chmodSync, existsSync, readFileSync, readdirSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { planIgnoreFix, writeIgnoreFix } from '../../src/hygiene/ignoreFix.ts';
import type { IgnoreEdit } from '../../src/hygiene/ignoreFix.ts';
import { GitError } from '../../src/model/errors.ts';
import { askGit } from '../git/ignoreOracle.ts';
import { makeRepository } from '../makeRepository.ts';
import type { TestRepository } from '../makeRepository.ts';
import { judgedHygieneOf, verdictOn } from './hygieneOf.ts';

async function plan(repo: TestRepository): Promise<IgnoreEdit[]> {
  const { judged, ignoreSources } = await judgedHygieneOf(repo);
  return planIgnoreFix(judged, ignoreSources);
}

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

  test('leaves a file in UTF-16 alone', async () => {
    const repo = makeRepository();
    repo.write('.gitignore', Buffer.from('\ufeff.env\n', 'utf16le'));
    expect(await plan(repo)).toEqual([]);
  });
});

describe('writeIgnoreFix', () => {
  test('makes git ignore every path, and has nothing left to do', async () => {
    const names = [
      '.env',
      'a/.env.local',
      'b [x]/prod*.env',
      '!.env',
      '#x.env',
      'x .env',
      'a\\b.env',
    ];
    const more = ['.env.tail  ', '\u00e9/.env.\u00e9', 'n\nl.env', 'cr.tfvars', '.env.cr\r'];
    const repo = makeRepository();
    repo.write('a/.gitignore', '!.env*\r\n');
    for (const name of [...names, ...more]) repo.write(name, '');
    await writeIgnoreFix(repo.dir, await plan(repo));
    const paths = [...names, ...more].map((name) => Buffer.from(name).toString('latin1'));
    const answers = askGit({ dir: repo.dir, env: repo.env, paths });
    const missed = answers.filter(({ rule }) => rule === null || rule.pattern.startsWith('!'));
    expect(missed).toEqual([]);
    expect(await plan(repo)).toEqual([]);
  });

  test('turns a failed entry into one that only waits for its commit', async () => {
    const repo = makeRepository([{ write: { '.gitignore': '*.log\n' }, message: 'Ignore logs' }]);
    repo.write('.env', '');
    expect(await verdictOn(repo, '.env')).toBe('fail ignored no rule');
    await writeIgnoreFix(repo.dir, await plan(repo));
    expect(await verdictOn(repo, '.env')).toBe('ok ignored .gitignore:2:.env');
  });

  test('keeps permissions and leaves no other file', async () => {
    const repo = makeRepository();
    repo.write('.gitignore', 'a\n');
    chmodSync(join(repo.dir, '.gitignore'), 0o600);
    await writeIgnoreFix(repo.dir, await plan(repo));
    expect(statSync(join(repo.dir, '.gitignore')).mode & 0o777).toBe(0o600);
    expect(readdirSync(repo.dir).toSorted()).toEqual(['.git', '.gitignore']);
  });

  test('refuses a file that has changed since it was planned', async () => {
    const repo = makeRepository();
    const edits = await plan(repo);
    repo.write('.gitignore', 'new\n');
    await expect(writeIgnoreFix(repo.dir, edits)).rejects.toThrow(GitError);
    expect(readFileSync(join(repo.dir, '.gitignore'), 'utf8')).toBe('new\n');
  });

  test('refuses a symbolic link, which git would not follow', async () => {
    const repo = makeRepository();
    symlinkSync('elsewhere', join(repo.dir, '.gitignore'));
    await expect(writeIgnoreFix(repo.dir, await plan(repo))).rejects.toThrow(/no regular file/u);
    expect(existsSync(join(repo.dir, 'elsewhere'))).toBe(false);
  });
});
