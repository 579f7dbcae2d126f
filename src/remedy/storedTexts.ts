// The forms in which secrets are stored, as git-filter-repo will meet them: texts to replace, and blobs in which it replaces
// nothing, because they are archives or binary.
import { archiveKindOf } from '../detect/decode/archive.ts';
import type { ObjectReader } from '../git/objectReader.ts';
import type { StoredPlace } from '../model/finding.ts';
import type { Oid } from '../model/oid.ts';
import { scannedPart } from '../scan/objectMatches.ts';
import { contextLength, isPlainWord, mayStandElsewhere } from './expressions.ts';
import type { StoredText } from './expressions.ts';

export interface StoredTexts {
  readonly texts: readonly StoredText[];
  /** Sorted. */
  readonly blobs: readonly Oid[];
  /** Objects that could not be read. */
  readonly unread: readonly Oid[];
}

/** git-filter-repo takes a blob for binary where a NUL is among its first bytes (RepoFilter._tweak_blob). */
const binaryWithin = 8192;

/** Reads each object once. */
export function collectStoredTexts(
  places: Iterable<StoredPlace>,
  objects: ObjectReader,
): StoredTexts {
  const byObject = new Map<Oid, StoredPlace[]>();
  for (const place of places) {
    const known = byObject.get(place.oid);
    if (known === undefined) byObject.set(place.oid, [place]);
    else known.push(place);
  }
  const texts = new Map<string, Set<string>>();
  const blobs: Oid[] = [];
  const unread: Oid[] = [];
  for (const [oid, within] of byObject) {
    const object = objects.read(oid);
    if (object === undefined) {
      unread.push(oid);
      continue;
    }
    const bytes = scannedPart(object);
    if (object.type === 'blob' && isNoText(bytes)) blobs.push(oid);
    else for (const place of within) note(texts, bytes, place);
  }
  return {
    texts: [...texts].map(([text, after]) =>
      after.size === 0 ? { text } : { text, after: [...after] },
    ),
    blobs: blobs.sort(),
    unread: unread.sort(),
  };
}

function isNoText(bytes: Buffer): boolean {
  return bytes.subarray(0, binaryWithin).includes(0) || archiveKindOf(bytes) !== undefined;
}

function note(
  texts: Map<string, Set<string>>,
  bytes: Buffer,
  { startOffset, endOffset }: StoredPlace,
): void {
  const text = bytes.toString('latin1', startOffset, endOffset);
  const contexts = texts.get(text) ?? new Set();
  texts.set(text, contexts);
  if (!mayStandElsewhere(text)) return;
  const context = contextBefore(bytes, startOffset);
  if (isPlainWord(text) || wordAround(bytes, { startOffset, endOffset })) contexts.add(context);
}

/** What stands before a place on its line, up to `contextLength` bytes. */
function contextBefore(bytes: Buffer, startOffset: number): string {
  const lineStart = startOffset === 0 ? 0 : bytes.lastIndexOf(0x0a, startOffset - 1) + 1;
  return bytes.toString('latin1', Math.max(lineStart, startOffset - contextLength), startOffset);
}

/** Whether a place is part of a longer word. */
export function wordAround(
  bytes: Buffer,
  { startOffset, endOffset }: Pick<StoredPlace, 'startOffset' | 'endOffset'>,
): boolean {
  const text = bytes.toString('latin1', startOffset, endOffset);
  const before = bytes.toString('latin1', Math.max(0, startOffset - 1), startOffset);
  const after = bytes.toString('latin1', endOffset, endOffset + 1);
  return (/\w$/u.test(before) && /^\w/u.test(text)) || (/^\w/u.test(after) && /\w$/u.test(text));
}
