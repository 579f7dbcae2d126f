// Suppression that follows the secret: the baseline through moves and rebases, comments beside the secret, the project's
// ignore file, and the files of other scanners as they are.
import { execFileSync } from 'node:child_process';
import { createHash, generateKeyPairSync } from 'node:crypto';
import {
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Suppression } from '../../src/model/finding.ts';
import { makeRepository } from '../makeRepository.ts';
import type { TestRepository } from '../makeRepository.ts';
import { temporaryFolder } from '../temporaryFolder.ts';
import { auditRepository, findingOf, parseReport } from './auditRepository.ts';
import { githubToken, tokenLine } from './githubToken.ts';
import { runLeaktrail } from './runLeaktrail.ts';
import type { RunResult } from './runLeaktrail.ts';

const fileName = '.leaktrail-baseline';

function baseline(repo: TestRepository, ...args: string[]): Promise<RunResult> {
  return runLeaktrail(['baseline', ...args], { cwd: repo.dir });
}

function read(repo: TestRepository): string {
  return readFileSync(join(repo.dir, fileName), 'utf8');
}

/** What suppresses the token of a seed. */
async function suppressionIn(repo: TestRepository, seed: string): Promise<Suppression | null> {
  const { report, exitCode } = await auditRepository(repo.dir);
  const { suppressed } = findingOf(report, seed);
  expect(exitCode).toBe(report.summary.findings > 0 ? 1 : 0);
  expect(report.summary.suppressed).toBe(report.findings.filter((each) => each.suppressed).length);
  return suppressed;
}

function leaky(): TestRepository {
  return makeRepository([
    { write: { 'app.py': `${tokenLine('app')}\n`, 'b.py': `${tokenLine('b')}\n` }, message: 'One' },
    { write: { 'b.py': 'b = 1\n' }, message: 'Two' },
  ]);
}

test('a baseline lets an audit pass, follows secrets through moves and rebases, and stops new ones', async () => {
  const repo = leaky();
  expect((await auditRepository(repo.dir)).exitCode).toBe(1);
  const run = await baseline(repo, '--reason', 'rotated in "May"');
  expect(run).toEqual({
    exitCode: 0,
    stdout: `${fileName}: 2 findings added, 0 kept.\n`,
    stderr: '',
  });
  const text = read(repo);
  for (const seed of ['app', 'b']) {
    expect(text).not.toContain(githubToken(seed));
    expect(text).not.toContain(createHash('sha256').update(githubToken(seed)).digest('hex'));
  }
  const { exitCode, report } = await auditRepository(repo.dir);
  expect(exitCode).toBe(0);
  expect(report.summary).toMatchObject({ findings: 0, suppressed: 2 });
  expect(findingOf(report, 'app').suppressed).toEqual({
    by: 'baseline',
    reason: 'rotated in "May"',
  });

  repo.commit('Adopt');
  renameSync(join(repo.dir, 'app.py'), join(repo.dir, 'moved.py'));
  repo.write('moved.py', `# moved\n\n${tokenLine('app')}\n`);
  repo.commit('Move');
  repo.git('checkout', '-q', '--orphan', 'fresh');
  repo.commit('All anew');
  repo.git('rebase', '-q', '--root', '--exec', 'git commit -q --amend -m again');
  const after = await auditRepository(repo.dir);
  expect(after.exitCode).toBe(0);
  expect(after.report.summary).toMatchObject({ findings: 0, suppressed: 2 });

  repo.write('new.py', `${tokenLine('new')}\n`);
  const { report: last, exitCode: lastCode } = await auditRepository(repo.dir);
  expect(lastCode).toBe(1);
  expect(last.summary).toMatchObject({ findings: 1, suppressed: 2 });
  expect(findingOf(last, 'new').suppressed).toBe(null);
});

test('the text report counts what is suppressed and, with --verbose, says which and why', async () => {
  const repo = leaky();
  await baseline(repo, '--reason', 'old news');
  const short = await runLeaktrail(['audit', repo.dir]);
  expect(short.stdout).toContain('2 findings suppressed');
  expect(short.stdout).not.toContain('old news');
  const long = await runLeaktrail(['audit', repo.dir, '--verbose']);
  expect(long.stdout.match(/baseline: old news/gu)).toHaveLength(2);
});

