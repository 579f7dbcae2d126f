// A large history made in seconds by git fast-import (git-fast-import): a main line, topic branches that
// are merged, two release branches that are not, files growing line by line, and a few planted
// secrets whose trail is known. The same number of commits gives the same oids every time.
import { execFileSync } from 'node:child_process';
import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { defaultAuthor, firstSeconds, gitEnv, makeRepository } from './makeRepository.ts';
import type { TestRepository } from './makeRepository.ts';
import { temporaryFolder } from './temporaryFolder.ts';

/** What was hidden in the history, and what a scan must say about it. */
export interface PlantedSecret {
  readonly kind: 'github' | 'stripe' | 'slack' | 'sendgrid';
  readonly value: string;
  readonly path: string;
  /** 1-based line at which it was introduced. */
  readonly line: number;
  readonly introducedCommit: string;
  /** The commit that took it out, on the same branch; null when it is still there. */
  readonly removedCommit: string | null;
  /** `head` when the tree of HEAD holds it, else `history`. */
  readonly state: 'head' | 'history';
  /** Branch of the commit that introduced it. */
  readonly branch: string;
}

export interface LargeHistory {
  readonly repo: TestRepository;
  readonly planted: readonly PlantedSecret[];
  /** Full names, sorted. */
  readonly branches: readonly string[];
  readonly tags: readonly string[];
}

export interface LargeHistoryOptions {
  /** Packs everything anew with long delta chains, as a server would; slower. */
  readonly repack?: boolean;
  readonly objectFormat?: 'sha1' | 'sha256';
}

interface Plan {
  readonly kind: PlantedSecret['kind'];
  readonly path: string;
  readonly branch: string;
  /** Share of the history (0 to 1) at which it comes in and goes out. */
  readonly from: number;
  readonly to: number | null;
}

const plans: readonly Plan[] = [
  { kind: 'github', path: 'config/deploy.py', branch: 'main', from: 0.1, to: 0.2 },
  { kind: 'stripe', path: 'config/billing.env', branch: 'main', from: 0.3, to: null },
  { kind: 'slack', path: 'release-1/notify.py', branch: 'release-1', from: 0.6, to: 0.7 },
  { kind: 'sendgrid', path: 'release-2/mail.yml', branch: 'release-2', from: 0.8, to: null },
  { kind: 'github', path: 'tests/fixture_tokens.py', branch: 'main', from: 0.5, to: 0.9 },
];
const topicEvery = 40;
const topicLength = 8;
const filesPerLine = 150;
const longestFileLines = 120;

/** Builds a bare repository with that many commits (at least 100). */
export function makeLargeHistory(commits: number, options: LargeHistoryOptions = {}): LargeHistory {
  const { objectFormat = 'sha1' } = options;
  const repo = makeRepository({ bare: true, objectFormat });
  const folder = temporaryFolder('fast-import');
  const stream = join(folder, 'stream');
  const writer = new HistoryWriter(stream);
  const marks = writer.write(commits);

  const input = openSync(stream, 'r');
  const marksFile = join(folder, 'marks');
  execFileSync('git', ['fast-import', '--quiet', `--export-marks=${marksFile}`], {
    cwd: repo.dir,
    env: gitEnv,
    stdio: [input, 'pipe', 'pipe'],
  });
  closeSync(input);
  if (options.repack) repo.git('repack', '-q', '-a', '-d', '-f', '--depth=50', '--window=10');

  const oidOf = readMarks(marksFile);
  const oid = (mark: number): string => oidOf.get(mark) ?? '';
  return {
    repo,
    planted: marks.map(({ plan, value, line, introduced, removed }) => ({
      kind: plan.kind,
      value,
      path: plan.path,
      line,
      introducedCommit: oid(introduced),
      removedCommit: removed === null ? null : oid(removed),
      state: plan.branch === 'main' && removed === null ? 'head' : 'history',
      branch: plan.branch,
    })),
    branches: ['refs/heads/main', 'refs/heads/release-1', 'refs/heads/release-2'],
    tags: writer.tags,
  };
}

interface Planted {
  readonly plan: Plan;
  readonly value: string;
  readonly line: number;
  readonly introduced: number;
  removed: number | null;
}

/** Writes the fast-import stream. Files of different branches never share a path, so merges are plain. */
class HistoryWriter {
  readonly tags: string[] = [];
  private readonly random = randomSource(20_240_101);
  private readonly lines = new Map<string, string[]>();
  private readonly started = new Set<string>();
  private readonly planted = new Map<Plan, Planted>();
  private readonly descriptor: number;
  private pending: string[] = [];
  private pendingLength = 0;
  private mark = 0;

  constructor(file: string) {
    this.descriptor = openSync(file, 'w');
  }

  write(commits: number): readonly Planted[] {
    while (this.mark < commits) this.step(commits);
    this.flush();
    closeSync(this.descriptor);
    return [...this.planted.values()];
  }

  private step(total: number): void {
    const place = this.mark / total;
    const due = plans.find((plan) => this.isDue(plan, place));
    if (due !== undefined) this.plant(due);
    else if (place > 0.55 && this.mark % 10 === 3) this.grow('release-1', 'release-1');
    else if (place > 0.75 && this.mark % 10 === 6) this.grow('release-2', 'release-2');
    else if (this.mark % topicEvery === 20 && this.mark + topicLength < total) this.topic();
    else this.grow('main', 'src');
    if (this.mark % 500 === 0) this.tag(`v0.${this.mark / 500}`);
  }

  private isDue(plan: Plan, place: number): boolean {
    const planted = this.planted.get(plan);
    if (planted === undefined) return place >= plan.from;
    return planted.removed === null && plan.to !== null && place >= plan.to;
  }

