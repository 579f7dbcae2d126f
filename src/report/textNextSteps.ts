// The end of an audit's text report on a terminal: commands that make sense now. Which they are, remedy/ decides.
import type { NextStep } from '../model/nextStep.ts';
import { sanitize } from './sanitize.ts';
import { block } from './textLayout.ts';
import type { LayoutStyle } from './textLayout.ts';
import { displayWidth, padEnd } from './wrap.ts';

const gap = 2;

/** The block with an empty line before it: a command to a line, never broken, and beside or below it what it is for. */
export function nextStepLines(steps: readonly NextStep[], style: LayoutStyle): string[] {
  if (steps.length === 0) return [];
  const shown = steps.map(({ command, purpose }) => ({ command: sanitize(command), purpose }));
  const column = gap + Math.max(...shown.map(({ command }) => displayWidth(command))) + gap;
  const fits = shown.every(({ purpose }) => column + displayWidth(purpose) <= style.width);
  const { dim } = style.palette;
  return [
    '',
    style.palette.bold('Next'),
    ...shown.flatMap(({ command, purpose }) =>
      fits
        ? [padEnd(`  ${command}`, column) + dim(purpose)]
        : [`  ${command}`, ...block(purpose, style, 3, dim)],
    ),
  ];
}
