import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { planIgnoreFix } from '../../src/hygiene/ignoreFix.ts';
import type { IgnoreFixPlan } from '../../src/hygiene/ignoreFix.ts';
import { checkIgnoreFix, writeIgnoreFix } from '../../src/hygiene/writeIgnoreFix.ts';
import { askGit } from '../git/ignoreOracle.ts';
import { makeRepository } from '../makeRepository.ts';
import type { TestRepository } from '../makeRepository.ts';
import { temporaryFolder } from '../temporaryFolder.ts';
import { judgedHygieneOf, verdictOn } from './hygieneOf.ts';

async function checkedPlan(repo: TestRepository): Promise<IgnoreFixPlan> {
  const { judged, ignoreSources } = await judgedHygieneOf(repo);
  return checkIgnoreFix(repo.dir, planIgnoreFix(judged, ignoreSources));
}

const plan = async (repo: TestRepository) => (await checkedPlan(repo)).edits;

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

  test('leaves a file that has changed since it was planned', async () => {
    const repo = makeRepository();
    const edits = await plan(repo);
    repo.write('.gitignore', 'new\n');
    expect(await writeIgnoreFix(repo.dir, edits)).toEqual([
      { file: '.gitignore', reason: 'has changed in the meantime: run it again' },
    ]);
    expect(readFileSync(join(repo.dir, '.gitignore'), 'utf8')).toBe('new\n');
  });
});

describe('checkIgnoreFix', () => {
  test.each<readonly [string, (file: string) => void, string]>([
    ['a symbolic link', (file) => symlinkSync('elsewhere', file), 'is a symbolic link'],
    ['a folder', (file) => mkdirSync(file), 'is no regular file'],
  ])('refuses %s, which git would not read', async (_title, make, reason) => {
    const repo = makeRepository();
    make(join(repo.dir, '.gitignore'));
    expect(await checkedPlan(repo)).toEqual({
      edits: [],
      refusals: [{ file: '.gitignore', reason: expect.stringContaining(reason) }],
    });
    expect(existsSync(join(repo.dir, 'elsewhere'))).toBe(false);
  });

  test('refuses a file that the system does not let it read', async () => {
    const { dir } = makeRepository();
    // No system takes a name this long, not even from the superuser.
    const file = `${'n'.repeat(300)}/.gitignore`;
    const edit = { file, lines: ['.env'], before: undefined, after: Buffer.from('.env\n') };
    expect(await checkIgnoreFix(dir, { edits: [edit], refusals: [] })).toEqual({
      edits: [],
      refusals: [{ file, reason: 'cannot be read (ENAMETOOLONG): check its permissions' }],
    });
  });

  test('refuses a file that a sparse checkout leaves out', async () => {
    const repo = makeRepository([
      {
        write: { '.gitignore': '.env\n', 'api/.gitignore': '!.env\n', 'api/setup.py': '' },
        message: 'A',
      },
    ]);
    repo.git('sparse-checkout', 'set', '--cone', 'web');
    expect((await checkedPlan(repo)).refusals).toEqual([
      { file: 'api/.gitignore', reason: expect.stringContaining('is not checked out') },
    ]);
  });

  test('keeps what can be written beside what cannot', async () => {
    const repo = makeRepository();
    repo.write('api/.gitignore', '!.env\n');
    repo.write('api/.env', '');
    symlinkSync('elsewhere', join(repo.dir, '.gitignore'));
    const { edits, refusals } = await checkedPlan(repo);
    expect(edits.map(({ file }) => file)).toEqual(['api/.gitignore']);
    expect(refusals.map(({ file }) => file)).toEqual(['.gitignore']);
  });

  test('writes nothing behind a folder that has become a link', async () => {
    const repo = makeRepository();
    repo.write('api/.gitignore', '!.env\n');
    repo.write('api/.env', '');
    repo.git('add', '-f', '.');
    repo.remove('api');
    const outside = temporaryFolder('outside');
    writeFileSync(join(outside, '.gitignore'), '!.env\n');
    symlinkSync(outside, join(repo.dir, 'api'));
    const { edits, refusals } = await checkedPlan(repo);
    expect(edits.map(({ file }) => file)).toEqual(['.gitignore']);
    expect(refusals).toEqual([
      { file: 'api/.gitignore', reason: expect.stringContaining('behind a symbolic link') },
    ]);
    await writeIgnoreFix(repo.dir, edits);
    expect(readFileSync(join(outside, '.gitignore'), 'utf8')).toBe('!.env\n');
  });
});
