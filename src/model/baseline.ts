// What `leaktrail baseline` did: the text of the file and what changed in it.
import type { Decision } from './decision.ts';
import type { Report } from './report.ts';

export interface StaleEntry {
  /** Salted. */
  readonly fingerprint: string;
  readonly ruleId: string;
  /** ISO day. */
  readonly added: string;
  readonly reason: string;
}

export interface BaselineResult {
  /** Absolute. */
  readonly path: string;
  /** As the user knows it. */
  readonly name: string;
  /** The whole file as it is to be; undefined = nothing to write. */
  readonly text: string | undefined;
  readonly added: number;
  /** Had expired and hold again. */
  readonly renewed: number;
  readonly kept: number;
  /** Entries that no finding has any more; none are told of when not everything was looked at. */
  readonly stale: readonly StaleEntry[];
  /** Whether they were dropped. */
  readonly isPruned: boolean;
  /** Decisions that fit no finding, or one that was known already. */
  readonly unused: readonly Decision[];
  /** Of the audit, under the new baseline. */
  readonly report: Report;
}
