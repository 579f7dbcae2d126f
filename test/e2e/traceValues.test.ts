// `leaktrail trace`: the values of .env files in every notation, in everything that a repository holds.
import { execFileSync, spawnSync } from 'node:child_process';
import { rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { gitEnv, makeRepository } from '../makeRepository.ts';
import type { TestRepository } from '../makeRepository.ts';
import { temporaryFolder } from '../temporaryFolder.ts';
import { bin, runLeaktrail } from './runLeaktrail.ts';

const value = ['tea & "w1ne"', 'f0r/the=hatter%'].join(' ');
const text = Buffer.from(value);

const notations: readonly (readonly [string, string, string | undefined])[] = [
  ['as it is', value, undefined],
  ['in quotes', `'${value}'`, undefined],
  ['base64', text.toString('base64'), 'base64'],
  ['base64 after one byte', Buffer.from(`:${value}`).toString('base64'), 'base64'],
  ['base64 after two bytes', Buffer.from(`u:${value}`).toString('base64'), 'base64'],
  ['base64 for URLs', text.toString('base64url'), 'base64'],
  ['hexadecimal', text.toString('hex'), 'hex'],
  ['a URL', encodeURIComponent(value), 'percent'],
  ['JSON', JSON.stringify(value), 'json-escape'],
  ['a shell', value.replace(/[ &"%]/gu, '\\$&'), 'json-escape'],
];

interface Trace {
  readonly exitCode: number | null;
  readonly findings: readonly {
    readonly ruleId: string;
    readonly title: string;
    readonly state: string;
    readonly secret: { readonly encoding?: string; readonly value?: string };
    readonly occurrences: readonly {
      readonly event: string;
      readonly path: string | null;
      readonly commit: string | null;
    }[];
  }[];
  readonly coverage: { readonly complete: boolean };
  readonly trace: { readonly leftOut: readonly { readonly name: string }[] };
  readonly stdout: string;
}

async function trace(repo: TestRepository, ...args: string[]): Promise<Trace> {
  const { exitCode, stdout, stderr } = await runLeaktrail(['trace', '-f', 'json', ...args], {
    cwd: repo.dir,
  });
  expect(stderr).toBe('');
  return { ...(JSON.parse(stdout) as Omit<Trace, 'exitCode' | 'stdout'>), exitCode, stdout };
}

function begin(): TestRepository {
  const repo = makeRepository([
    { write: { '.gitignore': '.env\n', 'a.txt': 'a\n' }, message: 'Begin' },
  ]);
  repo.write('.env', `APP_SECRET='${value}'\nDEBUG=true\nPORT=\n`);
  return repo;
}

test.each(notations)('finds a value in %s', async (_name, written, encoding) => {
  const repo = begin();
  repo.write('conf.txt', `x: ${written}\n`);
  const commit = repo.commit('Add');
  const { exitCode, findings, stdout } = await trace(repo);
  expect(exitCode).toBe(1);
  expect(findings).toHaveLength(1);
  expect(findings[0]).toMatchObject({ ruleId: 'env-value', title: 'APP_SECRET', state: 'head' });
  expect(findings[0]?.secret.encoding).toBe(encoding);
  expect(findings[0]?.occurrences).toMatchObject([
    { event: 'introduced', path: 'conf.txt', commit },
  ]);
  expect(stdout).not.toContain(JSON.stringify(value).slice(1, -1));
});

const hidden = `x=${text.toString('base64')}\n`;
const places: readonly (readonly [string, string, (repo: TestRepository) => unknown])[] = [
  ['a commit message', 'message', (repo) => repo.commit(`Add ${value}`, { allowEmpty: true })],
  ['the message of a tag', 'message', (repo) => repo.git('tag', '-a', 'v1', '-m', hidden)],
  ['a note', 'history', (repo) => repo.git('notes', 'add', '-m', hidden)],
  [
    'a stash',
    'history',
    (repo) => {
      repo.write('a.txt', hidden);
      repo.git('stash', 'push', '-q');
    },
  ],
  [
    'a blob that nothing reaches',
    'unreachable',
    (repo) => repo.gitBytes(['hash-object', '-w', '--stdin'], hidden),
  ],
  [
    'a commit that only a reflog entry reaches',
    'history',
    (repo) => {
      repo.write('b.txt', hidden);
      repo.commit('Add');
      repo.git('reset', '-q', '--hard', 'HEAD^');
      rmSync(join(repo.gitDir, 'ORIG_HEAD'), { force: true });
    },
  ],
  [
    'the index',
    'index',
    (repo) => {
      repo.write('b.txt', hidden);
      repo.git('add', 'b.txt');
      rmSync(join(repo.dir, 'b.txt'));
    },
  ],
  ['the work tree', 'worktree', (repo) => repo.write('b.txt', hidden)],
  [
    'a pack, in a delta',
    'head',
    (repo) => {
      const filler = Array.from({ length: 400 }, (_, i) => `line ${i}\n`).join('');
      repo.write('long.txt', filler);
      repo.commit('Long');
      repo.write('long.txt', `${filler.slice(0, 2000)}${hidden}${filler.slice(2000)}`);
      repo.commit('Longer');
      repo.git('repack', '-adfq', '--depth=5', '--window=10');
    },
  ],
  [
    'a file in UTF-16',
    'head',
    (repo) => {
      repo.write('wide.txt', Buffer.from(`\ufeffx = ${value}\r\n`, 'utf16le'));
      repo.commit('Wide');
    },
  ],
];

test.each(places)('finds a value in %s', async (_name, state, hide) => {
  const repo = begin();
  hide(repo);
  const { exitCode, findings, coverage } = await trace(repo);
  expect(findings.map(({ title, state: found }) => [title, found])).toEqual([
    ['APP_SECRET', state],
  ]);
  expect({ exitCode, complete: coverage.complete }).toEqual({ exitCode: 1, complete: true });
});

test('leaves the files themselves out of the search, names what it left out, and shows no other secret', async () => {
  const repo = begin();
  const { exitCode, findings, trace: scope } = await trace(repo);
  expect({ exitCode, findings }).toEqual({ exitCode: 0, findings: [] });
  expect(scope.leftOut.map(({ name }) => name)).toEqual(['DEBUG', 'PORT']);
  const { stdout } = await runLeaktrail(['trace'], { cwd: repo.dir });
  expect(stdout).toContain('sought       APP_SECRET');
  expect(stdout).toContain('PORT: empty');
  expect(stdout).toContain('DEBUG: too short');
});

test('finds what was committed of a .env file that is ignored now', async () => {
  const repo = begin();
  repo.git('add', '-f', '.env');
  const added = repo.commit('Add .env', { all: false });
  repo.git('rm', '-q', '--cached', '.env');
  const removed = repo.commit('Remove .env', { all: false });
  const { exitCode, findings } = await trace(repo);
  expect(exitCode).toBe(1);
  expect(findings[0]?.state).toBe('history');
  expect(findings[0]?.occurrences).toMatchObject([
    { event: 'introduced', path: '.env', commit: added },
    { event: 'removed', path: '.env', commit: removed },
  ]);
});

test('takes the files that the configuration names, too', async () => {
  const repo = begin();
  repo.write('leaktrail.yaml', "envFiles: ['*.conf']\n");
  repo.write('app.conf', `APP_KEY = ${'w0nd'}${'er-land'}\n`);
  repo.write('b.txt', `${'w0nd'}${'er-land'}\n`);
  const { findings } = await trace(repo);
  expect(findings.map(({ title, occurrences }) => [title, occurrences[0]?.path])).toEqual([
    ['APP_KEY', 'b.txt'],
  ]);
});

test('takes other files and standard input, and tells what each thread finds the same', async () => {
  const repo = begin();
  const other = join(temporaryFolder(), 'credentials');
  const key = ['wJalr', 'XUtn', 'FEMI7', 'MDENGb', 'PxRfi'].join('');
  repo.write('a.py', `k = "${key}"\n`);
  repo.commit('Add');
  const elsewhere = makeRepository([{ write: { '.env': `K_SECRET=${key}\n` }, message: 'x' }]);
  const named = await trace(repo, '--env-file', join(elsewhere.dir, '.env'));
  expect((await trace(repo, '--from', join(elsewhere.dir, '.env'))).findings).toEqual(
    named.findings,
  );
  expect(named.findings.map(({ title }) => title)).toEqual(['K_SECRET']);
  const threads = await trace(repo, '--env-file', join(elsewhere.dir, '.env'), '--threads', '0');
  expect(threads.findings).toEqual(named.findings);
  const piped = await runLeaktrail(['trace', '--from', '-', '-f', 'json'], {
    cwd: repo.dir,
    input: `[default]\naws_secret_access_key = ${key}\n`,
  });
  expect(JSON.parse(piped.stdout)).toMatchObject({
    findings: [{ title: 'aws_secret_access_key', state: 'head' }],
  });
  const missing = await runLeaktrail(['trace', '--from', other], { cwd: repo.dir });
  expect(missing).toMatchObject({ exitCode: 2, stdout: '' });
  expect(missing.stderr).toBe(
    `leaktrail: cannot take values from ${other}: there is no such file\n`,
  );
});

test.skipIf(process.platform === 'win32')('takes no values from what has no end', async () => {
  const { exitCode, stdout, stderr } = await runLeaktrail(['trace', '--from', '/dev/zero'], {
    cwd: begin().dir,
  });
  expect({ exitCode, stdout, stderr }).toEqual({
    exitCode: 2,
    stdout: '',
    stderr: 'leaktrail: cannot take values from /dev/zero: it is larger than 64 MB\n',
  });
});

test('does not pass for clean where there is nothing to look for', async () => {
  const repo = makeRepository([{ write: { 'a.txt': 'a\n' }, message: 'Begin' }]);
  const none = await runLeaktrail(['trace'], { cwd: repo.dir });
  expect(none).toMatchObject({ exitCode: 2, stdout: '' });
  expect(none.stderr).toContain('there is no .env file to take values from');
  repo.write('.env', 'DEBUG=true\n');
  const common = await runLeaktrail(['trace'], { cwd: repo.dir });
  expect(common).toMatchObject({ exitCode: 2, stdout: '' });
  expect(common.stderr).toContain('nothing to look for: the values of .env are empty, short');
  const all = await runLeaktrail(['trace', '--all-values'], { cwd: repo.dir });
  expect(all.exitCode).toBe(0);
  const bare = makeRepository([{ write: { 'a.txt': 'a\n' }, message: 'Begin' }]);
  bare.git('config', 'core.bare', 'true');
  const inBare = await runLeaktrail(['trace'], { cwd: bare.gitDir });
  expect(inBare).toMatchObject({ exitCode: 2, stdout: '' });
  expect(inBare.stderr).toContain('a bare repository has no .env files of its own');
});

test('does not wait for a pipe that a .env file leads to, and says that it was not read', async () => {
  const repo = begin();
  execFileSync('mkfifo', [join(repo.dir, 'pipe')]);
  symlinkSync('pipe', join(repo.dir, 'prod.env'));
  const { exitCode, stdout } = await runLeaktrail(['trace'], { cwd: repo.dir });
  expect(exitCode).toBe(3);
  expect(stdout).toContain('its values cannot be read (it leads to no regular file)  prod.env');
  rmSync(join(repo.dir, '.env'));
  const none = await runLeaktrail(['trace'], { cwd: repo.dir });
  expect(none).toMatchObject({ exitCode: 2, stdout: '' });
  expect(none.stderr).toContain('cannot take values from prod.env: its values cannot be read');
});

test('says which values are in another encoding, and counts them as not looked for', async () => {
  const repo = begin();
  const latin = Buffer.from(`DB_PASSWORD=caf\u00e9-${value.length}-hatter\n`, 'latin1');
  repo.write('other.env', latin);
  const some = await runLeaktrail(['trace'], { cwd: repo.dir });
  expect(some.exitCode).toBe(3);
  expect(some.stdout).toContain('DB_PASSWORD: not in UTF-8');
  expect(some.stdout).toContain('the value of DB_PASSWORD is no UTF-8 and was not looked for');
  const none = await runLeaktrail(['trace', '--from', 'other.env'], { cwd: repo.dir });
  expect(none).toMatchObject({ exitCode: 2, stdout: '' });
  expect(none.stderr).toContain('nothing to look for: the value of DB_PASSWORD is no UTF-8');
});

test("takes the values from the pipe of a shell's process substitution", async () => {
  const repo = begin();
  repo.write('conf.txt', `x: '${value}'\n`);
  repo.commit('Add');
  const script = '"$0" "$1" trace --quiet --from <(cat .env)';
  const { status, stderr } = spawnSync('bash', ['-c', script, process.execPath, bin], {
    cwd: repo.dir,
    env: gitEnv,
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  expect(status).toBe(1);
});
