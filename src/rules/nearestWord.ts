// The word a user probably meant.

/** The known word with the fewest edits from `word`, if at most a third of its letters differ; one that is cut short counts as one edit. */
export function nearestWord(word: string, known: readonly string[]): string | undefined {
  let nearest: string | undefined;
  let least = Math.max(1, Math.floor(word.length / 3)) + 1;
  for (const candidate of known) {
    const distance = wordDistance(word.toLowerCase(), candidate.toLowerCase());
    if (distance < least) {
      least = distance;
      nearest = candidate;
    }
  }
  return nearest;
}

/** Shorter words are the beginning of too many others. */
const leastBeginning = 3;

/** Edits from one word to the other, or to its beginning and one for the rest. */
function wordDistance(word: string, candidate: string): number {
  const distances = distancesToBeginnings(word, candidate);
  const whole = distances[candidate.length] ?? 0;
  return word.length < leastBeginning ? whole : Math.min(whole, 1 + Math.min(...distances));
}

/** Damerau's distance (two letters swapped are one edit) of `a` to each beginning of `b`, row by row. */
function distancesToBeginnings(a: string, b: string): readonly number[] {
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const isSwapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const swap = isSwapped ? (before[j - 2] ?? 0) + 1 : change;
      next.push(Math.min(change, swap, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    before = row;
    row = next;
  }
  return row;
}
