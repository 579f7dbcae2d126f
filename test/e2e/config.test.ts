// The configuration of a repository, through the command: what it adds, what it switches off and who sees that, and what a
// stranger's cannot do.
import { readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeRepository } from '../makeRepository.ts';
import type { TestRepository } from '../makeRepository.ts';
import { temporaryFolder } from '../temporaryFolder.ts';
import { githubToken, tokenLine } from './githubToken.ts';
import { runLeaktrail } from './runLeaktrail.ts';
import type { RunResult } from './runLeaktrail.ts';

interface Document {
  readonly coverage: {
    readonly complete: boolean;
    readonly skipped: readonly { reason: string; count: number; examples: string[] }[];
  };
  readonly findings: readonly {
    ruleId: string;
    severity: string;
    state: string;
    introduced: { path: string };
    removed: object | null;
    occurrences: { path: string | null }[];
  }[];
  readonly tool: { rulesHash: string };
}

const githubRule = 'github-personal-access-token';
const acmeToken = `${'acme'}_${'0a9b8c7d'.repeat(4)}`;
const acmeRule = `
  - id: acme-token
    title: Acme token
    provider: acme
    keywords: [acme_]
    token: 'acme_[a-z0-9]{32}'
`;

async function audit(repo: TestRepository, ...args: string[]): Promise<Document & RunResult> {
  const result = await runLeaktrail(['audit', '-f', 'json', ...args], { cwd: repo.dir });
  expect(result.stderr, result.stdout).not.toContain('bug');
  const document = result.stdout === '' ? {} : (JSON.parse(result.stdout) as object);
  return { ...(document as Document), ...result };
}

const rulesOf = ({ findings }: Document): string[] => findings.map(({ ruleId }) => ruleId);

/** A secret of GitHub in a file that is kept, another in one that went, one of acme that went. */
function history(config: Readonly<Record<string, string>> = {}): TestRepository {
  return makeRepository([
    {
      write: { 'src/app.py': `${tokenLine('app')}\n`, 'old/a.py': `A = "${acmeToken}"\n` },
      message: 'Begin',
    },
    { write: { 'tests/data.py': `${tokenLine('data')}\n` }, remove: ['old/a.py'], message: 'Test' },
    { write: { 'README.md': 'Read\n', ...config }, message: 'Configure' },
  ]);
}

test('a rule of its own is found in the history, under the severity of the configuration', async () => {
  const repo = history({
    'leaktrail.yaml': `rules:${acmeRule}severity:\n  acme-*: critical\n  ${githubRule}: low\n`,
  });
  const one = await audit(repo, '--threads', '0');
  expect(one.exitCode).toBe(1);
  expect(one.findings.map(({ ruleId, severity }) => `${ruleId} ${severity}`)).toEqual([
    'acme-token critical',
    `${githubRule} low`,
    `${githubRule} low`,
  ]);
  const many = await audit(repo, '--threads', '3', '--no-cache');
  expect(many.findings).toEqual(one.findings);
  expect((await audit(repo, '--no-config')).findings).toHaveLength(2);
  const { stderr } = await audit(repo, '--verbose');
  expect(stderr).toContain('leaktrail: configuration: leaktrail.yaml\n');
});

test('a disabled rule reports nothing, and the receipt names it', async () => {
  const repo = history({ 'leaktrail.yaml': 'disable: [github-*, generic-token]\n' });
  const { exitCode, findings, coverage } = await audit(repo);
  expect({ exitCode, findings }).toEqual({ exitCode: 0, findings: [] });
  expect(coverage.skipped).toContainEqual({
    reason: 'rule-disabled-by-config',
    count: 2,
    bytes: 0,
    examples: ['generic-token', 'github-*'],
  });
  expect(rulesOf(await audit(repo, '--enable', githubRule))).toEqual([githubRule, githubRule]);
});

test('an excluded path does not count in any commit, and the receipt says which were', async () => {
  const repo = history({ 'leaktrail.yaml': 'excludePaths: [/tests/, "*.snap"]\n' });
  repo.write('tests/new.py', `${tokenLine('new')}\n`);
  const { findings, coverage, exitCode } = await audit(repo);
  expect(exitCode).toBe(1);
  expect(findings.map(({ introduced }) => introduced.path)).toEqual(['src/app.py']);
  expect(coverage.complete).toBe(true);
  expect(coverage.skipped).toContainEqual({
    reason: 'excluded-by-config',
    count: 2,
    bytes: 0,
    examples: ['tests/data.py', 'tests/new.py'],
  });
  const { stdout } = await runLeaktrail(['--verbose'], { cwd: repo.dir });
  expect(stdout).toContain('excluded-by-config: 2: tests/data.py, tests/new.py');
});

