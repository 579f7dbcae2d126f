// `leaktrail explain`: why something was or was not reported.
import { expect, test } from 'vitest';
import { makeRepository } from '../makeRepository.ts';
import { auditRepository, parseReport, findingOf } from './auditRepository.ts';
import { githubToken, tokenLine } from './githubToken.ts';
import { runLeaktrail } from './runLeaktrail.ts';

function leakyRepository() {
  return makeRepository([
    { write: { 'a.py': `x = 1\n${tokenLine('explained')}\n` }, message: 'Add a script' },
    { write: { 'a.py': 'x = 1\n' }, message: 'Take it out' },
  ]);
}

test('a finding is explained at the commit that brought it in, redacted', async () => {
  const repo = leakyRepository();
  const { stdout } = await auditRepository(repo.dir);
  const [finding] = parseReport(stdout).findings;
  const run = await runLeaktrail(['explain', finding?.fingerprint ?? ''], { cwd: repo.dir });
  expect(run).toMatchObject({ exitCode: 0, stderr: '' });
  expect(run.stdout).toMatch(/^a\.py:2 in [0-9a-f]{9}, judged as python\n/u);
  expect(run.stdout).toContain('reported: it has the form');
  expect(run.stdout).not.toContain(githubToken('explained'));
});

test('a finding is explained where it counts, whatever its first place is', async () => {
  const word = ['let', 'mein'].join('');
  const repo = makeRepository([
    { write: { 'a.py': `DB_PASSWORD = "${word}"\n` }, message: 'Add a script' },
    { write: { '.env': `DB_PASSWORD=${word}\n` }, message: 'Add what it needs' },
  ]);
  const { stdout } = await auditRepository(repo.dir);
  const [finding] = parseReport(stdout).findings;
  expect(finding?.introduced.path).toBe('a.py');
  const run = await runLeaktrail(['explain', finding?.fingerprint ?? ''], { cwd: repo.dir });
  expect(run.stdout).toMatch(/^\.env:1 in [0-9a-f]{9}, judged as credentials\n/u);
  expect(run.stdout).toContain('reported: its score of');
});

test('a finding that was taken out is explained in the commit that brought it in', async () => {
  const repo = makeRepository([
    { write: { 'a.py': `${tokenLine('taken out')}\n` }, message: 'Add a script' },
    { write: { 'a.py': 'x = 1\n' }, message: 'Take it out' },
  ]);
  const { stdout } = await auditRepository(repo.dir);
  const [finding] = parseReport(stdout).findings;
  const run = await runLeaktrail(['explain', finding?.fingerprint ?? ''], { cwd: repo.dir });
  const commit = finding?.introduced.commit?.slice(0, 9);
  expect(run.stdout).toContain(`a.py:1 in ${commit}, judged as python\n`);
});

test('a line of a file is explained, as JSON with the secret where it is asked for', async () => {
  const repo = leakyRepository();
  repo.write('b.py', `${tokenLine('explained')}\n`);
  const run = await runLeaktrail(['explain', 'b.py:1', '-f', 'json', '--show-secrets'], {
    cwd: repo.dir,
  });
  expect(run.exitCode).toBe(0);
  expect(JSON.parse(run.stdout)).toMatchObject({
    path: 'b.py',
    line: 1,
    kind: 'python',
    values: expect.arrayContaining([
      expect.objectContaining({
        isReported: true,
        secret: expect.objectContaining({ value: githubToken('explained') }),
      }),
    ]),
  });
});

test.each([
  [['explain'], 'target'],
  [['explain', 'nowhere.py:3'], "cannot read the file 'nowhere.py': it does not exist"],
  [['explain', '/dev/zero:1'], "cannot read the file '/dev/zero': it is no regular file"],
  [['explain', '.:1'], "cannot read the file '.': it is no regular file"],
  [['explain', 'a.py:99'], "'a.py' has no line 99"],
  [['explain', 'a.py'], 'neither PATH:LINE nor a fingerprint'],
  [['explain', 'f'.repeat(32)], 'holds no finding'],
  [['explain', 'a.py:1', '-f', 'html'], 'html'],
])('%j is refused in one line', async (args, message) => {
  const run = await runLeaktrail(args, { cwd: leakyRepository().dir });
  expect(run).toMatchObject({ exitCode: 2, stdout: '' });
  expect(run.stderr).toContain(message);
  expect(run.stderr.trimEnd().split('\n')).toHaveLength(1);
});

