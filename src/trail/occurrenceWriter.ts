// Events and loose blobs written out as occurrences: lines from the matches, author, date and summary from
// the commit. Each commit's text is read once, when first needed.
import { commitSummary, parseCommit } from '../git/commit.ts';
import type { ObjectReader } from '../git/objectReader.ts';
import { isoDate, noSignature } from '../git/signature.ts';
import type { Span } from '../model/match.ts';
import type { Occurrence, Person } from '../model/occurrence.ts';
import { displayPath } from '../model/path.ts';
import type { CommitTable } from './commitTable.ts';
import type { SoughtSecrets } from './soughtSecrets.ts';
import type { SoughtTrees } from './soughtTrees.ts';
import type { TrailEvent } from './compareTrees.ts';

export interface OccurrenceSources {
  readonly commits: CommitTable;
  readonly trees: SoughtTrees;
  readonly objects: ObjectReader;
  readonly secrets: SoughtSecrets;
}

export interface OccurrenceWriter {
  /** Sorted by topological order of commits, then path bytes, line and column; of each event the first `mostLines`. */
  events(events: readonly TrailEvent[], mostLines: number): Occurrence[];
  /** `present` occurrences of one secret in blobs that no commit holds, in the order of the blobs. */
  loose(secret: number, blobs: readonly number[]): Occurrence[];
  /** Author date of a commit. */
  dateOf(commit: number): string;
}

interface CommitText {
  readonly author: Person | null;
  readonly date: string;
  readonly summary: string | null;
}

/** Longer lines of a commit would stand in a report once for each of its places. */
const mostCharacters = 1000;

function shortened(text: string): string {
  if (text.length <= mostCharacters) return text;
  // No half of a character at the end.
  return `${text.slice(0, mostCharacters).replace(/[\uD800-\uDBFF]$/u, '')}…`;
}

/** A writer with a memory of the commits it has described. */
export function createOccurrenceWriter(sources: OccurrenceSources): OccurrenceWriter {
  const { commits, trees, objects, secrets } = sources;
  const texts = new Map<number, CommitText>();
  const textOf = (commit: number): CommitText => {
    let text = texts.get(commit);
    if (text === undefined) {
      text = readText(commit);
      texts.set(commit, text);
    }
    return text;
  };
  return {
    events: (events, mostLines) =>
      events
        .flatMap((event) => {
          const spans = secrets.spans(event.blob, event.secret).slice(0, mostLines);
          return spans.map((span) => ({ event, span }));
        })
        .toSorted(byPlace)
        .map(({ event, span }) => ({
          event: event.event,
          commit: commits.oids.hexAt(event.commit),
          blob: trees.blobOid(event.blob),
          path: displayPath(event.path),
          ...span,
          ...textOf(event.commit),
        })),
    loose: (secret, blobs) =>
      blobs.flatMap((blob) =>
        secrets.spans(blob, secret).map((span) => ({
          event: 'present' as const,
          commit: null,
          blob: trees.blobOid(blob),
          path: null,
          ...span,
          author: null,
          date: null,
          summary: null,
        })),
      ),
    dateOf: (commit) => textOf(commit).date,
  };

  function readText(commit: number): CommitText {
    const object = objects.read(commits.oids.hexAt(commit));
    if (object?.type !== 'commit') {
      // Gone since the table was filled; its time is still known.
      const seconds = commits.authorSeconds[commit]!;
      return { author: null, date: isoDate({ ...noSignature, seconds }), summary: null };
    }
    const content = parseCommit(object.bytes);
    const { name, email } = content.author;
    return {
      author: { name: shortened(name), email: shortened(email) },
      date: isoDate(content.author),
      summary: shortened(commitSummary(object.bytes, content)),
    };
  }

  function byPlace(
    a: { readonly event: TrailEvent; readonly span: Span },
    b: { readonly event: TrailEvent; readonly span: Span },
  ): number {
    return (
      commits.rank[a.event.commit]! - commits.rank[b.event.commit]! ||
      (a.event.path < b.event.path ? -1 : Number(a.event.path > b.event.path)) ||
      a.span.line - b.span.line ||
      a.span.column - b.span.column ||
      a.event.blob - b.event.blob
    );
  }
}
