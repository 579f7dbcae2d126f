// Keeps what an audit learned of the objects for the next one (knownObjects.ts). Positions and keyed hashes alone: a
// secret's value is read again from its blob.
import { deserialize, serialize } from 'node:v8';
import type { CacheFolder } from '../cache/cacheFolder.ts';
import { findOid } from '../git/objectTable.ts';
import type { ObjectTable } from '../git/objectTable.ts';
import type { ContentResult } from './contentScanner.ts';
import { notRead } from './knownObjects.ts';
import type { ObjectFacts } from './knownObjects.ts';
import type { MatchList, Verdict } from './matchList.ts';
import { rowLength } from './matchList.ts';
import type { NameResult } from './nameScanner.ts';
import type { Shape } from './shapeScanner.ts';
import type { ScanShared } from './shared.ts';
import { append } from '../model/append.ts';

const fileName = 'objects';

/** The facts that were kept under this key. */
export function readFacts(folder: CacheFolder, key: string): ObjectFacts | undefined {
  const bytes = folder.read(fileName, key);
  if (bytes === undefined) return undefined;
  try {
    // Sealed by the cache: it is what `keepFacts` of this version wrote.
    return deserialize(bytes) as ObjectFacts;
  } catch {
    // Another version of V8 wrote it: as good as none.
    return undefined;
  }
}

/** Keeps facts under this key. */
export function keepFacts(folder: CacheFolder, key: string, facts: ObjectFacts): void {
  folder.write(fileName, key, [serialize(facts)]);
}

export interface FactsInput {
  readonly shared: ScanShared;
  /** See ObjectFacts.names. */
  readonly treeNames: Int32Array;
  readonly names: readonly NameResult[];
  readonly contents: readonly ContentResult[];
  /** See ObjectFacts.packs. */
  readonly packs: readonly string[];
  readonly shapes: { readonly sought: Uint32Array; readonly parts: readonly Shape[] } | undefined;
}

/** Gathers what an audit learned. What was read with a problem, or was too large, counts as not read. */
export function gatherFacts(input: FactsInput): ObjectFacts {
  const { shared, names, contents, shapes } = input;
  const { table } = shared.storage;
  const readAs = shared.readAs.slice();
  for (const object of withoutResult(table, [...names, ...contents], contents)) {
    readAs[object] = notRead;
  }
  const isRead = (object: number): boolean => readAs[object] !== notRead;
  return {
    oids: table.oids.slice(),
    types: shared.types.slice(),
    names: input.treeNames,
    readAs,
    sizes: shared.sizes.slice(),
    fromTrees: {
      missing: distinct(names.flatMap((part) => part.missing)),
      gitlinks: distinct(names.flatMap((part) => part.gitlinks)),
    },
    fromContents: {
      blobMatches: joined(contents.map((part) => part.blobMatches)),
      messageMatches: joined(contents.map((part) => part.messageMatches)),
      commitRows: rowsOf(
        contents.map((part) => part.commitRows),
        (rows, at) => 5 + rows[at + 4]!,
        isRead,
      ),
      tagRows: rowsOf(
        contents.map((part) => part.tagRows),
        () => 2,
        isRead,
      ),
      missing: distinct(contents.flatMap((part) => part.missing)),
      images: contents.flatMap((part) => part.images),
      unreadParts: contents.flatMap((part) => part.unreadParts),
    },
    packs: input.packs,
    shape: shapes && { sought: shapes.sought, ...joinedShapes(shapes.parts) },
  };
}

/** Numbers of the objects that something is wrong with, or that were left out. */
function withoutResult(
  table: ObjectTable,
  parts: readonly Pick<NameResult, 'problems'>[],
  contents: readonly ContentResult[],
): number[] {
  const oids = [
    ...parts.flatMap(({ problems }) => problems.flatMap(({ oid }) => oid ?? [])),
    ...contents.flatMap(({ crowded }) => crowded.flatMap(({ oid }) => oid ?? [])),
    ...contents.flatMap(({ oversized }) => oversized.map(({ oid }) => oid)),
  ];
  return oids.map((oid) => findOid(table, oid)).filter((object) => object >= 0);
}

function joined(lists: readonly MatchList[]): MatchList {
  const verdicts: Verdict[] = [];
  const rows = new Float64Array(lists.reduce((sum, list) => sum + list.rows.length, 0));
  let used = 0;
  for (const list of lists) {
    rows.set(list.rows, used);
    for (let at = used; at < used + list.rows.length; at += rowLength)
      rows[at + 1]! += verdicts.length;
    used += list.rows.length;
    append(verdicts, list.verdicts);
  }
  return { verdicts, rows };
}

/** Rows that begin with the number of an object that was read. */
function rowsOf(
  lists: readonly Float64Array[],
  lengthAt: (rows: Float64Array, at: number) => number,
  isRead: (object: number) => boolean,
): Float64Array {
  const kept = new Float64Array(lists.reduce((sum, rows) => sum + rows.length, 0));
  let used = 0;
  for (const rows of lists) {
    for (let at = 0; at < rows.length;) {
      const length = lengthAt(rows, at);
      if (isRead(rows[at]!)) {
        kept.set(rows.subarray(at, at + length), used);
        used += length;
      }
      at += length;
    }
  }
  return kept.slice(0, used);
}

/** One shape out of those of all threads: names are numbered anew. */
function joinedShapes(parts: readonly Shape[]): Shape {
  const names: string[] = [];
  const records = new Uint32Array(parts.reduce((sum, part) => sum + part.records.length, 0));
  let used = 0;
  for (const part of parts) {
    const first = names.length;
    for (const name of part.names) names.push(name);
    records.set(part.records, used);
    for (let at = used; at < used + part.records.length;) {
      const end = at + 2 + 2 * records[at + 1]!;
      for (let entry = at + 3; entry < end; entry += 2) records[entry]! += 2 * first;
      at = end;
    }
    used += part.records.length;
  }
  return { records, names };
}

function distinct(oids: readonly string[]): string[] {
  return [...new Set(oids)];
}
