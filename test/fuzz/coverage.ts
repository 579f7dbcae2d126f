// Which blocks of src/ an input runs through, as V8 counts them (Chrome DevTools Protocol, Profiler.takePreciseCoverage).
import { Session } from 'node:inspector/promises';

export interface Coverage {
  /** Whether what ran since the last look went through a function in a way that no batch before did. */
  isNewForBatch(): Promise<boolean>;
  /** The same for a single input. */
  isNew(): Promise<boolean>;
  close(): Promise<void>;
}

export async function openCoverage(): Promise<Coverage> {
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  await session.post('Profiler.takePreciseCoverage');
  const batches = new Set<string>();
  const singles = new Set<string>();
  return {
    isNewForBatch: async () => addTo(batches, await ways(session)),
    isNew: async () => addTo(singles, await ways(session)),
    async close() {
      await session.post('Profiler.stopPreciseCoverage');
      session.disconnect();
    },
  };
}

/** Each function that ran, with the blocks of it that did not. */
async function ways(session: Session): Promise<string[]> {
  const { result } = await session.post('Profiler.takePreciseCoverage');
  const found: string[] = [];
  for (const { url, scriptId, functions } of result) {
    if (!url.includes('/src/')) continue;
    for (const { ranges } of functions) {
      const [whole, ...blocks] = ranges;
      if (whole === undefined || whole.count === 0) continue;
      const left = blocks.filter(({ count }) => count === 0).map(({ startOffset }) => startOffset);
      found.push(`${scriptId} ${whole.startOffset} ${left.join(' ')}`);
    }
  }
  return found;
}

function addTo(known: Set<string>, found: readonly string[]): boolean {
  const before = known.size;
  for (const way of found) known.add(way);
  return known.size > before;
}
