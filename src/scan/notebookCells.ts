// Adds the cell and its line to the occurrences of findings in notebooks. The trail knows lines of files; so the few
// notebooks that are reported are read once more.
import { isNotebook } from '../detect/paths.ts';
import { readNotebook } from '../detect/notebook.ts';
import { cellsAt } from '../detect/notebookPlace.ts';
import { offsetsOf } from '../detect/position.ts';
import type { Finding } from '../model/finding.ts';
import type { NotebookCell, Occurrence } from '../model/occurrence.ts';
import type { Oid } from '../model/oid.ts';
import type { ContentOf } from './occurrenceContents.ts';

/** The findings with `cell` set wherever an occurrence lies in a cell of a notebook. */
export function withCells(findings: readonly Finding[], contentOf: ContentOf): readonly Finding[] {
  const ofBlob = new Map<Oid, Occurrence[]>();
  for (const { introduced, occurrences } of findings) {
    for (const occurrence of [introduced, ...occurrences]) {
      const { blob, path } = occurrence;
      if (blob === null || path === null || !isNotebook(path)) continue;
      const known = ofBlob.get(blob);
      if (known === undefined) ofBlob.set(blob, [occurrence]);
      else known.push(occurrence);
    }
  }
  if (ofBlob.size === 0) return findings;
  const cells = new Map<string, NotebookCell>();
  for (const occurrences of ofBlob.values()) noteCells(occurrences, contentOf, cells);
  const withCell = (occurrence: Occurrence): Occurrence => {
    const { path } = occurrence;
    const cell = path !== null && isNotebook(path) ? cells.get(placeKey(occurrence)) : undefined;
    return cell === undefined ? occurrence : { ...occurrence, cell };
  };
  return findings.map((finding) => ({
    ...finding,
    introduced: withCell(finding.introduced),
    occurrences: finding.occurrences.map(withCell),
  }));
}

/** Notes the cells of occurrences in one blob. */
function noteCells(
  occurrences: readonly Occurrence[],
  contentOf: ContentOf,
  cells: Map<string, NotebookCell>,
): void {
  let bytes: Buffer | undefined;
  for (const occurrence of occurrences) if ((bytes ??= contentOf(occurrence)) !== undefined) break;
  const notebook = bytes === undefined ? undefined : readNotebook(bytes);
  if (bytes === undefined || notebook === undefined) return;
  const places = occurrences.toSorted((a, b) => a.line - b.line || a.column - b.column);
  const found = cellsAt(bytes, notebook, offsetsOf(bytes, places));
  for (const [index, place] of places.entries()) {
    const cell = found[index];
    if (cell !== undefined) cells.set(placeKey(place), cell);
  }
}

function placeKey({ blob, line, column }: Occurrence): string {
  return `${blob} ${line} ${column}`;
}
