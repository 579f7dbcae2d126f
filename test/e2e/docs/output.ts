// The output that a page shows, against the one that its commands had. `[…]` on a line of its own stands for any lines.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { root } from './pages.ts';
import type { Block } from './pages.ts';

export const updatesPages = process.env['DOCS_UPDATE'] === '1';

const leftOut = '[…]';
const updates: { readonly block: Block; readonly actual: string }[] = [];

/** Fails where the page shows something else; with DOCS_UPDATE=1 the output is kept for `writeOutputs` instead. */
export function expectOutput(block: Block, stdout: string, folder: string): void {
  const actual = stdout.replaceAll(folder, '').trimEnd();
  const wanted = settled(block.text.trimEnd()).split('\n');
  const isRight = matches(settled(actual).split('\n'), wanted);
  if (!isRight && updatesPages && !block.text.includes(leftOut)) {
    updates.push({ block, actual });
    return;
  }
  const where = `${block.page}:${block.line} shows something else than this:\n${actual}\n`;
  expect(isRight, where).toBe(true);
}

/** Writes the kept outputs into their pages, the last block of a page first, so that lines keep their numbers. */
export function writeOutputs(): void {
  for (const { block, actual } of updates.toSorted((a, b) => b.block.line - a.block.line)) {
    const file = join(root, block.page);
    const lines = readFileSync(file, 'utf8').split('\n');
    lines.splice(block.line, block.text.split('\n').length - 1, ...actual.split('\n'));
    writeFileSync(file, lines.join('\n'));
  }
}

/** Without what differs from run to run. */
function settled(text: string): string {
  return text
    .split('\n')
    .map((line) => line.trimEnd().replace(/\bTook [\d.,]+ (?:ms|s)\./u, 'Took a while.'))
    .join('\n');
}

/** Whether the wanted lines, with gaps at `[…]`, are the lines from the first to the last. */
function matches(lines: readonly string[], wanted: readonly string[]): boolean {
  const [first, ...rest] = wanted;
  if (first === undefined) return lines.length === 0;
  if (first.trim() !== leftOut) return lines[0] === first && matches(lines.slice(1), rest);
  return [...lines, ''].some((_, i) => matches(lines.slice(i), rest));
}