/** The verdicts that `explain` gives on a line, without the parts of scores, on one line each. */
async function explained(dir: string, ...args: string[]): Promise<string> {
  const run = await runLeaktrail(['explain', ...args], { cwd: dir });
  expect(run.exitCode).toBe(0);
  return run.stdout.replaceAll(/\s+/gu, ' ');
}

test.each([
  [
    'an excluded path',
    { 'leaktrail.yaml': 'excludePaths: [docs, "gen/**"]\n' },
    'gen/a.py',
    'not reported: leaktrail.yaml excludes gen/**; else reported: it has the form',
  ],
  [
    'a path of .leaktrailignore',
    { '.leaktrailignore': '# made by a tool\ngen/\n' },
    'gen/a.py',
    'not reported: .leaktrailignore suppresses it: made by a tool (unless the secret also stands',
  ],
  [
    'a rule of .leaktrailignore',
    { '.leaktrailignore': 'rule:github-* # none of ours\n' },
    'gen/a.py',
    'not reported: .leaktrailignore suppresses it: none of ours',
  ],
])('a line says that it is left out by %s', async (_name, files, path, verdict) => {
  const line = `${tokenLine('explained')}\n`;
  const repo = makeRepository([
    { write: { ...files, [path]: line, 'plain.py': line }, message: 'Add it' },
  ]);
  expect(await explained(repo.dir, `${path}:1`)).toContain(verdict);
  if (path === 'gen/a.py' && !('.leaktrailignore' in files)) {
    expect(await explained(repo.dir, 'plain.py:1')).not.toContain('not reported: leaktrail.yaml');
  }
});

test('a line says that a comment, a baseline or an allowed value leaves it out', async () => {
  const repo = makeRepository([
    {
      write: {
        'commented.py': `${tokenLine('one')}  # leaktrail:allow made up\n`,
        'known.py': `${tokenLine('two')}\n`,
        'allowed.py': `${tokenLine('three')}\n`,
      },
      message: 'Add them',
    },
  ]);
  expect(await explained(repo.dir, 'commented.py:1')).toContain(
    'not reported: a comment beside it suppresses it: made up (unless',
  );
  await runLeaktrail(['baseline', '--reason', 'old ones', '--until', '2090-01-01'], {
    cwd: repo.dir,
  });
  expect(await explained(repo.dir, 'known.py:1')).toContain(
    'not reported: the baseline suppresses it until 2090-01-01: old ones; else reported:',
  );
  repo.write('leaktrail.yaml', `allow:\n  literals: [${githubToken('three')}]\n`);
  expect(await explained(repo.dir, 'allowed.py:1')).toContain(
    'not reported: leaktrail.yaml allows this value; else reported:',
  );
});

test('the reason of a suppression is told without the secrets in it', async () => {
  const repo = makeRepository([
    { write: { 'a.py': `${tokenLine('explained')}\n` }, message: 'Add' },
  ]);
  repo.write('.leaktrailignore', `path:a.py  # it was ${githubToken('another')} before\n`);
  const text = await explained(repo.dir, 'a.py:1');
  expect(text).toMatch(/\.leaktrailignore suppresses it: it was ghp_\*{8}\w{4} before/u);
  const { stdout } = await auditRepository(repo.dir);
  const { fingerprint } = findingOf(parseReport(stdout), 'explained');
  const told = await explained(repo.dir, fingerprint);
  expect(told).toContain('it was ghp_********');
  expect(text + told).not.toContain(githubToken('another'));
});

test('a file that git ignores is said to be none of an audit, a tracked one is not', async () => {
  const repo = makeRepository([
    { write: { '.gitignore': '*.txt\n', 'kept.txt': 'x\n' }, message: 'Ignore' },
  ]);
  repo.write('own.txt', `${tokenLine('explained')}\n`);
  expect(await explained(repo.dir, 'own.txt:1')).toContain('git ignores this file');
  repo.git('add', '-f', 'own.txt');
  expect(await explained(repo.dir, 'own.txt:1')).not.toContain('git ignores this file');
});

test('a finding that the configuration leaves out is explained, with what leaves it out', async () => {
  const repo = leakyRepository();
  const { stdout } = await auditRepository(repo.dir);
  const [finding] = parseReport(stdout).findings;
  repo.write('leaktrail.yaml', 'excludePaths: ["*.py"]\n');
  const text = await explained(repo.dir, finding?.fingerprint ?? '');
  expect(text).toContain('not reported: leaktrail.yaml excludes *.py');
  repo.write('leaktrail.yaml', 'disable: [zoom-secret]\n');
  expect(await explained(repo.dir, finding?.fingerprint ?? '')).not.toContain('leaktrail.yaml');
});
