// Whether work grows in step with its input: CPU time for n bytes against that for four times as many.

/** One kind of input. */
export interface LinearInput {
  readonly name: string;
  /** Prepares an input of about so many bytes; the work that it makes is what is measured, and may be done again. */
  readonly prepare: (sizeBytes: number) => Work;
}

export interface Work {
  /** As it turned out. */
  readonly sizeBytes: number;
  readonly run: () => unknown;
}

/** A rule, an extractor, a decoder or another step, with all that is tried on it. */
export interface LinearSubject {
  readonly name: string;
  readonly inputs: readonly LinearInput[];
  /** Of a rule: four times its window. Growth tells something from there on, and one input is like another. */
  readonly leastBytes?: number;
}

export interface Growth {
  readonly input: string;
  /** Megabytes in a second of CPU time, for n bytes and for four times as many. */
  readonly speed: number;
  readonly largeSpeed: number;
  /** Of CPU time, where the bytes are exactly four times as many; 4 is linear. */
  readonly ratio: number;
}

export interface MeasureOptions {
  readonly sizeBytes: number;
  /** The shorter run takes at least so long; the input grows until it does. */
  readonly leastMs: number;
  /** Runs of each size, of which the quickest counts. */
  readonly tries: number;
}

/** A ratio above is no longer linear. */
export const mostRatio = 5;
const mostBytes = 2 ** 25;

/** Measures one input; again, and with more tries, where it looks as if it grew faster than its bytes. */
export function growthOf(input: LinearInput, options: MeasureOptions): Growth {
  let { sizeBytes } = options;
  let small = input.prepare(sizeBytes);
  let smallMs = cpuMsOf(small.run);
  while (smallMs < options.leastMs && sizeBytes < mostBytes) {
    const factor = smallMs === 0 ? 4 : (1.2 * options.leastMs) / smallMs;
    sizeBytes = Math.min(mostBytes, Math.ceil(sizeBytes * Math.min(Math.max(factor, 1.5), 16)));
    small = input.prepare(sizeBytes);
    smallMs = cpuMsOf(small.run);
  }
  const large = input.prepare(sizeBytes * 4);
  let largeMs = cpuMsOf(large.run);
  const bytesRatio = large.sizeBytes / small.sizeBytes;
  const ratioOf = (): number => (largeMs / smallMs) * (4 / bytesRatio);
  for (let tries = 1; tries < options.tries || (ratioOf() > mostRatio && tries < 9); tries++) {
    smallMs = Math.min(smallMs, cpuMsOf(small.run));
    largeMs = Math.min(largeMs, cpuMsOf(large.run));
  }
  return {
    input: input.name,
    speed: small.sizeBytes / smallMs / 1000,
    largeSpeed: large.sizeBytes / largeMs / 1000,
    ratio: ratioOf(),
  };
}

function cpuMsOf(run: () => unknown): number {
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return Math.max(0.001, (user + system) / 1000);
}

/** Megabytes in a second of CPU time, of one run. */
export function speedOf(input: LinearInput, sizeBytes: number): number {
  const work = input.prepare(sizeBytes);
  return work.sizeBytes / cpuMsOf(work.run) / 1000;
}

/** Text over and over, cut to about so many bytes. */
export function repeated(unit: string | Buffer, sizeBytes: number): Buffer {
  const bytes = typeof unit === 'string' ? Buffer.from(unit) : unit;
  return Buffer.alloc(Math.max(sizeBytes, bytes.length), bytes);
}