test('an update keeps salt, reasons and days, and names stale entries until they are pruned', async () => {
  const repo = leaky();
  await baseline(repo, '--reason', 'first');
  const before = read(repo).split('\n');
  repo.write('c.py', `${tokenLine('c')}\n`);
  expect((await baseline(repo)).stdout).toBe(`${fileName}: 1 finding added, 2 kept.\n`);
  const after = read(repo).split('\n');
  expect(after).toHaveLength(before.length + 1);
  expect(after).toEqual(expect.arrayContaining(before));
  expect(after.slice(3, -1)).toEqual(after.slice(3, -1).toSorted());

  repo.remove('c.py');
  const stale = await baseline(repo);
  expect(stale.stdout).toContain('Stale: 1 entry that no finding has any more (--prune drops');
  expect(stale.stdout).toContain('github-');
  expect(read(repo).split('\n')).toEqual(after);
  expect((await baseline(repo, '--prune')).stdout).toContain('Dropped 1 entry');
  expect(read(repo).split('\n')).toEqual(before);
});

test('two branches that add to the baseline merge, and so do two that began one', async () => {
  const many = Array.from({ length: 40 }, (_, i) => tokenLine(`old ${i}`)).join('\n');
  const repo = makeRepository([{ write: { 'old.py': `${many}\n` }, message: 'Old' }]);
  await baseline(repo);
  repo.commit('Adopt');
  for (const side of ['left', 'right']) {
    repo.git('checkout', '-q', '-b', side, 'main');
    repo.write(`${side}.py`, `${tokenLine(`merged ${side}`)}\n`);
    await baseline(repo);
    repo.commit(`Accept ${side}`);
  }
  // Salts are random: in one of 20 cases both new lines have the same neighbours. Then both sides are kept.
  repo.write('.gitattributes', `${fileName} merge=union\n`);
  repo.commit('Merge by lines');
  repo.git('merge', '-q', '-m', 'Merge', 'left');
  const merged = await auditRepository(repo.dir);
  expect(merged.report.summary).toMatchObject({ findings: 0, suppressed: 42 });

  const twice = makeRepository([
    {
      write: { 'a.py': `${tokenLine('twice')}\n`, '.gitattributes': `${fileName} merge=union\n` },
      message: 'A',
    },
  ]);
  for (const side of ['left', 'right']) {
    twice.git('checkout', '-q', '-b', side, 'main');
    twice.write(`${side}.py`, `${tokenLine(`begun ${side}`)}\n`);
    await baseline(twice);
    twice.commit(`Adopt ${side}`);
  }
  twice.git('merge', '-q', '-m', 'Merge', 'left');
  const { report } = await auditRepository(twice.dir);
  expect(report.summary).toMatchObject({ findings: 0, suppressed: 3 });
  await baseline(twice);
  expect(read(twice).match(/^hmac /gmu)).toHaveLength(2);
});

test('git merges most baselines by itself', () => {
  const line = (seed: string): string =>
    createHash('sha256').update(seed).digest('hex').slice(0, 32);
  const write = (seeds: readonly string[]): string =>
    `${seeds
      .map(line)
      .toSorted()
      .map((id) => `${id} r added:2026-01-01 by:"" reason:""`)
      .join('\n')}\n`;
  const old = Array.from({ length: 100 }, (_, i) => `old ${i}`);
  const repo = makeRepository([{ write: { x: '' }, message: 'Begin' }]);
  let conflicts = 0;
  for (let round = 0; round < 20; round++) {
    repo.write('base', write(old));
    repo.write('ours', write([...old, `ours ${round}`]));
    repo.write('theirs', write([...old, `theirs ${round}`]));
    try {
      repo.git('merge-file', '-p', 'ours', 'base', 'theirs');
    } catch {
      conflicts++;
    }
  }
  expect(conflicts).toBeLessThanOrEqual(2);
});

test('an entry that has expired suppresses no more, says so, and can be renewed', async () => {
  const repo = leaky();
  await baseline(repo, '--until', '2999-01-31', '--reason', 'for now');
  expect(await suppressionIn(repo, 'app')).toEqual({
    by: 'baseline',
    reason: 'for now',
    until: '2999-01-31',
  });
  repo.write(fileName, read(repo).replaceAll('until:2999', 'until:2020'));
  const { report, exitCode } = await auditRepository(repo.dir);
  expect(exitCode).toBe(1);
  expect(report.summary).toMatchObject({ findings: 2, suppressed: 0 });
  expect(findingOf(report, 'app').advice[0]).toMatch(/held until 2020-01-31 .*for now/u);
  const renewal = await baseline(repo, '-f', 'json', '-o', '-');
  expect(JSON.parse(renewal.stdout)).toMatchObject({
    mode: 'baseline',
    summary: { findings: 0, suppressed: 2, exitCode: 0 },
  });
  expect(renewal.stdout).not.toContain('held until');
  expect(await suppressionIn(repo, 'app')).toEqual({ by: 'baseline', reason: 'for now' });
});

