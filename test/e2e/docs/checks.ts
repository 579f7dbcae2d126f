// Blocks that are no commands: configuration, files and outputs as samples. Each is tried for what the page says it is.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { parse } from 'yaml';
import { progressLine } from '../../../src/cli/progressBar.ts';
import { version } from '../../../src/config/version.ts';
import { nextSteps } from '../../../src/remedy/nextSteps.ts';
import { createPalette } from '../../../src/report/palette.ts';
import { nextStepLines } from '../../../src/report/textNextSteps.ts';
import { parseDecisions } from '../../../src/triage/decisions.ts';
import { githubToken } from '../githubToken.ts';
import { partOf } from '../../partOf.ts';
import { labelsOf } from './labels.ts';
import { root } from './pages.ts';
import type { Block } from './pages.ts';
import type { Sandbox } from './sandbox.ts';
import { runStatements } from './statements.ts';
import type { Ending } from './statements.ts';

interface Check {
  /** Absent = any page. */
  readonly page?: string;
  /** Stands in this block of the page alone. */
  readonly word: RegExp;
  readonly run: (block: Block, sandbox: Sandbox) => void | Promise<void>;
}

export const checks: readonly Check[] = [
  { page: 'docs/CI.md', word: /uses: OWNER\/leaktrail/u, run: checkWorkflow },
  { page: 'docs/HOOKS.md', word: /repo: ADDRESS/u, run: checkPreCommit },
  { page: 'docs/REPORTS.md', word: /secret_detection:/u, run: checkGitlabArtifacts },
  { page: 'docs/CONFIGURATION.md', word: /yaml-language-server/u, run: checkConfiguration },
  { page: 'docs/ADOPTING.md', word: /^# leaktrail\.yaml/u, run: checkConfiguration },
  { page: 'docs/MIGRATING.md', word: /^excludePaths:/u, run: checkConfiguration },
  { page: 'docs/MIGRATING.md', word: /^\[extend\]/u, run: checkGitleaksConfiguration },
  { page: 'docs/ENV.md', word: /^envFiles:/u, run: checkConfiguration },
  { page: 'docs/RULES.md', word: /^provider: acme/u, run: checkRules },
  { page: 'docs/RULES.md', word: /^- id: acme-legacy-key/u, run: checkRuleEntry },
  { page: 'docs/SUPPRESSING.md', word: /leaktrail:allow/u, run: checkComments },
  { page: 'docs/SUPPRESSING.md', word: /^# Made up for tests/u, run: checkIgnoreFile },
  { page: 'docs/SUPPRESSING.md', word: /^hmac /u, run: checkBaselineFile },
  { page: 'docs/CONFIGURATION.md', word: /excludPaths/u, run: checkConfigurationError },
  { page: 'docs/RULES.md', word: /expected one of critical/u, run: checkRuleError },
  { page: 'docs/ENV.md', word: /copies \.env into the image/u, run: checkDockerWarning },
  { page: 'docs/PLAN.md', word: /^settings\.py:3/u, run: checkPlannedLine },
  { page: 'docs/AUDIT.md', word: /celery\.git/u, run: checkReportLabels },
  { page: 'docs/TERMINAL.md', word: /reading contents/u, run: checkProgressLine },
  { page: 'docs/REPORTS.md', word: /leaktrail\.decisions/u, run: checkDecisions },
  { page: 'docs/TERMINAL.md', word: /^Next$/mu, run: checkNextSteps },
  { page: 'docs/TERMINAL.md', word: /<\(leaktrail completion zsh/u, run: checkCompletion },
  { page: 'docs/TERMINAL.md', word: /leaktrail completion fish \|/u, run: checkCompletion },
];

/** What a block is where no check names it, by its language. */
export const checksByLanguage: Readonly<Record<string, Check>> = {
  js: { word: /^/u, run: runProgram },
  zsh: { word: /^/u, run: runItsLeaktrail },
  fish: { word: /^/u, run: runItsLeaktrail },
};

/** Runs one line of bash and returns how it ended. */
async function bash({ cwd, env, logs }: Sandbox, script: string): Promise<Ending> {
  const [end] = await runStatements([`${script}\n`], { cwd, env, logs });
  if (end === undefined) throw new Error('a statement has an ending');
  return end;
}

function parsed(file: string): unknown {
  return parse(readFileSync(join(root, file), 'utf8'));
}

function listAt(value: unknown, ...path: (string | number)[]): unknown[] {
  const list = partOf(value, ...path);
  if (!Array.isArray(list)) throw new Error(`no list at ${path.join('.')}`);
  return list;
}

/** Shells that are not everywhere. Here: each leaktrail command in the block, without what the shell does with it. */
async function runItsLeaktrail({ text }: Block, sandbox: Sandbox): Promise<void> {
  const commands = text.match(/\bleaktrail(?: [\w-]+)+/gu) ?? [];
  expect(commands).not.toEqual([]);
  for (const command of commands) expect(await bash(sandbox, command)).toMatchObject({ status: 0 });
}

/** A program that uses the library, with the package under test in node_modules; 1 is the status for findings. */
async function runProgram({ text }: Block, sandbox: Sandbox): Promise<void> {
  writeFileSync(join(sandbox.cwd, 'program.mjs'), text);
  await bash(sandbox, 'mkdir node_modules && ln -s "$LEAKTRAIL_PACKAGE" node_modules/leaktrail');
  const end = await bash(sandbox, 'node program.mjs');
  expect(end.stderr).not.toMatch(/^\s+at .*:\d+:\d+/mu);
  expect([0, 1]).toContain(end.status);
}

/** GitHub runs it. Here: it takes this version of the action, and names inputs that action.yml has. */
function checkWorkflow({ text }: Block): void {
  const step = listAt(parse(text), 'jobs', 'leaktrail', 'steps').find((one) =>
    String(partOf(one, 'uses')).includes('leaktrail'),
  );
  expect(partOf(step, 'uses')).toBe(`OWNER/leaktrail@v${version()}`);
  const inputs = Object.keys(Object(partOf(parsed('action.yml'), 'inputs')));
  expect(inputs).toEqual(expect.arrayContaining(Object.keys(Object(partOf(step, 'with')))));
}

/** The framework fetches and builds it. Here: it names this version, and hooks that .pre-commit-hooks.yaml has. */
function checkPreCommit({ text }: Block): void {
  const repo = partOf(parse(text), 'repos', 0);
  expect(partOf(repo, 'rev')).toBe(`v${version()}`);
  const known = listAt(parsed('.pre-commit-hooks.yaml')).map((hook) => partOf(hook, 'id'));
  const named = listAt(repo, 'hooks').map((hook) => partOf(hook, 'id'));
  expect(known).toEqual(expect.arrayContaining(named));
}

/** GitLab reads it. Here: the template has the same lines. */
function checkGitlabArtifacts({ text }: Block): void {
  const report = ['artifacts', 'reports', 'secret_detection'];
  const template = partOf(parsed('templates/gitlab-ci.yml'), 'leaktrail', ...report);
  expect(template).toBe(partOf(parse(text), ...report));
}

async function checkConfiguration({ text }: Block, sandbox: Sandbox): Promise<void> {
  await bash(
    sandbox,
    'mkdir -p config && echo "minConfidence: medium" >config/leaktrail-team.yaml',
  );
  writeFileSync(join(sandbox.cwd, 'leaktrail.yaml'), text);
  const end = await bash(sandbox, 'leaktrail audit');
  expect(end).toMatchObject({ status: 1, stderr: '' });
}

/** Its rule finds, its allowlist holds, and there is nothing to warn of. */
async function checkGitleaksConfiguration({ text }: Block, sandbox: Sandbox): Promise<void> {
  writeFileSync(join(sandbox.cwd, '.gitleaks.toml'), text);
  await bash(sandbox, 'echo "key = acme_$(echo $A_TOKEN | sha1sum | cut -c1-32)" >acme.py');
  const end = await bash(sandbox, 'leaktrail audit -f csv');
  expect(end).toMatchObject({ status: 1, stderr: '' });
  expect(end.stdout).toContain(',acme-token,');
  expect(end.stdout).not.toContain('tests/test_login.py');
}

async function checkRules({ text }: Block, sandbox: Sandbox): Promise<void> {
  writeFileSync(join(sandbox.cwd, 'our-rules.yaml'), text);
  const end = await bash(sandbox, 'leaktrail rules check our-rules.yaml');
  expect(end).toMatchObject({ status: 0, stderr: '' });
  expect(end.stdout).toContain(' 0 errors, 0 warnings');
}

/** One entry of a list of rules, without examples: with two of each it has to be a rule. */
async function checkRuleEntry({ text }: Block, sandbox: Sandbox): Promise<void> {
  const examples = `  examples:
    positive: ['acme_key = "<hex:32>"', 'ACME_STAGING_API_KEY=<hex:32>']
    negative: ['acme_key = "<x:32>"', 'acme_sha = "<hex:20>"']
`;
  const rules = `provider: acme\nrules:\n${indented(`${text}${examples}`)}`;
  await checkRules({ page: '', line: 0, language: 'yaml', text: rules }, sandbox);
}

function indented(text: string): string {
  return text.replaceAll(/^(?=.)/gmu, '  ');
}

/** With a real token in place of the dots, every line of it is let pass. */
async function checkComments({ text }: Block, sandbox: Sandbox): Promise<void> {
  const lines = text.replaceAll('…', githubToken('docs comment'));
  writeFileSync(join(sandbox.cwd, 'comments.py'), lines);
  expect(await bash(sandbox, 'leaktrail files comments.py')).toMatchObject({ status: 0 });
  writeFileSync(join(sandbox.cwd, 'comments.py'), lines.replaceAll(/#.*/gu, ''));
  expect(await bash(sandbox, 'leaktrail files comments.py')).toMatchObject({ status: 1 });
}

async function checkIgnoreFile({ text }: Block, sandbox: Sandbox): Promise<void> {
  const lines = text.replace('3fd1c0…', '3fd1c0'.padEnd(32, '0'));
  writeFileSync(join(sandbox.cwd, '.leaktrailignore'), lines);
  expect(await bash(sandbox, 'leaktrail audit')).toMatchObject({ status: 1, stderr: '' });
}

async function checkBaselineFile({ text }: Block, sandbox: Sandbox): Promise<void> {
  const command = 'leaktrail baseline --quiet --reason rotated --until 2099-05-31';
  expect(await bash(sandbox, command)).toMatchObject({ status: 0 });
  const masked = (lines: string) =>
    new Set(
      lines
        .replaceAll(/\b[0-9a-f]{32,}|\b[0-9a-f]{4}…/gu, 'HEX')
        .replaceAll(/\d{4}-\d\d-\d\d/gu, 'DAY')
        .split('\n'),
    );
  const written = masked(readFileSync(join(sandbox.cwd, '.leaktrail-baseline'), 'utf8'));
  expect(written).toEqual(new Set([...written, ...masked(text)]));
}

async function checkConfigurationError({ text }: Block, sandbox: Sandbox): Promise<void> {
  writeFileSync(join(sandbox.cwd, 'leaktrail.yaml'), `${'#\n'.repeat(8)}excludPaths: [a]\n`);
  const end = await bash(sandbox, 'leaktrail audit');
  expect(end).toMatchObject({ status: 2, stderr: `leaktrail: ${text}` });
}

async function checkRuleError({ text }: Block, sandbox: Sandbox): Promise<void> {
  const rule = '- { id: a-b, title: A, provider: a, keywords: [abc], token: abcd,';
  const lines = `rules:\n${'#\n'.repeat(6)}  ${rule}\n      severity: hgh }\n`;
  writeFileSync(join(sandbox.cwd, 'our-rules.yaml'), lines);
  const end = await bash(sandbox, 'leaktrail rules check our-rules.yaml');
  expect(end.status).toBe(2);
  expect(`${end.stdout}${end.stderr}`).toContain(text.trim());
}

async function checkDockerWarning({ text }: Block, sandbox: Sandbox): Promise<void> {
  const file = `FROM scratch\n${'#\n'.repeat(5)}COPY . .\n`;
  writeFileSync(join(sandbox.cwd, 'Dockerfile'), file);
  const end = await bash(sandbox, 'leaktrail env');
  const flat = (lines: string) => lines.replaceAll(/\s+/gu, ' ').trim();
  expect(flat(end.stdout)).toContain(flat(text));
}

async function checkPlannedLine({ text }: Block, sandbox: Sandbox): Promise<void> {
  const url = `postgres://app:${githubToken('docs plan').slice(8, 18)}@db.example.com/x`;
  writeFileSync(join(sandbox.cwd, 'settings.py'), `#\n#\nURL = "${url}"\n`);
  const end = await bash(sandbox, 'git add settings.py && git commit -qm Add && leaktrail plan');
  const lines = new Set(end.stdout.split('\n').map((line) => line.trim()));
  for (const line of text.trim().split('\n')) expect([...lines]).toContain(line.trim());
}

/** The sample with a fingerprint is what `baseline --decisions` takes. */
function checkDecisions({ text }: Block): void {
  const [decision] = parseDecisions(text.replace('…', '0'.repeat(32)), 'the sample');
  expect(decision?.decision).toBe('rotated');
}

/** Where all is done but the hook. */
function checkNextSteps({ text }: Block): void {
  const steps = nextSteps({
    repoPath: '../shop',
    isBare: false,
    isShallow: false,
    cloneUri: undefined,
    findings: 0,
    isUnsafe: false,
    uncoveredEnvFiles: 0,
    hasBaseline: false,
    hasHook: false,
    hasPipeline: false,
  });
  const lines = nextStepLines(steps, { palette: createPalette(false), width: 80 });
  expect(lines.join('\n').trim()).toBe(text.trim());
}

/** completion.test.ts tries the scripts in these shells, where they are. Here: the command prints one. */
async function checkCompletion({ text }: Block, sandbox: Sandbox): Promise<void> {
  const [command = ''] = /leaktrail completion \w+/u.exec(text) ?? [];
  const { status, stdout } = await bash(sandbox, command);
  expect(status).toBe(0);
  expect(stdout).toMatch(/leaktrail/u);
}

/** The line for the numbers in it, and the time that they say. */
function checkProgressLine({ text }: Block): void {
  const number = (pattern: RegExp): number =>
    Number(pattern.exec(text)?.[1]?.replaceAll(',', '') ?? Number.NaN);
  const done = number(/([\d,]+)\//u);
  const total = number(/\/([\d,]+)/u);
  const progress = { phase: 'reading contents', done, total, findings: 0 };
  const phaseMs = (done * 1000) / number(/([\d,]+)\/s/u);
  expect(progressLine(progress, phaseMs, 100)).toBe(text.trim());
}

/** A mirror of celery is not at hand. Here: its labels are those of the text report. */
function checkReportLabels({ text }: Block): void {
  const sources = ['textFinding', 'textVerdict'].map((name) =>
    readFileSync(join(root, `src/report/${name}.ts`), 'utf8'),
  );
  const labels = labelsOf(text);
  expect(labels).toContain('because');
  // An event's name is the label of its line.
  const events = new Set(['introduced', 'spread', 'removed']);
  for (const label of new Set(labels.filter((one) => !events.has(one)))) {
    expect(sources.join('')).toContain(`'${label}'`);
  }
}
