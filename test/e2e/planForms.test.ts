// Secrets in every form and every kind of object, purged by the real git-filter-repo with the commands as printed.
import { gzipSync } from 'node:zlib';
import { readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import type { PlanDocument } from '../../src/report/planDocument.ts';
import { makeRepository } from '../makeRepository.ts';
import type { TestRepository } from '../makeRepository.ts';
import { temporaryFolder } from '../temporaryFolder.ts';
import { filterRepoEnv, runCommands } from './filterRepo.ts';
import { githubToken, tokenLine } from './githubToken.ts';
import { runLeaktrail } from './runLeaktrail.ts';
import { plantedValue } from './plantedSecrets.ts';

let env: Record<string, string>;
beforeAll(() => {
  env = filterRepoEnv();
}, 120_000);

async function planOf(repo: string, folder: string): Promise<PlanDocument> {
  const { stdout, stderr, exitCode } = await runLeaktrail([
    'plan',
    repo,
    '-f',
    'json',
    '--dir',
    folder,
    '--min-confidence',
    'low',
  ]);
  expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 1 });
  return JSON.parse(stdout) as PlanDocument;
}

/** Plans, runs every command as printed, and expects the proof. */
async function purge(repo: TestRepository): Promise<PlanDocument> {
  const folder = join(temporaryFolder('plans'), 'of shop');
  const plan = await planOf(repo.dir, folder);
  const early = await runLeaktrail(['plan', '--verify', repo.dir, '--dir', folder]);
  expect(early.exitCode).toBe(1);
  const commands = plan.steps.flatMap((step) => step.commands);
  const { status, output } = runCommands(commands, env, repo.dir);
  expect({ status, output }).toEqual({ status: 0, output: expect.stringContaining('Proven: ') });
  return plan;
}

const phrase = (seed: string): string => plantedValue('<alnum:14>', seed);
const pem = plantedValue('<pem:RSA PRIVATE KEY>', 'plan');
const base64 = (text: string): string => Buffer.from(text).toString('base64');
const clean = 'x = 1\n';

const forms: readonly (readonly [title: string, path: string, contents: string | Buffer])[] = [
  ['a value with ==> in it', 'a.py', `password = "ab==>${phrase('arrow')}"\n`],
  ['a value like a prefix', 'a.py', `password = "regex:${phrase('prefix')}"\n`],
  ['a value of a sign', 'a.py', `password = "literal:${phrase('sign')}==>"\n`],
  ['bytes beyond ASCII', 'a.py', `password = "päß${phrase('bytes')}"\n`],
  ['a short value', 'a.py', ['password = "', '"\nmysql = "-u', '"\n'].join('kQ7!x')],
  ['a plain word', 'a.py', `DATABASE_PASSWORD = "${'bosporus'}"\nname = "bosporus"\n`],
  ['a URL', 'a.py', `url = "postgres://app:${phrase('url')}@db.example.com/x"\n`],
  ['base64', 'a.py', `data = "${base64(`k=${githubToken('plan base64')}`)}"\n`],
  ['hexadecimal', 'a.py', `data = "${Buffer.from(githubToken('plan hex')).toString('hex')}"\n`],
  [
    'JSON in JSON',
    'a.json',
    JSON.stringify({ a: JSON.stringify({ password: `a"b\\${phrase('json')}` }) }),
  ],
  ['a private key', 'id_rsa.pem', `${pem}\n`],
  ['a private key with CR LF', 'id_rsa.pem', `${pem.replaceAll('\n', '\r\n')}\r\n`],
  ['an indented private key', 'a.yml', `key: |\n${pem.replaceAll(/^/gmu, '    ')}\n`],
  ['a private key in JSON', 'a.json', JSON.stringify({ private_key: pem })],
  ['UTF-16', 'a.ps1', Buffer.from(`\uFEFF${tokenLine('plan utf16')}\r\n`, 'utf16le')],
  ['an archive', 'a.gz', gzipSync(tokenLine('plan gzip'))],
];

test.each(forms)('%s', async (_title, path, contents) => {
  const repo = makeRepository([
    { write: { [path]: contents, 'b.py': clean }, message: 'One' },
    { write: { [path]: 'gone\n' }, message: 'Two' },
  ]);
  await purge(repo);
});