test('--baseline names another file, which a kept report depends on', async () => {
  const repo = leaky();
  const folder = temporaryFolder('baseline');
  const file = join(folder, 'known');
  const bare = repo.clone('--bare');
  expect((await baseline(bare)).stderr).toContain('name a file with --baseline');
  expect((await baseline(bare, '--baseline', file)).stdout).toContain('2 findings added');
  // A state that changed a moment ago is not kept.
  await new Promise((resolve) => setTimeout(resolve, 50));
  const audit = async (...args: string[]): Promise<number | null> =>
    (await runLeaktrail(['audit', '.', '-f', 'json', ...args], { cwd: repo.dir })).exitCode;
  expect(await audit()).toBe(1);
  expect(await audit('--baseline', file)).toBe(0);
  expect(await audit()).toBe(1);
  const text = readFileSync(file, 'utf8');
  writeFileSync(file, `${text.split('\n').slice(0, 4).join('\n')}\n`);
  expect(await audit('--baseline', file)).toBe(1);
  writeFileSync(file, text);
  expect(await audit('--baseline', file)).toBe(0);
  expect(await audit('--baseline', join(folder, 'none'))).toBe(2);
  const files = await runLeaktrail(['files', 'app.py', '--baseline', file], { cwd: repo.dir });
  expect(files.exitCode).toBe(0);
});

test('a bare repository is held to the baseline of its HEAD', async () => {
  const repo = leaky();
  await baseline(repo);
  repo.commit('Adopt');
  const bare = repo.clone('--bare');
  const { exitCode, report } = await auditRepository(bare.dir);
  expect(exitCode).toBe(0);
  expect(report.summary.suppressed).toBe(2);
});

test.each([
  [['--until', 'soon'], "--until takes a day such as 2030-12-31, not 'soon'"],
  [['--until', '2001-01-01'], '--until 2001-01-01 is over already'],
  [['--prune', '--disable', 'jwt'], '--prune needs all rules'],
  [['nowhere'], "there is no folder 'nowhere'"],
])('baseline %j is refused in one line', async (args, message) => {
  const repo = leaky();
  const run = await baseline(repo, ...args);
  expect(run).toMatchObject({ exitCode: 2, stdout: '' });
  expect(run.stderr).toContain(message);
  expect(run.stderr.trimEnd().split('\n')).toHaveLength(1);
});

test('a damaged baseline is told with file and line, and a linked one is never written to', async () => {
  const repo = leaky();
  await baseline(repo);
  repo.write(fileName, `${read(repo)}what\n`);
  for (const run of [await runLeaktrail(['audit', repo.dir]), await baseline(repo)]) {
    expect(run).toMatchObject({ exitCode: 2, stdout: '' });
    expect(run.stderr).toMatch(/\.leaktrail-baseline:6: not of the form/u);
  }
  repo.remove(fileName);
  const elsewhere = join(temporaryFolder('elsewhere'), 'file');
  writeFileSync(elsewhere, 'mine\n');
  symlinkSync(elsewhere, join(repo.dir, fileName));
  expect(await baseline(repo)).toMatchObject({ exitCode: 2 });
  expect(readFileSync(elsewhere, 'utf8')).toBe('mine\n');
  expect((await runLeaktrail(['audit', repo.dir])).exitCode).toBe(1);
});

test('a baseline that the configuration names is neither written nor read through a linked folder', async () => {
  const repo = leaky();
  const elsewhere = temporaryFolder('linked');
  symlinkSync(elsewhere, join(repo.dir, 'linked'));
  repo.write('leaktrail.yaml', 'baseline: linked/deep/known\n');
  mkdirSync(join(elsewhere, 'deep'));
  const refused = await baseline(repo);
  expect(refused).toMatchObject({ exitCode: 2, stdout: '' });
  expect(refused.stderr).toMatch(
    /^leaktrail: linked\/deep\/known cannot be written: linked is a link/u,
  );
  expect(readdirSync(join(elsewhere, 'deep'))).toEqual([]);
  // What the user names themselves may lie anywhere.
  const named = join(elsewhere, 'deep', 'known');
  expect((await baseline(repo, '--baseline', named)).exitCode).toBe(0);
  expect((await auditRepository(repo.dir)).exitCode).toBe(1);
  expect((await auditRepository(repo.dir, ['--baseline', named])).exitCode).toBe(0);
});

