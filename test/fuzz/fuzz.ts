// Runs a target on its seeds and on what mutations make of them, and makes inputs that find a fault small. With coverage,
// inputs that reach something new are mutated further.
import { openCoverage } from './coverage.ts';
import type { Coverage } from './coverage.ts';
import { createRandom, mutate } from './mutate.ts';
import type { Random } from './mutate.ts';
import { Fault } from './target.ts';
import type { Target } from './target.ts';
import { watch } from './watchdog.ts';

export interface FuzzOptions {
  readonly seed: number;
  /** It ends after so many inputs, or so many seconds. */
  readonly runs: number;
  readonly seconds: number;
  readonly isGuided: boolean;
  /** One input of so many is shown to the oracle, where there is one. */
  readonly oracleEvery: number;
}

export interface FuzzResult {
  readonly executions: number;
  readonly corpus: number;
  readonly oracleAnswers: number;
  readonly slowestMs: number;
  /** Each with its input, shrunk. */
  readonly faults: readonly string[];
}

/** More of them say nothing new. */
const mostFaults = 5;
/** A run that takes longer hangs: an input of 100 kB takes milliseconds. */
const hangMs = 60_000;
/** Executions between looks at the coverage, which take a millisecond. */
const batchMs = 20;
const mostCorpus = 4000;

export async function fuzz(target: Target, options: FuzzOptions): Promise<FuzzResult> {
  const corpus: Buffer[] = target.seeds().map((seed) => Buffer.from(seed));
  const faults = new Map<string, string>();
  const coverage = options.isGuided ? await openCoverage() : undefined;
  const watchdog = options.isGuided ? watch(target.name, hangMs) : undefined;
  let executions = 0;
  let oracleAnswers = 0;
  let slowestMs = 0;
  let batch: Buffer[] = [];
  let batchSince = performance.now();
  for (const seed of corpus.slice()) await attempt(seed, true);
  // Loading what is loaded at first use does not count.
  const startedAt = performance.now();
  const endAt = startedAt + options.seconds * 1000;
  let coverageMs = 0;
  for (let run = 0; run < options.runs && performance.now() < endAt; run++) {
    if (faults.size >= mostFaults) break;
    const random = createRandom(options.seed * 1_000_003 + run);
    const input = nextInput(target, corpus, random);
    await attempt(input, (run + 1) % options.oracleEvery === 0);
    if (coverage === undefined) continue;
    batch.push(input);
    if (performance.now() - batchSince < batchMs) continue;
    const lookedAt = performance.now();
    // Looking may take a third of the time: at first everything is new.
    if (coverageMs < (lookedAt - startedAt) / 3) await keepNew(coverage);
    batch = [];
    batchSince = performance.now();
    coverageMs += batchSince - lookedAt;
  }
  await coverage?.close();
  await watchdog?.close();
  return {
    executions,
    corpus: corpus.length,
    oracleAnswers,
    slowestMs,
    faults: [...faults.values()],
  };

  async function attempt(input: Buffer, withOracle: boolean): Promise<void> {
    executions++;
    const beganAt = performance.now();
    const asks = withOracle && target.oracle !== undefined;
    watchdog?.begin(input);
    let fault = await faultOf(target, input, false);
    watchdog?.end();
    slowestMs = Math.max(slowestMs, performance.now() - beganAt);
    let isOfOracle = false;
    if (fault === undefined && asks) {
      oracleAnswers++;
      fault = await faultOf(target, input, true);
      isOfOracle = fault !== undefined;
    }
    if (fault === undefined || faults.has(kindOf(fault))) return;
    const small = await shrink(target, input, kindOf(fault), isOfOracle);
    const said = (await faultOf(target, small, isOfOracle)) ?? fault;
    faults.set(
      kindOf(fault),
      `${target.name}: ${said}\n  input (base64): ${small.toString('base64')}`,
    );
  }

  /** Some input of the batch reached something new: each is run once more on its own. */
  async function keepNew(open: Coverage): Promise<void> {
    if (!(await open.isNewForBatch())) return;
    for (const input of batch.slice(-50)) {
      await faultOf(target, input, false);
      if (!(await open.isNew())) continue;
      if (corpus.length < mostCorpus) corpus.push(input);
      else corpus[executions % mostCorpus] = input;
    }
  }
}

