// One statement about a .env-like file: is it tracked, is it ignored, by which rule. And the lines that a .gitignore lacks.
import type { BytePath, DisplayPath } from './path.ts';

export type HygieneStatus = 'ok' | 'warn' | 'fail';
/** `docker` is about a .dockerignore, the others about a .env-like file. */
export type HygieneCheck = 'tracked' | 'ignored' | 'shared-rule' | 'history' | 'docker';

export interface HygieneEntry {
  readonly check: HygieneCheck;
  readonly path: DisplayPath;
  readonly status: HygieneStatus;
  /** The deciding ignore rule as `git check-ignore -v` prints it. */
  readonly rule: {
    readonly source: string;
    readonly line: number;
    readonly pattern: string;
  } | null;
  readonly message: string;
  /** What to do, one line; empty when nothing is. */
  readonly fix: string;
  /** In the tree of HEAD; of entries of an audit. */
  readonly inHead?: boolean;
  /** In the working tree; of entries of an audit. */
  readonly onDisk?: boolean;
}

/** The lines that a .gitignore of the work tree lacks. */
export interface IgnoreEdit {
  /** Path of the .gitignore. */
  readonly file: BytePath;
  /** Lines to add at its end, without line ends (latin1). */
  readonly lines: readonly string[];
  /** undefined for a file that does not exist yet. */
  readonly before: Uint8Array | undefined;
  readonly after: Uint8Array;
}

/** What is about to be written, to be shown first. */
export interface IgnoreFix {
  /** Empty where nothing is missing. */
  readonly edits: readonly IgnoreEdit[];
  /** Secrets that were found: the files may hold them. */
  readonly secrets: readonly string[];
}
