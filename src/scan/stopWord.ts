// When the threads of a scan stop: each sees for itself that time is over, in the middle of a content as well, and tells the others.
import { monotonicMs } from './clock.ts';
import { controlWords } from './shared.ts';
import type { ScanShared } from './shared.ts';

type StopGround = Pick<ScanShared, 'control' | 'endMs'>;

/** Whether the scan is to stop. Asks the clock where there is a time limit: 0.2 µs. */
export function isScanOver({ control, endMs }: StopGround): boolean {
  if (Atomics.load(control, controlWords.stop) !== 0) return true;
  if (endMs === Number.POSITIVE_INFINITY) return false;
  if (monotonicMs() < endMs - reservedMs({ control })) return false;
  Atomics.store(control, controlWords.stop, 1);
  return true;
}

/** Sets aside time to tell what was found. */
export function reserve({ control }: Pick<StopGround, 'control'>, timeMs: number): void {
  Atomics.add(control, controlWords.reserve, Math.ceil(timeMs * 1000));
}

export function reservedMs({ control }: Pick<StopGround, 'control'>): number {
  return Atomics.load(control, controlWords.reserve) / 1000;
}
