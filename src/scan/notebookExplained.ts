// What `explain` adds for a line of a notebook: the cell it belongs to, and which values are left out as image data.
import { readNotebook } from '../detect/notebook.ts';
import { outsideImages } from '../detect/notebookImages.ts';
import { cellsAt } from '../detect/notebookPlace.ts';
import { offsetsOf } from '../detect/position.ts';
import type { ExplainedValue, Explanation } from '../model/explanation.ts';

/** The explanation of a line of the notebook `bytes`; unchanged where these are none. */
export function explainInNotebook(explanation: Explanation, bytes: Buffer): Explanation {
  const notebook = readNotebook(bytes);
  if (notebook === undefined) return explanation;
  const values = explanation.values.map((value): ExplainedValue => {
    const ends = { line: value.endLine, column: value.endColumn };
    const [startOffset = 0, endOffset = 0] = offsetsOf(bytes, [value, ends]);
    const kept = outsideImages([{ startOffset, endOffset }], bytes, notebook.images);
    if (kept.length > 0) return value;
    return { ...value, isReported: false, verdict: 'it is part of an image' };
  });
  const asked = values[0] ?? { line: explanation.line, column: 1 };
  const [cell] = cellsAt(bytes, notebook, offsetsOf(bytes, [asked]));
  if (cell === undefined) return { ...explanation, values };
  const note = `cell ${cell.number} of the notebook, line ${cell.line} of its ${cell.part}`;
  return { ...explanation, values, notes: [note, ...explanation.notes] };
}
