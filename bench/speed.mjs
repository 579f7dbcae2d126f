// Times the audit of a repository beside git's own unpacking of all objects, and beside other
// scanners whose binaries are given: in turn, medians, ratios to git. With --startup it times how
// long the command takes to start. Memory and CPU time are Linux only; see docs/PERFORMANCE.md.
//
//   node bench/speed.mjs REPOSITORY [--runs 5] [--threads N] [--kingfisher BIN] [--betterleaks BIN] [--gitleaks BIN]
//   node bench/speed.mjs --startup [--runs 5]
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { arch, cpus, platform, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

/**
 * @typedef {{ name: string, file: string, args: string[] }} Command
 * @typedef {{ wallMs: number, cpuMs: number, peakKb: number, status: number | null }} Run
 */

const root = fileURLToPath(new URL('..', import.meta.url));
const bin = join(root, 'bin/leaktrail.js');
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    runs: { type: 'string', default: '5' },
    threads: { type: 'string' },
    startup: { type: 'boolean', default: false },
    kingfisher: { type: 'string' },
    betterleaks: { type: 'string' },
    gitleaks: { type: 'string' },
  },
});

const folder = mkdtempSync(join(tmpdir(), 'leaktrail-bench-'));
try {
  await main();
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function main() {
  const [repository] = positionals;
  if (repository === undefined && !values.startup) {
    console.error(
      'usage: node bench/speed.mjs REPOSITORY | --startup   (see the head of the file)',
    );
    process.exitCode = 2;
    return;
  }
  console.log(machine());
  const commands =
    repository === undefined ? startupCommands() : scanCommands(repository, join(folder, 'report'));
  const table = await measure(commands, Number(values.runs));
  for (const line of render(table)) console.log(line);
  if (repository !== undefined) console.log(digest(join(folder, 'report')));
}

/** @returns {Command[]} */
function startupCommands() {
  return [
    { name: 'node -e 0', file: process.execPath, args: ['-e', '0'] },
    { name: 'leaktrail --version', file: process.execPath, args: [bin, '--version'] },
  ];
}

/**
 * Peers are called as their documentation says, without any check over the network.
 * @param {string} repository
 * @param {string} report where our own report goes
 * @returns {Command[]}
 */
function scanCommands(repository, report) {
  const gitDir = spawnSync('git', ['-C', repository, 'rev-parse', '--absolute-git-dir'], {
    encoding: 'utf8',
  }).stdout.trim();
  const { kingfisher, betterleaks, gitleaks, threads } = values;
  const catFile = ['cat-file', '--batch-all-objects', '--batch', '--unordered'];
  const audit = [bin, 'audit', repository, '-f', 'json', '-o', report];
  /** @type {Command[]} */
  const commands = [
    { name: 'git cat-file --batch', file: 'git', args: [`--git-dir=${gitDir}`, ...catFile] },
    {
      name: 'leaktrail audit',
      file: process.execPath,
      args: threads === undefined ? audit : [...audit, '--threads', threads],
    },
  ];
  const output = join(folder, 'peer.json');
  if (kingfisher !== undefined) {
    const args = ['--no-validate', '--no-update-check', '--format', 'json', '--output', output];
    commands.push({ name: 'kingfisher', file: kingfisher, args: ['scan', repository, ...args] });
  }
  if (betterleaks !== undefined) {
    const args = ['-s', '--no-banner', '--output', output, '--exit-code', '0'];
    commands.push({ name: 'betterleaks', file: betterleaks, args: ['git', repository, ...args] });
  }
  if (gitleaks !== undefined) {
    const format = ['--report-format', 'json', '--report-path', output, '--no-banner'];
    const args = [...format, '--log-level', 'error', '--exit-code', '0'];
    commands.push({ name: 'gitleaks', file: gitleaks, args: ['git', repository, ...args] });
  }
  return commands;
}

/**
 * Rounds over all commands; the first one only warms up.
 * @param {Command[]} commands
 * @param {number} rounds
 */
async function measure(commands, rounds) {
  const table = commands.map((command) => ({ command, runs: /** @type {Run[]} */ ([]) }));
  for (let round = 0; round <= rounds; round++) {
    for (const { command, runs } of table) {
      const run = await time(command);
      if (round > 0) runs.push(run);
    }
  }
  return table;
}

/**
 * Peak memory and CPU time are sampled from /proc while the command runs (children it has waited for
 * included in the CPU time): Node tells them of itself only. What happens after the last sample, at
 * most 5 ms before the end, is missed.
 * @param {Command} command
 * @returns {Promise<Run>}
 */
function time({ file, args }) {
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const child = spawn(file, args, { stdio: 'ignore' });
    let peakKb = 0;
    let cpuMs = 0;
    const sample = () => {
      const now = readProcess(child.pid);
      peakKb = Math.max(peakKb, now.peakKb);
      cpuMs = Math.max(cpuMs, now.cpuMs);
    };
    const timer = setInterval(sample, 5);
    child.once('error', reject);
    child.once('exit', (status) => {
      clearInterval(timer);
      const wallMs = performance.now() - started;
      resolve({ wallMs, cpuMs, peakKb, status });
    });
  });
}

