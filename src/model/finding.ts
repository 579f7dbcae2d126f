// One secret under one rule with all its occurrences.
import type { Span, ValueEncoding } from './match.ts';
import type { Occurrence } from './occurrence.ts';
import type { Oid } from './oid.ts';
import type { DisplayPath } from './path.ts';
import type { Confidence, Severity } from './rule.ts';

/** Where a secret stands, strongest first. */
export const findingStates = [
  'head',
  'history',
  'index',
  'worktree',
  'unreachable',
  'message',
] as const;
export type FindingState = (typeof findingStates)[number];

/** What kind of path holds it. */
export const pathMarks = ['test', 'example', 'docs', 'vendored', 'minified'] as const;
export type PathMark = (typeof pathMarks)[number];

/** What stands in tests, examples and documentation alone is less often a secret in use: it is told apart. */
export function isAside({ marks }: { readonly marks: readonly PathMark[] }): boolean {
  return marks.some((mark) => mark === 'test' || mark === 'example' || mark === 'docs');
}

export interface Secret {
  /** The secret itself. Only report/ may turn it into text, redacted unless the user asked otherwise. */
  readonly value: string;
  /** Shannon entropy, bits per character. */
  readonly entropy: number;
  readonly encoding?: ValueEncoding;
}

export interface Suppression {
  /** `inline-comment`, `ignore-file`, `baseline`, `gitleaksignore` or `secrets-baseline`. */
  readonly by: string;
  readonly reason: string;
  /** ISO date after which it no longer holds. */
  readonly until?: string;
}

/** Another finding that belongs to one, where it stands nearest. */
export interface Partner {
  readonly fingerprint: string;
  readonly ruleId: string;
  readonly title: string;
  readonly path: DisplayPath | null;
  readonly line: number;
}

/** Where a secret stands in the tree of a commit. */
export interface TreePlace extends Span {
  readonly path: DisplayPath;
  readonly blob: Oid;
}

/** A place of a secret in an object: bytes of a blob, or of the message of a commit or tag; 0-based, half-open. */
export interface StoredPlace {
  readonly oid: Oid;
  readonly startOffset: number;
  readonly endOffset: number;
}

/** Why the value is taken for a secret, at the place that tells most. */
export interface Judgement {
  /** Half a sentence, such as `its score of 0.97 reaches 0.50`. */
  readonly verdict: string;
  /** What the score is made of, in log-odds, the strongest first; empty for the rule of a provider. */
  readonly reasons: readonly { readonly weight: number; readonly text: string }[];
}

export interface Finding {
  /** 32 hex digits, see triage/fingerprint.ts. */
  readonly fingerprint: string;
  readonly ruleId: string;
  readonly title: string;
  readonly provider: string;
  readonly severity: Severity;
  readonly confidence: Confidence;
  /** 0 to 1. */
  readonly score: number;
  readonly secret: Secret;
  readonly state: FindingState;
  /** In the order of the tree, the first 100; absent where the secret is not in HEAD, and outside repositories. */
  readonly headPlaces?: readonly TreePlace[];
  readonly introduced: Occurrence;
  readonly removed: { readonly commit: Oid; readonly date: string } | null;
  /** Whole and fractional days from introduced to removed, else to the newest commit; null where no commit holds it. */
  readonly exposedDays: number | null;
  /** Full ref names, sorted. */
  readonly reachableFrom: readonly string[];
  /** HEAD is detached, and its history or a message in it holds the secret; absent otherwise. */
  readonly reachableFromHead?: true;
  readonly occurrences: readonly Occurrence[];
  readonly marks: readonly PathMark[];
  /** The other halves of a credential in two parts (key id and secret), see triage/pairs.ts; absent where there is none. */
  readonly pairedWith?: readonly Partner[];
  readonly suppressed: Suppression | null;
  /** Every version and form in which it is stored, where the run wants to know; no report tells them. */
  readonly storedAt?: readonly StoredPlace[];
  readonly advice: readonly string[];
  /** Where the run was asked for it. */
  readonly judgement?: Judgement;
}
