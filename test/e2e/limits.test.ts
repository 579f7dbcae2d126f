// Runs that are cut short or lack a part: Ctrl-C, --timeout, and no native RE2.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, test } from 'vitest';
import { gitEnv, makeRepository } from '../makeRepository.ts';
import type { TestRepository } from '../makeRepository.ts';
import { auditRepository, expectNoStack, findingOf, parseReport } from './auditRepository.ts';
import { tokenLine } from './githubToken.ts';
import { bin, runLeaktrail } from './runLeaktrail.ts';
import { slowRepository } from './slowRepository.ts';

let slow: TestRepository;
beforeAll(() => {
  slow = slowRepository();
});

// Windows has no signal that a process could catch from outside.
const testWithSignals = test.runIf(process.platform !== 'win32');

testWithSignals.each(['0', '2'])(
  'with %s threads Ctrl-C ends an audit that shows progress, soon and with what it has',
  async (n) => {
    const args = [bin, 'audit', slow.dir, '--threads', n, '--progress', 'always', '-f', 'json'];
    const child = spawn(process.execPath, args, { env: { ...gitEnv }, stdio: 'pipe' });
    let [stdout, stderr, interruptedAt] = ['', '', 0];
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
      if (interruptedAt > 0) return;
      // The progress bar has begun, and with it the reading of contents.
      interruptedAt = performance.now();
      child.kill('SIGINT');
    });
    const exitCode = await new Promise<number | null>((resolve) => {
      child.once('close', resolve);
    });
    // A second is the promise; a loaded machine is given another one.
    expect(performance.now() - interruptedAt).toBeLessThan(2000);
    const report = parseReport(stdout, stderr);
    expect(exitCode).toBe(report.findings.length > 0 ? 1 : 3);
    expect(report.summary.exitCode).toBe(exitCode);
    expect(report.coverage.complete).toBe(false);
    expect(report.coverage.problems).toContainEqual(
      expect.objectContaining({
        kind: 'limit',
        message: expect.stringMatching(/\d+ .*not scanned/u),
      }),
    );
    expect(stderr).toContain('interrupted');
    expectNoStack({ exitCode, stdout, stderr });
  },
);

test('--timeout ends an audit with what it has', async () => {
  const { exitCode, report, stderr } = await auditRepository(slow.dir, ['--timeout', '0.5']);
  expect(exitCode).toBe(report.findings.length > 0 ? 1 : 3);
  expect(report.coverage.complete).toBe(false);
  expect(report.coverage.problems.map(({ kind }) => kind)).toContain('limit');
  // Nor is progress shown where nobody sits before a terminal.
  expect(stderr).toMatch(/^[^\r\n]*incomplete[^\r\n]*\n$/u);
});

test.each(['0', '2'])(
  'with %s threads --timeout is heard in the middle of one slow content, which counts as not scanned',
  async (threads) => {
    // Each keyword is decoded with what surrounds it: 5 MB take a minute.
    const line = `${Buffer.from('password = token api_key secret aws ').toString('base64')}\n`;
    const repo = makeRepository([{ write: { 'a.txt': line.repeat(1e5) }, message: 'Add' }]);
    const args = ['--timeout', '0.5', '--threads', threads];
    const startedAt = performance.now();
    const { exitCode, report } = await auditRepository(repo.dir, args);
    expect(performance.now() - startedAt).toBeLessThan(15_000);
    expect(exitCode).toBe(3);
    expect(report.coverage).toMatchObject({ complete: false, blobs: 0 });
    const problems = report.coverage.problems.map(({ message }) => message);
    expect(problems).toContainEqual(
      expect.stringMatching(/^--timeout of 0\.5 s reached: \d of 3 objects were not scanned$/u),
    );
    const files = await runLeaktrail(['files', `${repo.dir}/a.txt`, ...args, '-f', 'json']);
    const scanned = parseReport(files.stdout, files.stderr);
    expect(scanned.coverage).toMatchObject({ complete: false, worktreeFiles: 0 });
    expect(files.exitCode).toBe(3);
    expect(performance.now() - startedAt).toBeLessThan(30_000);
  },
);

test('--timeout is heard while standard input brings nothing', async () => {
  const args = [bin, 'files', '-', '--timeout', '0.5', '-f', 'json'];
  const child = spawn(process.execPath, args, { env: { ...gitEnv }, stdio: 'pipe' });
  let stdout = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  const exitCode = await new Promise<number | null>((resolve) => {
    child.once('close', resolve);
  });
  expect(exitCode).toBe(3);
  expect(parseReport(stdout, '').coverage.complete).toBe(false);
});

const withoutNativeRe2 = fileURLToPath(new URL('withoutNativeRe2.cjs', import.meta.url)).replaceAll(
  '\\',
  '/',
);

test('without the native RE2 the port finds the same and standard error says so once', async () => {
  const repo = makeRepository([
    { write: { 'a.py': `${tokenLine('port')}\n` }, message: 'Add' },
    { write: { 'a.py': 'pass\n', 'b.py': `${tokenLine('other')}\n` }, message: 'Replace' },
  ]);
  const [native, port] = await Promise.all([
    auditRepository(repo.dir),
    // Whichever ends first must not spare the other its scan.
    auditRepository(repo.dir, ['--threads', '2', '--no-cache'], {
      env: { NODE_OPTIONS: `--require "${withoutNativeRe2}"` },
    }),
  ]);
  expect(native.stderr).toBe('');
  expect(port.exitCode).toBe(1);
  expect(port.stderr.trimEnd().split('\n')).toHaveLength(1);
  expect(port.stderr).toContain('re2');
  findingOf(port.report, 'port');
  expect({ ...port.report, summary: null }).toEqual({ ...native.report, summary: null });
});
