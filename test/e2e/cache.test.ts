// What an audit leaves for the next one: the reports with and without it are the same, whatever happens to the repository
// in between; it holds no secret, and nobody else can leave one.
import {
  chmodSync,
  cpSync,
  existsSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeRepository } from '../makeRepository.ts';
import type { TestRepository } from '../makeRepository.ts';
import { temporaryFolder } from '../temporaryFolder.ts';
import { githubToken, tokenLine } from './githubToken.ts';
import { runLeaktrail } from './runLeaktrail.ts';

interface Audit {
  readonly text: string;
  readonly elapsedMs: number;
  readonly exitCode: number | null;
}

async function audit(repo: TestRepository, ...args: string[]): Promise<Audit> {
  const { stdout, exitCode } = await runLeaktrail(['audit', '.', '-f', 'json', ...args], {
    cwd: repo.dir,
  });
  const elapsedMs = Number(/"elapsedMs": *(\d+)/u.exec(stdout)?.[1]);
  return { text: stdout.replace(/"elapsedMs": *\d+/u, ''), elapsedMs, exitCode };
}

/** Files change in steps of some milliseconds: what is older than this is settled. */
const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 40));

function secretHistory(): TestRepository {
  return makeRepository([
    { write: { 'app.py': 'print(1)\n', 'notes.txt': `${tokenLine('notes')}\n` }, message: 'Begin' },
    { write: { 'app.py': `${tokenLine('app')}\n` }, message: 'Configure' },
    { write: { 'app.py': 'print(2)\n', 'lib/a.py': 'a = 1\n' }, message: 'Clean up' },
  ]);
}

const steps: Readonly<Record<string, (repo: TestRepository) => void>> = {
  'a commit with another secret': (repo) => {
    repo.write('lib/b.py', `${tokenLine('b')}\n`);
    repo.commit('Add b');
  },
  'the same secret at another place': (repo) => {
    repo.write('lib/c.py', `# again\n${tokenLine('app')}\n`);
    repo.commit('Add c');
  },
  'a removal': (repo) => {
    repo.remove('lib/b.py');
    repo.commit('Remove b');
  },
  'a branch and a merge': (repo) => {
    repo.git('checkout', '-q', '-b', 'side', 'HEAD~2');
    repo.write('side.env', `TOKEN=${githubToken('side')}\n`);
    repo.commit('Work aside');
    repo.git('checkout', '-q', 'main');
    repo.merge('side');
  },
  'an amended commit': (repo) => {
    repo.write('lib/d.py', `${tokenLine('d')}\n`);
    repo.commit('Add d');
    repo.write('lib/d.py', 'd = 1\n');
    repo.git('add', '-A');
    repo.git('commit', '-q', '--amend', '-m', 'Add d without');
  },
  'an old content under a name that makes another kind of file of it': (repo) => {
    repo.git('mv', 'notes.txt', '.env');
    repo.commit('Rename');
  },
  'a stash': (repo) => {
    repo.write('app.py', `${tokenLine('stash')}\n`);
    repo.git('stash');
  },
  'a file in the index that an old commit has under another name': (repo) => {
    repo.write('settings.ini', `TOKEN=${githubToken('side')}\n`);
    repo.git('add', 'settings.ini');
  },
  'a file of the work tree': (repo) => repo.write('local.py', `${tokenLine('local')}\n`),
  'another content of that file': (repo) => repo.write('local.py', `${tokenLine('other')}\n`),
  'a rule of .gitignore': (repo) => repo.write('.gitignore', 'local.py\n.env\n'),
  'a tag with a message': (repo) => {
    repo.git('tag', '-a', '-m', `Release with ${githubToken('tag')}`, 'v1');
  },
  'the end of a branch': (repo) => {
    repo.git('branch', '-D', 'side');
  },
  'a repack': (repo) => {
    repo.git('repack', '-adq');
  },
  'a prune of what nothing reaches': (repo) => {
    repo.git('reflog', 'expire', '--expire=now', '--all');
    repo.git('gc', '-q', '--prune=now');
  },
  'a second pack': (repo) => {
    repo.write('lib/e.py', `${tokenLine('e')}\n`);
    repo.commit('Add e');
    repo.git('repack', '-dq');
  },
  'the loss of an object': (repo) => {
    const oid = repo.git('rev-parse', 'HEAD:lib/a.py');
    repo.git('repack', '-adq');
    const pack = readdirSync(join(repo.gitDir, 'objects/pack')).find((name) =>
      name.endsWith('.pack'),
    );
    const file = join(repo.gitDir, 'objects/pack', pack ?? '');
    renameSync(file, join(repo.gitDir, 'whole.pack'));
    rmSync(file.replace(/pack$/u, 'idx'));
    repo.gitBytes(['unpack-objects', '-q'], readFileSync(join(repo.gitDir, 'whole.pack')));
    const loose = join(repo.gitDir, 'objects', oid.slice(0, 2), oid.slice(2));
    renameSync(loose, join(repo.gitDir, 'lost-object'));
  },
  'its return': (repo) => {
    const oid = repo.git('rev-parse', 'HEAD:lib/a.py');
    const loose = join(repo.gitDir, 'objects', oid.slice(0, 2), oid.slice(2));
    renameSync(join(repo.gitDir, 'lost-object'), loose);
  },
  'a shallow border': (repo) => {
    writeFileSync(join(repo.gitDir, 'shallow'), `${repo.git('rev-parse', 'HEAD~1')}\n`);
  },
};

