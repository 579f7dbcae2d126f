// How many lines an event may tell. A blob with a secret at a thousand lines under a thousand names is a million occurrences, of
// 5 kB each by the time they stand in a report; one of 30 kB and a tree of as many spell more than memory holds.

/** Of all events together, beyond the first line of each, where nobody says how much memory there is. */
export const mostOccurrences = 250_000;

/**
 * The most lines an event may tell so that all events together tell no more than `most`, or one each where they are as many;
 * infinite where nothing need be left out. `lineCounts`: lines of each event.
 */
export function lineLimit(lineCounts: readonly number[], most = mostOccurrences): number {
  const told = (limit: number): number =>
    lineCounts.reduce((sum, count) => sum + Math.min(count, limit), 0);
  if (told(Number.POSITIVE_INFINITY) <= most) return Number.POSITIVE_INFINITY;
  let low = 1;
  let high = most;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (told(middle) <= most) low = middle;
    else high = middle - 1;
  }
  // Where each event has one line, and there are more of them than `most`, nothing is left out.
  return lineCounts.every((count) => count <= low) ? Number.POSITIVE_INFINITY : low;
}
