// Where a secret stands now: at which paths and lines of a tree, of the index and of the work tree.
import type { SealedMatch, Span } from '../model/match.ts';
import type { Oid } from '../model/oid.ts';
import type { BytePath } from '../model/path.ts';
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
 * no storage), each once. `files` may name a path twice, with different blobs.
 */
export function currentPlaces(
  objects: ObjectScan,
  files: FileList,
  present: PresentScan['matches'] = [],
): CurrentPlaces {
  const matchesOf = groupBy(objects.blobMatches, (match) => objectOid(objects, match.object));
  const places = new Map<string, Map<string, CurrentPlace>>();
  const note = (path: BytePath, blob: Oid, match: SealedMatch): void => {
    const { secretId, line, column, endLine, endColumn } = match;
    const span = { line, column, endLine, endColumn };
    const known = places.get(secretId) ?? new Map<string, CurrentPlace>();
    // Of several on a line the last one stays.
    places.set(secretId, known.set(`${blob} ${line} ${path}`, { blob, path, ...span }));
  };
  for (const { path, oid } of files) {
    for (const match of matchesOf.get(oid) ?? []) note(path, oid, match);
  }
  for (const { path, blob, match } of present) note(path, blob, match);
  return (secretId) => [...(places.get(secretId)?.values() ?? [])];
}