test('the report is the same as without a cache, whatever happened in between', async () => {
  const repo = secretHistory();
  await audit(repo);
  for (const [what, change] of Object.entries(steps)) {
    change(repo);
    await settled();
    const cold = await audit(repo, '--no-cache');
    const warm = await audit(repo);
    expect(warm.text, `after ${what}`).toBe(cold.text);
    expect(warm.exitCode).toBe(cold.exitCode);
    const again = await audit(repo);
    expect(again.text, `again after ${what}`).toBe(cold.text);
    expect(again.exitCode).toBe(cold.exitCode);
  }
}, 120_000);

test('what was learned serves under another confidence as well', async () => {
  const repo = secretHistory();
  await audit(repo, '--min-confidence', 'high');
  for (const level of ['low', 'medium', 'high']) {
    const cold = await audit(repo, '--no-cache', '--min-confidence', level);
    expect((await audit(repo, '--min-confidence', level)).text).toBe(cold.text);
  }
});

test('what an audit warns of is told with the kept report as well', async () => {
  const repo = secretHistory();
  repo.write('.gitleaksignore', 'nonsense\n');
  repo.write('.gitleaks.toml', '[extend]\nuseDefault = true\n[allowlist]\ncommits = ["abc"]\n');
  await settled();
  const told = async (...args: string[]): Promise<string> =>
    (await runLeaktrail(['audit', '.', ...args], { cwd: repo.dir })).stderr;
  const first = await told();
  expect(first.trimEnd().split('\n')).toEqual([
    'leaktrail: .gitleaks.toml:4: allowlist.commits: not understood: a secret outlives its commit',
    'leaktrail: .gitleaksignore:1: neither COMMIT:PATH:RULE:LINE nor PATH:RULE:LINE, left out',
  ]);
  expect(await told()).toBe(first);
  expect(await told('--quiet')).toBe('');
  expect(await told()).toBe(first);
});

test('secrets are shown in clear from a cache that holds none', async () => {
  const repo = secretHistory();
  await settled();
  await audit(repo);
  const { stdout } = await runLeaktrail(['audit', repo.dir, '-f', 'json', '--show-secrets']);
  expect(stdout).toContain(githubToken('app'));
  const folder = join(repo.gitDir, 'leaktrail');
  const names = readdirSync(folder).toSorted();
  expect(names).toEqual(['objects', 'origin', 'report']);
  for (const name of names) {
    const file = join(folder, name);
    expect(readFileSync(file).includes(githubToken('app').slice(4, 30))).toBe(false);
    if (process.platform !== 'win32') expect(statSync(file).mode & 0o077).toBe(0);
  }
});

test('--no-cache leaves nothing and looks at nothing', async () => {
  const repo = secretHistory();
  await audit(repo, '--no-cache');
  expect(existsSync(join(repo.gitDir, 'leaktrail'))).toBe(false);
});

test('a cache that came with a copied repository is not believed', async () => {
  const clean = makeRepository([{ write: { 'a.py': 'a = 1\n' }, message: 'Begin' }]);
  await settled();
  expect((await audit(clean)).exitCode).toBe(0);
  // The same files, times and all, but for the blob: as an archive could bring them.
  const copy = join(temporaryFolder('copy'), 'repo');
  cpSync(clean.dir, copy, { recursive: true, preserveTimestamps: true });
  const { stdout } = await runLeaktrail(['audit', copy, '-f', 'json', '--progress', 'always']);
  expect(JSON.parse(stdout)).toMatchObject({ coverage: { blobs: 1 } });
  const marker = (dir: string): string => readFileSync(join(dir, '.git/leaktrail/origin'), 'hex');
  const report = (dir: string): Buffer => readFileSync(join(dir, '.git/leaktrail/objects'));
  expect(marker(copy)).toBe(marker(clean.dir));
  expect(report(copy).equals(report(clean.dir))).toBe(false);
});

test('a damaged cache counts as absent and is written anew', async () => {
  const repo = secretHistory();
  await settled();
  const { text } = await audit(repo);
  const files = ['report', 'objects'].map((name) => join(repo.gitDir, 'leaktrail', name));
  const whole = files.map((file) => readFileSync(file));
  const damages: ((bytes: Buffer) => Buffer)[] = [
    () => Buffer.alloc(0),
    (bytes) => bytes.subarray(0, bytes.length / 2),
    (bytes) => Buffer.from(bytes.map((byte, i) => (i === bytes.length - 40 ? byte ^ 1 : byte))),
  ];
  for (const damage of damages) {
    files.forEach((file, i) => writeFileSync(file, damage(whole[i]!)));
    expect((await audit(repo)).text).toBe(text);
    expect(files.map((file) => readFileSync(file).length)).toEqual(
      whole.map((bytes) => expect.closeTo(bytes.length, -3)),
    );
  }
});

test('where no cache can be kept the audit does without', async () => {
  const repo = secretHistory();
  writeFileSync(join(repo.gitDir, 'leaktrail'), 'a file');
  const first = await audit(repo);
  expect(first.exitCode).toBe(1);
  expect((await audit(repo)).text).toBe(first.text);
  rmSync(join(repo.gitDir, 'leaktrail'));
  await audit(repo);
  chmodSync(join(repo.gitDir, 'leaktrail'), 0o777);
  expect((await audit(repo)).text).toBe(first.text);
});
