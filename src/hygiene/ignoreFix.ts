// The missing .gitignore lines: which lines go into which file, as values. Writing them is the business of
// writeIgnoreFix.ts.
import { createIgnoreRules } from '../git/ignore.ts';
import type { IgnoreSources } from '../git/ignore.ts';
import type { IgnoreEdit } from '../model/hygiene.ts';
import { folderOf } from '../model/path.ts';
import type { BytePath } from '../model/path.ts';
import type { JudgedPath } from './checkHygiene.ts';
import { appendLines, withLines } from './fixes.ts';
import type { IgnoreLine } from './fixes.ts';

/** A .gitignore that lacks a line and does not get it. */
export interface IgnoreRefusal {
  readonly file: BytePath;
  /** Why, and what to do; follows the file's name in a sentence. */
  readonly reason: string;
}

export interface IgnoreFixPlan {
  /** Sorted by file. */
  readonly edits: readonly IgnoreEdit[];
  readonly refusals: readonly IgnoreRefusal[];
}

/**
 * The fewest lines that make shared rules ignore every judged path that none ignores. Done once, nothing is left to do. A
 * file in UTF-16 is refused: no line in it would be read.
 */
export function planIgnoreFix(
  judged: readonly JudgedPath[],
  ignoreSources: IgnoreSources,
): IgnoreFixPlan {
  // Without the files that hold on this machine only, what is ignored is ignored by a .gitignore.
  const shared: IgnoreSources = { ...ignoreSources, common: [] };
  const lines: IgnoreLine[] = [];
  const inUtf16 = new Set<BytePath>();
  let rules = createIgnoreRules(shared);
  for (const { path, missingLine } of judged) {
    if (missingLine === null || rules.check(path, false).ignored) continue;
    if (missingLine.isUtf16) {
      inUtf16.add(missingLine.file);
      continue;
    }
    lines.push(missingLine);
    rules = createIgnoreRules(withLines(shared, lines));
  }
  const files = [...new Set(lines.map(({ file }) => file))].toSorted();
  const edits = files.map((file) => {
    const own = lines.filter((line) => line.file === file).map(({ line }) => line);
    const before = shared.readGitignore(folderOf(file));
    return { file, lines: own, before, after: appendLines(before, own) };
  });
  const reason = 'is UTF-16, which git does not read as text: save it as UTF-8 first';
  return { edits, refusals: [...inUtf16].toSorted().map((file) => ({ file, reason })) };
}
