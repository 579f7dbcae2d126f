// Image data in notebooks is left out of a scan: what looks like a key there does so by chance. It counts as skipped.
import { readNotebook } from '../detect/notebook.ts';
import { outsideImages } from '../detect/notebookImages.ts';
import type { ByteRange } from '../detect/json.ts';

/** What a receipt calls it. */
export const imageData = 'image-data';

export interface SkippedImages {
  readonly count: number;
  readonly bytes: number;
}

/** The keys under which images stand. */
const imageKey = /"(?:image\/|audio\/|video\/|application\/pdf"|png"|jpeg")/u;
/** Up to here a look for such a key costs a third of reading the outline. What is larger has images, mostly. */
const smallBytes = 2 ** 20;

/** The matches of a notebook that do not lie in its images, and how much these are. */
export function withoutImages<Match extends ByteRange>(
  matches: readonly Match[],
  bytes: Buffer,
): { readonly kept: readonly Match[]; readonly skipped: SkippedImages } {
  const mayHold = bytes.length > smallBytes || imageKey.test(bytes.toString('latin1'));
  const images = mayHold ? (readNotebook(bytes)?.images ?? []) : [];
  const size = images.reduce((sum, { startOffset, endOffset }) => sum + endOffset - startOffset, 0);
  return {
    kept: outsideImages(matches, bytes, images),
    skipped: { count: images.length, bytes: size },
  };
}
