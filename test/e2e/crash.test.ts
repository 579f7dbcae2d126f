// Runs that cannot end well: one clear line, the exit code of a failure, and nothing half-written.
import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { gitEnv, makeRepository } from '../makeRepository.ts';
import type { TestRepository } from '../makeRepository.ts';
import { temporaryFolder } from '../temporaryFolder.ts';
import { auditRepository, expectNoStack, parseReport } from './auditRepository.ts';
import { githubToken, tokenLine } from './githubToken.ts';
import { plantedIn } from './plantedSecrets.ts';
import { bin, runLeaktrail } from './runLeaktrail.ts';

const onUnix = process.platform !== 'win32';
const unixTest = test.runIf(onUnix);
const linuxTest = test.runIf(process.platform === 'linux');

/** Enough to be read by threads. */
let large: TestRepository;
beforeAll(() => {
  large = makeRepository([{ write: { noise: randomBytes(4e6) }, message: 'Add' }]);
  large.git('repack', '-adq');
});

/** A script of sh(1) in which `$LEAKTRAIL` is the command. */
function shell(script: string, cwd: string, env: Readonly<Record<string, string>> = {}) {
  const { status, stdout, stderr } = spawnSync('sh', ['-c', script], {
    cwd,
    env: { ...gitEnv, LEAKTRAIL: `'${process.execPath}' '${bin}'`, ...env },
    encoding: 'utf8',
  });
  expect(plantedIn(`${stdout}${stderr}`)).toBeUndefined();
  expectNoStack({ exitCode: status, stdout, stderr });
  return { exitCode: status, stdout, stderr };
}

function leaky(): TestRepository {
  return makeRepository([{ write: { 'a.py': `${tokenLine('crash')}\n` }, message: 'Add' }]);
}

/** A module that is loaded before the program, in worker threads too. */
function preloading(code: string): Readonly<Record<string, string>> {
  const file = join(temporaryFolder('preload'), 'preload.cjs');
  writeFileSync(file, `const threads = require('node:worker_threads');\n${code}\n`);
  return { NODE_OPTIONS: `--require "${file.replaceAll('\\', '/')}"` };
}

const token = githubToken('crash');
const afterStart = (code: string): string =>
  `const timer = setInterval(() => {
    if (!threads.isMainThread || process.listenerCount('uncaughtException') === 0) return;
    clearInterval(timer);
    ${code};
  }, 1).unref();`;

describe('a fault of the program ends with one line and without what it was about', () => {
  const bug = /^(?:[^\n]*\r)?[^\n]*leaktrail: this is a bug, please report it: [^\n]*\n$/u;
  test.each([
    ['thrown beside the run', afterStart(`throw new TypeError('${token}')`), bug],
    ['a promise that nobody awaits', afterStart(`Promise.reject(new Error('${token}'))`), bug],
    [
      'in a thread, at its start',
      `if (!threads.isMainThread) throw new SyntaxError('${token}');`,
      bug,
    ],
    [
      'in a thread, at work',
      `if (!threads.isMainThread) threads.parentPort.on('message', () => { throw new SyntaxError('${token}'); });`,
      bug,
    ],
    [
      'a thread that ends without a word',
      `if (!threads.isMainThread) threads.parentPort.on('message', () => process.exit(0));`,
      bug,
    ],
    [
      'a thread without memory',
      `if (!threads.isMainThread) threads.parentPort.on('message', () => { throw Object.assign(new Error('full'), { code: 'ERR_WORKER_OUT_OF_MEMORY' }); });`,
      /^leaktrail: out of memory, nothing was reported: give --threads 0/u,
    ],
  ])('%s', async (_, code, line) => {
    const args = ['audit', large.dir, '--no-cache', '--threads', '2', '--progress', 'never'];
    const run = await runLeaktrail(args, { env: preloading(code) });
    expect({ ...run, stderr: '' }).toEqual({ exitCode: 2, stdout: '', stderr: '' });
    expect(run.stderr).toMatch(line);
    expectNoStack(run);
  });
});

