// Keeps the heap of a run that finds very much from growing far beyond what it holds.
import { getHeapStatistics, setFlagsFromString } from 'node:v8';

/** With fewer findings, or a smaller heap, letting it grow is faster, and takes little. */
const manyFindings = 5_000;
const largeHeap = 2 ** 28;
/** The same where `--max-memory` leaves little: so much of it. */
const largeShare = 0.2;
/**
 * How far V8 lets the heap grow beyond what was in use after the last collection. By itself it allows up to 300 %: 100,000
 * findings take 1.6 GB so, and 0.9 GB with this, for a tenth more time.
 */
const growingPercent = 30;

let isBounded = false;

/** Told now and then how many findings there are. `maxBytes` = `--max-memory`, where there is one. */
export function boundHeap(findings: number, maxBytes = Number.POSITIVE_INFINITY): void {
  if (isBounded) return;
  const large = Math.min(largeHeap, largeShare * maxBytes);
  if (findings < manyFindings && getHeapStatistics().used_heap_size < large) return;
  isBounded = true;
  setFlagsFromString(`--heap-growing-percent=${growingPercent}`);
}
