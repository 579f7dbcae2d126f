// Repositories whose storage is damaged, against git: what git can still read, an audit finds; where it finds less than was
// there, it says that it is incomplete.
import { createHash } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import { chmodSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Report } from '../../src/model/report.ts';
import { runAudit } from '../../src/scan/audit.ts';
import { githubToken } from '../e2e/githubToken.ts';
import { gitEnv, makeRepository } from '../makeRepository.ts';
import type { RepositoryOptions, TestRepository } from '../makeRepository.ts';
import { createRandom, mutate } from './mutate.ts';
import type { Random } from './mutate.ts';

export interface Subject {
  readonly name: string;
  readonly repo: TestRepository;
  readonly format: 'sha1' | 'sha256';
  /** Every object, with the tokens in it; a commit's or tag's are those of its message. */
  readonly tokensOf: ReadonlyMap<string, readonly string[]>;
  /** Files of the storage that are damaged, absolute, with their bytes. */
  readonly files: ReadonlyMap<string, Buffer>;
}

const versions = 12;

/** Repositories with every kind of storage: OFS and REF deltas, indexes of both versions, several packs, loose objects, SHA-256. */
export function makeSubjects(): Subject[] {
  return [
    makeSubject('ofs-delta', 'sha1', (repo) => {
      repo.git('repack', '-adfq', '--depth=50', '--window=20');
    }),
    makeSubject('ref-delta', 'sha1', (repo) => {
      repo.git('config', 'repack.useDeltaBaseOffset', 'false');
      repo.git('config', 'pack.indexVersion', '1');
      repo.git('repack', '-adfq', '--depth=50', '--window=20');
    }),
    makeSubject('loose', 'sha1', () => undefined),
    makeSubject('sha256', 'sha256', (repo) => {
      repo.git('repack', '-adfq', '--depth=50', '--window=20');
    }),
  ];
}

function makeSubject(
  name: string,
  format: NonNullable<RepositoryOptions['objectFormat']>,
  arrange: (repo: TestRepository) => void,
): Subject {
  const repo = makeRepository({ objectFormat: format, bare: false });
  const filler = Array.from({ length: 40 }, (_, i) => `line_${i} = ${i * 37}`).join('\n');
  for (let version = 0; version < versions; version++) {
    const token = githubToken(`${name} ${version}`);
    repo.write('app/settings.py', `${filler}\n# ${version}\nTOKEN = "${token}"\n${filler}\n`);
    if (version % 4 === 0)
      repo.write(`other${version}.py`, `T = "${githubToken(`${name} o${version}`)}"\n`);
    repo.commit(
      `Version ${version} ${version % 5 === 0 ? githubToken(`${name} m${version}`) : ''}`,
    );
  }
  repo.git('tag', '-a', 'v1', '-m', `First ${githubToken(`${name} tag`)}`);
  repo.write('app/settings.py', 'pass\n');
  repo.commit('Clean');
  arrange(repo);
  const tokensOf = new Map<string, readonly string[]>();
  for (const [oid, content] of readWithGit(repo, format)) tokensOf.set(oid, tokensIn(content));
  const objects = join(repo.gitDir, 'objects');
  const files = new Map<string, Buffer>();
  for (const file of readdirSync(objects, { recursive: true, encoding: 'utf8' })) {
    if (!/(?:\.pack|\.idx|^[0-9a-f]{2}.[0-9a-f]{38,62})$/u.test(file)) continue;
    const path = join(objects, file);
    chmodSync(path, 0o644);
    files.set(path, readFileSync(path));
  }
  return { name, repo, format, tokensOf, files };
}

function tokensIn(content: Buffer): string[] {
  return [...new Set(content.toString('latin1').match(/ghp_[0-9A-Za-z]{36}/gu))];
}

/** Each object that git can read, with the contents that its name promises. */
function readWithGit(
  { dir }: TestRepository,
  format: Subject['format'],
  oids?: readonly string[],
): Map<string, Buffer> {
  const found = new Map<string, Buffer>();
  let left = oids;
  for (;;) {
    const args = ['--no-replace-objects', 'cat-file', '--batch', '--buffer'];
    const { stdout, status } = spawnSync(
      'git',
      left === undefined ? [...args, '--batch-all-objects'] : args,
      {
        cwd: dir,
        env: { ...gitEnv },
        maxBuffer: 1 << 30,
        input: (left ?? []).map((oid) => `${oid}\n`).join(''),
        timeout: 30_000,
      },
    );
    const seen = parseBatch(stdout, format, found);
    if (status === 0 || left === undefined) return found;
    // It died at the object after the last one that it answered for.
    left = left.slice(seen + 1);
    if (left.length === 0) return found;
  }
}