test('a secret that also stands elsewhere is told by its other places', async () => {
  const repo = makeRepository([
    { write: { 'tests/a.py': `${tokenLine('both')}\n` }, message: 'Test' },
    { write: { 'src/a.py': `${tokenLine('both')}\n` }, message: 'Use' },
    {
      write: { 'src/a.py': 'pass\n', 'leaktrail.yaml': 'excludePaths: [tests]\n' },
      message: 'Drop',
    },
  ]);
  const { findings } = await audit(repo);
  expect(findings).toHaveLength(1);
  expect(findings[0]).toMatchObject({
    state: 'history',
    introduced: { path: 'src/a.py', event: 'spread' },
    removed: { commit: repo.commits[2] },
  });
  expect(findings[0]?.occurrences.map(({ path }) => path)).toEqual(['src/a.py', 'src/a.py']);
  const { findings: all } = await audit(repo, '--no-config');
  expect(all[0]).toMatchObject({
    state: 'head',
    introduced: { path: 'tests/a.py' },
    removed: null,
  });
});

test('allowed values, and paths of a rule, leave findings out', async () => {
  const start = githubToken('app').slice(4, 12);
  const repo = history({
    'leaktrail.yaml': `allow: { patterns: ['^..._${start}'] }\nrules:${acmeRule}    paths: { include: ['new/'] }\n`,
  });
  const { findings, coverage } = await audit(repo);
  expect(findings.map(({ introduced }) => introduced.path)).toEqual(['tests/data.py']);
  expect(coverage.skipped).toContainEqual(
    expect.objectContaining({ reason: 'allowed-by-config', count: 1 }),
  );
  repo.write('new/b.py', `A = "${acmeToken}"\n`);
  expect(rulesOf(await audit(repo))).toContain('acme-token');
});

const decoy = (pattern: string): string => `rules:
  - id: decoy
    title: Decoy
    provider: acme
    keywords: [ghp_]
    specificity: 100
    pattern: '(?P<secret>${pattern})'
`;
const token = 'ghp_[A-Za-z0-9]{36}';

test.each([
  ['looks at other paths', `${decoy(token)}    paths: { include: [new/] }\n`],
  ['looks at other paths, and takes more', `${decoy(`.${token}`)}    paths: { include: [new/] }\n`],
  ['is not sure', `${decoy(token)}    confidence: low\n`],
  ['is not sure enough', `${decoy(`.${token}.`)}    confidence: medium\nminConfidence: high\n`],
  ['finds what is allowed', `${decoy(`.${token}`)}allow: { patterns: ['^.ghp_'] }\n`],
])('a rule of its own hides nothing from a built-in one where it %s', async (_, config) => {
  const repo = history({ 'leaktrail.yaml': config });
  repo.write('src/next.py', `${tokenLine('next')}\n`);
  repo.git('add', '.');
  repo.write('src/other.py', `${tokenLine('other')}\n`);
  const { findings } = await audit(repo);
  expect(findings.map(({ ruleId, introduced }) => `${ruleId} ${introduced.path}`)).toEqual(
    ['app', 'next', 'other']
      .map((name) => `${githubRule} src/${name}.py`)
      .concat(`${githubRule} tests/data.py`),
  );
  expect((await audit(repo)).findings).toEqual(findings);
  const json = ['-f', 'json'];
  const staged = await runLeaktrail(['staged', ...json], { cwd: repo.dir });
  expect(rulesOf(JSON.parse(staged.stdout) as Document)).toEqual([githubRule]);
  const range = await runLeaktrail(
    ['range', '--config', 'leaktrail.yaml', 'HEAD~2..HEAD', ...json],
    {
      cwd: repo.dir,
    },
  );
  expect(rulesOf(JSON.parse(range.stdout) as Document)).toEqual([githubRule]);
});

test('a rule of its own stands before the built-in ones on the same bytes where it counts', async () => {
  const paths = '    paths: { include: [src/] }\n';
  for (const pattern of [token, `.${token}.`, 'ghp_[A-Za-z0-9]{9}']) {
    const repo = history({ 'leaktrail.yaml': decoy(pattern) + paths });
    repo.write('src/new.py', `${tokenLine('new')}\n`);
    const { findings } = await audit(repo);
    expect(
      findings.map(({ ruleId, introduced }) => `${ruleId} ${introduced.path}`).toSorted(),
      pattern,
    ).toEqual(['decoy src/app.py', 'decoy src/new.py', `${githubRule} tests/data.py`]);
    const { stdout } = await runLeaktrail(['files', 'src', '-f', 'json'], { cwd: repo.dir });
    expect(rulesOf(JSON.parse(stdout) as Document)).toEqual(['decoy', 'decoy']);
  }
});

