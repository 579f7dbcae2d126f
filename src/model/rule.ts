// A rule as its YAML file states it, after validation. Compiling it to RE2 is the business of rules/.

export const severities = ['critical', 'high', 'medium', 'low'] as const;
export type Severity = (typeof severities)[number];

export const confidences = ['high', 'medium', 'low'] as const;
export type Confidence = (typeof confidences)[number];

/** What kind of file a path names; decides which syntax a value may stand in. */
export const fileKinds = [
  'python',
  'dotenv',
  'config',
  'shell',
  'code',
  'markup',
  'lock',
  'message',
  'unknown',
  'translation',
  'credentials',
] as const;
export type FileKind = (typeof fileKinds)[number];

/** A restriction to paths; globs as in .gitignore without negation, matched on the whole path, case-insensitively. */
export interface PathCondition {
  readonly include?: readonly string[];
  readonly exclude?: readonly string[];
  /** RE2 patterns, found anywhere in the path, in this case: what `.gitleaks.toml` gives. */
  readonly includePatterns?: readonly string[];
  readonly excludePatterns?: readonly string[];
}

export interface Rule {
  /** Lower-case words joined by hyphens, unique over all rule files; never changed once published. */
  readonly id: string;
  /** What was found, for a heading: "OpenAI API key". */
  readonly title: string;
  /** The service that issued it, lower-case ("openai"), or "generic". */
  readonly provider: string;
  readonly severity: Severity;
  /** Confidence of a match that passes every check. */
  readonly confidence: Confidence;
  /** Of two rules that match the same bytes the higher one reports; provider rules 50 to 100, generic ones below. */
  readonly specificity: number;
  /** Literals, at least one of which (case-insensitively) stands in or near every match. 3 or more bytes each. */
  readonly keywords: readonly string[];
  /** One RE2 pattern with the named group `secret` (fragments of a list are joined without separator); empty with `extractor`. */
  readonly pattern: string;
  /** Name of the part of detect/ that finds this rule's matches instead of a pattern (`assignment`, …). */
  readonly extractor?: string;
  /** Bytes looked at before and after the keyword; the match must lie within. */
  readonly window: { readonly before: number; readonly after: number };
  /** Least Shannon entropy of the secret, bits per character. */
  readonly minEntropy?: number;
  readonly paths?: PathCondition;
  /** RE2 patterns and literals: a secret that one of them matches is not reported. */
  readonly allow?: { readonly patterns?: readonly string[]; readonly literals?: readonly string[] };
  /** Names of structural checks in rules/checks (`github-crc32`, `jwt`, …); all must pass. */
  readonly checks?: readonly string[];
  /** Id of the rule that finds the other half (key id and secret): near each other they are one credential. */
  readonly pairedWith?: string;
  /** It came from a configuration or a file of the user: what it leaves out in the end is a built-in rule's to report. */
  readonly isOwn?: true;
  /** Where the provider describes the format. */
  readonly references: readonly string[];
  /** Where one revokes it. */
  readonly revoke?: string;
  /** First steps for the reader of a finding. */
  readonly advice?: readonly string[];
  /** Templates (`ghp_<alnum:36>`), expanded at test time: texts that must match and texts that must not. */
  readonly examples: { readonly positive: readonly string[]; readonly negative: readonly string[] };
}
