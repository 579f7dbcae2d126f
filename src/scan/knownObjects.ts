// What an earlier audit learned of the objects, put to use in this one: an object's content never changes, so what was
// read once need not be read again. It appears beside what the threads read, as one result more.
import { emptyBlobOids, emptyTreeOids, isEmptyObject } from '../git/emptyObjects.ts';
import { compareOids, findOid } from '../git/objectTable.ts';
import type { ObjectTable } from '../git/objectTable.ts';
import { packTypes } from '../git/packFile.ts';
import type { Oid } from '../model/oid.ts';
import type { ContentResult } from './contentScanner.ts';
import { commitRowsAnew, placedAnew, tagRowsAnew } from './factRows.ts';
import type { NameResult } from './nameScanner.ts';
import type { Shape } from './shapeScanner.ts';

/** Facts by the number of an object in the table of `oids`. */
export interface ObjectFacts {
  /** Binary ids, sorted. */
  readonly oids: Uint8Array;
  readonly types: Uint8Array;
  /** What trees alone say of the names of each object (PathMask). */
  readonly names: Int32Array;
  /** What a content was judged as: the word of the PathMask for a blob, 0 for the others; `notRead` otherwise. */
  readonly readAs: Int32Array;
  /** Bytes of the contents that were read. */
  readonly sizes: Uint32Array;
  readonly fromTrees: Pick<NameResult, 'missing' | 'gitlinks'>;
  readonly fromContents: Pick<
    ContentResult,
    | 'blobMatches'
    | 'messageMatches'
    | 'commitRows'
    | 'tagRows'
    | 'missing'
    | 'images'
    | 'unreadParts'
  >;
  /** Checksums of packs that are whole, in hexadecimal digits. */
  readonly packs: readonly string[];
  /** The trail's trees, and the blobs that they were read for; undefined where nothing was sought. */
  readonly shape: (Shape & { readonly sought: Uint32Array }) | undefined;
}

/** `ObjectFacts.readAs` of an object that was not read, or not without a problem. */
export const notRead = -1;

/** The facts that hold for the objects of a table. */
export interface KnownObjects {
  readonly facts: ObjectFacts;
  /** Number in the table of each object of the facts, -1 for one that is gone. */
  readonly numbers: Int32Array;
  /** Number in the facts of each object of the table, -1 for a new one. */
  readonly factsOf: Int32Array;
  /** Whether what was read of trees still tells all: nothing is gone that they could name. */
  readonly holdsTrees: boolean;
  /** Objects of the table that have not been read. */
  readonly unread: number;
}

/** Undefined where the facts are of no use for this table. */
export function fitFacts(facts: ObjectFacts, table: ObjectTable): KnownObjects | undefined {
  const { oidBytes } = table;
  const count = facts.oids.length / oidBytes;
  const numbers = new Int32Array(count);
  const factsOf = new Int32Array(table.count).fill(-1);
  let gone = 0;
  let unread = table.count;
  // Both are sorted.
  let at = 0;
  for (let fact = 0; fact < count; fact++) {
    let order = -1;
    while (at < table.count) {
      order = compareOids(table.oids, at * oidBytes, facts.oids, fact * oidBytes, oidBytes);
      if (order >= 0) break;
      at++;
    }
    numbers[fact] = order === 0 ? at : -1;
    if (order !== 0) gone++;
    else {
      factsOf[at] = fact;
      if (facts.readAs[fact] !== notRead) unread--;
    }
  }
  // Nobody misses an empty object: what names it was not noted.
  const isNew = (oid: Oid): boolean => {
    const object = findOid(table, oid);
    return object >= 0 && factsOf[object] === -1;
  };
  if ([...emptyTreeOids, ...emptyBlobOids].some(isNew)) return undefined;
  // A commit's row does not tell by which id it names what was missing, nor a missing id by whom it is named.
  const { missing } = facts.fromContents;
  const isIn = (oid: Oid): boolean => findOid(table, oid) >= 0;
  if (missing.length > 0 && (gone > 0 || missing.some(isIn))) return undefined;
  const holdsTrees = gone === 0 && !facts.fromTrees.missing.some(isIn);
  return { facts, numbers, factsOf, holdsTrees, unread };
}

/** Names of blobs that trees gave earlier, by number in the table. */
export function knownNames({ facts, factsOf, holdsTrees }: KnownObjects, paths: Int32Array): void {
  if (!holdsTrees) return;
  for (let object = 0; object < factsOf.length; object++) {
    const fact = factsOf[object]!;
    if (fact >= 0) paths[object]! |= facts.names[fact]!;
  }
}

/** Types of the objects that are known, where `types` does not tell. */
export function knownTypes({ facts, factsOf }: KnownObjects, types: Uint8Array): void {
  for (let object = 0; object < factsOf.length; object++) {
    const fact = factsOf[object]!;
    if (fact >= 0 && types[object] === packTypes.unknown) types[object] = facts.types[fact]!;
  }
}