test('the receipt names built-in rules that were replaced, and a bar that was raised', async () => {
  const replaced = decoy(token).replace('decoy', githubRule);
  const repo = history({ 'leaktrail.yaml': `${replaced}minConfidence: high\n` });
  const { coverage } = await audit(repo);
  expect(coverage.skipped).toEqual([
    { reason: 'confidence-raised-by-config', count: 1, bytes: 0, examples: ['high'] },
    { reason: 'rule-replaced-by-config', count: 1, bytes: 0, examples: [githubRule] },
  ]);
  const asked = await audit(repo, '--min-confidence', 'high');
  expect(asked.coverage.skipped.map(({ reason }) => reason)).toEqual(['rule-replaced-by-config']);
  expect((await audit(repo, '--no-config')).coverage.skipped).toEqual([]);
});

test('package.json and extended files count as leaktrail.yaml does', async () => {
  const inPackage = history({
    'package.json': '{"name": "x", "leaktrail": {"extends": "config/a.yaml"}}',
    'config/a.yaml': `extends: b.yaml\nrules:${acmeRule}`,
    'config/b.yaml': 'excludePaths: [src, tests]\n',
  });
  const { findings, stderr } = await audit(inPackage, '--verbose');
  expect(findings.map(({ ruleId }) => ruleId)).toEqual(['acme-token']);
  expect(stderr).toContain('configuration: package.json');
});

test('.gitleaks.toml is understood, with a warning for what is not', async () => {
  const repo = history({
    '.gitleaks.toml': `[extend]
useDefault = true
[allowlist]
paths = ['''^tests/''']
commits = ["abc"]
[[rules]]
id = "acme"
regex = '''acme_[a-z0-9]{32}'''
`,
  });
  for (let run = 0; run < 2; run++) {
    const { findings, stderr } = await audit(repo);
    expect(rulesOf({ findings } as Document).toSorted()).toEqual(['acme', githubRule]);
    expect(stderr).toContain('leaktrail: .gitleaks.toml:5: allowlist.commits: not understood');
  }
});

test('--config names another file, wherever it lies, and its changes count at once', async () => {
  const repo = history({ 'leaktrail.yaml': 'disable: [github-*]\n' });
  const folder = temporaryFolder('config');
  const config = join(folder, 'mine.yaml');
  writeFileSync(join(folder, 'base.yaml'), 'excludePaths: [src]\n');
  writeFileSync(config, `extends: ${join(folder, 'base.yaml')}\n`);
  expect(rulesOf(await audit(repo, '--config', config))).toEqual([githubRule]);
  writeFileSync(config, `rules:${acmeRule}`);
  expect(rulesOf(await audit(repo, '--config', config))).toContain('acme-token');
  writeFileSync(config, `disable: [${githubRule}, generic-token]\nrules:${acmeRule}`);
  expect(rulesOf(await audit(repo, '--config', config))).toEqual(['acme-token']);
  writeFileSync(config, `rules:${acmeRule.replace('acme_[', 'acmf_[')}`);
  expect(rulesOf(await audit(repo, '--config', config))).toEqual([githubRule, githubRule]);
  const { exitCode, stderr } = await audit(repo, '--config', 'none.yaml');
  expect({ exitCode, stderr }).toEqual({
    exitCode: 2,
    stderr: 'leaktrail: there is no file none.yaml\n',
  });
});

test('a change of the configuration changes what a second audit says', async () => {
  const repo = history();
  for (const [config, rules] of [
    ['', 2],
    [`rules:${acmeRule}`, 3],
    [`disable: ['github-*', generic-token]\nrules:${acmeRule}`, 1],
    ['excludePaths: [src]\n', 1],
    ['minConfidence: high\n', 2],
  ] as const) {
    repo.write('leaktrail.yaml', config);
    const cold = await audit(repo, '--no-cache');
    expect(cold.findings, config).toHaveLength(rules);
    expect((await audit(repo)).findings).toEqual(cold.findings);
  }
});

