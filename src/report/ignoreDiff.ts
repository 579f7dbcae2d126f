// What is about to be added to .gitignore files, as a unified diff. Its lines come from the repository: they are sanitised,
// and secrets among them are hidden.
// Format: https://www.gnu.org/software/diffutils/manual/html_node/Detailed-Unified.html
import type { IgnoreEdit } from '../model/hygiene.ts';
import { displayPath } from '../model/path.ts';
import { createPalette } from './palette.ts';
import { createRedactor } from './redactor.ts';
import { sanitize } from './sanitize.ts';

/** Unchanged lines before the added ones. */
const contextLines = 3;
const noLineEnd = String.raw`\ No newline at end of file`;

export interface IgnoreDiffOptions {
  readonly color: boolean;
  /** Masked wherever they stand. */
  readonly secrets: readonly string[];
}

/** The diff of all files; each chunk is that of one file, of whole lines. */
export function* ignoreDiff(
  edits: readonly IgnoreEdit[],
  { color, secrets }: IgnoreDiffOptions,
): Generator<string> {
  const palette = createPalette(color);
  const redactor = createRedactor(new Set(secrets));
  const shown = (text: string): string => sanitize(redactor.name(text));
  for (const edit of edits) {
    const lines = [
      ...headerOf(edit).map((line) => palette.bold(shown(line))),
      ...hunkOf(edit).map((line) => {
        if (line.startsWith('@@')) return palette.cyan(line);
        if (line.startsWith('+')) return palette.green(shown(line));
        return line.startsWith('-') ? palette.red(shown(line)) : shown(line);
      }),
    ];
    yield lines.map((line) => `${line}\n`).join('');
  }
}

function headerOf({ file, before }: IgnoreEdit): string[] {
  const name = displayPath(file);
  return [before === undefined ? '--- /dev/null' : `--- a/${name}`, `+++ b/${name}`];
}

function hunkOf({ before, after, lines: added }: IgnoreEdit): string[] {
  const old = linesOf(before ?? new Uint8Array());
  const isOpen = old.length > 0 && before?.at(-1) !== lineFeed;
  const shownOld = old.slice(-contextLines);
  const start = old.length - shownOld.length;
  const range = (count: number): string => `${count === 0 ? start : start + 1},${count}`;
  const context = shownOld.map((line) => ` ${line}`);
  const last = shownOld.at(-1) ?? '';
  const kept = isOpen ? [...context.slice(0, -1), `-${last}`, noLineEnd, `+${last}`] : context;
  return [
    `@@ -${range(shownOld.length)} +${range(shownOld.length + added.length)} @@`,
    ...kept,
    ...linesOf(after)
      .slice(old.length)
      .map((line) => `+${line}`),
  ];
}

const lineFeed = 0x0a;
const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });

/** Without line ends: that of an added line is the file's own. */
function linesOf(bytes: Uint8Array): string[] {
  const lines = utf8.decode(bytes).split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines.map((line) => (line.endsWith('\r') ? line.slice(0, -1) : line));
}
