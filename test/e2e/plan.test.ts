// `leaktrail plan` itself: what it prints of a repository and of a saved report, where it writes, what it refuses.
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { PlanDocument } from '../../src/report/planDocument.ts';
import { makeRepository } from '../makeRepository.ts';
import { temporaryFolder } from '../temporaryFolder.ts';
import { expectNoStack } from './auditRepository.ts';
import { githubToken, tokenLine } from './githubToken.ts';
import { runLeaktrail } from './runLeaktrail.ts';
import type { RunResult } from './runLeaktrail.ts';
import { plantedValue } from './plantedSecrets.ts';

const phrase = (seed: string): string => plantedValue('<alnum:14>', seed);

async function plan(
  args: readonly string[],
  cwd?: string,
): Promise<RunResult & { readonly folder: string }> {
  const folder = join(temporaryFolder('plans'), 'plan');
  const options = cwd === undefined ? {} : { cwd };
  const run = await runLeaktrail(['plan', '--dir', folder, ...args], options);
  expectNoStack(run);
  return { ...run, folder };
}

async function planJson(args: readonly string[], cwd?: string): Promise<PlanDocument> {
  const { stdout } = await plan(['-f', 'json', ...args], cwd);
  return JSON.parse(stdout) as PlanDocument;
}

test('nothing found: nothing to do, nothing written', async () => {
  const repo = makeRepository([{ write: { 'a.py': 'x = 1\n' }, message: 'One' }]);
  const { exitCode, stdout, stderr, folder } = await plan([repo.dir]);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  expect(stdout).toContain('Nothing to do');
  expect(existsSync(folder)).toBe(false);
});

test('lines of Python come as they are and as they should be, without the secret', async () => {
  const secret = phrase('plan code');
  const repo = makeRepository([
    {
      write: {
        'app/settings.py': `db = connect(password="${secret}")\nurl = "postgres://app:${phrase('in url')}@db.example.com/x"\n`,
        'config.yml': `password: ${phrase('yaml')}\n`,
        '.env': `API_TOKEN=${githubToken('plan env')}\n`,
      },
      message: 'One',
    },
  ]);
  const { exitCode, stdout, folder } = await plan([repo.dir]);
  expect(exitCode).toBe(1);
  expect(stdout).toContain('  - db = connect(password="********")\n');
  expect(stdout).toContain('  + db = connect(password=os.environ["DB_PASSWORD"])\n');
  expect(stdout).toContain(
    `  + url = f"postgres://app:{os.environ['POSTGRES_PASSWORD']}@db.example.com/x"\n`,
  );
  expect(stdout).toContain('"import os" at the top');
  expect(stdout).toMatch(/config\.yml:1\n\s+take the value out/u);
  expect(stdout).toMatch(/\.env:1\n\s+take the whole file out of git/u);
  expect(stdout).not.toContain(secret);
  expect(readdirSync(folder).toSorted()).toEqual([
    'paths.txt',
    'replace-message.txt',
    'replace-text.txt',
    'values.json',
  ]);
  expect(readFileSync(join(folder, 'replace-text.txt'), 'utf8')).toContain(
    `literal:${secret}==>***REMOVED***\n`,
  );
  const clear = await plan([repo.dir, '--show-secrets']);
  expect(clear.stdout).toContain(`  - db = connect(password="${secret}")\n`);
  // Nothing but the folder is written.
  expect(repo.git('status', '--porcelain', '--ignored')).toBe('');
});

test('of a saved report the values are read again from the contents that it names', async () => {
  const pem = plantedValue('<pem:RSA PRIVATE KEY>', 'saved');
  const repo = makeRepository([
    {
      write: {
        'a.py': `${tokenLine('saved')}\n`,
        'b.json': JSON.stringify({ private_key: pem }),
        'c.py': `x = "${Buffer.from(`k=${githubToken('saved base64')}`).toString('base64')}"\n`,
      },
      message: `Message ${githubToken('saved message')}`,
    },
  ]);
  repo.write('new.py', `${tokenLine('saved untracked')}\n`);
  const file = join(temporaryFolder('reports'), 'report.json');
  await runLeaktrail(['audit', '.', '-o', file], { cwd: repo.dir });
  expect(readFileSync(file, 'utf8')).not.toContain(githubToken('saved'));
  const saved = await planJson([file], repo.dir);
  const fresh = await planJson(['.'], repo.dir);
  expect(saved.unread).toEqual([]);
  expect(saved.credentials).toEqual(fresh.credentials);
  expect(saved.credentials).toHaveLength(5);
  expect(saved.replacements).toEqual(fresh.replacements);
  expect(saved.purge.expressions).toBe(fresh.purge.expressions);
});