test.skipIf(process.platform === 'win32')(
  'a pipe, a device or a folder is no file that suppresses, and nobody waits for one',
  async () => {
    const repo = leaky();
    const audit = (...args: string[]): Promise<RunResult> =>
      runLeaktrail(['audit', '.', ...args], { cwd: repo.dir });
    execFileSync('mkfifo', ['pipe', fileName, '.leaktrailignore'], { cwd: repo.dir });
    mkdirSync(join(repo.dir, '.gitleaksignore'));
    symlinkSync('/dev/zero', join(repo.dir, '.secrets.baseline'));
    const { exitCode, stderr } = await audit();
    expect(exitCode).toBe(1);
    const why = (name: string, what: string): string =>
      `leaktrail: ${name} is left out: it is ${what}`;
    expect(stderr.trimEnd().split('\n')).toEqual([
      why(fileName, 'no regular file'),
      why('.gitleaksignore', 'no regular file'),
      why('.secrets.baseline', 'a symbolic link'),
      why('.leaktrailignore', 'no regular file'),
    ]);
    expect((await baseline(repo)).exitCode).toBe(2);
    for (const named of ['pipe', '/dev/zero', '.git']) {
      for (const run of [
        await audit('--baseline', named),
        await baseline(repo, '--baseline', named),
        await runLeaktrail(['files', 'app.py', '--baseline', named], { cwd: repo.dir }),
        await audit('--config', named),
      ]) {
        expect(run).toMatchObject({ exitCode: 2, stdout: '' });
        expect(run.stderr).toMatch(/^leaktrail: [^\n]*: is no regular file; [^\n]*\n$/u);
      }
    }
  },
);

test.each([
  'leaktrail:allow',
  'gitleaks:allow',
  'betterleaks:allow',
  'pragma: allowlist secret',
  'trufflehog:ignore',
  'kingfisher:ignore',
  'ggignore',
])('a comment %s beside the secret holds in HEAD, index and work tree', async (marker) => {
  const repo = makeRepository([
    { write: { 'a.py': `${tokenLine('beside')}  # ${marker}\n` }, message: 'A' },
  ]);
  expect(await suppressionIn(repo, 'beside')).toEqual({
    by: 'inline-comment',
    reason: `${marker} at a.py:1`,
  });
});

test('a comment counts where the secret stands now, on each line where it stands', async () => {
  const allowed = `${tokenLine('now')}  # leaktrail:allow of a test`;
  const repo = makeRepository([{ write: { 'a.py': `${tokenLine('now')}\n` }, message: 'A' }]);
  expect(await suppressionIn(repo, 'now')).toBe(null);
  // In the work tree alone it is not yet said of HEAD.
  repo.write('a.py', `# new\n${allowed}\n`);
  expect(await suppressionIn(repo, 'now')).toBe(null);
  repo.commit('Say so');
  const expected = { by: 'inline-comment', reason: 'of a test' };
  expect(await suppressionIn(repo, 'now')).toEqual(expected);
  repo.write('copy.py', `${tokenLine('now')}\n`);
  expect(await suppressionIn(repo, 'now')).toBe(null);
  repo.git('add', 'copy.py');
  repo.write('copy.py', `${allowed}\n`);
  expect(await suppressionIn(repo, 'now')).toBe(null);
  repo.commit('Copy');
  expect(await suppressionIn(repo, 'now')).toEqual(expected);
  // What was said when it was taken out holds on.
  repo.remove('copy.py');
  repo.write('a.py', 'a = 1\n');
  repo.commit('Take it out');
  expect(await suppressionIn(repo, 'now')).toEqual(expected);
});

