// The prefilter: one Aho-Corasick automaton over all rule keywords, ASCII letters matched in either
// case. It says where a keyword ends, nothing more; what that means is left to verify.ts.
// The loop is long and plain on purpose: about 490 MB/s on one core with a byte-class table whose
// entries are premultiplied row offsets and whose accepting states come last (one compare a byte).

/** Keyword hits in the order of their ends. `ends[i]` is the offset just after the keyword `ids[i]`. */
export interface KeywordHits {
  ends: Int32Array;
  ids: Uint16Array;
  length: number;
}

/** A compiled automaton. All arrays are flat, so it can travel between threads and be stored as it is. */
export interface KeywordAutomaton {
  /** Lower-case keywords; the index is the keyword id. */
  readonly keywords: readonly string[];
  /** Byte to byte class, 256 entries. */
  readonly classes: Uint8Array;
  /** Number of byte classes: the length of a row of `table`. */
  readonly width: number;
  /** `table[state + class]` is the next state; states are row offsets (multiples of `width`). */
  readonly table: Int32Array;
  /** States at or above this one end at least one keyword. */
  readonly firstAccepting: number;
  /** Per accepting state: where its keyword ids start in `outputs` (one entry more than states). */
  readonly outputStarts: Int32Array;
  readonly outputs: Uint16Array;
  /** Length of the longest keyword, bytes. */
  readonly longest: number;
}

/** The state before any byte was seen. */
export const startState = 0;

/** An empty hit list; it grows as needed and can be reused by setting `length` to 0. */
export function newHits(capacity = 1024): KeywordHits {
  return { ends: new Int32Array(capacity), ids: new Uint16Array(capacity), length: 0 };
}

/**
 * Builds the automaton (Aho and Corasick, "Efficient string matching", CACM 1975). Keywords are
 * lower-cased ASCII or latin1 text without duplicates, at most 65,535 of them.
 */
export function buildAutomaton(keywords: readonly string[]): KeywordAutomaton {
  const patterns = keywords.map((keyword) => Buffer.from(lowerAscii(keyword), 'latin1'));
  const classes = byteClasses(patterns);
  const width = Math.max(...classes) + 1;
  const trie = buildTrie(patterns, classes, width);
  return numberStates(keywords.map(lowerAscii), classes, width, trie, patterns);
}

/**
 * Runs the automaton over `bytes[from, to)` and appends every keyword that ends there to `hits`.
 * Returns the state after the last byte, to be passed on when the bytes go on elsewhere.
 */
export function scanKeywords(
  automaton: KeywordAutomaton,
  bytes: Uint8Array,
  range: { readonly from: number; readonly to: number; readonly state?: number },
  hits: KeywordHits,
): number {
  const { classes, table, firstAccepting } = automaton;
  const { from, to } = range;
  let state = range.state ?? startState;
  for (let i = from; i < to; i++) {
    // The indices are in range by construction; `as` drops the undefined of noUncheckedIndexedAccess.
    state = table[state + (classes[bytes[i] as number] as number)] as number;
    if (state >= firstAccepting) emit(automaton, state, i + 1, hits);
  }
  return state;
}

/** The automaton as one buffer, for a prebuilt file. */
export function serializeAutomaton(automaton: KeywordAutomaton): Uint8Array {
  const names = Buffer.from(JSON.stringify(automaton.keywords), 'utf8');
  const header = Int32Array.of(
    names.length,
    automaton.width,
    automaton.table.length,
    automaton.firstAccepting,
    automaton.outputStarts.length,
    automaton.outputs.length,
    automaton.longest,
  );
  return Buffer.concat([
    Buffer.from(header.buffer),
    Buffer.from(automaton.table.buffer),
    Buffer.from(automaton.outputStarts.buffer),
    Buffer.from(automaton.outputs.buffer),
    Buffer.from(automaton.classes),
    names,
  ]);
}

/** Reads what `serializeAutomaton` wrote (same byte order: meant for files made on the same machine). */
export function deserializeAutomaton(stored: Uint8Array): KeywordAutomaton {
  // A copy, so that the typed arrays are aligned.
  const buffer = new Uint8Array(stored).buffer;
  const [
    nameBytes = 0,
    width = 0,
    cells = 0,
    firstAccepting = 0,
    starts = 0,
    ids = 0,
    longest = 0,
  ] = new Int32Array(buffer, 0, 7);
  let at = 28;
  const table = new Int32Array(buffer, at, cells);
  at += cells * 4;
  const outputStarts = new Int32Array(buffer, at, starts);
  at += starts * 4;
  const outputs = new Uint16Array(buffer, at, ids);
  at += ids * 2;
  const classes = new Uint8Array(buffer, at, 256);
  at += 256;
  const parsed: unknown = JSON.parse(Buffer.from(buffer, at, nameBytes).toString('utf8'));
  const keywords = Array.isArray(parsed) ? parsed.map(String) : [];
  return { keywords, classes, width, table, firstAccepting, outputStarts, outputs, longest };
}

