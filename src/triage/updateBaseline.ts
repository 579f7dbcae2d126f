// What `leaktrail baseline` makes of an audit: entries for what counts, everything known kept as it was.
import type { Finding } from '../model/finding.ts';
import { saltedFingerprint } from './baseline.ts';
import type { Baseline, BaselineEntry } from './baseline.ts';
import { isOver } from './days.ts';

export interface BaselineUpdateInput {
  /** What is there, or a new one with a salt and no entries. */
  readonly baseline: Baseline;
  /** Of an audit under that baseline. */
  readonly findings: readonly Finding[];
  readonly by: string;
  /** Of new entries; those that exist keep theirs. */
  readonly reason: string | undefined;
  readonly until: string | undefined;
  /** The reason of a finding's decision, undefined = it is left out; absent = all findings get entries. */
  readonly decided?: (finding: Finding) => string | undefined;
  /** ISO day. */
  readonly today: string;
  /** Drop entries that no finding has any more. */
  readonly prune: boolean;
}

export interface BaselineUpdate {
  readonly baseline: Baseline;
  readonly added: number;
  /** Entries that had expired and hold again. */
  readonly renewed: number;
  readonly kept: number;
  /** Entries that no finding has any more, in the order of their fingerprints. */
  readonly stale: readonly BaselineEntry[];
}

const noReason = 'known when it was added';

export function updateBaseline(input: BaselineUpdateInput): BaselineUpdate {
  const { baseline, today, by, until } = input;
  const [salt = ''] = baseline.salts;
  const entryOf = new Map(baseline.entries.map((entry) => [entry.fingerprint, entry]));
  const live = new Set<string>();
  const fresh = new Map<string, BaselineEntry>();
  let renewed = 0;
  for (const finding of input.findings) {
    const { ruleId, secret, suppressed } = finding;
    const fingerprints = baseline.salts.map((each) =>
      saltedFingerprint(each, ruleId, secret.value),
    );
    const known = fingerprints.flatMap((fingerprint) => entryOf.get(fingerprint) ?? []);
    for (const { fingerprint } of known) live.add(fingerprint);
    if (suppressed !== null) continue;
    const decided = input.decided?.(finding);
    if (input.decided !== undefined && decided === undefined) continue;
    const expired = known.find((entry) => isOver(entry.until, today));
    if (expired !== undefined) renewed++;
    const fingerprint = expired?.fingerprint ?? saltedFingerprint(salt, ruleId, secret.value);
    const reason = decided ?? input.reason ?? expired?.reason ?? noReason;
    const lasting = until === undefined ? {} : { until };
    fresh.set(fingerprint, { fingerprint, ruleId, added: today, ...lasting, by, reason });
  }
  const stale = baseline.entries
    .filter(({ fingerprint }) => !live.has(fingerprint))
    .toSorted((a, b) => (a.fingerprint < b.fingerprint ? -1 : 1));
  const dropped = new Set(input.prune ? stale : []);
  const kept = baseline.entries.filter(
    (entry) => !fresh.has(entry.fingerprint) && !dropped.has(entry),
  );
  return {
    baseline: { salts: baseline.salts, entries: [...kept, ...fresh.values()] },
    added: fresh.size - renewed,
    renewed,
    kept: kept.length,
    stale,
  };
}
