// What a check of suppression is given: all that may suppress, and where the secret stands.
import type { Finding, Suppression } from '../model/finding.ts';
import type { OccurrenceEvent } from '../model/occurrence.ts';
import type { Oid } from '../model/oid.ts';
import { shownPath } from '../model/path.ts';
import type { BytePath } from '../model/path.ts';
import type { BaselineEntry } from './baseline.ts';
import type { GitleaksIgnore } from './gitleaksIgnore.ts';
import type { InlineComment } from './inlineComment.ts';
import type { SecretsBaseline } from './secretsBaseline.ts';

/** Something that names paths, rules or texts, and why what it names does not count. */
export interface Allowance {
  readonly matches: (text: string) => boolean;
  readonly reason: string;
}

/** Everything that may suppress, read and compiled. Absent = there is no such file. */
export interface Suppressions {
  /** ISO day; later than `until` of an entry: it holds no more. */
  readonly today: string;
  /** Fingerprints of `.leaktrailignore` may be under any of these. */
  readonly fingerprintKeys: readonly string[];
  readonly isRule: (word: string) => boolean;
  readonly ignored: {
    /** Reasons by fingerprint. */
    readonly fingerprints: ReadonlyMap<string, string>;
    readonly rules: readonly Allowance[];
    /** Of byte paths. */
    readonly paths: readonly Allowance[];
  };
  readonly baseline?: {
    readonly salts: readonly string[];
    readonly entriesOf: ReadonlyMap<string, readonly BaselineEntry[]>;
  };
  readonly gitleaks?: GitleaksIgnore;
  readonly secretsBaseline?: Pick<SecretsBaseline, 'hashes' | 'ofPath'> & {
    /** Whether one of its expressions excludes a path, a line or a secret. */
    readonly excludes: Readonly<Record<'files' | 'lines' | 'secrets', (text: string) => boolean>>;
  };
}

/** A place of a secret. Lines are 1-based. */
export interface SecretPlace {
  readonly commit: Oid | null;
  readonly path: BytePath | null;
  readonly line: number;
  readonly endLine: number;
  /** The text of a line of that content, empty where there is none. */
  readonly textAt: (line: number) => string;
  /** The comments in it. */
  readonly commentsAt: (line: number) => readonly InlineComment[];
}

export interface FindingPlaces {
  /** Where it stands now: HEAD, index, work tree. */
  readonly now: readonly SecretPlace[];
  /** Its occurrences. */
  readonly past: readonly (SecretPlace & { readonly event: OccurrenceEvent })[];
}

/** A finding that is asked about. */
export interface Case {
  readonly finding: Finding;
  readonly places: FindingPlaces;
  readonly suppressions: Suppressions;
}

/** What one kind of suppression says of it. */
export type Check = (asked: Case) => Suppression | undefined;

/** Every path that ever held the secret; none where a message holds it: a path says nothing of that. */
export function pathsOf({ occurrences }: Finding, { now }: FindingPlaces): BytePath[] {
  // It stands at more places than were looked at.
  if (now.some(({ path }) => path === null)) return [];
  const paths = new Set(now.flatMap(({ path }) => path ?? []));
  for (const { path, commit } of occurrences) {
    if (path !== null) paths.add(shownPath(path));
    else if (commit !== null) return [];
  }
  return [...paths];
}
