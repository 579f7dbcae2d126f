// Where an incremental scan gathers keyword hits: arrays that grow, go along with the state of a content, and serve again
// once nothing is made from that content any more. Hot: an entry for each keyword of the history.

/** Hits in the order of their ends; the arrays may be longer than there are hits. */
export interface HitArrays {
  readonly ends: Int32Array;
  readonly ids: Uint16Array;
}

/** Hits of an ordinary source file; what has more makes them grow. */
const usualHits = 256;
const largestIdle = 16_384;
const mostIdle = 64;
/** The hits of such are megabytes, of which V8 gives garbage back late. */
const largeContent = 2 ** 23;
/**
 * Hits are kept up to one in so many bytes, and so many in any case: source code has one in 60, a text of nothing but keywords
 * one in four, which would take more memory than the text.
 */
const bytesPerHit = 16;
const alwaysKept = 2 ** 16;

const noArrays: HitArrays = { ends: new Int32Array(), ids: new Uint16Array() };

export class HitBuffer {
  count = 0;
  #arrays = newArrays();
  #most = 0;
  readonly #idle: HitArrays[] = [];
  #largeIdle = noArrays;

  /** Begins with a content of so many bytes. */
  begin(bytes: number): void {
    if (bytes > largeContent && this.#arrays.ends.length < this.#largeIdle.ends.length) {
      if (this.#idle.length < mostIdle) this.#idle.push(this.#arrays);
      this.#arrays = this.#largeIdle;
      this.#largeIdle = noArrays;
    }
    this.#most = Math.max(alwaysKept, Math.floor(bytes / bytesPerHit));
    this.count = 0;
  }

  add(end: number, id: number): void {
    if (this.count === this.#arrays.ends.length) this.#arrays = doubled(this.#arrays);
    this.#arrays.ends[this.count] = end;
    this.#arrays.ids[this.count++] = id;
  }

  /** Whether there are more hits than are worth keeping. */
  get isOverfull(): boolean {
    return this.count > this.#most;
  }

  /** Hands the hits over. */
  take(): HitArrays {
    const taken = this.#arrays;
    this.#arrays = this.#idle.pop() ?? newArrays();
    return taken;
  }

  /** Gives the hits up. */
  drop(): void {
    if (this.#arrays.ends.length <= largestIdle) return;
    this.#largeIdle = this.#arrays;
    this.#arrays = newArrays();
  }

  /** Takes arrays back that were handed over. */
  giveBack({ ends, ids }: HitArrays): void {
    if (ends.length > largestIdle) {
      if (ends.length > this.#largeIdle.ends.length) this.#largeIdle = { ends, ids };
    } else if (this.#idle.length < mostIdle) this.#idle.push({ ends, ids });
  }
}

function newArrays(): HitArrays {
  return { ends: new Int32Array(usualHits), ids: new Uint16Array(usualHits) };
}

function doubled({ ends, ids }: HitArrays): HitArrays {
  const more = { ends: new Int32Array(ends.length * 2), ids: new Uint16Array(ids.length * 2) };
  more.ends.set(ends);
  more.ids.set(ids);
  return more;
}