/** Adds what the output of `git cat-file --batch` has whole; returns how many objects it answers for. */
function parseBatch(output: Buffer, format: string, found: Map<string, Buffer>): number {
  let seen = 0;
  for (let at = 0; at < output.length; seen++) {
    const end = output.indexOf(10, at);
    if (end < 0) break;
    const [oid = '', type = '', size = ''] = output.toString('latin1', at, end).split(' ');
    at = end + 1;
    if (!/^\d+$/u.test(size)) continue;
    const content = output.subarray(at, at + Number(size));
    at += Number(size) + 1;
    if (at > output.length) break;
    const hash = createHash(format).update(`${type} ${size}\0`).update(content).digest('hex');
    if (hash === oid) found.set(oid, content);
  }
  return seen;
}

export interface Verdict {
  /** What is wrong with the audit; undefined = nothing. */
  readonly fault: string | undefined;
  /** Of this process. */
  readonly cpuMs: number;
  readonly isComplete: boolean;
}

/** More than any of these repositories takes, by far. */
const mostCpuMs = 10_000;

/** Damages one or two files of a subject, audits it, asks git, and puts the files back. */
export async function tryDamage(subject: Subject, seed: number): Promise<Verdict> {
  const random = createRandom(seed);
  const damaged = damage(subject, random);
  try {
    for (const [path, bytes] of damaged) writeFileSync(path, bytes);
    return await judge(subject, random.below(4) === 0);
  } finally {
    for (const path of damaged.keys())
      writeFileSync(path, subject.files.get(path) ?? Buffer.alloc(0));
  }
}

function damage({ files, format }: Subject, random: Random): Map<string, Buffer> {
  const paths = [...files.keys()];
  const damaged = new Map<string, Buffer>();
  for (let count = 1 + (random.below(8) === 0 ? 1 : 0); count > 0; count--) {
    const path = random.pick(paths);
    const donor = files.get(random.pick(paths));
    damaged.set(path, mutate(files.get(path) ?? Buffer.alloc(0), random, donor));
  }
  // With checksums that fit, damage reaches what lies behind them.
  if (random.below(2) === 0) {
    for (const [path, bytes] of damaged) damaged.set(path, resealed(path, bytes, format));
    for (const [path, bytes] of damaged) {
      if (!path.endsWith('.pack')) continue;
      const index = path.replace(/pack$/u, 'idx');
      const indexBytes = damaged.get(index) ?? files.get(index) ?? Buffer.alloc(0);
      damaged.set(index, resealed(index, naming(indexBytes, bytes, format), format));
    }
  }
  return damaged;
}

/** An index that says of a pack's checksum what the pack says itself. */
function naming(index: Buffer, pack: Buffer, format: Subject['format']): Buffer {
  const length = checksumBytes(format);
  const changed = Buffer.from(index);
  if (Math.min(index.length, pack.length) >= 2 * length)
    pack.copy(changed, index.length - 2 * length, pack.length - length);
  return changed;
}

function checksumBytes(format: Subject['format']): number {
  return format === 'sha1' ? 20 : 32;
}

function resealed(path: string, bytes: Buffer, format: Subject['format']): Buffer {
  const length = checksumBytes(format);
  if (!/\.(?:pack|idx)$/u.test(path) || bytes.length < 2 * length) return bytes;
  const body = bytes.subarray(0, -length);
  return Buffer.concat([body, createHash(format).update(body).digest()]);
}

async function judge({ repo, format, tokensOf }: Subject, verifies: boolean): Promise<Verdict> {
  const before = process.cpuUsage();
  const spentMs = (): number => {
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  };
  let report: Report;
  try {
    report = await audit(repo.dir, verifies);
  } catch (error) {
    const fault = `it threw ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
    return { fault, cpuMs: spentMs(), isComplete: false };
  }
  const cpuMs = spentMs();
  const { complete: isComplete, verifiedObjects } = report.coverage;
  const found = new Set(report.findings.map(({ secret }) => secret.value));
  const readable = readWithGit(repo, format, [...tokensOf.keys()]);
  const missed = [...tokensOf].filter(([, tokens]) => tokens.some((token) => !found.has(token)));
  const readByGit = missed.find(([oid]) => readable.has(oid));
  const fault =
    readByGit !== undefined
      ? `git reads ${readByGit[0]}, the audit does not`
      : isComplete && missed.length > 0
        ? `${missed.length} objects are lost and the audit says that it is complete`
        : verifies && isComplete && verifiedObjects !== tokensOf.size
          ? `of ${tokensOf.size} objects ${verifiedObjects} were verified, and the audit says that it is complete`
          : cpuMs > mostCpuMs
            ? `it took ${Math.round(cpuMs)} ms of CPU time`
            : undefined;
  return { fault, cpuMs, isComplete };
}

function audit(dir: string, verifyObjects: boolean): Promise<Report> {
  return runAudit({
    cwd: dir,
    repoPath: '.',
    env: { ...gitEnv },
    signal: new AbortController().signal,
    onProgress: () => undefined,
    options: {
      ruleFiles: [],
      enable: ['github-personal-access-token'],
      disable: [],
      minConfidence: 'low',
      threads: 0,
      useCache: false,
      incremental: true,
      verifyObjects,
      config: false,
    },
  });
}