test('what can no longer be read is told, and makes the plan incomplete', async () => {
  const repo = makeRepository([{ write: { 'a.py': `${tokenLine('stays')}\n` }, message: 'One' }]);
  repo.write('b.py', `${tokenLine('goes')}\n`);
  const file = join(temporaryFolder('reports'), 'report.json');
  await runLeaktrail(['audit', '.', '-o', file], { cwd: repo.dir });
  repo.remove('b.py');
  const { exitCode, stdout } = await plan([file], repo.dir);
  expect(exitCode).toBe(3);
  expect(stdout).toMatch(
    /1 finding of the report could not be read again and is NOT in this\s+plan/u,
  );
  expect(stdout).toContain('b.py:1');
  // Another key makes other fingerprints: no value can be told to be the right one.
  const other = await runLeaktrail(['plan', file, '--dir', join(temporaryFolder('plans'), 'x')], {
    cwd: repo.dir,
    env: { LEAKTRAIL_FINGERPRINT_KEY: 'another' },
  });
  expect(other.exitCode).toBe(3);
  expect(other.stdout).toContain('LEAKTRAIL_FINGERPRINT_KEY');
});

test('suppressed findings are left out and counted', async () => {
  const repo = makeRepository([
    { write: { 'a.py': `${tokenLine('allowed')}  # leaktrail:allow\n` }, message: 'One' },
  ]);
  const { exitCode, stdout } = await plan([repo.dir]);
  expect(exitCode).toBe(0);
  expect(stdout).toContain('1 suppressed finding left out.');
});

test('values of earlier plans stay until they are proven gone', async () => {
  const repo = makeRepository([
    { write: { 'a.py': `${tokenLine('first plan')}\n` }, message: 'One' },
  ]);
  const { folder } = await plan([repo.dir]);
  repo.write('b.py', `${tokenLine('second plan')}\n`);
  repo.commit('Two');
  await runLeaktrail(['plan', repo.dir, '--dir', folder]);
  const kept = readFileSync(join(folder, 'values.json'), 'utf8');
  expect(kept).toContain(githubToken('first plan'));
  expect(kept).toContain(githubToken('second plan'));
});

test('what stands in the working tree alone is told apart', async () => {
  const repo = makeRepository([{ write: { 'a.py': 'x = 1\n' }, message: 'One' }]);
  repo.write('b.py', `${tokenLine('worktree')}\n`);
  const { folder, stdout } = await plan([repo.dir]);
  expect(stdout).toContain('No object holds them.');
  const { exitCode, stdout: verified } = await runLeaktrail([
    'plan',
    '--verify',
    repo.dir,
    '--dir',
    folder,
  ]);
  expect(exitCode).toBe(1);
  expect(verified).toMatch(
    /Still in the working tree or the index, to be replaced by hand:[^]*b\.py:1/u,
  );
  expect(verified).not.toContain('Still in the repository');
});

test.each<readonly [title: string, make: (repo: string) => readonly string[], message: RegExp]>([
  [
    'a folder in the repository',
    (repo) => [repo, '--dir', join(repo, 'sub', 'plan')],
    /--dir .*lies within the repository/u,
  ],
  [
    'a folder in its git directory',
    (repo) => [repo, '--dir', join(repo, '.git', 'plan')],
    /lies within the repository/u,
  ],
  ['an empty folder name', (repo) => [repo, '--dir', ''], /--dir is empty/u],
  ['another format', (repo) => [repo, '-f', 'sarif'], /plan prints text or json, not sarif/u],
  ['no report', (repo) => [join(repo, 'none.json')], /cannot read the report/u],
  [
    'no plan to verify',
    (repo) => ['--verify', repo, '--dir', join(temporaryFolder('none'), 'x')],
    /there is no plan in .*--dir/u,
  ],
  ['two operands', (repo) => [repo, repo], /too many arguments for 'plan'/u],
])('%s is refused in one line', async (_title, make, message) => {
  const repo = makeRepository([{ write: { 'a.py': `${tokenLine('refused')}\n` }, message: 'One' }]);
  const run = await runLeaktrail(['plan', ...make(repo.dir)]);
  expectNoStack(run);
  expect(run).toMatchObject({ exitCode: 2, stdout: '' });
  expect(run.stderr).toMatch(message);
  expect(run.stderr.trim().split('\n')).toHaveLength(1);
});

