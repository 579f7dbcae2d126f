// The delta families of one pack: entries in pack order, each with its type, its base and its children.
// Everything is in typed arrays over shared memory, for 1.7 million entries and several threads.
import { packTypes, createEntryHeader } from './packFile.ts';
import type { PackFile } from './packFile.ts';
import type { PackIndex } from './packIndex.ts';

/** `parent` of an entry that is stored whole. */
export const noParent = -1;
/** `parent` of a delta whose base is not in this pack. */
export const parentElsewhere = -2;
/** `parent` of an entry whose header or base cannot be read. */
export const unreadable = -3;

export interface PackLayout {
  readonly count: number;
  /** Offsets in ascending order; one more where `knowsEnds`, which is the end of the last entry. */
  readonly offsets: Float64Array;
  /** Whether each entry ends where the next begins: all entries of the pack are here. */
  readonly knowsEnds: boolean;
  /** Number of each entry's object in the object table. */
  readonly objects: Uint32Array;
  /** Resolved type number (packTypes), 0 while unknown. */
  readonly types: Uint8Array;
  /** Entry number of the base, or one of the negative marks above. */
  readonly parents: Int32Array;
  readonly firstChild: Int32Array;
  readonly nextSibling: Int32Array;
  /** Compressed bytes of the entry and all its descendants. */
  readonly weights: Float64Array;
  /** Entries that start a family, in pack order (stored whole, or with their base elsewhere). */
  readonly roots: Uint32Array;
}

export interface LayoutInput {
  readonly file: Pick<PackFile, 'sizeBytes' | 'readHeader'>;
  readonly index: PackIndex;
  /** Object number of each index position (buildObjectTable). */
  readonly objectNumbers: Uint32Array;
  readonly oidBytes: number;
  /** Position in `index` of a binary id given as latin1, or -1. */
  readonly find: (oid: string) => number;
}

/** Reads all entry headers in pack order and links the families. */
export function buildPackLayout(input: LayoutInput): PackLayout {
  const { count } = input.index;
  const { order, offsets } = sortByOffset(
    input.index.offsets,
    input.file.sizeBytes,
    input.oidBytes,
  );
  const objects = new Uint32Array(new SharedArrayBuffer(count * 4));
  const types = new Uint8Array(new SharedArrayBuffer(count));
  const parents = new Int32Array(new SharedArrayBuffer(count * 4));
  let entryOfPosition: Uint32Array | undefined;
  const header = createEntryHeader();
  for (let entry = 0; entry < count; entry++) {
    objects[entry] = input.objectNumbers[order[entry]!]!;
    if (!input.file.readHeader(offsets[entry]!, header)) {
      parents[entry] = unreadable;
    } else if (header.type === packTypes.ofsDelta) {
      const base = findEntry(offsets, entry, header.baseOffset);
      parents[entry] = base < 0 ? unreadable : base;
    } else if (header.type === packTypes.refDelta) {
      const position = input.find(header.baseOid);
      if (position >= 0 && entryOfPosition === undefined) {
        entryOfPosition = new Uint32Array(count);
        for (let i = 0; i < count; i++) entryOfPosition[order[i]!] = i;
      }
      parents[entry] =
        position < 0 || entryOfPosition === undefined
          ? parentElsewhere
          : entryOfPosition[position]!;
    } else {
      parents[entry] = noParent;
      types[entry] = header.type;
    }
  }
  return {
    count,
    offsets,
    knowsEnds: true,
    objects,
    types,
    parents,
    ...linkFamilies(offsets, parents, types),
  };
}

/** Gives a family whose base is elsewhere the type that the base turned out to have. */
export function setFamilyType(layout: PackLayout, root: number, type: number): void {
  const stack = [root];
  for (let entry = stack.pop(); entry !== undefined; entry = stack.pop()) {
    layout.types[entry] = type;
    for (let child = layout.firstChild[entry]!; child >= 0; child = layout.nextSibling[child]!) {
      stack.push(child);
    }
  }
}

/** Entry number at exactly this offset among the first `end` entries, or -1. */
export function findEntry(offsets: Float64Array, end: number, offset: number): number {
  let low = 0;
  let high = end;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (offsets[middle]! < offset) low = middle + 1;
    else high = middle;
  }
  return low < end && offsets[low] === offset ? low : -1;
}

interface Families {
  firstChild: Int32Array;
  nextSibling: Int32Array;
  weights: Float64Array;
  roots: Uint32Array;
}

/**
 * Children lists, weights and roots. The heaviest child comes last, so that a walk can drop a base's bytes before it
 * enters it: any other has at most half of the weight, and at most log2(n) objects are alive at once.
 */
