// Sets of secrets under small numbers: equal sets have equal numbers, so trees and commits can share them and
// be compared by number. A set is kept as a sorted list while small and as bits when that is shorter.

/** Sets of the numbers 0 to `secretCount - 1`. Set 0 is the empty one. */
export class SecretSets {
  private readonly wordCount: number;
  private readonly scratch: Uint32Array;
  /** The words of the scratch bits that are in use: secrets of one file have numbers side by side. */
  private low = Infinity;
  private high = -1;
  private readonly sets: (Int32Array | Uint32Array)[] = [new Int32Array()];
  private readonly byHash = new Map<number, number[]>();
  private unions = new Map<number, number>();

  constructor(secretCount: number) {
    this.wordCount = Math.ceil(secretCount / 32);
    this.scratch = new Uint32Array(this.wordCount);
  }

  /** The set of these secrets, in any order. */
  of(secrets: Iterable<number>): number {
    for (const secret of secrets) this.addOne(secret);
    return this.takeScratch();
  }

  /** All members of two sets. */
  union(a: number, b: number): number {
    if (a === b || b === 0) return a;
    if (a === 0) return b;
    const key = Math.min(a, b) * 2 ** 26 + Math.max(a, b);
    const known = this.unions.get(key);
    if (known !== undefined) return known;
    this.addToScratch(a);
    this.addToScratch(b);
    const union = this.takeScratch();
    if (this.unions.size >= 1 << 18) this.unions = new Map();
    this.unions.set(key, union);
    return union;
  }

  /** All members of many sets. */
  unionOf(sets: Iterable<number>): number {
    for (const set of sets) this.addToScratch(set);
    return this.takeScratch();
  }

  has(set: number, secret: number): boolean {
    const members = this.sets[set]!;
    if (members instanceof Uint32Array) return (members[secret >> 5]! & (1 << (secret & 31))) !== 0;
    return members[lowerBound(members, secret)] === secret;
  }

  /** The members, ascending. */
  members(set: number): readonly number[] {
    const members = this.sets[set]!;
    return members instanceof Uint32Array ? bitsOf(members) : [...members];
  }

  /** The members from `32 * word` up to 31 more, as bits. */
  word(set: number, word: number): number {
    const members = this.sets[set]!;
    if (members instanceof Uint32Array) return members[word]!;
    let bits = 0;
    for (let at = lowerBound(members, word * 32); at < members.length; at++) {
      const secret = members[at]!;
      if (secret >> 5 !== word) break;
      bits |= 1 << (secret & 31);
    }
    return bits;
  }

  /** The members of `a` that `b` has not, ascending. Bits are compared by words: most are alike. */
  minus(a: number, b: number): readonly number[] {
    if (a === b || a === 0) return [];
    const members = this.sets[a]!;
    const without = this.sets[b]!;
    if (!(members instanceof Uint32Array)) {
      return [...members].filter((secret) => !this.has(b, secret));
    }
    if (without instanceof Uint32Array)
      return bitsOf(members.map((word, i) => word & ~without[i]!));
    const rest = members.slice();
    for (const secret of without) rest[secret >> 5]! &= ~(1 << (secret & 31));
    return bitsOf(rest);
  }

  private addToScratch(set: number): void {
    const members = this.sets[set]!;
    if (members instanceof Uint32Array) {
      const { scratch } = this;
      for (let i = 0; i < members.length; i++) scratch[i]! |= members[i]!;
      this.low = 0;
      this.high = this.wordCount - 1;
    } else {
      for (const secret of members) this.addOne(secret);
    }
  }

  private addOne(secret: number): void {
    const word = secret >> 5;
    this.scratch[word]! |= 1 << (secret & 31);
    if (word < this.low) this.low = word;
    if (word > this.high) this.high = word;
  }

  /** Numbers the set that stands in the scratch bits and clears them. */
  private takeScratch(): number {
    const { scratch, low, high } = this;
    let size = 0;
    let hash = 0x811c9dc5;
    for (let at = low; at <= high; at++) {
      const word = scratch[at]!;
      if (word === 0) continue;
      size += bitCount(word);
      hash = Math.imul(hash ^ at, 0x01000193) ^ (hash >>> 15);
      hash = Math.imul(hash ^ word, 0x01000193) ^ (hash >>> 15);
    }
    if (size === 0) return 0;
    const isLong = size > this.wordCount;
    const used = scratch.subarray(low, high + 1);
    const members = isLong ? scratch.slice() : Int32Array.from(bitsOf(used, low));
    used.fill(0);
    this.low = Infinity;
    this.high = -1;
    const candidates = this.byHash.get(hash) ?? [];
    const known = candidates.find((set) => areEqual(this.sets[set]!, members));
    if (known !== undefined) return known;
    const set = this.sets.push(members) - 1;
    candidates.push(set);
    if (candidates.length === 1) this.byHash.set(hash, candidates);
    return set;
  }
}

function areEqual(a: Int32Array | Uint32Array, b: Int32Array | Uint32Array): boolean {
  // Lists and bits never hold the same set: the size decides which of them is used.
  if (a.length !== b.length || a instanceof Uint32Array !== b instanceof Uint32Array) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** Position of the first of ascending members that is not below `secret`. */
export function lowerBound(members: Int32Array, secret: number): number {
  let low = 0;
  let high = members.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (members[middle]! < secret) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The numbers of the bits that are set, ascending; the first word is number `first`. */
function bitsOf(words: Uint32Array, first = 0): number[] {
  const bits: number[] = [];
  for (let at = 0; at < words.length; at++) {
    for (let rest = words[at]!; rest !== 0; rest &= rest - 1) {
      bits.push((first + at) * 32 + 31 - Math.clz32(rest & -rest));
    }
  }
  return bits;
}

/** Number of set bits (Hacker's Delight, section 5-1). */
function bitCount(word: number): number {
  let bits = word - ((word >>> 1) & 0x55555555);
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
  return Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
