// Base names under small numbers, remembered by a hash of their bytes: a history names the same few thousand files
// millions of times, and making a string of each would cost more than reading the trees.
import type { BytePath } from '../model/path.ts';

export interface NameTable {
  /** The number of the name `bytes[from, to)`. */
  numberOf(bytes: Uint8Array, from: number, to: number): number;
  /** Names by number. */
  readonly names: readonly BytePath[];
}

/** An empty table. */
export function createNameTable(): NameTable {
  const names: BytePath[] = [];
  const known = new Map<number, number[]>();
  return {
    names,
    numberOf(bytes, from, to) {
      let hash = 0x811c9dc5;
      for (let i = from; i < to; i++) hash = Math.imul(hash ^ bytes[i]!, 0x01000193);
      const numbers = known.get(hash);
      if (numbers !== undefined) {
        for (const number of numbers) if (isText(names[number]!, bytes, from, to)) return number;
      }
      const number = names.length;
      names.push(Buffer.from(bytes.buffer, bytes.byteOffset + from, to - from).toString('latin1'));
      if (numbers === undefined) known.set(hash, [number]);
      else numbers.push(number);
      return number;
    },
  };
}

function isText(text: string, bytes: Uint8Array, from: number, to: number): boolean {
  if (text.length !== to - from) return false;
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) !== bytes[from + i]) return false;
  return true;
}
