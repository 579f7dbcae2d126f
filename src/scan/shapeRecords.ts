// Which tree holds which trees and sought blobs: kept by each thread for the trees that it read, until it is known which
// of them hold a sought blob at whatever depth. A history of a million trees has thirty million entries, so they are
// plain words in chunks, and only the records that count leave the thread.

/** Words of a chunk. A record that is longer gets a chunk of its own. */
const chunkWords = 256 * 1024;

interface Chunk {
  readonly words: Uint32Array;
  used: number;
}

/**
 * Records: a tree's object number, a count, then for as many entries the number of the object and a word of the caller's.
 */
export class ShapeRecords {
  private readonly chunks: Chunk[] = [];
  private scratch = new Uint32Array(1024);
  private length = 0;

  /** Begins the record of a tree; entries follow, then `end`. */
  begin(tree: number): void {
    this.scratch[0] = tree;
    this.length = 2;
  }

  entry(object: number, word: number): void {
    if (this.length + 2 > this.scratch.length) {
      const larger = new Uint32Array(this.scratch.length * 2);
      larger.set(this.scratch);
      this.scratch = larger;
    }
    this.scratch[this.length++] = object;
    this.scratch[this.length++] = word;
  }

  /** Ends the record; one without entries is dropped. */
  end(): void {
    if (this.length === 2) return;
    this.scratch[1] = (this.length - 2) / 2;
    let chunk = this.chunks.at(-1);
    if (chunk === undefined || chunk.used + this.length > chunk.words.length) {
      chunk = { words: new Uint32Array(Math.max(chunkWords, this.length)), used: 0 };
      this.chunks.push(chunk);
    }
    chunk.words.set(this.scratch.subarray(0, this.length), chunk.used);
    chunk.used += this.length;
  }

  /**
   * Marks each tree with an entry that is marked (1 in `marked`, by object number); false when nothing changed. Rounds of
   * all threads until none changes anything mark every tree that holds a marked object at whatever depth.
   */
  mark(marked: Uint8Array): boolean {
    let isChanged = false;
    for (const { words, used } of this.chunks) {
      for (let at = 0; at < used;) {
        const tree = words[at]!;
        const end = at + 2 + 2 * words[at + 1]!;
        if (marked[tree] !== 1) {
          for (let entry = at + 2; entry < end; entry += 2) {
            if (marked[words[entry]!] !== 1) continue;
            marked[tree] = 1;
            isChanged = true;
            break;
          }
        }
        at = end;
      }
    }
    return isChanged;
  }

  /** The records of marked trees, with their marked entries alone. The others are given up, chunk by chunk. */
  take(marked: Uint8Array): Uint32Array {
    const taken = new Uint32Array(this.markedWords(marked));
    let used = 0;
    for (let chunk = this.chunks.shift(); chunk !== undefined; chunk = this.chunks.shift()) {
      const { words } = chunk;
      for (let at = 0; at < chunk.used;) {
        const end = at + 2 + 2 * words[at + 1]!;
        if (marked[words[at]!] === 1) {
          const start = used;
          taken[used] = words[at]!;
          used += 2;
          for (let entry = at + 2; entry < end; entry += 2) {
            if (marked[words[entry]!] !== 1) continue;
            taken[used++] = words[entry]!;
            taken[used++] = words[entry + 1]!;
          }
          taken[start + 1] = (used - start - 2) / 2;
        }
        at = end;
      }
    }
    return taken;
  }

  private markedWords(marked: Uint8Array): number {
    let count = 0;
    for (const { words, used } of this.chunks) {
      for (let at = 0; at < used;) {
        const end = at + 2 + 2 * words[at + 1]!;
        if (marked[words[at]!] === 1) {
          count += 2;
          for (let entry = at + 2; entry < end; entry += 2) {
            if (marked[words[entry]!] === 1) count += 2;
          }
        }
        at = end;
      }
    }
    return count;
  }
}