/**
 * proc_pid_stat(5): fields 14 to 17 are user and system time, own and of waited-for children, in
 * ticks of 10 ms; proc_pid_status(5): VmHWM is the peak of the resident set.
 * @param {number | undefined} pid
 */
function readProcess(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const ticks = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .slice(11, 15);
    const peak = /VmHWM:\s+(\d+)/u.exec(readFileSync(`/proc/${pid}/status`, 'latin1'));
    return {
      cpuMs: ticks.reduce((sum, value) => sum + Number(value) * 10, 0),
      peakKb: Number(peak?.[1] ?? 0),
    };
  } catch {
    // Gone already, or a system without /proc.
    return { cpuMs: 0, peakKb: 0 };
  }
}

/**
 * @param {{ command: Command, runs: Run[] }[]} table
 * @returns {string[]} a Markdown table
 */
function render(table) {
  const first = table[0]?.runs.map((run) => run.wallMs) ?? [];
  const rows = table.map(({ command, runs }) => {
    const wall = runs.map((run) => run.wallMs);
    const ratio = median(wall.map((value, i) => value / (first[i] ?? value)));
    const seconds = (/** @type {number} */ ms) => (ms / 1000).toFixed(2);
    const statuses = [...new Set(runs.map((run) => String(run.status)))].join(', ');
    const peakMb = Math.round(Math.max(...runs.map((run) => run.peakKb)) / 1024);
    const range = `${seconds(Math.min(...wall))} to ${seconds(Math.max(...wall))}`;
    const cpu = seconds(median(runs.map((run) => run.cpuMs)));
    return [command.name, seconds(median(wall)), range, cpu, peakMb, ratio.toFixed(2), statuses];
  });
  const head = ['command', 'wall s', 'min to max', 'CPU s', 'peak MB', '× first', 'exit'];
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
}

/** @param {number[]} numbers */
function median(numbers) {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? 0)) / 2;
}

/**
 * What was found, as one line to compare between two states of the code.
 * @param {string} path
 */
function digest(path) {
  const { findings, coverage } = JSON.parse(readFileSync(path, 'utf8'));
  const hash = createHash('sha256').update(JSON.stringify({ findings, coverage })).digest('hex');
  const { blobs, bytes, complete } = coverage;
  return `${findings.length} findings, ${blobs} blobs, ${bytes} bytes, complete: ${complete}; digest ${hash.slice(0, 16)}`;
}

function machine() {
  const [cpu] = cpus();
  const commit = spawnSync('git', ['-C', root, 'describe', '--always', '--dirty'], {
    encoding: 'utf8',
  }).stdout.trim();
  const git = spawnSync('git', ['--version'], { encoding: 'utf8' }).stdout.trim();
  const memory = `${Math.round(totalmem() / 2 ** 30)} GB`;
  return `${cpus().length} × ${cpu?.model ?? 'unknown'}, ${memory}, ${platform()} ${arch()}, node ${process.version}, ${git}, leaktrail ${commit}\n`;
}
