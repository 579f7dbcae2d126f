// The last block of an audit's text report: whether the repository may be published, why, and what stays on this disk.
import type { LocalRemains, Verdict, VerdictText } from '../model/verdict.ts';
import type { Paint, Palette } from './palette.ts';
import { counted } from './quantities.ts';
import { sanitize } from './sanitize.ts';
import { block, row, rowIndentation } from './textLayout.ts';
import type { TextStyle } from './textLayout.ts';
import { unbroken, wrap } from './wrap.ts';

/** What stays here is listed up to this many lines without --verbose. */
const remainsListed = 6;
/** Columns before the text of an item: those of a row, and the dash. */
const listIndentation = rowIndentation.length + 2;

/** The block with an empty line before it; nothing where there is no verdict. */
export function verdictLines(verdict: Verdict | undefined, style: TextStyle): string[] {
  if (verdict === undefined) return [];
  const { palette } = style;
  const paint = verdictPaint(verdict.verdict, palette);
  return [
    '',
    ...block(`Verdict: ${verdict.verdict}`, style, 0, (line) => palette.bold(paint(line))),
    ...listLines(
      'because',
      verdict.reasons.map(({ text }) => sanitize(text)),
      style,
    ),
    ...remainsLines(verdict.onlyHere, style),
    ...(verdict.verdict === 'not safe' && style.nextSteps.length === 0
      ? row('next', '`leaktrail plan`: what to rotate, replace and purge, in order', style)
      : []),
  ];
}

function verdictPaint(verdict: VerdictText, palette: Palette): Paint {
  if (verdict === 'not safe') return palette.red;
  return verdict === 'cannot tell' ? palette.yellow : palette.green;
}

function remainsLines(remains: readonly LocalRemains[], style: TextStyle): string[] {
  // What is in objects comes last and is never left out.
  const files = remains.filter(({ path }) => path !== null);
  const shown = style.verbose ? files : files.slice(0, remainsListed);
  const rest = files.length - shown.length;
  const texts = [
    ...shown.map(({ text }) => sanitize(text)),
    ...(rest > 0 ? [`${counted(rest, 'more file')} (--verbose lists all)`] : []),
    ...remains.filter(({ path }) => path === null).map(({ text }) => sanitize(text)),
  ];
  return listLines('only here', texts, style);
}

/** A labelled list, an item to a dash. */
function listLines(label: string, items: readonly string[], style: TextStyle): string[] {
  const unwrapped = { ...style, width: Number.POSITIVE_INFINITY };
  const lines = items.flatMap((item) =>
    wrap(item, style.width - listIndentation).map((line, i) =>
      unbroken((i === 0 ? '- ' : '  ') + line),
    ),
  );
  return lines.flatMap((line, index) => row(index === 0 ? label : '', line, unwrapped));
}