function nextInput(target: Target, corpus: readonly Buffer[], random: Random): Buffer {
  if (corpus.length === 0) return Buffer.alloc(0);
  let input = random.pick(corpus);
  const { words = [] } = target;
  if (words.length > 0 && random.below(2) === 0) {
    for (let left = 1 + random.below(3); left > 0; left--) input = withWord(input, words, random);
    if (random.below(2) === 0) return input;
  }
  if (random.below(100) === 0) return grown(input, random);
  return mutate(input, random, random.pick(corpus));
}

function withWord(input: Buffer, words: readonly string[], random: Random): Buffer {
  const at = random.below(input.length + 1);
  const skipped = random.below(3) === 0 ? random.below(8) : 0;
  const word = Buffer.from(random.pick(words), 'latin1');
  return Buffer.concat([input.subarray(0, at), word, input.subarray(at + skipped)]);
}

const grownBytes = 2 ** 16;

/** Some bytes many times: what takes more than linear time shows. */
function grown(input: Buffer, random: Random): Buffer {
  const at = random.below(input.length + 1);
  const piece = input.subarray(at, at + 1 + random.below(24));
  if (piece.length === 0) return input;
  const many = Buffer.alloc(grownBytes, piece);
  return Buffer.concat([input.subarray(0, at), many, input.subarray(at)]);
}

/** Slower than this is looked at. */
const slowMs = 700;
/** Of a quarter of the bytes a linear parser takes a quarter of the time, one that is quadratic a sixteenth. */
const leastGrowth = 9;

async function faultOf(
  target: Target,
  input: Buffer,
  asksOracle: boolean,
): Promise<string | undefined> {
  const run = asksOracle ? target.oracle : target.run;
  if (run === undefined) return undefined;
  const before = Buffer.from(input);
  const startedAt = cpuMs();
  try {
    await run(input);
  } catch (error) {
    if (error instanceof Fault) return error.message;
    if (target.answers?.(error) !== true) {
      return error instanceof Error ? (error.stack ?? error.message) : String(error);
    }
  }
  if (!before.equals(input)) return 'it changed its input';
  const tookMs = cpuMs() - startedAt;
  if (asksOracle || tookMs < slowMs || input.length < 1000) return undefined;
  const quarter = await timeOf(target, input.subarray(0, input.length >> 2));
  // Once more, since the first time may be that of loading.
  const again = await timeOf(target, input);
  if (again < slowMs || again < leastGrowth * quarter) return undefined;
  return `${input.length} bytes took ${Math.round(again)} ms, a quarter of them ${Math.round(quarter)} ms`;
}

async function timeOf(target: Target, input: Buffer): Promise<number> {
  const startedAt = cpuMs();
  try {
    await target.run(input);
  } catch {
    // Only the time counts here.
  }
  return cpuMs() - startedAt;
}

function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** What a fault is told by: numbers and quoted texts differ from input to input. */
function kindOf(fault: string): string {
  const [first = '', second = ''] = fault.split('\n');
  return `${first.replaceAll(/"[^"]*"|'[^']*'|\d+/gu, '#').slice(0, 60)} ${second.trim()}`;
}

/** Cuts pieces out as long as the same fault stays. */
async function shrink(
  target: Target,
  input: Buffer,
  kind: string,
  isOfOracle: boolean,
): Promise<Buffer> {
  let small = input;
  let left = 400;
  const endAt = performance.now() + 10_000;
  for (let size = small.length >> 1; size > 0 && left > 0; size >>= 1) {
    for (let at = 0; at < small.length && left > 0;) {
      if (performance.now() > endAt) return small;
      const without = Buffer.concat([small.subarray(0, at), small.subarray(at + size)]);
      left--;
      const fault = await faultOf(target, without, isOfOracle);
      if (fault !== undefined && kindOf(fault) === kind) small = without;
      else at += size;
    }
  }
  return small;
}
