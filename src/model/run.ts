// What a run is asked for: the request that the command line hands to scan/, and the progress it hears back.
import type { CommitSelection } from './commitSelection.ts';
import type { Decision } from './decision.ts';
import type { IgnoreFix } from './hygiene.ts';
import type { Confidence, Rule } from './rule.ts';
import type { Settings } from './settings.ts';

/** Options that every scanning command shares; sizes in bytes, times in milliseconds. */
export interface RunOptions {
  /** Rule files beside the shipped ones, as the user named them (relative to `cwd`). */
  readonly ruleFiles: readonly string[];
  /** Rules that are read already; they come after those of a configuration, and those of `ruleFiles` after them. */
  readonly ownRules?: readonly Rule[];
  /** Rule ids; `enable` empty means all. */
  readonly enable: readonly string[];
  readonly disable: readonly string[];
  /** `--baseline`, as the user named it (relative to `cwd`); absent = the one at the repository's top, if any. */
  readonly baselineFile?: string;
  /** What lies below is neither listed nor counted. */
  readonly minConfidence: Confidence;
  /** Threads, the main one included; 0 or 1 = all work in the main thread; absent = by the machine. */
  readonly threads?: number;
  /** Larger blobs are left out and make the scan incomplete; absent = no limit of the user's. */
  readonly maxBlobBytes?: number;
  /** Time after which the run ends with what it has; absent = none. The signal is aborted then, too. */
  readonly timeoutMs?: number;
  readonly maxMemoryBytes?: number;
  readonly useCache: boolean;
  /** Keep a cache even in a git directory of somebody else (`--cache`). */
  readonly asksForCache?: boolean;
  readonly incremental: boolean;
  /** Hold the contents of every object to its id (`audit --verify-objects`). */
  readonly verifyObjects?: boolean;
  /** `--config FILE` as the user named it, `--no-config` as false; absent = what the repository brings along. */
  readonly config?: string | false;
  /** What the configuration says; scan/configureRun.ts puts it there, and into the options above. */
  readonly settings?: Settings;
  /** Findings come with the reasons of their score (`Finding.judgement`). */
  readonly wantsJudgements?: boolean;
  /** Lines before and after each place to tell (`Occurrence.context`); absent = none. */
  readonly contextLines?: number;
  /** `minConfidence` is the command line's word, not the default. */
  readonly asksForConfidence?: boolean;
  /** `audit --log-opts`: limits the commits; index, working tree and unreachable objects are left out then. */
  readonly selection?: CommitSelection;
}

/** How far a phase is. `total` 0 = not known yet. */
export interface Progress {
  /** A few words, lower case: "reading objects". */
  readonly phase: string;
  readonly done: number;
  readonly total: number;
  readonly findings: number;
}

/** What surrounds a run. Everything that is not a value of the scanned content comes in from here. */
export interface RunContext {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly options: RunOptions;
  /**
   * Aborted by Ctrl-C or --timeout with an Error whose message is a sentence for the user. The run then
   * ends within a second and returns what it has, `complete: false`, with a problem of kind `limit`.
   */
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
  /** When the run began: suppressions that hold until a day are held to it; absent = the moment it is asked for. */
  readonly now?: Date;
  /** One line for standard error, said while the run goes on. */
  readonly onWarning?: (message: string) => void;
  /** The same, for those who want to know more (`--verbose`). */
  readonly onDetail?: (message: string) => void;
}

/** A run over a repository: audit, env. `repoPath` is as the user named it, relative to `cwd`. */
export interface RepositoryRun extends RunContext {
  readonly repoPath: string;
  /** Findings come with all places at which they are stored (`Finding.storedAt`). */
  readonly wantsPlaces?: boolean;
}

/** A value that is sought, and what it is called. */
export interface SoughtValue {
  readonly name: string;
  readonly value: string;
  /** The value that it was taken out of: where that stands, it is not told by itself. */
  readonly partOf?: string;
}

/** The hygiene alone. */
export interface EnvRun extends RepositoryRun {
  /** Where it is given, the missing .gitignore lines are written, after it has shown them. */
  readonly showIgnoreFix?: (fix: IgnoreFix) => Promise<void>;
}

/** An audit that writes a baseline. */
export interface BaselineRun extends RepositoryRun {
  /** Of new entries; `until` is an ISO day. */
  readonly reason?: string;
  readonly until?: string;
  /** Drop entries that no finding has any more. */
  readonly prune: boolean;
  /** Only these findings get entries, with the reasons of their decisions; absent = all. */
  readonly decisions?: readonly Decision[];
}

/** A run over files and folders without git. */
export interface FilesRun extends RunContext {
  /** As the user named them; `-` stands for `stdin`. */
  readonly paths: readonly string[];
  readonly stdin: AsyncIterable<Uint8Array>;
}

/** What `explain` is asked about. */
export interface ExplainRun extends RunContext {
  /** `PATH:LINE` or a fingerprint. */
  readonly target: string;
}