test('a folder that holds other files, or leads into the repository, is left alone', async () => {
  const repo = makeRepository([{ write: { 'a.py': `${tokenLine('foreign')}\n` }, message: 'One' }]);
  const folder = temporaryFolder('foreign');
  writeFileSync(join(folder, 'thesis.txt'), 'mine');
  const run = await runLeaktrail(['plan', repo.dir, '--dir', folder]);
  expect(run).toMatchObject({ exitCode: 2, stdout: '' });
  expect(run.stderr).toContain('holds other files');
  expect(readdirSync(folder)).toEqual(['thesis.txt']);
  const link = join(folder, 'link');
  mkdirSync(join(repo.dir, 'inside'));
  symlinkSync(join(repo.dir, 'inside'), link, 'junction');
  const linked = await runLeaktrail(['plan', repo.dir, '--dir', link]);
  expect(linked).toMatchObject({ exitCode: 2, stdout: '' });
  expect(linked.stderr).toContain('lies within the repository');
});

test.each(['', 'relative'])('a HOME of %j is not taken for the current folder', async (home) => {
  const repo = makeRepository([{ write: { 'a.py': `${tokenLine('home')}\n` }, message: 'One' }]);
  const cwd = temporaryFolder('home');
  const run = await runLeaktrail(['plan', '--verify', repo.dir], {
    cwd,
    env: { HOME: home, USERPROFILE: home, XDG_STATE_HOME: '' },
  });
  expect(run).toMatchObject({ exitCode: 2, stdout: '' });
  expect(run.stderr).toContain('there is no plan in ');
  expect(run.stderr).not.toContain(cwd);
});

test.runIf(process.platform === 'linux')(
  'a folder that the system lets nobody make ends in one line',
  async () => {
    const repo = makeRepository([{ write: { 'a.py': `${tokenLine('proc')}\n` }, message: 'One' }]);
    const run = await runLeaktrail(['plan', repo.dir, '--dir', '/proc/leaktrail']);
    expect(run).toMatchObject({ exitCode: 2, stdout: '' });
    expect(run.stderr).toContain("cannot write the plan's folder");
  },
);

test('no command is printed with a masked word in it', async () => {
  const secret = phrase('branch');
  const repo = makeRepository([
    { write: { 'a.py': 'x = 1\n' }, message: 'One' },
    { write: { 'a.py': `password = "${secret}"\n` }, message: 'Two' },
  ]);
  // Of a clone the branch that no remote has is named in a command.
  const clone = repo.clone();
  clone.git('reset', '-q', '--hard', 'HEAD~1');
  clone.git('remote', 'set-url', 'origin', join(temporaryFolder('away'), 'none'));
  clone.git('update-ref', '-d', 'refs/remotes/origin/main');
  clone.git('update-ref', '-d', 'refs/remotes/origin/HEAD');
  clone.git('branch', `of-${secret}`, 'ORIG_HEAD');
  const args = ['plan', clone.dir, '--dir', join(temporaryFolder('plans'), 'plan')];
  const { stdout } = await runLeaktrail(args);
  expect(stdout).not.toContain(secret);
  expect(stdout).not.toContain('filter-repo --force');
  expect(stdout).toContain('--show-secrets');
  const clear = await runLeaktrail([...args, '--show-secrets']);
  expect(clear.stdout).toContain(`--refs refs/heads/of-${secret}`);
});