function emit(automaton: KeywordAutomaton, state: number, end: number, hits: KeywordHits): void {
  const index = (state - automaton.firstAccepting) / automaton.width;
  const last = automaton.outputStarts[index + 1] as number;
  for (let k = automaton.outputStarts[index] as number; k < last; k++) {
    if (hits.length === hits.ends.length) grow(hits);
    hits.ends[hits.length] = end;
    hits.ids[hits.length++] = automaton.outputs[k] as number;
  }
}

function grow(hits: KeywordHits): void {
  const ends = new Int32Array(hits.ends.length * 2);
  ends.set(hits.ends);
  hits.ends = ends;
  const ids = new Uint16Array(hits.ids.length * 2);
  ids.set(hits.ids);
  hits.ids = ids;
}

function lowerAscii(text: string): string {
  return text.replace(/[A-Z]/gu, (letter) => letter.toLowerCase());
}

// Class 0 holds every byte that stands in no keyword; a letter shares its class with its other case.
function byteClasses(patterns: readonly Uint8Array[]): Uint8Array {
  const classes = new Uint8Array(256);
  let next = 1;
  for (const pattern of patterns) {
    for (const byte of pattern) if (classes[byte] === 0) classes[byte] = next++;
  }
  for (let byte = 0x41; byte <= 0x5a; byte++) classes[byte] = classes[byte + 0x20] ?? 0;
  return classes;
}

interface Trie {
  /** One row of children per state, 0 where there is none (no edge leads back to the root). */
  readonly rows: Int32Array[];
  /** Keyword ids that end in each state, those of its suffixes included. */
  readonly ends: number[][];
}

function buildTrie(patterns: readonly Uint8Array[], classes: Uint8Array, width: number): Trie {
  const rows = [new Int32Array(width)];
  const ends: number[][] = [[]];
  patterns.forEach((pattern, id) => {
    let state = 0;
    for (const byte of pattern) {
      const row = rows[state] ?? new Int32Array(width);
      const symbol = classes[byte] ?? 0;
      if (row[symbol] === 0) {
        row[symbol] = rows.length;
        rows.push(new Int32Array(width));
        ends.push([]);
      }
      state = row[symbol] ?? 0;
    }
    ends[state]?.push(id);
  });
  completeEdges(rows, ends, width);
  return { rows, ends };
}

// Breadth first: missing edges take those of the longest proper suffix, whose row is complete by then.
function completeEdges(
  rows: readonly Int32Array[],
  ends: readonly number[][],
  width: number,
): void {
  const fail = new Int32Array(rows.length);
  const queue = [0];
  for (let head = 0; head < queue.length; head++) {
    const state = queue[head] ?? 0;
    const row = rows[state];
    const suffix = rows[fail[state] ?? 0];
    if (row === undefined || suffix === undefined) continue;
    for (let symbol = 1; symbol < width; symbol++) {
      const child = row[symbol] ?? 0;
      const fallback = state === 0 ? 0 : (suffix[symbol] ?? 0);
      if (child === 0) row[symbol] = fallback;
      else {
        fail[child] = fallback;
        ends[child]?.push(...(ends[fallback] ?? []));
        queue.push(child);
      }
    }
  }
}

function numberStates(
  keywords: readonly string[],
  classes: Uint8Array,
  width: number,
  trie: Trie,
  patterns: readonly Uint8Array[],
): KeywordAutomaton {
  const count = trie.rows.length;
  const order = [...trie.rows.keys()];
  const plain = order.filter((state) => trie.ends[state]?.length === 0);
  const accepting = order.filter((state) => trie.ends[state]?.length !== 0);
  const offsetOf = new Int32Array(count);
  [...plain, ...accepting].forEach((state, index) => (offsetOf[state] = index * width));
  const table = new Int32Array(count * width);
  trie.rows.forEach((row, state) => {
    const base = offsetOf[state] ?? 0;
    row.forEach((target, symbol) => (table[base + symbol] = offsetOf[target] ?? 0));
  });
  const outputs = accepting.map((state) => trie.ends[state] ?? []);
  const outputStarts = new Int32Array(outputs.length + 1);
  outputs.forEach((ids, i) => (outputStarts[i + 1] = (outputStarts[i] ?? 0) + ids.length));
  return {
    keywords,
    classes,
    width,
    table,
    firstAccepting: plain.length * width,
    outputStarts,
    outputs: Uint16Array.from(outputs.flat()),
    longest: patterns.reduce((most, pattern) => Math.max(most, pattern.length), 0),
  };
}
