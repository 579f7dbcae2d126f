// Where the cells of a Jupyter notebook stand in the bytes of its file, and where the images of their outputs. A damaged
// or truncated notebook is no notebook here.
// Format: https://nbformat.readthedocs.io/en/latest/format_description.html and the schemas of nbformat 3 and 4.
import type { NotebookCell } from '../model/occurrence.ts';
import {
  damaged,
  eachElement,
  eachMember,
  isArray,
  isObject,
  isString,
  skipSpace,
  valueEnd,
} from './json.ts';
import type { ByteRange } from './json.ts';

/** A value of a cell: its source, or one of the values of an output. */
export interface CellValue extends ByteRange {
  /** Number of the cell, 1-based, in the order of the file. */
  readonly cell: number;
  readonly part: NotebookCell['part'];
  /**
   * `text` is a string, or a list of strings that are joined as they are; `frames` a list of strings that each begin a
   * line (the traceback of an error); `data` any other JSON.
   */
  readonly form: 'text' | 'frames' | 'data';
}

export interface Notebook {
  /** In the order of the file, free of overlaps. */
  readonly values: readonly CellValue[];
  /** Values of outputs and attachments whose mime type is that of an image, a sound, a film or a PDF; likewise. */
  readonly images: readonly ByteRange[];
}

/** The keys of images in the outputs of nbformat 3, which knew no mime types there. */
const imageKeys: ReadonlySet<string> = new Set(['png', 'jpeg']);
const textKeys: ReadonlySet<string> = new Set(
  'text html svg latex json javascript ename evalue'.split(' '),
);

/** The outline of a notebook; undefined for anything that is none. Takes time in proportion to the bytes. */
export function readNotebook(bytes: Buffer): Notebook | undefined {
  const values: CellValue[] = [];
  const images: ByteRange[] = [];
  let cell = 0;
  let hasCells = false;

  /** nbformat 4 has `cells`; 2 and 3 have `worksheets`, each with `cells`. */
  function readRoot(at: number): number {
    return eachMember(bytes, at, (key, valueAt) => {
      if (key !== 'worksheets' || !isArray(bytes, valueAt)) return readSheetMember(key, valueAt);
      return eachElement(bytes, valueAt, (sheetAt) =>
        isObject(bytes, sheetAt)
          ? eachMember(bytes, sheetAt, readSheetMember)
          : valueEnd(bytes, sheetAt),
      );
    });
  }

  function readSheetMember(key: string, valueAt: number): number {
    if (key !== 'cells' || !isArray(bytes, valueAt)) return valueEnd(bytes, valueAt);
    hasCells = true;
    return eachElement(bytes, valueAt, readCell);
  }

  function readCell(at: number): number {
    cell++;
    if (!isObject(bytes, at)) return valueEnd(bytes, at);
    return eachMember(bytes, at, (key, valueAt) => {
      if (key === 'source' || key === 'input') return note(valueAt, 'source', 'text');
      if (key === 'outputs' && isArray(bytes, valueAt)) {
        return eachElement(bytes, valueAt, readOutput);
      }
      if (key === 'attachments' && isObject(bytes, valueAt)) {
        return eachMember(bytes, valueAt, (_name, bundleAt) => readAttachment(bundleAt));
      }
      return valueEnd(bytes, valueAt);
    });
  }

  function readOutput(at: number): number {
    if (!isObject(bytes, at)) return valueEnd(bytes, at);
    return eachMember(bytes, at, (key, valueAt) => {
      if (key === 'data' && isObject(bytes, valueAt)) {
        return eachMember(bytes, valueAt, (mime, mimeAt) => {
          const form = /^application\/(?:.*\+)?json$/u.test(mime) ? 'data' : 'text';
          return noteImage(isImageType(mime), mimeAt, note(mimeAt, 'output', form));
        });
      }
      if (key === 'traceback') return note(valueAt, 'output', 'frames');
      const isImage = imageKeys.has(key);
      const form = isImage || textKeys.has(key) ? 'text' : 'data';
      return noteImage(isImage, valueAt, note(valueAt, 'output', form));
    });
  }

  function readAttachment(at: number): number {
    if (!isObject(bytes, at)) return valueEnd(bytes, at);
    return eachMember(bytes, at, (mime, mimeAt) =>
      noteImage(isImageType(mime), mimeAt, valueEnd(bytes, mimeAt)),
    );
  }

  function note(startOffset: number, part: CellValue['part'], form: CellValue['form']): number {
    const endOffset = valueEnd(bytes, startOffset);
    const isText = isString(bytes, startOffset) || isArray(bytes, startOffset);
    values.push({ startOffset, endOffset, cell, part, form: isText ? form : 'data' });
    return endOffset;
  }

  function noteImage(isImage: boolean, startOffset: number, endOffset: number): number {
    if (isImage && endOffset !== damaged) images.push({ startOffset, endOffset });
    return endOffset;
  }

  // Some editors put a byte order mark in front.
  const start = skipSpace(bytes, bytes[0] === 0xef && bytes[1] === 0xbb ? 3 : 0);
  if (!isObject(bytes, start)) return undefined;
  return readRoot(start) === damaged || !hasCells ? undefined : { values, images };
}

/** SVG is text, which can hold a secret like any other. */
function isImageType(mime: string): boolean {
  return /^(?:image|audio|video)\//u.test(mime)
    ? !mime.startsWith('image/svg')
    : mime === 'application/pdf';
}
