// The library of the built or installed package: scans of repositories and files, with threads.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import type * as Library from '../../src/index.ts';
import { acmeRules } from '../acmeRules.ts';
import { makeRepository } from '../makeRepository.ts';
import type { TestRepository } from '../makeRepository.ts';
import { noise } from '../noise.ts';

import { tokenLine } from './githubToken.ts';
import { runProgram } from './libraryPrograms.ts';
import { bin, runLeaktrail } from './runLeaktrail.ts';
import { slowRepository } from './slowRepository.ts';

const entry = pathToFileURL(join(bin, '../../dist/lib/index.js')).href;
const { audit, loadRules, range, scanFiles, scanText, staged, ConfigError, GitError, UsageError } =
  (await import(entry)) as typeof Library;

const rule = 'github-personal-access-token';
const acmeToken = `acme_${'k3x9'.repeat(4)}`;
const repo = makeRepository([
  { write: { 'a.py': `${tokenLine('gone')}\n`, 'b.txt': `${acmeToken}\n` }, message: 'Begin' },
  { write: { 'a.py': 'a = 1\n' }, message: 'Clean' },
  { write: { 'c.py': `${tokenLine('here')}\n` }, message: 'Spread' },
]);
const options = { env: repo.env, cache: false };

const idsOf = (findings: readonly { readonly ruleId: string }[]): string[] =>
  findings.map(({ ruleId }) => ruleId).toSorted();

test('findings come with lines and reasons where they are asked for', async () => {
  const { findings } = await audit(repo.dir, { ...options, contextLines: 1 }).report;
  const lines = findings.flatMap(({ introduced }) => introduced.context?.lines ?? []);
  expect(lines.filter((line) => line !== '')).toEqual([
    expect.stringMatching(/^[A-Z_]+ = "ghp_[*]{8}[^"]{4}"$/u),
    expect.stringMatching(/^[A-Z_]+ = "ghp_[*]{8}[^"]{4}"$/u),
  ]);
  expect(findings[0]?.judgement?.verdict).toMatch(/^it has the form/u);
  await expect(audit(repo.dir, { ...options, contextLines: 51 }).report).rejects.toThrow(
    'contextLines is 51: give a whole number from 0 to 50',
  );
});

test('an audit is that of the command, whatever the threads', async () => {
  const { stdout } = await runLeaktrail(['audit', '--no-cache', '-f', 'json', repo.dir]);
  const said = JSON.parse(stdout) as Awaited<ReturnType<typeof audit>['report']>;
  const phases = new Set<string>();
  const runs = [0, 3].map((threads) =>
    audit(repo.dir, { ...options, threads, onProgress: ({ phase }) => phases.add(phase) }),
  );
  const reports = await Promise.all(runs.map(({ report }) => report));
  for (const report of reports) {
    const summary = { ...report.summary, elapsedMs: said.summary.elapsedMs };
    expect({ ...report, summary }).toEqual(said);
  }
  expect(said.verdict?.verdict).toBe('not safe');
  expect(phases.size).toBeGreaterThan(0);
});

test('rules of a program are used in every thread, and what was learned without them is not', async () => {
  const kept = { ...options, cache: true };
  expect(idsOf((await audit(repo.dir, kept).report).findings)).toEqual([rule, rule]);
  const rules = loadRules(acmeRules());
  for (const threads of [0, 3]) {
    const { findings } = await audit(repo.dir, { ...kept, threads, rules }).report;
    expect(idsOf(findings)).toEqual(['acme-token', rule, rule]);
  }
  const alone = loadRules(acmeRules(), { enable: ['acme-*'] });
  const { findings, tool } = await audit(repo.dir, { ...kept, rules: alone }).report;
  expect(idsOf(findings)).toEqual(['acme-token']);
  expect(tool.rulesHash).toBe(alone.hash);
});