test('every kind of object', async () => {
  const repo = makeRepository([
    { write: { 'a.py': `${tokenLine('kinds file')}\n` }, message: 'One' },
    { write: { 'a.py': clean }, message: `Remove ${githubToken('kinds message')}` },
    { write: { 'c.py': `${tokenLine('kinds reflog')}\n` }, message: 'Reset away' },
  ]);
  repo.git('reset', '-q', '--hard', 'HEAD~1');
  repo.git('tag', '-a', 'v1', '-m', `Tag ${githubToken('kinds tag')}`);
  repo.git('notes', 'add', '-m', githubToken('kinds note'));
  repo.write('a.py', `${tokenLine('kinds stash')}\n`);
  repo.git('stash', '-q');
  repo.write('blob', `${tokenLine('kinds blob')}\n`);
  repo.git('update-ref', 'refs/tags/blob', repo.git('hash-object', '-w', 'blob'));
  repo.remove('blob');
  repo.gitBytes(['hash-object', '-w', '--stdin'], `${tokenLine('kinds loose')}\n`);
  repo.git('worktree', 'add', '-q', '--detach', join(temporaryFolder('linked'), 'tree'));
  const plan = await purge(repo);
  expect(plan.credentials.length).toBe(8);
  expect(repo.git('log', '-p', 'refs/notes/commits')).toContain('***REMOVED***');
  expect(repo.git('stash', 'show', '-p')).toContain('***REMOVED***');
});

test('what nothing reaches is only thrown away', async () => {
  const repo = makeRepository([
    { write: { 'a.py': clean }, message: 'One' },
    { write: { 'a.py': `${tokenLine('forget')}\n` }, message: 'Two' },
  ]);
  repo.git('reset', '-q', '--hard', 'HEAD~1');
  const head = repo.git('rev-parse', 'HEAD');
  const plan = await purge(repo);
  expect(plan.purge.route).toBe('forget');
  expect(repo.git('rev-parse', 'HEAD')).toBe(head);
});

test('of a clone only branches that no remote has are rewritten', async () => {
  const origin = makeRepository([{ write: { 'a.py': clean }, message: 'One' }]);
  const repo = origin.clone();
  repo.git('checkout', '-q', '-b', 'local');
  repo.write('b.py', `${tokenLine('local')}\n`);
  repo.commit('Two');
  repo.write('b.py', clean);
  repo.commit('Three');
  const main = repo.git('rev-parse', 'main');
  const plan = await purge(repo);
  expect(plan.purge).toMatchObject({ route: 'in-place', refs: ['refs/heads/local'] });
  expect(repo.git('rev-parse', 'main', 'origin/main')).toBe(`${main}\n${main}`);
  expect(repo.git('show', 'local~1:b.py')).toContain('***REMOVED***');
});

/** Puts a version of `a.py` into the stash. */
function stash(repo: TestRepository, contents: string): void {
  repo.write('a.py', contents);
  repo.git('stash', '-q');
}

test.each([
  ['thrown away', true],
  ['rewritten', false],
])('entries of the stash without secrets stay where history is %s', async (_title, isReset) => {
  const repo = makeRepository([
    { write: { 'a.py': clean }, message: 'One' },
    { write: { 'b.py': `${tokenLine('stash stays')}\n` }, message: 'Two' },
    { write: { 'b.py': clean }, message: 'Three' },
  ]);
  if (isReset) repo.git('reset', '-q', '--hard', 'HEAD~2');
  for (const number of [1, 2, 3]) stash(repo, `x = 1${number}\n`);
  await purge(repo);
  expect(repo.git('stash', 'list').split('\n')).toHaveLength(3);
  expect(repo.git('show', 'stash@{2}:a.py')).toBe('x = 11');
});

test.each([
  ['clone', true],
  ['repository of its own', false],
])('of the stash of a %s only entries with secrets are dropped', async (_title, isClone) => {
  const origin = makeRepository([{ write: { 'a.py': clean }, message: 'One' }]);
  const repo = isClone ? origin.clone() : origin;
  if (isClone) {
    repo.write('b.py', `${tokenLine('stash branch')}\n`);
    repo.git('checkout', '-q', '-b', 'local');
    repo.commit('Two');
    repo.git('checkout', '-q', 'main');
  }
  stash(repo, `${tokenLine('stash oldest')}\n`);
  stash(repo, 'x = 11\n');
  stash(repo, `${tokenLine('stash entry')}\n`);
  stash(repo, 'x = 12\n');
  await purge(repo);
  expect(repo.git('stash', 'list').split('\n')).toHaveLength(2);
  expect(repo.git('show', 'stash@{0}:a.py')).toBe('x = 12');
  expect(repo.git('show', 'stash@{1}:a.py')).toBe('x = 11');
});