test('a bare repository is configured by its HEAD', async () => {
  const repo = history({ 'leaktrail.yaml': 'excludePaths: [src]\n' });
  const bare = repo.clone('--bare');
  expect((await audit(bare)).findings.map(({ introduced }) => introduced.path)).toEqual([
    'tests/data.py',
  ]);
  expect((await audit(bare, '--no-config')).findings).toHaveLength(2);
});

test('staged names the files that the configuration leaves out', async () => {
  const repo = history({ 'leaktrail.yaml': 'excludePaths: [tests/]\n' });
  repo.write('tests/more.py', `${tokenLine('staged and left out')}\n`);
  repo.git('add', 'tests/more.py');
  const { stdout, exitCode } = await runLeaktrail(['staged', '-f', 'json'], { cwd: repo.dir });
  const { coverage } = JSON.parse(stdout) as Document;
  expect(exitCode).toBe(0);
  expect(coverage.skipped).toContainEqual(
    expect.objectContaining({ reason: 'excluded-by-config', examples: ['tests/more.py'] }),
  );
});

test('files takes the leaktrail.yaml of the current folder and none of the scanned one', async () => {
  const repo = history({ 'leaktrail.yaml': 'excludePaths: [tests/]\n' });
  const scan = async (cwd: string, ...args: string[]): Promise<Document> => {
    const { stdout } = await runLeaktrail(['files', '-f', 'json', ...args], { cwd });
    return JSON.parse(stdout) as Document;
  };
  const inside = await scan(repo.dir, 'src', 'tests');
  expect(inside.findings.map(({ introduced }) => introduced.path)).toEqual(['src/app.py']);
  expect(inside.coverage.skipped).toContainEqual(
    expect.objectContaining({ reason: 'excluded-by-config', examples: ['tests/data.py'] }),
  );
  expect((await scan(temporaryFolder('elsewhere'), repo.dir)).findings).toHaveLength(2);
});

test.each([
  [
    'excludPaths: []\n',
    'leaktrail.yaml:1: excludPaths: no such field (did you mean excludePaths?)',
  ],
  [
    `disable:\n  - ${githubRule}s\n`,
    `leaktrail.yaml:2: disable[0]: no rule is called ${githubRule}s (did you mean ${githubRule}?)`,
  ],
  [
    'extends: /etc/passwd\n',
    'leaktrail.yaml:1: extends[0]: /etc/passwd must be relative to this file',
  ],
  [
    'extends: ../other.yaml\n',
    'leaktrail.yaml:1: extends[0]: ../other.yaml lies outside the repository',
  ],
  ['extends: linked.yaml\n', 'linked.yaml: is a symbolic link'],
  [
    'extends: leaktrail.yaml\n',
    'leaktrail.yaml:1: extends[0]: extends itself: leaktrail.yaml > leaktrail.yaml',
  ],
  [
    `a: &a [x, x]\n${Array.from(
      { length: 9 },
      (_, i) =>
        `b${i}: &b${i} [${Array(9)
          .fill(i === 0 ? '*a' : `*b${i - 1}`)
          .join(', ')}]`,
    ).join('\n')}`,
    'leaktrail.yaml: its aliases unfold to too much',
  ],
  [`extends: ${'['.repeat(9000)}`, 'leaktrail.yaml:1: nested too deeply'],
])('a configuration that is wrong or hostile ends with one line: %#', async (config, message) => {
  const repo = history({ 'leaktrail.yaml': config });
  symlinkSync(join(temporaryFolder('target'), 'x.yaml'), join(repo.dir, 'linked.yaml'));
  const { exitCode, stdout, stderr } = await runLeaktrail(['audit'], { cwd: repo.dir });
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
  expect(stderr).toContain(`leaktrail: ${message}`);
  expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  expect((await audit(repo, '--no-config')).exitCode).toBe(1);
});

test('the example of the documentation does what it says', async () => {
  const page = readFileSync(new URL('../../docs/CONFIGURATION.md', import.meta.url), 'utf8');
  const example = /```yaml\n([^]*?)```/u.exec(page)?.[1] ?? '';
  const repo = history({
    'leaktrail.yaml': example,
    'config/leaktrail-team.yaml': 'excludePaths: [tests/]\n',
    'vendor/a.py': `${tokenLine('vendor')}\n`,
  });
  const { findings, exitCode } = await audit(repo);
  expect(exitCode).toBe(1);
  expect(findings.map(({ ruleId, severity }) => [ruleId, severity])).toEqual([
    ['acme-api-token', 'critical'],
    [githubRule, expect.any(String)],
  ]);
});
