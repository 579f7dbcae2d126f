// Damages bytes the way disks, crashes and attackers do. Same seed, same damage.

export interface Random {
  /** 0 to `limit` - 1. */
  below(limit: number): number;
  pick<Value>(list: readonly Value[]): Value;
}

/** mulberry32: 2^32 states are plenty here, and a seed is a number that can be typed in again. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number): number => Math.floor(next() * limit);
  return {
    below,
    pick(list) {
      const value = list[below(list.length)];
      if (value === undefined) throw new RangeError('nothing to pick from');
      return value;
    },
  };
}

type Damage = (bytes: Buffer, random: Random, donor: Buffer) => Buffer;

const interesting = [0, 1, 0x7f, 0x80, 0xff, 0x10, 0x78, 0x0a, 0x20];

const damages: readonly Damage[] = [
  function flipBit(bytes, random) {
    const at = random.below(bytes.length);
    bytes[at] = bytes[at]! ^ (1 << random.below(8));
    return bytes;
  },
  function setByte(bytes, random) {
    bytes[random.below(bytes.length)] = random.pick(interesting);
    return bytes;
  },
  function setLargeNumber(bytes, random) {
    const at = random.below(bytes.length);
    return splice(
      bytes,
      at,
      at + 4,
      Buffer.from(random.pick(['ffffffff', '7fffffff', '80000000']), 'hex'),
    );
  },
  function blank(bytes, random) {
    const [from, to] = range(bytes, random, 512);
    return bytes.fill(0, from, to);
  },
  function truncate(bytes, random) {
    return bytes.subarray(0, random.below(bytes.length));
  },
  function cutOut(bytes, random) {
    const [from, to] = range(bytes, random, 64);
    return splice(bytes, from, to, Buffer.alloc(0));
  },
  function repeat(bytes, random) {
    const [from, to] = range(bytes, random, 256);
    return splice(bytes, to, to, bytes.subarray(from, to));
  },
  function move(bytes, random) {
    const [from, to] = range(bytes, random, 64);
    const at = random.below(bytes.length);
    return splice(bytes, at, at + to - from, bytes.subarray(from, to));
  },
  function transplant(bytes, random, donor) {
    if (donor.length === 0) return bytes;
    const [from, to] = range(donor, random, 256);
    const at = random.below(bytes.length);
    return splice(bytes, at, at + random.below(2) * (to - from), donor.subarray(from, to));
  },
];

/** A damaged copy; parts of `donor` may be in it. */
export function mutate(bytes: Buffer, random: Random, donor: Buffer = Buffer.alloc(0)): Buffer {
  let damaged = Buffer.from(bytes);
  for (let left = 1 + random.below(3); left > 0 && damaged.length > 0; left--) {
    damaged = Buffer.from(random.pick(damages)(damaged, random, donor));
  }
  return damaged;
}

function range({ length }: Buffer, random: Random, longest: number): [from: number, to: number] {
  const from = random.below(length);
  return [from, Math.min(length, from + 1 + random.below(longest))];
}

function splice(bytes: Buffer, from: number, to: number, middle: Buffer): Buffer {
  return Buffer.concat([bytes.subarray(0, from), middle, bytes.subarray(Math.max(from, to))]);
}
