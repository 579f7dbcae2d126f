// Where a secret stands now: at which paths and lines of a tree, of the index and of the work tree.
import type { SealedMatch, Span } from '../model/match.ts';
import type { Oid } from '../model/oid.ts';
import type { BytePath } from '../model/path.ts';
import { mostPlacesNow } from '../trail/treePlaces.ts';
import { groupBy } from '../triage/groupBy.ts';
import { objectOid } from './objects.ts';
import type { ObjectScan } from './objects.ts';
import type { PresentScan } from './present.ts';

/** A place outside of commits: a content under a path. */
export interface CurrentPlace extends Span {
  readonly blob: Oid;
  readonly path: BytePath;
}

export type CurrentPlaces = (secretId: string) => readonly CurrentPlace[];

/** Files of a tree or of an index: their paths and blobs. */
export type FileList = Iterable<{ readonly path: BytePath; readonly oid: Oid }>;

/**
 * The places of secrets in files whose blobs were scanned, and those of `present` (files of the work tree that are in
 * no storage), each once, at most one more than `mostPlacesNow`. `files` may name a path twice, with different blobs.
 */
export function currentPlaces(
  objects: ObjectScan,
  files: FileList,
  present: PresentScan['matches'] = [],
): CurrentPlaces {
  const matchesOf = groupBy(objects.blobMatches, ({ secretId }) => secretId);
  const presentOf = groupBy(present, ({ match }) => match.secretId);
  const blobs = new Set(objects.blobMatches.map(({ object }) => objectOid(objects, object)));
  const named = [...files].filter(({ oid }) => blobs.has(oid));
  const namesOf = groupBy(named.keys(), (at) => named[at]!.oid);
  return (secretId) => {
    const places = new Map<string, CurrentPlace>();
    const note = (path: BytePath, blob: Oid, match: SealedMatch): boolean => {
      const { line, column, endLine, endColumn } = match;
      // Of several on a line the last one stays.
      places.set(`${blob} ${line} ${path}`, { blob, path, line, column, endLine, endColumn });
      return places.size <= mostPlacesNow;
    };
    const matchesIn = groupBy(matchesOf.get(secretId) ?? [], ({ object }) =>
      objectOid(objects, object),
    );
    const names = [...matchesIn.keys()].flatMap((oid) => namesOf.get(oid) ?? []);
    for (const at of names.toSorted((left, right) => left - right)) {
      const { path, oid } = named[at]!;
      if (!(matchesIn.get(oid) ?? []).every((match) => note(path, oid, match))) break;
    }
    (presentOf.get(secretId) ?? []).every(({ path, blob, match }) => note(path, blob, match));
    return [...places.values()];
  };
}
