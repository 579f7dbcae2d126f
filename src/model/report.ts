// The result of a run: what was found, what was seen, what could not be seen. Reporters only render it.
import type { Finding, FindingState } from './finding.ts';
import type { HygieneEntry } from './hygiene.ts';
import type { ObjectFormat, Oid } from './oid.ts';
import type { Problem } from './problem.ts';
import type { Severity } from './rule.ts';
import type { TraceScope } from './trace.ts';
import type { Verdict } from './verdict.ts';

export const reportSchema = 'leaktrail.report/1';

export type Mode =
  | 'audit'
  | 'staged'
  | 'range'
  | 'push'
  | 'receive'
  | 'files'
  | 'env'
  | 'trace'
  | 'baseline'
  | 'plan';

export interface Target {
  /** As the user named it. */
  readonly path: string;
  /** Full name of the branch (null when detached) and its commit (null when unborn); null without a repository. */
  readonly head: { readonly ref: string | null; readonly oid: Oid | null } | null;
  /** Number of refs, reflog entries not counted. */
  readonly tips: number;
  readonly objectFormat: ObjectFormat;
  readonly shallow: boolean;
  readonly partial: boolean;
  /** Without a working tree; of an audit. */
  readonly bare?: boolean;
  /** Number of remote-tracking refs; of an audit. */
  readonly remoteRefs?: number;
}

/** What was left out, by reason; `examples` holds up to five oids or paths. */
export interface Skipped {
  readonly reason: string;
  readonly count: number;
  readonly bytes: number;
  readonly examples: readonly string[];
}

/** The receipt: distinct objects read, and everything that was not. */
export interface Coverage {
  readonly complete: boolean;
  readonly commits: number;
  readonly trees: number;
  readonly blobs: number;
  /** Sum of the contents of the blobs. */
  readonly bytes: number;
  /** Commit and tag messages. */
  readonly messages: number;
  readonly worktreeFiles: number;
  readonly missingObjects: number;
  /** Objects whose contents were held to their ids and are as these say; of `--verify-objects`. */
  readonly verifiedObjects?: number;
  readonly skipped: readonly Skipped[];
  readonly problems: readonly Problem[];
}

export interface Summary {
  readonly findings: number;
  readonly bySeverity: Readonly<Record<Severity, number>>;
  readonly byState: Readonly<Record<FindingState, number>>;
  readonly suppressed: number;
  readonly elapsedMs: number;
  readonly exitCode: number;
}

export interface Report {
  readonly schema: typeof reportSchema;
  readonly tool: {
    readonly name: 'leaktrail';
    readonly version: string;
    readonly rulesHash: string;
  };
  readonly mode: Mode;
  readonly target: Target;
  readonly coverage: Coverage;
  readonly findings: readonly Finding[];
  readonly hygiene: readonly HygieneEntry[];
  readonly summary: Summary;
  /** Of `trace`: what was looked for. */
  readonly trace?: TraceScope;
  /** Of an audit, see remedy/verdict.ts. */
  readonly verdict?: Verdict;
  /** Secrets in paths, subjects, names and refs that are no findings: reporters hide them and tell nothing of them. */
  readonly alsoSecret?: readonly string[];
}
