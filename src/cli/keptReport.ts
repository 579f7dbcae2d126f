// A report's document, and what the run warned of, as the text that a cache keeps. Findings share lists of refs, 60,000
// names in a large repository: each list stands in it once.
import type { ReportDocument } from '../report/document.ts';

export interface KeptReport {
  readonly document: ReportDocument;
  /** Lines for standard error: they are as true as the report. */
  readonly warnings: readonly string[];
}

interface Kept extends KeptReport {
  /** Distinct values of `reachableFrom`. */
  readonly lists: readonly (readonly string[])[];
  /** Per finding the number of its list. */
  readonly listOf: readonly number[];
}

/** Problems that may be gone the next time although no file changed, and those that a new try might not meet. */
const passing = new Set(['limit', 'unreadable-file', 'corrupt-object', 'corrupt-pack']);
/** A text beyond this is slower to read than it is worth. */
const mostOccurrences = 100_000;

/** Undefined for a report that is not to be kept. */
export function keptText({ document, warnings }: KeptReport): string | undefined {
  if (document.coverage.problems.some(({ kind }) => passing.has(kind))) return undefined;
  const occurrences = document.findings.reduce((sum, each) => sum + each.occurrences.length, 0);
  if (occurrences > mostOccurrences) return undefined;
  const numbers = new Map<readonly string[], number>();
  const listOf = document.findings.map(({ reachableFrom }) => {
    const known = numbers.get(reachableFrom);
    if (known !== undefined) return known;
    numbers.set(reachableFrom, numbers.size);
    return numbers.size - 1;
  });
  const findings = document.findings.map((finding) => ({ ...finding, reachableFrom: [] }));
  const lists = [...numbers.keys()];
  const kept: Kept = { document: { ...document, findings }, warnings, lists, listOf };
  return JSON.stringify(kept);
}

/** What `keptText` made a text of, with the time this run took. */
export function keptReport(text: string, elapsedMs: number): KeptReport {
  // Sealed by the cache: it is what this version wrote.
  const { document, warnings, lists, listOf } = JSON.parse(text) as Kept;
  const findings = document.findings.map((finding, i) => ({
    ...finding,
    reachableFrom: lists[listOf[i]!]!,
  }));
  const summary = { ...document.summary, elapsedMs: Math.round(elapsedMs) };
  return { document: { ...document, findings, summary }, warnings };
}
