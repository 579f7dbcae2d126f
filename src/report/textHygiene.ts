// The .env section of the text report: what is tracked or not ignored, with the line that mends it.
import type { HygieneEntry, HygieneStatus } from '../model/hygiene.ts';
import { compareTexts } from '../model/order.ts';
import type { Paint, Palette } from './palette.ts';
import { counted } from './quantities.ts';
import { sanitize } from './sanitize.ts';
import { heading, row } from './textLayout.ts';
import type { TextStyle } from './textLayout.ts';

const statusOrder: readonly HygieneStatus[] = ['fail', 'warn', 'ok'];

/** The section, or nothing where there is no entry; entries that are in order only with `verbose`. */
export function hygieneLines(entries: readonly HygieneEntry[], style: TextStyle): string[] {
  if (entries.length === 0) return [];
  const listed = entries
    .filter((entry) => style.verbose || entry.status !== 'ok')
    .toSorted(
      (a, b) =>
        statusOrder.indexOf(a.status) - statusOrder.indexOf(b.status) ||
        compareTexts(a.path, b.path),
    );
  const unlistedCount = entries.length - listed.length;
  return [
    ...heading('.env files', style),
    ...listed.flatMap((entry) => entryLines(entry, style)),
    ...(unlistedCount > 0
      ? row('ok', counted(unlistedCount, 'path is', 'paths are') + ' covered', style)
      : []),
  ];
}

function entryLines(entry: HygieneEntry, style: TextStyle): string[] {
  const { palette, links } = style;
  const { rule } = entry;
  const path = sanitize(entry.path);
  const shown = entry.onDisk === true ? links.file(entry.path, path) : path;
  const message = `${shown}: ${sanitize(entry.message)}`;
  return [
    ...row(entry.status, message, style, statusPaint(entry.status, palette)),
    ...(rule === null
      ? []
      : row('', sanitize(`${rule.source}:${rule.line}: ${rule.pattern}`), style, palette.dim)),
    ...(entry.fix === '' ? [] : row('', `→ ${sanitize(entry.fix)}`, style)),
  ];
}

function statusPaint(status: HygieneStatus, palette: Palette): Paint {
  if (status === 'fail') return palette.red;
  return status === 'warn' ? palette.yellow : palette.green;
}
