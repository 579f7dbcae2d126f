// `leaktrail env` and its --fix, as users run them.
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { makeRepository } from '../makeRepository.ts';
import type { TestRepository } from '../makeRepository.ts';
import { temporaryFolder } from '../temporaryFolder.ts';
import { expectNoStack, parseReport } from './auditRepository.ts';
import { githubToken } from './githubToken.ts';
import { runLeaktrail } from './runLeaktrail.ts';

const textIn = (repo: TestRepository, path: string): string =>
  readFileSync(join(repo.dir, path), 'utf8');

const statusOf = (stdout: string, path: string): string => {
  const entry = parseReport(stdout).hygiene.find((each) => each.path === path);
  return `${entry?.status} ${entry?.check}`;
};

describe('leaktrail env --fix', () => {
  test('takes a secret that was on disk alone for no history', async () => {
    const repo = makeRepository([{ write: { '.gitignore': '*.log\n' }, message: 'Begin' }]);
    repo.write('.env', `GH=${githubToken('local')}\n`);
    const { exitCode, stdout } = await runLeaktrail(['env', '--fix', repo.dir]);
    expect(stdout).toContain('1 path is covered');
    expect(stdout).not.toContain('history');
    expect(exitCode).toBe(0);
  });

  test('shows the diff, writes it, then reports the state after it', async () => {
    const repo = makeRepository([
      { write: { '.gitignore': '*.log\r\n', 'app/manage.py': 'pass\n' }, message: 'Begin' },
    ]);
    repo.write('.env', 'A=1\n');
    const before = await runLeaktrail(['env', repo.dir]);
    expect(before.exitCode).toBe(1);
    const { exitCode, stdout, stderr } = await runLeaktrail(['env', '--fix', repo.dir]);
    expect(stderr).toBe('');
    expect(stdout).toMatch(
      /^--- a\/\.gitignore\n\+\+\+ b\/\.gitignore\n@@ -1,1 \+1,2 @@\n \*\.log\n\+\.env\n\nleaktrail env/u,
    );
    expect(stdout).toContain('2 paths are covered');
    expect(exitCode).toBe(0);
    expect(textIn(repo, '.gitignore')).toBe('*.log\r\n.env\r\n');
    expect(repo.git('status', '--porcelain')).toBe(' M .gitignore');
  });

  test('does nothing the second time', async () => {
    const repo = makeRepository([{ write: { 'setup.py': '\n' }, message: 'Begin' }]);
    await runLeaktrail(['env', '--fix', repo.dir]);
    const first = textIn(repo, '.gitignore');
    const { stdout, stderr } = await runLeaktrail(['env', '--fix', repo.dir]);
    expect(stdout).toMatch(/^leaktrail env/u);
    expect(stderr).toBe('leaktrail: no .gitignore lacks a line: nothing was written\n');
    expect(textIn(repo, '.gitignore')).toBe(first);
  });

  test('shows the diff on standard error where standard output is for another format', async () => {
    const repo = makeRepository([{ write: { '.gitignore': '*.log\n' }, message: 'Begin' }]);
    repo.write('.env', 'A=1\n');
    const { exitCode, stdout, stderr } = await runLeaktrail([
      'env',
      repo.dir,
      '--fix',
      '-f',
      'json',
    ]);
    expect(stderr).toContain('\n+.env\n');
    expect(statusOf(stdout, '.env')).toBe('ok ignored');
    expect(exitCode).toBe(0);
  });

  test('shows the diff on standard error where the report goes to a file', async () => {
    const repo = makeRepository([{ write: { 'x.txt': '\n' }, message: 'Begin' }]);
    const file = join(temporaryFolder('out'), 'report.txt');
    const { stdout, stderr } = await runLeaktrail(['env', repo.dir, '--fix', '-o', file]);
    expect(stdout).toBe('');
    expect(stderr).toContain('--- /dev/null\n+++ b/.gitignore\n');
    expect(readFileSync(file, 'utf8')).not.toContain('+++');
  });

  test('leaves a tracked file tracked, and says so', async () => {
    const repo = makeRepository([{ write: { '.env': 'A=1\n' }, message: 'Begin' }]);
    const { exitCode, stdout } = await runLeaktrail(['env', repo.dir, '--fix', '-f', 'json']);
    expect(textIn(repo, '.gitignore')).toBe('.env\n');
    expect(statusOf(stdout, '.env')).toBe('fail tracked');
    expect(exitCode).toBe(1);
    expect(repo.git('ls-files')).toBe('.env');
  });

  test('hides a secret of the file that it adds to', async () => {
    const repo = makeRepository();
    repo.write('.gitignore', `# ${githubToken('ignored')}\n`);
    const { stdout } = await runLeaktrail(['env', '--fix', repo.dir]);
    expect(stdout).toMatch(/ # ghp_.*\n\+\.env\n/u);
  });

  test('refuses a bare repository in one line', async () => {
    const repo = makeRepository({ bare: true });
    const { exitCode, stdout, stderr } = await runLeaktrail(['env', '--fix', repo.dir]);
    expect({ exitCode, stdout, stderr }).toEqual({
      exitCode: 2,
      stdout: '',
      stderr: 'leaktrail: --fix needs a working tree: this repository is bare, fix it in a clone\n',
    });
  });

  test.each<readonly [string, (repo: TestRepository) => void, string]>([
    [
      'a symbolic link',
      (repo) => symlinkSync('elsewhere', join(repo.dir, '.gitignore')),
      '.gitignore is a symbolic link, which git does not follow: make it a file',
    ],
    [
      'a folder',
      (repo) => mkdirSync(join(repo.dir, '.gitignore')),
      '.gitignore is no regular file, and git does not read it: make it one',
    ],
    [
      'UTF-16',
      (repo) => repo.write('.gitignore', Buffer.from('\ufeff.env\n', 'utf16le')),
      '.gitignore is UTF-16, which git does not read as text: save it as UTF-8 first',
    ],
  ])('refuses a .gitignore that is %s in one line', async (_title, make, reason) => {
    const repo = makeRepository();
    make(repo);
    const run = await runLeaktrail(['env', '--fix', repo.dir]);
    expectNoStack(run);
    expect(run).toEqual({
      exitCode: 2,
      stdout: '',
      stderr: `leaktrail: nothing was fixed: ${reason}\n`,
    });
  });

  test('fixes the files that it can and names the others', async () => {
    const repo = makeRepository();
    repo.write('api/.gitignore', '!.env\n');
    repo.write('api/.env', 'A=1\n');
    symlinkSync('elsewhere', join(repo.dir, '.gitignore'));
    const { exitCode, stdout, stderr } = await runLeaktrail([
      'env',
      '--fix',
      repo.dir,
      '-f',
      'json',
    ]);
    expect(stderr).toContain('leaktrail: not fixed: .gitignore is a symbolic link');
    expect(textIn(repo, 'api/.gitignore')).toBe('!.env\n.env\n');
    expect(statusOf(stdout, 'api/.env')).toBe('warn shared-rule');
    expect(statusOf(stdout, '.env')).toBe('warn ignored');
    expect(exitCode).toBe(0);
  });

  test('tells of itself in the help', async () => {
    const { stdout } = await runLeaktrail(['env', '--help']);
    expect(stdout).toMatch(/--fix +add the lines/u);
    expect(stdout).toContain('leaktrail env --fix ../shop');
  });
});

describe('envFiles of the configuration', () => {
  const entryOf = (stdout: string, path: string) =>
    parseReport(stdout).hygiene.find((each) => each.path === path);

  test.each<readonly [string, string, string]>([
    ['leaktrail.yaml', 'leaktrail.yaml', "envFiles: ['deploy/*.conf']\n"],
    ['package.json', 'package.json', '{ "leaktrail": { "envFiles": ["deploy/*.conf"] } }\n'],
  ])('count in %s, on disk, in the index and in the history', async (_title, file, text) => {
    const repo = makeRepository([
      {
        write: { 'deploy/old.conf': 'a\n', 'deploy/a.conf': 'b\n', 'a.conf': 'c\n' },
        message: 'A',
      },
      { remove: ['deploy/old.conf'], write: { [file]: text }, message: 'B' },
    ]);
    repo.write('deploy/new.conf', 'd\n');
    const { exitCode, stdout } = await runLeaktrail(['env', repo.dir, '-f', 'json']);
    expect(exitCode).toBe(1);
    expect(statusOf(stdout, 'deploy/a.conf')).toBe('fail tracked');
    expect(statusOf(stdout, 'deploy/old.conf')).toBe('warn history');
    expect(statusOf(stdout, 'deploy/new.conf')).toBe('fail ignored');
    expect(entryOf(stdout, 'a.conf')).toBeUndefined();
  });

  test('count in an audit that another one with a cache went before', async () => {
    const repo = makeRepository([
      { write: { 'old.conf': 'a\n' }, message: 'A' },
      { remove: ['old.conf'], write: { 'x.txt': 'x\n' }, message: 'B' },
    ]);
    const audit = ['audit', repo.dir, '-f', 'json'];
    expect(entryOf((await runLeaktrail(audit)).stdout, 'old.conf')).toBeUndefined();
    const config = join(temporaryFolder('config'), 'c.yaml');
    writeFileSync(config, 'envFiles: ["*.conf"]\n');
    const { stdout } = await runLeaktrail([...audit, '--config', config]);
    expect(entryOf(stdout, 'old.conf')?.check).toBe('history');
  });

  test('are fixed as others are', async () => {
    const repo = makeRepository([
      { write: { 'leaktrail.yaml': 'envFiles: ["*.conf"]\n' }, message: 'A' },
    ]);
    repo.write('deploy/new.conf', 'd\n');
    await runLeaktrail(['env', '--fix', repo.dir]);
    expect(textIn(repo, '.gitignore')).toBe('.env\n/deploy/new.conf\n');
  });
});

describe('.dockerignore', () => {
  const dockerEntries = (stdout: string) =>
    parseReport(stdout).hygiene.filter(({ check }) => check === 'docker');
  const dockerfile = 'FROM a\nCOPY --chown=a \\\n  . /app\n';

  test('is a warning where an image gets a .env, and the one entry on the .env stays as it is', async () => {
    const repo = makeRepository([
      { write: { '.gitignore': '.env\n', Dockerfile: dockerfile }, message: 'Begin' },
    ]);
    repo.write('.env', 'A=1\n');
    const { exitCode, stdout } = await runLeaktrail(['env', repo.dir, '-f', 'json']);
    expect(exitCode).toBe(0);
    expect(parseReport(stdout).hygiene.map(({ path, status }) => `${path} ${status}`)).toEqual([
      '.dockerignore warn',
      '.env ok',
    ]);
    expect(dockerEntries(stdout)).toMatchObject([
      {
        check: 'docker',
        path: '.dockerignore',
        status: 'warn',
        rule: null,
        message: 'Dockerfile:2 copies .env into the image: there is no .dockerignore',
        fix: 'add this line to .dockerignore: **/.env',
      },
    ]);
    const text = await runLeaktrail(['env', repo.dir]);
    expect(text.stdout).toContain('add this line to .dockerignore: **/.env');
    repo.write('.dockerignore', '**/.env\n');
    expect(dockerEntries((await runLeaktrail(['env', repo.dir, '-f', 'json'])).stdout)).toEqual([]);
  });

  test('is judged by HEAD in a bare repository', async () => {
    const repo = makeRepository([
      {
        write: { Dockerfile: dockerfile, 'api/Dockerfile': dockerfile, '.dockerignore': '.env\n' },
        message: 'Begin',
      },
    ]);
    const bare = repo.clone('--bare');
    const { stdout } = await runLeaktrail(['audit', bare.dir, '-f', 'json']);
    expect(dockerEntries(stdout).map(({ path }) => path)).toEqual(['api/.dockerignore']);
  });
});

describe('examples of .env files', () => {
  const random = (seed: string): string => githubToken(seed).slice(4, 32);
  /** A password that rules are in doubt about. */
  const words = ['w0nd', 'er-land'].join('');

  test('are fine with placeholders and with what every project has', async () => {
    const common =
      'DEBUG=true\nPORT=8000\nAWS_REGION=eu-central-1\nDATABASE_URL=postgres://localhost:5432/app\n';
    const repo = makeRepository([
      {
        write: {
          '.gitignore': '.env\n',
          '.env.example': `${common}API_KEY=your-api-key\nSECRET_KEY=changeme\n`,
        },
        message: 'Begin',
      },
    ]);
    repo.write('.env', `${common}API_KEY=${random('mine')}\nSECRET_KEY=changeme\n`);
    const { exitCode, stdout } = await runLeaktrail(['env', repo.dir, '-f', 'json']);
    expect(parseReport(stdout).hygiene.map(({ path }) => path)).toEqual(['.env']);
    expect(exitCode).toBe(0);
  });

  test('fail with a value of a local .env, which is named and not shown', async () => {
    const repo = makeRepository([
      {
        write: { '.gitignore': '.env\n', 'api/.env.example': `A=1\nAPI_KEY='${words}'\n` },
        message: 'Begin',
      },
    ]);
    const fine = await runLeaktrail(['env', repo.dir]);
    expect(fine.exitCode).toBe(0);
    repo.write('.env', `SERVICE_KEY=${words}\n`);
    const { exitCode, stdout } = await runLeaktrail(['env', repo.dir, '-f', 'json']);
    expect(exitCode).toBe(1);
    expect(statusOf(stdout, 'api/.env.example')).toBe('fail tracked');
    const entry = parseReport(stdout).hygiene.find(({ path }) => path === 'api/.env.example');
    expect(entry?.message).toContain('it holds a real value: API_KEY (as in .env)');
    expect(stdout).not.toContain(words);
  });

  test('fail with a value of a local .env in another encoding, too', async () => {
    const latin = (name: string): Buffer => Buffer.from(`${name}=caf\u00e9-${words}\n`, 'latin1');
    const repo = makeRepository([
      {
        write: { '.gitignore': '.env\n', '.env.example': latin('API_KEY') },
        message: 'Begin',
      },
    ]);
    repo.write('.env', latin('SERVICE_KEY'));
    const { stdout } = await runLeaktrail(['env', repo.dir, '-f', 'json']);
    expect(statusOf(stdout, '.env.example')).toBe('fail tracked');
  });

  test('fail with a secret of high confidence, unless that is suppressed', async () => {
    const repo = makeRepository([
      { write: { '.env.example': `A=1\nGH=${githubToken('example')}\n` }, message: 'Begin' },
    ]);
    const { exitCode, stdout } = await runLeaktrail(['env', repo.dir, '-f', 'json']);
    expect(exitCode).toBe(1);
    expect(stdout).toContain('it holds a real value: GH;');
    expect((await runLeaktrail(['baseline', repo.dir])).exitCode).toBe(0);
    const after = await runLeaktrail(['env', repo.dir, '-f', 'json']);
    expect(statusOf(after.stdout, '.env.example')).toBe('undefined undefined');
    expect(after.exitCode).toBe(0);
  });

  test('are fine with what a rule holds for a secret with less than high confidence', async () => {
    const repo = makeRepository([
      { write: { '.env.example': `DB_PASSWORD=${words}\n` }, message: 'A' },
    ]);
    const audit = await runLeaktrail(['audit', repo.dir, '-f', 'json']);
    expect(parseReport(audit.stdout).findings.map(({ confidence }) => confidence)).toEqual([
      'medium',
    ]);
    expect(statusOf(audit.stdout, '.env.example')).toBe('undefined undefined');
  });

  test('are a warning once the value is gone from all but the history, and never fixed by a line', async () => {
    const repo = makeRepository([
      {
        write: { '.env.example': `GH=${githubToken('past')}\n`, '.gitignore': '.env\n' },
        message: 'A',
      },
      { write: { '.env.example': 'GH=\n' }, message: 'B' },
    ]);
    const { exitCode, stdout } = await runLeaktrail(['env', repo.dir, '--fix', '-f', 'json']);
    expect(exitCode).toBe(0);
    expect(statusOf(stdout, '.env.example')).toBe('warn history');
    expect(textIn(repo, '.gitignore')).toBe('.env\n');
  });

  test('are looked at in the index and in HEAD of a bare repository, too', async () => {
    const token = githubToken('bare');
    const repo = makeRepository([{ write: { 'a/.env.example': `GH=${token}\n` }, message: 'A' }]);
    repo.write('a/.env.example', 'GH=\n');
    repo.git('add', '.');
    const staged = await runLeaktrail(['env', repo.dir, '-f', 'json']);
    expect(statusOf(staged.stdout, 'a/.env.example')).toBe('fail tracked');
    const bare = repo.clone('--bare');
    const { stdout } = await runLeaktrail(['env', bare.dir, '-f', 'json']);
    expect(statusOf(stdout, 'a/.env.example')).toBe('fail tracked');
  });
});

test('a service account counts under any name, other JSON with a secret does not', async () => {
  const body = Buffer.from(['a', 'b', 'c'].map((seed) => githubToken(seed)).join('')).toString(
    'base64',
  );
  const account = JSON.stringify({
    type: 'service_account',
    private_key: ['-----BEGIN', `PRIVATE KEY-----\n${body}\n-----END`, 'PRIVATE KEY-----\n'].join(
      ' ',
    ),
  });
  const repo = makeRepository([
    {
      write: {
        'deploy/prod.json': account,
        'config.json': `{ "github_token": "${githubToken('json')}" }\n`,
      },
      message: 'Begin',
    },
    { remove: ['deploy/prod.json'], message: 'Drop it' },
  ]);
  const { stdout } = await runLeaktrail(['env', repo.dir, '-f', 'json']);
  expect(parseReport(stdout).hygiene.map(({ path, status }) => `${path} ${status}`)).toEqual([
    '.env warn',
    'deploy/prod.json warn',
  ]);
  expect(statusOf(stdout, 'deploy/prod.json')).toBe('warn history');
});

test('everything works without a git binary, and gives the same report', async () => {
  const repo = makeRepository([
    {
      write: {
        'a/.env': 'A=1\n',
        'a/setup.py': '\n',
        'b/.gitignore': '!.env\n',
        Dockerfile: 'COPY . /app\n',
        'c/.env.example': `GH=${githubToken('nogit')}\n`,
      },
      message: 'Begin',
    },
    { remove: ['a/.env'], write: { '.gitignore': '.env\n' }, message: 'Drop it' },
  ]);
  for (const path of ['.env', 'b/.env', 'd/.envrc', 'e/prod.env']) repo.write(path, 'A=1\n');
  repo.git('add', '-f', 'd/.envrc');
  const home = temporaryFolder('home');
  mkdirSync(join(home, '.config', 'git'), { recursive: true });
  writeFileSync(join(home, '.config', 'git', 'ignore'), 'prod.env\n');
  const bare = temporaryFolder('path');
  const args = ['env', repo.dir, '--no-cache', '-f', 'json'];
  const entries = async (env: Readonly<Record<string, string>>) => {
    const { exitCode, stdout } = await runLeaktrail(args, { env: { HOME: home, ...env } });
    return { exitCode, hygiene: parseReport(stdout).hygiene };
  };
  const withGit = await entries({});
  expect(withGit.hygiene.map(({ path, status, check }) => `${path} ${status} ${check}`)).toEqual([
    '.dockerignore warn docker',
    '.env ok ignored',
    'a/.env warn history',
    'b/.env fail ignored',
    'c/.env.example fail tracked',
    'd/.envrc fail tracked',
    'e/prod.env warn shared-rule',
  ]);
  expect(await entries({ PATH: bare })).toEqual(withGit);
  const fixed = await runLeaktrail([...args, '--fix'], { env: { HOME: home, PATH: bare } });
  expect(fixed.exitCode).toBe(1);
  expect(textIn(repo, '.gitignore')).toBe('.env\n.envrc\n/e/prod.env\n');
  expect(textIn(repo, 'b/.gitignore')).toBe('!.env\n.env\n');
});