describe('standard output that takes nothing is a failure', () => {
  linuxTest.each(['--version', '--help', 'help audit', 'rules list', 'completion bash', 'audit .'])(
    '%s',
    (args) => {
      const { exitCode, stderr } = shell(`eval "$LEAKTRAIL ${args}" >/dev/full`, leaky().dir);
      expect({ exitCode, stderr }).toEqual({
        exitCode: 2,
        stderr: 'leaktrail: cannot write to standard output: ENOSPC\n',
      });
    },
  );

  linuxTest('a standard error that takes nothing, or is closed, changes nothing', () => {
    const { dir } = leaky();
    for (const end of ['2>/dev/full', '2>&-', '<&- 2>&-']) {
      const { exitCode, stdout } = shell(`eval "$LEAKTRAIL audit -f json" ${end}`, dir);
      expect({ exitCode, findings: parseReport(stdout).findings.length }).toEqual({
        exitCode: 1,
        findings: 1,
      });
    }
  });
});

describe('an output that cannot be written is told, and leaves nothing', () => {
  const formats = ['txt', 'json', 'jsonl', 'sarif', 'xml', 'csv', 'md', 'html'];

  unixTest('a file that may not grow', () => {
    const { dir } = leaky();
    const folder = temporaryFolder('small');
    // Blocks of 512 or 1,024 bytes; SIGXFSZ ignored, so that writing fails as on a full disk.
    const script = `ulimit -f 1; trap '' XFSZ; eval "$LEAKTRAIL audit '${dir}' --no-cache -o out.html"`;
    const { exitCode, stderr } = shell(script, folder, { NODE_DISABLE_COMPILE_CACHE: '1' });
    expect({ exitCode, stderr }).toEqual({
      exitCode: 2,
      stderr: 'leaktrail: cannot write out.html: EFBIG\n',
    });
    expect(readdirSync(folder)).toEqual([]);
  });

  unixTest('a current folder that was deleted', () => {
    const folder = temporaryFolder('gone');
    mkdirSync(join(folder, 'x'));
    const script = 'cd x; rmdir ../x; eval "$LEAKTRAIL audit"';
    expect(shell(script, folder)).toEqual({
      exitCode: 2,
      stdout: '',
      stderr: 'leaktrail: the current folder is gone: change to another one\n',
    });
  });

  unixTest('few open files, no home and no folder for temporary files are enough', () => {
    const { dir } = leaky();
    const script = 'ulimit -n 30; unset HOME; eval "$LEAKTRAIL audit --no-cache -f json"';
    const { exitCode, stdout } = shell(script, dir, { TMPDIR: '/nonexistent' });
    expect({ exitCode, complete: parseReport(stdout).coverage.complete }).toEqual({
      exitCode: 1,
      complete: true,
    });
  });

  unixTest.each(['INT', 'TERM', 'HUP', 'KILL'])(
    'SIG%s at any moment leaves a cache that is right and no half-written report',
    async (signal) => {
      const repo = leaky();
      repo.write('more.py', Array.from({ length: 300 }, (_, i) => tokenLine(`${i}`)).join('\n'));
      repo.commit('More');
      const { report: whole } = await auditRepository(repo.dir, ['--no-cache']);
      const folder = temporaryFolder('stopped');
      const outputs = formats.flatMap((ending) => ['-o', join(folder, `out.${ending}`)]);
      const args = [bin, 'audit', repo.dir, ...outputs];
      const rounds = Number(process.env['CRASH_RUNS'] ?? 1);
      for (let round = 0; round < rounds; round++) {
        const child = spawn(process.execPath, args, { env: { ...gitEnv }, stdio: 'ignore' });
        const ended = new Promise((resolve) => {
          child.once('close', resolve);
        });
        await new Promise((resolve) => {
          setTimeout(resolve, 100 + (700 * (round + 0.5)) / rounds);
        });
        child.kill(`SIG${signal}` as NodeJS.Signals);
        await ended;
        const left = readdirSync(folder).filter((name) => name.endsWith('.tmp'));
        if (signal !== 'KILL') expect(left).toEqual([]);
        if (existsSync(join(folder, 'out.html'))) {
          const { stdout } = await runLeaktrail(['report', join(folder, 'out.json'), '-f', 'json']);
          parseReport(stdout);
        }
      }
      const { report } = await auditRepository(repo.dir);
      expect(report.findings).toEqual(whole.findings);
      // What SIGKILL left is another test's fault otherwise.
      rmSync(folder, { recursive: true });
      rmSync(join(repo.gitDir, 'leaktrail'), { recursive: true, force: true });
    },
  );
});
