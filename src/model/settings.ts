// What a configuration file says, after reading: plain data, fit to be sent to a thread.
import type { Confidence, Rule, Severity } from './rule.ts';

/** Secrets that are not to be reported, whatever rule finds them. */
export interface AllowedValues {
  /** RE2 patterns, found anywhere in the secret. */
  readonly patterns: readonly string[];
  /** Whole secrets. */
  readonly literals: readonly string[];
}

/** The settings of a configuration, extended files merged; lists are empty where nothing is said. */
export interface Settings {
  /** The file as messages name it; null = there is none. */
  readonly source: string | null;
  readonly ownRules: readonly Rule[];
  /** Rule ids, or ids with `*`, each of which names at least one rule. */
  readonly enable: readonly string[];
  readonly disable: readonly string[];
  /** By rule id, or id with `*`; the last that names a rule counts. */
  readonly severities: readonly (readonly [id: string, severity: Severity])[];
  /** Lines as in .gitignore, relative to the top of the repository: what stands there does not count. */
  readonly excludePaths: readonly string[];
  /** The same as RE2 patterns, found anywhere in the path. */
  readonly excludePathPatterns: readonly string[];
  /** Lines as in .gitignore for files that are .env-like besides those that are by their names. */
  readonly envFiles: readonly string[];
  readonly allow: AllowedValues;
  readonly minConfidence?: Confidence;
  readonly maxBlobBytes?: number;
  /** Relative to the top of the repository, or, of a file that `--config` named, absolute. */
  readonly baseline?: string;
  /** What was not understood, one line each, with file and line. */
  readonly warnings: readonly string[];
}

export const noSettings: Settings = {
  source: null,
  ownRules: [],
  enable: [],
  disable: [],
  severities: [],
  excludePaths: [],
  excludePathPatterns: [],
  envFiles: [],
  allow: { patterns: [], literals: [] },
  warnings: [],
};