test('a comment may be limited to a rule, stand on the line before or anywhere in a value of several lines', async () => {
  const { privateKey } = generateKeyPairSync('ed25519');
  const pem = privateKey.export({ format: 'pem', type: 'pkcs8' }).toString().trim();
  const repo = makeRepository([
    {
      write: {
        'rule.py': `${tokenLine('of rule')}  # leaktrail:allow github-personal-access-token x\n`,
        'other.py': `${tokenLine('of other')}  # leaktrail:allow json-web-token x\n`,
        'next.py': `# pragma: allowlist nextline secret\n${tokenLine('next')}\n`,
        'far.py': `# pragma: allowlist nextline secret\n\n${tokenLine('far')}\n`,
        'wide.txt': Buffer.from(`\ufeff${tokenLine('wide')} # gitleaks:allow\r\n`, 'utf16le'),
        'key.txt': `${pem} # ggignore\n`,
      },
      message: 'A',
    },
  ]);
  expect(await suppressionIn(repo, 'of rule')).toMatchObject({ reason: 'x' });
  expect(await suppressionIn(repo, 'of other')).toBe(null);
  expect(await suppressionIn(repo, 'next')).toMatchObject({ by: 'inline-comment' });
  expect(await suppressionIn(repo, 'far')).toBe(null);
  expect(await suppressionIn(repo, 'wide')).toMatchObject({ by: 'inline-comment' });
  const { report } = await auditRepository(repo.dir);
  const key = report.findings.find(({ introduced }) => introduced.path === 'key.txt');
  expect(key?.suppressed).toMatchObject({ reason: 'ggignore at key.txt:3' });
});

test('no part of a secret behind a comment is told as its reason, cut or in base64', async () => {
  const [cut, encoded] = [
    githubToken('cut'),
    Buffer.from(githubToken('encoded')).toString('base64'),
  ];
  const write = {
    'cut.py': `${tokenLine('cut')}  # leaktrail:allow ${'x'.repeat(180)} ${cut}\n`,
    'encoded.py': `x = 1  # leaktrail:allow token=${encoded} of a test\n`,
    'string.py': `PASSWORD = "leaktrail:allow ${githubToken('string')}"\n`,
  };
  const repo = makeRepository([{ write, message: 'A' }]);
  for (const run of [
    await runLeaktrail(['audit', '.', '-f', 'json'], { cwd: repo.dir }),
    await runLeaktrail(['files', ...Object.keys(write), '-f', 'json'], { cwd: repo.dir }),
  ]) {
    const { findings } = parseReport(run.stdout);
    expect(findings.filter(({ suppressed }) => suppressed === null)).toEqual([]);
    expect(run.stdout).not.toContain(cut.slice(4, 14));
    expect(run.stdout).not.toContain(encoded.slice(8, 24));
    expect(run.stdout).toContain('leaktrail:allow at encoded.py:1');
    expect(run.stdout).toContain('leaktrail:allow at string.py:1');
  }
});

test('files and standard input are held to comments, and to no ignore file of theirs', async () => {
  const repo = makeRepository([{ write: { x: '' }, message: 'A' }]);
  const line = `${tokenLine('loose')} # leaktrail:allow\n`;
  repo.write('a.py', line);
  repo.write('b.py', `${tokenLine('plain')}\n`);
  repo.write('.leaktrailignore', '*\n');
  const run = (...args: string[]): Promise<RunResult> =>
    runLeaktrail(args, { cwd: repo.dir, input: line });
  expect((await run('files', 'a.py')).exitCode).toBe(0);
  expect((await run('-')).exitCode).toBe(0);
  expect((await run('files', '.')).exitCode).toBe(1);
});

test('.leaktrailignore names fingerprints under any key, rules, and paths that must be all of the secret', async () => {
  const repo = makeRepository([
    {
      write: { 'tests/a.py': `${tokenLine('path')}\n`, 'src/b.py': `${tokenLine('id')}\n` },
      message: 'A',
    },
  ]);
  const { report } = await auditRepository(repo.dir);
  const { fingerprint } = findingOf(report, 'id');
  repo.write('.leaktrailignore', `# Made up.\ntests/\n\n${fingerprint} # rotated\n`);
  expect(await suppressionIn(repo, 'path')).toEqual({ by: 'ignore-file', reason: 'Made up.' });
  expect(await suppressionIn(repo, 'id')).toEqual({ by: 'ignore-file', reason: 'rotated' });
  const keyed = await auditRepository(repo.dir, [], { env: { LEAKTRAIL_FINGERPRINT_KEY: 'own' } });
  expect(keyed.exitCode).toBe(0);
  expect(findingOf(keyed.report, 'id').fingerprint).not.toBe(fingerprint);

  repo.write('src/c.py', `${tokenLine('path')}\n`);
  expect(await suppressionIn(repo, 'path')).toBe(null);
  repo.write('.leaktrailignore', 'rule:github-* # all\nrule:githb-personal-access-token\n');
  const warned = await auditRepository(repo.dir);
  expect(warned.report.summary).toMatchObject({ findings: 0, suppressed: 2 });
  expect(warned.stderr).toContain(".leaktrailignore:2: there is no rule 'githb-");
  repo.write('.leaktrailignore', 'a\n!b\n');
  const refused = await runLeaktrail(['audit', repo.dir]);
  expect(refused).toMatchObject({ exitCode: 2, stdout: '' });
  expect(refused.stderr).toContain('.leaktrailignore:2:');
});

