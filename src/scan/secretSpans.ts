// Where on a line the secrets of a report end: what stands before that is told in no text.
import type { Finding } from '../model/finding.ts';
import type { Span } from '../model/match.ts';
import type { Occurrence } from '../model/occurrence.ts';
import { secretIdOf } from '../triage/fingerprint.ts';
import type { CurrentPlaces } from './currentPlaces.ts';

export interface SecretSpans {
  /** The column behind the last secret on a line of a content, infinite where it goes on below; 0 where there is none. */
  endAt(content: string, line: number): number;
}

/** What tells the content of an occurrence from others. */
export function occurrenceKey({
  blob,
  commit,
  path,
}: Pick<Occurrence, 'blob' | 'commit' | 'path'>): string {
  return blob ?? commit ?? path ?? '';
}

interface ContentSpans {
  /** By line. */
  readonly ends: Map<number, number>;
  /** Those of several lines, by first and last line: secrets of one place share them. */
  readonly blocks: Map<string, Span>;
}

/** The places of these findings; they are gathered when the first one is asked for, which is seldom. */
export function secretSpans(
  findings: readonly Finding[],
  placesOf: CurrentPlaces,
  fingerprintKey: string,
): SecretSpans {
  let gathered: ReadonlyMap<string, ContentSpans> | undefined;
  const gather = (): ReadonlyMap<string, ContentSpans> => {
    const spans = new Map<string, ContentSpans>();
    for (const { secret, occurrences } of findings) {
      for (const place of placesOf(secretIdOf(fingerprintKey, secret.value))) {
        note(spans, place.blob, place);
      }
      for (const place of occurrences) note(spans, occurrenceKey(place), place);
    }
    return spans;
  };
  return {
    endAt(content, line) {
      const found = (gathered ??= gather()).get(content);
      if (found === undefined) return 0;
      let end = found.ends.get(line) ?? 0;
      for (const block of found.blocks.values()) {
        if (line < block.line || line > block.endLine) continue;
        end = Math.max(end, line < block.endLine ? Number.POSITIVE_INFINITY : block.endColumn);
      }
      return end;
    },
  };
}

function note(spans: Map<string, ContentSpans>, content: string, span: Span): void {
  let known = spans.get(content);
  if (known === undefined) {
    known = { ends: new Map(), blocks: new Map() };
    spans.set(content, known);
  }
  const { line, column, endLine, endColumn } = span;
  if (line === endLine) {
    known.ends.set(line, Math.max(known.ends.get(line) ?? 0, endColumn));
  } else {
    known.blocks.set(`${line} ${endLine} ${endColumn}`, { line, column, endLine, endColumn });
  }
}
