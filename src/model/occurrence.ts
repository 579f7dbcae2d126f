// A match at a commit, a path and a line: one step of a secret's trail.
import type { Span } from './match.ts';
import type { Oid } from './oid.ts';
import type { DisplayPath } from './path.ts';

/**
 * introduced: no parent holds the secret at any path; spread: a parent holds it, but not at this path;
 * removed: a parent holds it at this path and this commit does not (the span is where it last stood);
 * present: outside commits (index, worktree, files, messages, blobs that no commit holds).
 */
export type OccurrenceEvent = 'introduced' | 'spread' | 'removed' | 'present';

export interface Person {
  readonly name: string;
  readonly email: string;
}

/** A place in a Jupyter notebook as its reader sees it. */
export interface NotebookCell {
  /** 1-based, in the order of the notebook. */
  readonly number: number;
  readonly part: 'source' | 'output';
  /** 1-based, within the cell's source or within the text of one of its outputs. */
  readonly line: number;
}

/** A part of a line of an excerpt: `line` an index into its lines, columns 0-based and half-open, in UTF-16 units. */
export interface ExcerptMark {
  readonly line: number;
  readonly start: number;
  readonly end: number;
}

/** The lines around a place. In a report, long ones are cut, and secrets hidden unless it shows them. */
export interface Excerpt {
  /** 1-based. */
  readonly startLine: number;
  readonly lines: readonly string[];
  /** Where this secret, or what stands for it, is. */
  readonly marks: readonly ExcerptMark[];
  /** Where secrets stand, this one or others; absent where they are hidden. */
  readonly hidden?: readonly ExcerptMark[];
}

export interface Occurrence extends Span {
  readonly event: OccurrenceEvent;
  readonly commit: Oid | null;
  readonly blob: Oid | null;
  readonly path: DisplayPath | null;
  readonly author: Person | null;
  /** Author date, ISO 8601 with the author's offset; null outside commits. */
  readonly date: string | null;
  /** First line of the message; null outside commits. */
  readonly summary: string | null;
  /** In a notebook, unless the place is in none of its cells. */
  readonly cell?: NotebookCell;
  /** Where the run was asked for it (`--context`), and the content is text. */
  readonly context?: Excerpt;
}