test('the plan of another repository is not overwritten', async () => {
  const one = makeRepository([{ write: { 'a.py': `${tokenLine('first')}\n` }, message: 'One' }]);
  const two = makeRepository([{ write: { 'a.py': `${tokenLine('second')}\n` }, message: 'One' }]);
  const folder = join(temporaryFolder('shared'), 'plan');
  await runLeaktrail(['plan', one.dir, '--dir', folder]);
  const before = readFileSync(join(folder, 'values.json'), 'utf8');
  const run = await runLeaktrail(['plan', two.dir, '--dir', folder]);
  expect(run).toMatchObject({ exitCode: 2, stdout: '' });
  expect(run.stderr).toContain('holds the plan of another repository');
  expect(readFileSync(join(folder, 'values.json'), 'utf8')).toBe(before);
});

test('another worktree of the repository is no place for a plan', async () => {
  const repo = makeRepository([{ write: { 'a.py': `${tokenLine('places')}\n` }, message: 'One' }]);
  const linked = join(temporaryFolder('linked'), 'tree');
  repo.git('worktree', 'add', '-q', '--detach', linked);
  for (const [from, to] of [
    [repo.dir, linked],
    [linked, repo.dir],
  ] as const) {
    const run = await runLeaktrail(['plan', from, '--dir', join(to, 'plan')]);
    expect(run).toMatchObject({ exitCode: 2, stdout: '' });
    expect(run.stderr).toContain('lies within the repository');
  }
});

test('a report about another repository, or about files, is refused', async () => {
  const one = makeRepository([{ write: { 'a.py': `${tokenLine('of one')}\n` }, message: 'One' }]);
  const two = makeRepository([{ write: { 'b.py': `${tokenLine('of two')}\n` }, message: 'Two' }]);
  const file = join(temporaryFolder('reports'), 'report.json');
  await runLeaktrail(['audit', '.', '-o', file], { cwd: one.dir });
  const run = await plan([file], two.dir);
  expect(run).toMatchObject({ exitCode: 2, stdout: '' });
  expect(run.stderr).toMatch(/about another repository/u);
  await runLeaktrail(['files', 'a.py', '-o', file], { cwd: one.dir });
  const files = await plan([file], one.dir);
  expect(files).toMatchObject({ exitCode: 2, stdout: '' });
  expect(files.stderr).toMatch(/report about files/u);
});

test('a host is named without credentials, with what it keeps', async () => {
  const repo = makeRepository([{ write: { 'a.py': `${tokenLine('host')}\n` }, message: 'One' }]);
  const key = githubToken('in url');
  repo.git('remote', 'add', 'origin', `https://me:${key}@github.com/me/shop.git`);
  repo.git('update-ref', 'refs/remotes/origin/main', 'HEAD');
  const { stdout } = await plan([repo.dir]);
  expect(stdout).toContain('origin (github.com)');
  expect(stdout).toMatch(/refs\/pull/u);
  expect(stdout).toContain('Ada Example <ada@example.com>, 1 commit');
  expect(stdout).not.toContain(key);
  expect(stdout).toContain('These hold secrets: refs/heads/main.');
});

test('outputs go where --output says, and standard output stays empty', async () => {
  const repo = makeRepository([{ write: { 'a.py': `${tokenLine('outputs')}\n` }, message: 'One' }]);
  const reports = temporaryFolder('reports');
  const { stdout, exitCode } = await plan([
    repo.dir,
    '-o',
    join(reports, 'plan.json'),
    '-o',
    join(reports, 'plan.txt'),
  ]);
  expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 1 });
  const document: unknown = JSON.parse(readFileSync(join(reports, 'plan.json'), 'utf8'));
  expect(document).toMatchObject({ schema: 'leaktrail.plan/1', exitCode: 1 });
  expect(readFileSync(join(reports, 'plan.txt'), 'utf8')).toContain('filter-repo --force');
  expect((await plan([repo.dir, '--exit-code', '7'])).exitCode).toBe(7);
});

test('its help has examples and the exit status', async () => {
  const { exitCode, stdout, stderr } = await runLeaktrail(['plan', '--help']);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  expect(stdout).toMatch(/Usage: leaktrail plan \[options\] \[FILE\.json\|REPO\]/u);
  expect(stdout).toContain('leaktrail plan --verify');
  expect(stdout).toContain('Exit status: 0 nothing to do');
});