test('of a clone a blob that only a ref of its own names goes with that ref, and nothing is rewritten', async () => {
  const origin = makeRepository([{ write: { 'a.py': clean }, message: 'One' }]);
  const repo = origin.clone();
  const blob = repo.gitBytes(['hash-object', '-w', '--stdin'], `${tokenLine('own ref')}\n`);
  repo.git('update-ref', 'refs/own/blob', blob.toString().trim());
  const refs = repo.git('for-each-ref', 'refs/heads', 'refs/remotes');
  await purge(repo);
  expect(repo.git('for-each-ref')).toBe(refs);
});

test('of several remotes the one that holds the secret is rewritten', async () => {
  const origin = makeRepository([{ write: { 'a.py': clean }, message: 'One' }]);
  const upstream = makeRepository([
    { write: { 'a.py': `${tokenLine('upstream')}\n` }, message: 'One' },
    { write: { 'a.py': clean }, message: 'Two' },
  ]);
  upstream.git('config', 'receive.denyCurrentBranch', 'ignore');
  const repo = origin.clone();
  repo.git('remote', 'add', 'upstream', upstream.dir);
  repo.git('fetch', '-q', 'upstream');
  const [before, theirs] = [origin.git('rev-parse', 'main'), upstream.git('rev-parse', 'main')];
  const plan = await purge(repo);
  expect(plan.hosts.map(({ remote }) => remote)).toEqual(['upstream', 'origin']);
  expect(origin.git('rev-parse', 'main')).toBe(before);
  expect(upstream.git('rev-parse', 'main')).not.toBe(theirs);
});

test('where a clone fails, nothing is done to the repository of the current folder', async () => {
  const origin = makeRepository([
    { write: { 'a.py': `${tokenLine('no clone')}\n` }, message: 'One' },
  ]);
  const repo = origin.clone();
  const plan = await planOf(repo.dir, join(temporaryFolder('plans'), 'of shop'));
  rmSync(origin.dir, { recursive: true });
  const bystander = makeRepository([{ write: { 'a.py': clean }, message: 'One' }]);
  bystander.write('a.py', 'x = 2\n');
  const state = (): string => bystander.git('reflog') + bystander.git('status', '--short');
  const before = state();
  const commands = plan.steps.flatMap((step) => step.commands);
  runCommands(
    commands.map((command) => `${command} || true`),
    env,
    bystander.dir,
  );
  expect(state()).toBe(before);
});

test('packs that git was told to keep are packed anew', async () => {
  const repo = makeRepository([
    { write: { 'a.py': `${tokenLine('kept pack')}\n` }, message: 'One' },
    { write: { 'a.py': clean }, message: 'Two' },
  ]);
  repo.git('repack', '-adq');
  const pack = repo.git('rev-parse', '--git-path', 'objects/pack');
  for (const name of readdirSync(join(repo.dir, pack))) {
    if (name.endsWith('.pack')) repo.write(join(pack, name.replace(/pack$/u, 'keep')), '');
  }
  await purge(repo);
});

test('files of .env kind come back where they stood, and a second plan takes other names', async () => {
  const repo = makeRepository([
    {
      write: {
        "the app's/.env": `TOKEN=${githubToken('kept file')}\n`,
        '.gitignore': '.env\n.env.*\n',
        'a.py': `${tokenLine('kept code')}\n`,
      },
      message: 'One',
    },
  ]);
  repo.git('add', '-f', '.');
  repo.git('commit', '-q', '--amend', '-m', 'One');
  const folder = join(temporaryFolder('plans'), 'of shop');
  const first = await planOf(repo.dir, folder);
  expect(first.purge.paths).toEqual(["the app's/.env"]);
  const commands = first.steps.flatMap((step) => step.commands);
  expect(runCommands(commands.slice(0, 3), env, repo.dir).status).toBe(0);
  const second = await planOf(repo.dir, folder);
  const again = second.steps.flatMap((step) => step.commands);
  expect(again[1]).toContain('backup-2.git');
  const { status, output } = runCommands(again, env, repo.dir);
  expect({ status, output }).toEqual({ status: 0, output: expect.stringContaining('Proven: 2 ') });
  expect(repo.git('ls-files')).toBe('.gitignore\na.py');
  expect(readFileSync(join(repo.dir, "the app's", '.env'), 'utf8')).toContain('TOKEN=');
});
