// What to do about the findings of a repository, in order: the result of `plan`. Reporters only render it.
import type { Finding } from './finding.ts';
import type { HygieneEntry } from './hygiene.ts';
import type { Oid } from './oid.ts';
import type { DisplayPath } from './path.ts';
import type { Report } from './report.ts';
import type { Severity } from './rule.ts';
import type { RepositoryRun } from './run.ts';

export const planSchema = 'leaktrail.plan/1';

/** A finding as a saved report has it: its value only where the report was written with --show-secrets. */
export type SavedFinding = Omit<Finding, 'secret'> & {
  readonly secret: Omit<Finding['secret'], 'value'> & { readonly value?: string };
};

export interface SavedReport extends Pick<Report, 'mode' | 'target' | 'coverage'> {
  readonly findings: readonly SavedFinding[];
  readonly hygiene: readonly HygieneEntry[];
}

/** A plan for a repository (`repoPath`), or for the findings of a report that was saved. */
export interface PlanRun extends RepositoryRun {
  readonly saved?: SavedReport;
  /** Where the inputs of git-filter-repo go, as the user named it; absent = a folder of the user's own per repository. */
  readonly folder?: string;
}

/** Step 1: a credential to replace at its provider, both halves of it where it has two. */
export interface PlannedCredential {
  readonly secrets: readonly PlannedSecret[];
  readonly severity: Severity;
  readonly provider: string;
  /** ISO day from which on it may have been used by others; null where no commit tells. */
  readonly since: string | null;
  readonly exposedDays: number | null;
  /** Whether a remote-tracking branch holds it, so that it left this disk. */
  readonly isPublished: boolean;
  readonly steps: readonly string[];
  readonly logs: string;
}

export interface PlannedSecret {
  readonly fingerprint: string;
  readonly ruleId: string;
  readonly title: string;
  readonly value: string;
  /** Where it came in: `settings.py:3`. */
  readonly place: string;
  /** The environment variable that takes its place; null where it stands in no file of today. */
  readonly variable: string | null;
}

/** Text of a file; where it is a secret, as such. */
export type CodePart = string | { readonly secret: string };

/** Step 2: lines of a file of today. */
export interface Replacement {
  readonly path: DisplayPath;
  readonly line: number;
  readonly endLine: number;
  readonly variables: readonly string[];
  /** The lines as they are; empty where words say all. */
  readonly before: readonly CodePart[];
  /** As they should be; null where words say how. */
  readonly after: string | null;
  readonly needsImport: boolean;
  /** A sentence, empty where the lines say all. */
  readonly how: string;
}

/** Steps 3 and 4: what to do in a shell, in order. */
export interface CommandStep {
  readonly title: string;
  /** Sentences for the reader. */
  readonly notes: readonly string[];
  /** Lines for a POSIX shell, to be run one after the other in one session. */
  readonly commands: readonly string[];
}

/**
 * `none`: no object holds anything; `forget`: only what nothing reaches, reflogs or the stash; `in-place`: this
 * repository is rewritten; `fresh-clone`: one of the remote, to be pushed.
 */
export type PurgeRoute = 'none' | 'forget' | 'in-place' | 'fresh-clone';

export interface Purge {
  readonly route: PurgeRoute;
  /** Absolute path of the private folder with the inputs of git-filter-repo; null where nothing was written. */
  readonly folder: string | null;
  /** Files of .env's kind that go as a whole. */
  readonly paths: readonly DisplayPath[];
  /** Blobs that go as a whole, because their secrets cannot be replaced as text. */
  readonly blobs: readonly { readonly oid: Oid; readonly paths: readonly DisplayPath[] }[];
  readonly expressions: number;
  /** Full names of the refs that hold findings. */
  readonly refs: readonly string[];
  readonly warnings: readonly string[];
}

/** Step 5: who keeps copies. */
export interface HostNotice {
  /** Name of the remote and host, without credentials: `origin`, `github.com`. */
  readonly remote: string;
  readonly host: string;
  readonly keeps: string;
  readonly ask: string;
  readonly reference: string | null;
}

export interface Committer {
  readonly name: string;
  readonly email: string;
  readonly commits: number;
  /** ISO day of the newest commit. */
  readonly last: string;
}

/** A finding whose value could not be read again. */
export interface UnreadFinding {
  readonly fingerprint: string;
  readonly title: string;
  readonly place: string;
  readonly reason: string;
}

export interface Plan {
  readonly schema: typeof planSchema;
  readonly target: { readonly path: string; readonly head: Report['target']['head'] };
  /** Why something may be missing; empty when the scan was complete. */
  readonly gaps: readonly string[];
  readonly credentials: readonly PlannedCredential[];
  readonly replacements: readonly Replacement[];
  /** Names for .env and .env.example, in order. */
  readonly variables: readonly string[];
  readonly purge: Purge;
  readonly steps: readonly CommandStep[];
  readonly hosts: readonly HostNotice[];
  readonly people: readonly Committer[];
  readonly unread: readonly UnreadFinding[];
  readonly suppressed: number;
  /** Everything that must not be shown in clear. */
  readonly secrets: readonly string[];
}

/** A check of a plan that was carried out. */
export interface VerifyRun extends RepositoryRun {
  readonly folder?: string;
}

export interface Verification {
  readonly folder: string;
  /** How many values were sought. */
  readonly sought: number;
  /** Of these, plain words: only the rules tell where one is a secret. */
  readonly plainWords: number;
  /** Findings of the sought values, by what still holds them. */
  readonly report: Report;
  /** Blobs that should be gone and are there. */
  readonly blobs: readonly Oid[];
  /** Files that should be in no commit any more and are. */
  readonly paths: readonly DisplayPath[];
  readonly removeCommand: string;
}
