// The grid of the text report: labelled rows, indented blocks, a line with something at its right end.
import type { NextStep } from '../model/nextStep.ts';
import type { Target } from '../model/report.ts';
import type { RefTexts } from './refGroups.ts';
import type { Paint, Palette } from './palette.ts';
import type { Links } from './textLinks.ts';
import { displayWidth, padEnd, wrap } from './wrap.ts';

/** How to print: colours, columns of the terminal, and whether everything is to be listed. */
export interface TextStyle {
  readonly palette: Palette;
  readonly width: number;
  readonly verbose: boolean;
  /** Files or standard input were scanned: there is no repository to speak of. */
  readonly isOutsideGit: boolean;
  /** What was scanned: how many refs there are, and of which kinds. */
  readonly target: Target;
  readonly links: Links;
  readonly nextSteps: readonly NextStep[];
  /** Made for this target. */
  readonly refTexts: (refs: readonly string[]) => RefTexts;
}

/** What the grid alone asks for. */
export type LayoutStyle = Pick<TextStyle, 'palette' | 'width'>;

const indentation = '  ';
const labelWidth = 11;
/** What precedes each further line of a row. */
export const rowIndentation = ' '.repeat(indentation.length + labelWidth + 2);

/** A dim label and a text wrapped beside it. */
export function row(label: string, text: string, style: LayoutStyle, paint?: Paint): string[] {
  const lines = wrap(text, style.width - rowIndentation.length);
  return lines.map((line, index) => {
    const lead =
      index === 0
        ? `${indentation}${style.palette.dim(padEnd(label, labelWidth))}  `
        : rowIndentation;
    return lead + (paint === undefined ? line : paint(line));
  });
}

/** A text wrapped under an indentation of `depth` steps. */
export function block(text: string, style: LayoutStyle, depth = 1, paint?: Paint): string[] {
  const lead = indentation.repeat(depth);
  const lines = wrap(text, style.width - lead.length);
  return lines.map((line) => lead + (paint === undefined ? line : paint(line)));
}

/** `left` and, at the right margin, `right`; on a line of its own where both do not fit. */
export function justified(
  left: { readonly text: string; readonly painted: string },
  right: { readonly text: string; readonly painted: string },
  style: LayoutStyle,
): string[] {
  const gap = style.width - displayWidth(left.text) - displayWidth(right.text);
  if (gap >= 2) return [left.painted + ' '.repeat(gap) + right.painted];
  return [left.painted, indentation + right.painted];
}

/** A section's heading with a rule under it. */
export function heading(text: string, style: LayoutStyle): string[] {
  return ['', style.palette.bold(text), style.palette.dim('─'.repeat(displayWidth(text)))];
}