function linkFamilies(offsets: Float64Array, parents: Int32Array, types: Uint8Array): Families {
  const count = parents.length;
  const firstChild = new Int32Array(new SharedArrayBuffer(count * 4)).fill(-1);
  const nextSibling = new Int32Array(new SharedArrayBuffer(count * 4)).fill(-1);
  const weights = new Float64Array(new SharedArrayBuffer(count * 8));
  const rootList: number[] = [];
  for (let entry = count - 1; entry >= 0; entry--) {
    weights[entry] = offsets[entry + 1]! - offsets[entry]!;
    const parent = parents[entry]!;
    if (parent >= 0) {
      nextSibling[entry] = firstChild[parent]!;
      firstChild[parent] = entry;
    } else if (parent !== unreadable) rootList.push(entry);
  }
  const roots = new Uint32Array(new SharedArrayBuffer(rootList.length * 4));
  rootList.reverse().forEach((entry, i) => {
    roots[i] = entry;
  });

  // Breadth first from the roots: bases before their deltas, whatever their order in the pack.
  const queue = new Uint32Array(count);
  queue.set(roots);
  let end = roots.length;
  for (let at = 0; at < end; at++) {
    const entry = queue[at]!;
    for (let child = firstChild[entry]!; child >= 0; child = nextSibling[child]!) {
      types[child] = types[entry]!;
      queue[end++] = child;
    }
  }
  for (let at = end - 1; at >= 0; at--) {
    const entry = queue[at]!;
    const parent = parents[entry]!;
    if (parent >= 0) weights[parent]! += weights[entry]!;
  }
  for (let entry = 0; entry < count; entry++) {
    putHeaviestLast(entry, firstChild, nextSibling, weights);
  }
  // Entries on a cycle of deltas are reached from no root: nobody can read them.
  const isReached = new Uint8Array(count);
  for (let at = 0; at < end; at++) isReached[queue[at]!] = 1;
  for (let entry = 0; entry < count; entry++) if (!isReached[entry]) parents[entry] = unreadable;
  return { firstChild, nextSibling, weights, roots };
}

/** Moves the heaviest child to the end of its list; the others stay in pack order, which is how they are read. */
function putHeaviestLast(
  entry: number,
  firstChild: Int32Array,
  nextSibling: Int32Array,
  weights: Float64Array,
): void {
  const first = firstChild[entry]!;
  if (first < 0 || nextSibling[first]! < 0) return;
  let heaviest = first;
  let beforeHeaviest = -1;
  let last = first;
  for (let next = nextSibling[first]!; next >= 0; next = nextSibling[next]!) {
    if (weights[next]! > weights[heaviest]!) {
      heaviest = next;
      beforeHeaviest = last;
    }
    last = next;
  }
  if (heaviest === last) return;
  if (beforeHeaviest < 0) firstChild[entry] = nextSibling[heaviest]!;
  else nextSibling[beforeHeaviest] = nextSibling[heaviest]!;
  nextSibling[last] = heaviest;
  nextSibling[heaviest] = -1;
}

/** Index positions by ascending offset (radix sort, 16 bits a pass), and the offsets in that order. */
function sortByOffset(
  unsorted: Float64Array,
  packBytes: number,
  trailerBytes: number,
): { order: Uint32Array; offsets: Float64Array } {
  const count = unsorted.length;
  let order = new Uint32Array(count);
  let other = new Uint32Array(count);
  let largest = 0;
  for (let i = 0; i < count; i++) {
    order[i] = i;
    if (unsorted[i]! > largest) largest = unsorted[i]!;
  }
  const digits = new Uint16Array(count);
  for (let divisor = 1; divisor <= largest; divisor *= 65536) {
    const starts = new Uint32Array(65537);
    for (let i = 0; i < count; i++) {
      const digit = Math.floor(unsorted[i]! / divisor) % 65536;
      digits[i] = digit;
      starts[digit + 1]!++;
    }
    for (let digit = 0; digit < 65536; digit++) starts[digit + 1]! += starts[digit]!;
    for (let i = 0; i < count; i++) {
      const position = order[i]!;
      other[starts[digits[position]!]!++] = position;
    }
    [order, other] = [other, order];
  }
  const offsets = new Float64Array(new SharedArrayBuffer((count + 1) * 8));
  for (let i = 0; i < count; i++) offsets[i] = unsorted[order[i]!]!;
  offsets[count] = Math.max(packBytes - trailerBytes, count > 0 ? offsets[count - 1]! : 0);
  return { order, offsets };
}