/** 1 for each tree that need not be read again. */
export function knownTrees({ facts, factsOf, holdsTrees }: KnownObjects): Uint8Array {
  const known = new Uint8Array(new SharedArrayBuffer(factsOf.length));
  if (!holdsTrees) return known;
  for (let object = 0; object < known.length; object++) {
    const fact = factsOf[object]!;
    if (fact < 0 || facts.types[fact] !== packTypes.tree) continue;
    if (facts.readAs[fact] !== notRead) known[object] = 1;
  }
  return known;
}

/** 1 for each content that was judged as what `paths` makes of it now. */
export function knownContents({ facts, factsOf }: KnownObjects, paths: Int32Array): Uint8Array {
  const known = new Uint8Array(new SharedArrayBuffer(factsOf.length));
  for (let object = 0; object < known.length; object++) {
    const fact = factsOf[object]!;
    if (fact < 0 || facts.types[fact] === packTypes.tree) continue;
    const readAs = facts.readAs[fact]!;
    if (readAs === notRead) continue;
    if (facts.types[fact] !== packTypes.blob || readAs === paths[object]) known[object] = 1;
  }
  return known;
}

/** Notes what an earlier audit read as read. */
export function recallReads(
  { facts, factsOf }: KnownObjects,
  isKnown: Uint8Array,
  { readAs, sizes }: { readonly readAs: Int32Array; readonly sizes: Uint32Array },
): void {
  for (let object = 0; object < isKnown.length; object++) {
    if (isKnown[object] !== 1) continue;
    const fact = factsOf[object]!;
    readAs[object] = facts.readAs[fact]!;
    sizes[object] = facts.sizes[fact]!;
  }
}

/** What the trees that are not read again gave. */
export function namesFromFacts(
  { facts, holdsTrees }: KnownObjects,
  isKnown: Uint8Array,
): NameResult {
  if (!holdsTrees) return { trees: 0, missing: [], gitlinks: [], problems: [] };
  const trees = isKnown.reduce((sum, known) => sum + known, 0);
  const { missing, gitlinks } = facts.fromTrees;
  return { trees, missing, gitlinks, problems: [] };
}

/** What the contents that are not read again gave. */
export function contentsFromFacts(
  { facts, numbers, factsOf }: KnownObjects,
  isKnown: Uint8Array,
  { oidBytes }: ObjectTable,
): ContentResult {
  const { fromContents, types, sizes } = facts;
  const oidAt = (fact: number): Oid => {
    const { buffer, byteOffset } = facts.oids;
    return Buffer.from(buffer, byteOffset + fact * oidBytes, oidBytes).toString('hex');
  };
  const counts = { blobs: 0, blobBytes: 0, commits: 0, messages: 0 };
  const keptOids = new Set<Oid>();
  const ofOids = [...fromContents.images, ...fromContents.unreadParts].length > 0;
  for (let object = 0; object < isKnown.length; object++) {
    if (isKnown[object] !== 1) continue;
    const fact = factsOf[object]!;
    if (types[fact] === packTypes.blob) {
      counts.blobs++;
      counts.blobBytes += sizes[fact]!;
      if (ofOids) keptOids.add(oidAt(fact));
    } else counts.messages++;
    if (types[fact] === packTypes.commit) counts.commits++;
  }
  const isKept = (fact: number): boolean => numbers[fact]! >= 0 && isKnown[numbers[fact]!] === 1;
  const missing = new Set<Oid>(fromContents.missing);
  /** The number in the table of what a commit or tag names; what is gone since is missing now. */
  const numberOf = (fact: number): number => {
    if (fact < 0) return -1;
    const object = numbers[fact]!;
    if (object < 0 && !isEmptyObject(oidAt(fact))) missing.add(oidAt(fact));
    return object;
  };
  return {
    ...counts,
    blobMatches: placedAnew(fromContents.blobMatches, numbers, isKept),
    messageMatches: placedAnew(fromContents.messageMatches, numbers, isKept),
    commitRows: commitRowsAnew(fromContents.commitRows, isKept, numberOf),
    tagRows: tagRowsAnew(fromContents.tagRows, isKept, numberOf),
    missing: [...missing],
    oversized: [],
    leftOut: [],
    images: fromContents.images.filter(({ oid }) => keptOids.has(oid)),
    unreadParts: fromContents.unreadParts.filter(({ oid }) => keptOids.has(oid)),
    problems: [],
    crowded: [],
    cutOff: [],
  };
}

/** The trail's trees as far as they were kept; undefined where they do not serve for all of these objects. */
export function shapeFromFacts(
  { facts, numbers, factsOf, holdsTrees }: KnownObjects,
  sought: Iterable<number>,
): Shape | undefined {
  const { shape } = facts;
  if (!holdsTrees || shape === undefined) return undefined;
  const before = new Set(shape.sought);
  for (const object of sought) {
    const fact = factsOf[object]!;
    if (fact >= 0 && !before.has(fact)) return undefined;
  }
  const records = shape.records.slice();
  for (let at = 0; at < records.length;) {
    const end = at + 2 + 2 * records[at + 1]!;
    records[at] = numbers[records[at]!]!;
    for (let entry = at + 2; entry < end; entry += 2) records[entry] = numbers[records[entry]!]!;
    at = end;
  }
  return { records, names: shape.names };
}
