// What a program may ask of a scan, and the run that it becomes. Defaults are those of the command line.
import { confidences } from '../model/rule.ts';
import type { Confidence } from '../model/rule.ts';
import { UsageError } from '../model/errors.ts';
import type { Progress, RunContext, RunOptions } from '../model/run.ts';
import { ownRuleIds } from '../rules/ruleSet.ts';
import type { RuleSet } from '../rules/ruleSet.ts';

/** What every scan takes. */
export interface TextOptions {
  /** What `loadRules` returned; the built-in rules by default. */
  readonly rules?: RuleSet;
  /** What lies below is neither listed nor counted; `medium` by default. */
  readonly minConfidence?: Confidence;
  /** True = findings hold the secret itself in `secret.value`, and nothing is hidden in paths and messages. */
  readonly showSecrets?: boolean;
  /** Variables such as `LEAKTRAIL_FINGERPRINT_KEY` and those of git; `process.env` by default. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** What scans of files and repositories take besides. Files are named relative to `cwd`. */
export interface ScanOptions extends TextOptions {
  /** Folder that relative paths start from; `process.cwd()` by default. */
  readonly cwd?: string;
  /** Ends the scan: its report is rejected with `signal.reason`. */
  readonly signal?: AbortSignal;
  /** Milliseconds, 1 to 2^31 - 1. After them the scan ends with what it has: a report with `coverage.complete: false`. */
  readonly timeoutMs?: number;
  /** Hears several times a second how far the scan is. */
  readonly onProgress?: (progress: Progress) => void;
  /** Hears, a line each, what of a configuration was not understood, and the like. */
  readonly onWarning?: (message: string) => void;
  /** A configuration file; false = none. By default `leaktrail.yaml`, where the command line would look for it. */
  readonly config?: string | false;
  /** A baseline file; by default `.leaktrail-baseline` of the repository, if any. */
  readonly baseline?: string;
  /** Larger contents are left out and make the scan incomplete, bytes. */
  readonly maxBlobBytes?: number;
  /**
   * Lines before and after each place, 0 to 50: occurrences come with them (`context`, secrets hidden), findings with the
   * reasons of their score (`judgement`). By default neither.
   */
  readonly contextLines?: number;
  /** Memory to keep within, bytes; 1 GB by default. */
  readonly maxMemoryBytes?: number;
}

/** What an audit takes besides. */
export interface AuditOptions extends ScanOptions {
  /** Threads, the calling one included, 0 to 256; 0 and 1 = no other; by the machine by default. */
  readonly threads?: number;
  /** False = neither use nor keep what an audit learned (`leaktrail/` in the git directory); true = also in somebody else's. */
  readonly cache?: boolean;
  /** Hold the contents of every object to its id, as `git fsck` does; keeps and uses no cache. */
  readonly verifyObjects?: boolean;
}

/** What a scan of what is staged takes besides. */
export interface StagedOptions extends ScanOptions {
  /** The whole index, not only what HEAD does not have. */
  readonly all?: boolean;
}

/** The run of a scan; `fail` hears what a callback of the caller throws. Throws UsageError for a value that is none of those above. */
export function contextOf(
  options: AuditOptions,
  signal: AbortSignal,
  fail: (error: unknown) => void,
): RunContext {
  const { cwd = process.cwd(), env = process.env, onProgress, onWarning } = options;

  /** Some are called from a timer, where an exception would end the process. */
  function guarded<Told>(hear: (told: Told) => void): (told: Told) => void {
    return (told) => {
      try {
        hear(told);
      } catch (error) {
        fail(error);
      }
    };
  }

  return {
    cwd,
    env,
    options: runOptions(options),
    signal,
    now: new Date(),
    onProgress: onProgress === undefined ? () => undefined : guarded(onProgress),
    ...(onWarning === undefined ? {} : { onWarning: guarded(onWarning) }),
  };
}

/** The options of a run. Throws UsageError. */
export function runOptions(options: AuditOptions): RunOptions {
  const { minConfidence, config, baseline, cache, rules } = options;
  const threads = wholeNumber('threads', options.threads, 0, 256);
  const timeoutMs = wholeNumber('timeoutMs', options.timeoutMs, 1, longestTimeoutMs);
  const maxBlobBytes = wholeNumber('maxBlobBytes', options.maxBlobBytes, 0);
  const contextLines = wholeNumber('contextLines', options.contextLines, 0, 50);
  const maxMemoryBytes = wholeNumber('maxMemoryBytes', options.maxMemoryBytes, 1);
  if (minConfidence !== undefined && !confidences.includes(minConfidence)) {
    throw new UsageError(
      `minConfidence is ${minConfidence as string}: give one of ${confidences.join(', ')}`,
    );
  }
  return {
    ruleFiles: [],
    ...selectionOf(rules),
    disable: [],
    minConfidence: minConfidence ?? 'medium',
    ...(minConfidence === undefined ? {} : { asksForConfidence: true }),
    ...(config === undefined ? {} : { config }),
    ...(baseline === undefined ? {} : { baselineFile: baseline }),
    ...(threads === undefined ? {} : { threads }),
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
    ...(maxBlobBytes === undefined ? {} : { maxBlobBytes }),
    ...(maxMemoryBytes === undefined ? {} : { maxMemoryBytes }),
    ...(contextLines === undefined ? {} : { contextLines, wantsJudgements: true }),
    useCache: cache !== false,
    ...(cache === true ? { asksForCache: true } : {}),
    incremental: true,
    ...(options.verifyObjects === true ? { verifyObjects: true } : {}),
  };
}

/** The set is made anew in each thread: the user's rules travel, the built-in ones are there by their ids. */
function selectionOf(rules: RuleSet | undefined): Pick<RunOptions, 'ownRules' | 'enable'> {
  if (rules === undefined) return { enable: [] };
  if (!(rules.byId instanceof Map)) {
    throw new UsageError('rules is no rule set: give what loadRules() returned');
  }
  const own = ownRuleIds(rules);
  return {
    ownRules: rules.rules.filter(({ id }) => own.has(id)),
    enable: rules.byId.size === rules.knownIds.size ? [] : [...rules.byId.keys()],
  };
}

/** The longest that setTimeout takes. */
const longestTimeoutMs = 2 ** 31 - 1;

function wholeNumber(
  name: string,
  value: number | undefined,
  least: number,
  most = Number.MAX_SAFE_INTEGER,
): number | undefined {
  if (value === undefined) return undefined;
  if (Number.isSafeInteger(value) && value >= least && value <= most) return value;
  throw new UsageError(`${name} is ${String(value)}: give a whole number from ${least} to ${most}`);
}

/** An argument that JavaScript may have forgotten. Throws UsageError. */
export function textArgument(name: string, value: unknown): string {
  if (typeof value === 'string') return value;
  throw new UsageError(`${name} is ${value === null ? 'null' : typeof value}: give a string`);
}
