// Contents that are made from others as git's deltas make them: runs copied from anywhere in the base, in any order, and
// added bytes. An edit is said in an editor's terms and becomes runs.
import type { CopiedRanges } from '../../src/detect/incremental.ts';

export type Piece = { from: number; length: number } | { add: Buffer };

/** Positions and lengths are taken modulo what there is. */
export type Edit =
  | { readonly insert: Buffer; readonly at: number }
  | { readonly remove: number; readonly at: number }
  /** A run that stands elsewhere, too, or instead. */
  | { readonly copy: number; readonly at: number; readonly to: number }
  | { readonly move: number; readonly at: number; readonly to: number }
  /** A run that ends here and goes on at once: no byte changes. */
  | { readonly seam: true; readonly at: number };

/** The new content and what of it is copied. Runs outside the base are brought into it. */
export function build(
  base: Buffer,
  script: readonly Piece[],
): { content: Buffer; copied: CopiedRanges } {
  const parts: Buffer[] = [];
  const triples: number[] = [];
  let to = 0;
  for (const piece of script) {
    if ('add' in piece) {
      parts.push(piece.add);
      to += piece.add.length;
      continue;
    }
    if (base.length === 0) continue;
    const from = piece.from % base.length;
    const length = 1 + (piece.length % (base.length - from));
    parts.push(base.subarray(from, from + length));
    triples.push(from, to, length);
    to += length;
  }
  const copied = { triples: Int32Array.from(triples), count: triples.length / 3 };
  return { content: Buffer.concat(parts), copied };
}

/** The runs that a series of edits of a base of `size` bytes leaves. */
export function piecesOf(size: number, edits: readonly Edit[]): Piece[] {
  let pieces: Piece[] = size === 0 ? [] : [run(0, size)];
  for (const edit of edits) {
    const length = sizeOf(pieces);
    const at = edit.at % (length + 1);
    const [before, after] = splitAt(pieces, at);
    if ('insert' in edit) pieces = [...before, { add: edit.insert }, ...after];
    else if ('seam' in edit) pieces = [...before, ...after];
    else if ('remove' in edit) pieces = [...before, ...splitAt(after, edit.remove)[1]];
    else {
      const [taken, left] = splitAt(after, 'copy' in edit ? edit.copy : edit.move);
      const rest = 'copy' in edit ? pieces : [...before, ...left];
      const [first, last] = splitAt(rest, edit.to % (sizeOf(rest) + 1));
      pieces = [...first, ...taken, ...last];
    }
  }
  return pieces;
}

/** `build` takes lengths less one, so that none is empty. */
function run(from: number, length: number): Piece {
  return { from, length: length - 1 };
}

function sizeOf(pieces: readonly Piece[]): number {
  return pieces.reduce((sum, piece) => sum + lengthOf(piece), 0);
}

function lengthOf(piece: Piece): number {
  return 'add' in piece ? piece.add.length : piece.length + 1;
}

/** The pieces before and after a position; what lies across it is cut. Positions beyond the end are the end. */
function splitAt(pieces: readonly Piece[], position: number): [Piece[], Piece[]] {
  const before: Piece[] = [];
  let left = position;
  for (const [i, piece] of pieces.entries()) {
    const length = lengthOf(piece);
    if (left >= length) {
      before.push(piece);
      left -= length;
      continue;
    }
    if (left === 0) return [before, pieces.slice(i)];
    const [head, tail]: Piece[] =
      'add' in piece
        ? [{ add: piece.add.subarray(0, left) }, { add: piece.add.subarray(left) }]
        : [run(piece.from, left), run(piece.from + left, length - left)];
    return [
      [...before, head!],
      [tail!, ...pieces.slice(i + 1)],
    ];
  }
  return [before, []];
}