test('.gitleaksignore holds by commit, path and line where the secret came in, and after it moved', async () => {
  const repo = leaky();
  const [first = ''] = repo.commits;
  const entry = (text: string): void => repo.write('.gitleaksignore', `# ours\n${text}\n`);
  const expected = { by: 'gitleaksignore', reason: 'github-pat in .gitleaksignore' };
  entry(`${first}:app.py:github-pat:1`);
  expect(await suppressionIn(repo, 'app')).toEqual(expected);
  entry(`${first.slice(0, 7)}:app.py:github-pat:1`);
  expect(await suppressionIn(repo, 'app')).toEqual(expected);
  expect(await suppressionIn(repo, 'b')).toBe(null);
  entry('app.py:github-pat:2');
  expect(await suppressionIn(repo, 'app')).toBe(null);
  entry(`${first}:app.py:github-pat:1`);
  renameSync(join(repo.dir, 'app.py'), join(repo.dir, 'moved.py'));
  repo.write('moved.py', `# moved\n${tokenLine('app')}\n`);
  repo.commit('Move');
  expect(await suppressionIn(repo, 'app')).toEqual(expected);
  entry('moved.py:github-pat:2\nwhat');
  expect(await suppressionIn(repo, 'app')).toEqual(expected);
  expect((await auditRepository(repo.dir, ['--no-cache'])).stderr).toContain('.gitleaksignore:3:');
});

test('.secrets.baseline holds by the hash of the secret, and by what it excludes', async () => {
  const repo = leaky();
  const sha1 = (text: string): string => createHash('sha1').update(text).digest('hex');
  const results = {
    'app.py': [{ hashed_secret: sha1(githubToken('app')), line_number: 7, is_secret: false }],
  };
  const write = (value: object): void => repo.write('.secrets.baseline', JSON.stringify(value));
  write({ results });
  expect(await suppressionIn(repo, 'app')).toEqual({
    by: 'secrets-baseline',
    reason: 'audited as no secret in .secrets.baseline',
  });
  expect(await suppressionIn(repo, 'b')).toBe(null);
  const filter = (kind: string, pattern: string): object => ({
    results: {},
    filters_used: [
      { path: `detect_secrets.filters.regex.should_exclude_${kind}`, pattern: [pattern] },
    ],
  });
  const excluded = { by: 'secrets-baseline', reason: 'excluded in .secrets.baseline' };
  write(filter('file', 'b\\.p'));
  expect(await suppressionIn(repo, 'app')).toBe(null);
  expect(await suppressionIn(repo, 'b')).toEqual(excluded);
  write(filter('line', '^GITHUB_'));
  expect(await suppressionIn(repo, 'app')).toEqual(excluded);
  write(filter('secret', `^${githubToken('app').slice(0, 12)}`));
  expect(await suppressionIn(repo, 'app')).toEqual(excluded);
  write(filter('file', '(?=x)'));
  const { stderr } = await auditRepository(repo.dir);
  expect(stderr).toContain('.secrets.baseline: an excluded expression is not understood: (?=x)');
  expect(stderr.trimEnd().split('\n')).toHaveLength(1);
});

test('explain says what suppresses a finding', async () => {
  const repo = leaky();
  const { report } = await auditRepository(repo.dir);
  await baseline(repo, '--reason', 'known');
  const run = await runLeaktrail(['explain', findingOf(report, 'app').fingerprint], {
    cwd: repo.dir,
  });
  expect(run.stdout).toContain('suppressed by baseline: known');
});