  private plant(plan: Plan): void {
    const known = this.planted.get(plan);
    const file = this.file(plan.path);
    if (known === undefined) {
      const value = secretOf(plan.kind, this.random);
      for (let i = 0; i < 5; i++) file.push(textLine(this.random));
      const line = file.push(secretLine(plan.path, value));
      file.push(textLine(this.random));
      const introduced = this.commit(plan.branch, 'Add settings', [plan.path]);
      this.planted.set(plan, { plan, value, line, introduced, removed: null });
    } else {
      file.splice(known.line - 1, 1);
      known.removed = this.commit(plan.branch, 'Clean settings', [plan.path]);
    }
  }

  private grow(branch: string, folder: string): void {
    const paths = new Set<string>();
    for (let i = this.random(2); i >= 0; i--) {
      const number = this.random(filesPerLine);
      const path = `${folder}/part${number % 12}/file${number}.py`;
      const file = this.file(path);
      if (file.length >= longestFileLines) file.splice(this.random(file.length), 5);
      file.push(textLine(this.random));
      paths.add(path);
    }
    this.commit(branch, `Change ${paths.size} files`, [...paths]);
  }

  private topic(): void {
    const branch = `topic-${this.mark}`;
    const path = `topics/${this.mark % 97}/${branch}.py`;
    for (let i = 1; i < topicLength; i++) {
      this.file(path).push(textLine(this.random), textLine(this.random));
      this.commit(branch, `Topic step ${i}`, [path]);
    }
    this.commit('main', `Merge ${branch}`, [path], branch);
    const zero = '0'.repeat(40);
    this.put(`reset refs/heads/${branch}\nfrom ${zero}\n\n`);
  }

  private commit(branch: string, message: string, paths: readonly string[], merge = ''): number {
    this.mark++;
    const first = !this.started.has(branch);
    this.started.add(branch);
    const who = `${defaultAuthor} ${firstSeconds + this.mark * 60} +0000`;
    this.put(`commit refs/heads/${branch}\nmark :${this.mark}\nauthor ${who}\ncommitter ${who}\n`);
    this.put(`data ${message.length}\n${message}\n`);
    if (first && branch !== 'main') this.put('from refs/heads/main\n');
    if (merge !== '') this.put(`merge refs/heads/${merge}\n`);
    for (const path of paths) {
      const contents = `${this.file(path).join('\n')}\n`;
      this.put(`M 100644 inline ${path}\ndata ${contents.length}\n${contents}\n`);
    }
    return this.mark;
  }

  private tag(name: string): void {
    if (this.tags.includes(`refs/tags/${name}`)) return;
    this.tags.push(`refs/tags/${name}`);
    const who = `${defaultAuthor} ${firstSeconds + this.mark * 60} +0000`;
    const text = `Release ${name}`;
    this.put(`tag ${name}\nfrom :${this.mark}\ntagger ${who}\ndata ${text.length}\n${text}\n`);
  }

  private file(path: string): string[] {
    const known = this.lines.get(path);
    if (known !== undefined) return known;
    const made: string[] = [];
    this.lines.set(path, made);
    return made;
  }

  private put(text: string): void {
    this.pending.push(text);
    this.pendingLength += text.length;
    if (this.pendingLength > 1 << 20) this.flush();
  }

  private flush(): void {
    writeSync(this.descriptor, this.pending.join(''));
    this.pending = [];
    this.pendingLength = 0;
  }
}

function readMarks(file: string): Map<number, string> {
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
  return new Map(
    lines.map((line) => {
      const [mark = '', oid = ''] = line.split(' ');
      return [Number(mark.slice(1)), oid] as const;
    }),
  );
}

const words = 'value count parse render merge list queue task result total limit name'.split(' ');

function textLine(random: RandomSource): string {
  const [a, b] = [words[random(words.length)], words[random(words.length)]];
  return `${a}_${random(10_000)} = ${b}(${random(1000)}, "${a} of ${b}")  # step ${random(100)}`;
}

function secretLine(path: string, value: string): string {
  if (path.endsWith('.env')) return `SERVICE_TOKEN=${value}`;
  return path.endsWith('.yml') ? `service_token: "${value}"` : `SERVICE_TOKEN = "${value}"`;
}

const digits = '0123456789';
const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

function secretOf(kind: PlantedSecret['kind'], random: RandomSource): string {
  const pick = (length: number, alphabet: string): string =>
    Array.from({ length }, () => alphabet[random(alphabet.length)]).join('');
  const body = digits + letters;
  if (kind === 'github') return withChecksum('ghp' + '_', pick(30, body));
  if (kind === 'stripe') return `sk${'_live_'}${pick(24, body)}`;
  if (kind === 'slack') {
    return `xoxb${'-'}${pick(12, digits)}-${pick(12, digits)}-${pick(24, body)}`;
  }
  return `SG${'.'}${pick(22, body)}.${pick(43, body)}`;
}

/** GitHub's tokens end in the CRC-32 of the random part, six base62 digits (github.blog, 2021-04-05). */
function withChecksum(prefix: string, random: string): string {
  const alphabet = digits + letters;
  let checksum = '';
  for (let rest = crc32(random); checksum.length < 6; rest = Math.floor(rest / 62)) {
    checksum = `${alphabet[rest % 62]}${checksum}`;
  }
  return prefix + random + checksum;
}

/** A whole number from 0 to below `limit`. */
type RandomSource = (limit: number) => number;

/** A small linear congruential generator (Numerical Recipes' constants): good enough to vary text. */
function randomSource(seed: number): RandomSource {
  let state = seed >>> 0;
  return (limit) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}
