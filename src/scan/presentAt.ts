// Places outside of commits' trees: in messages, in the index, in files, in blobs that nothing names.
import type { Span } from '../model/match.ts';
import type { Occurrence } from '../model/occurrence.ts';
import type { Oid } from '../model/oid.ts';
import type { DisplayPath } from '../model/path.ts';

/** The occurrence of a match there; `commit` is that of a message. */
export function presentAt(
  { line, column, endLine, endColumn }: Span,
  at: { commit?: Oid; blob?: Oid | null; path?: DisplayPath },
): Occurrence {
  const { commit = null, blob = null, path = null } = at;
  const span = { line, column, endLine, endColumn };
  return { event: 'present', commit, blob, path, ...span, author: null, date: null, summary: null };
}