test('a range, the index and files are scanned in the same shape', async () => {
  const introduced = await range(repo.dir, 'HEAD~1..HEAD', options).report;
  expect(introduced).toMatchObject({ mode: 'range', summary: { findings: 1, exitCode: 1 } });
  repo.write('d.py', `${tokenLine('staged')}\n`);
  repo.git('add', 'd.py');
  const paths: (string | null)[] = [];
  for await (const finding of staged(repo.dir, options)) paths.push(finding.introduced.path);
  repo.git('rm', '-q', '-f', '--cached', 'd.py');
  expect(paths).toEqual(['d.py']);
  const files = await scanFiles(['d.py', 'a.py'], { ...options, cwd: repo.dir }).report;
  repo.remove('d.py');
  expect(files).toMatchObject({ mode: 'files', coverage: { worktreeFiles: 2 } });
  expect(files.findings.map((finding) => finding.introduced.path)).toEqual(['d.py']);
  expect(scanText(`${tokenLine('text')}\n`)).toHaveLength(1);
});

test('standard input is a path called -', () => {
  const program = `import { scanFiles } from 'leaktrail';
for await (const { introduced } of scanFiles('-')) console.log(introduced.path, introduced.line);
`;
  const result = runProgram({ 'program.mjs': program }, { input: `\n${tokenLine('input')}\n` });
  expect(result).toEqual({ status: 0, stdout: '- 2\n', stderr: '' });
});

test.each([
  [audit(undefined as never), 'repoPath is undefined: give a string'],
  [staged(7 as never), 'repoPath is number: give a string'],
  [range('.', undefined as never), 'commits is undefined: give a string'],
  [scanFiles([null] as never), 'path is null: give a string'],
])('a forgotten argument is a mistake told in a line', async (run, message) => {
  await expect(run.report).rejects.toMatchObject({ name: 'UsageError', message });
});

test('mistakes of a program are errors with a class and a code', async () => {
  const nowhere = audit(join(repo.dir, 'absent'), options).report;
  await expect(nowhere).rejects.toBeInstanceOf(GitError);
  await expect(nowhere).rejects.toMatchObject({ name: 'GitError', code: 'git' });
  const noRange = range(repo.dir, 'main', options).report;
  await expect(noRange).rejects.toBeInstanceOf(UsageError);
  await expect(noRange).rejects.toMatchObject({ name: 'UsageError', code: 'usage' });
  const noFile = audit(repo.dir, { ...options, config: 'absent.yaml' }).report;
  await expect(noFile).rejects.toBeInstanceOf(ConfigError);
  await expect(noFile).rejects.toMatchObject({ name: 'ConfigError', code: 'config' });
});

test('rules of a program reach the threads of a large audit', async () => {
  const write = Object.fromEntries(
    Array.from({ length: 64 }, (_, i) => [
      `f${i}.bin`,
      Buffer.concat([noise(2 ** 16, i), Buffer.from(`\nacme_${String(i).padStart(16, '0')}\n`)]),
    ]),
  );
  const large = makeRepository([{ write, message: 'Add' }]);
  large.git('repack', '-adq');
  const rules = loadRules(acmeRules(), { enable: ['acme-*'] });
  const { findings } = await audit(large.dir, { ...options, threads: 3, rules }).report;
  expect(findings).toHaveLength(64);
});

describe('a long audit', () => {
  let slow: TestRepository;
  beforeAll(() => {
    slow = slowRepository();
  });

  test.each([0, 2])('with %s threads is rejected when its signal is aborted', async (threads) => {
    const aborter = new AbortController();
    const reason = new Error('enough');
    const onProgress = (): void => aborter.abort(reason);
    const run = audit(slow.dir, { ...options, threads, signal: aborter.signal, onProgress });
    await expect(run.report).rejects.toBe(reason);
  });

  test('that is out of time is incomplete', async () => {
    const { coverage, summary } = await audit(slow.dir, { ...options, timeoutMs: 300 }).report;
    expect(coverage.complete).toBe(false);
    expect(summary.exitCode).toBe(3);
    expect(coverage.problems[0]?.message).toMatch(/^timeoutMs of 300 reached: \d+ of \d+ objects/u);
  });

  test('ends, with its threads, when its findings are left', async () => {
    const iterator = audit(slow.dir, { ...options, threads: 2 })[Symbol.asyncIterator]();
    const startedAt = performance.now();
    const next = iterator.next();
    await iterator.return?.();
    expect(await next).toEqual({ done: true, value: undefined });
    expect(performance.now() - startedAt).toBeLessThan(2000);
    expect(process.getActiveResourcesInfo()).not.toContain('MessagePort');
  });
});
