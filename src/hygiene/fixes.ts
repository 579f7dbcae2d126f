// Which line in which .gitignore would make git ignore a path. Each answer is tried on the rules themselves before
// it is given. Writing it is the business of ignoreFix.ts.
import { createIgnoreRules, gitignorePath } from '../git/ignore.ts';
import type { IgnoreRules, IgnoreSources } from '../git/ignore.ts';
import { baseName, folderOf } from '../model/path.ts';
import type { BytePath } from '../model/path.ts';
import { isEnvLikeByContent } from './envLike.ts';

export interface IgnoreLine {
  /** Path of the .gitignore. */
  readonly file: BytePath;
  /** The line without its end (latin1). */
  readonly line: string;
  /** The file is in UTF-16: git reads no line of it as it was meant, and none should be added. */
  readonly isUtf16: boolean;
}

/** Finds the missing line for a path that no shared rule ignores; rules of this machine alone do not count. */
export function createFixFinder(sources: IgnoreSources): (path: BytePath) => IgnoreLine {
  const shared: IgnoreSources = { ...sources, common: [] };
  const present = createIgnoreRules(shared);
  const tried = new Map<string, IgnoreRules>();
  const works = (path: BytePath, line: IgnoreLine): boolean => {
    const rules = tried.get(line.line) ?? createIgnoreRules(withLines(shared, [line]));
    tried.set(line.line, rules);
    return rules.check(path, false).ignored;
  };
  const lineIn = (folder: BytePath, path: BytePath): IgnoreLine => ({
    file: gitignorePath(folder),
    line: lineFor(path, folder),
    isUtf16: isUtf16(shared.readGitignore(folder)),
  });
  return (path) => {
    const atTop = lineIn('', path);
    if (works(path, atTop)) return atTop;
    // Something deeper takes it back, and that file has the last word.
    return lineIn(folderOf(present.check(path, false).rule?.source ?? path), path);
  };
}

function isUtf16(bytes: Uint8Array | undefined): boolean {
  if (bytes === undefined) return false;
  const [first, second] = bytes;
  const hasMark = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  return hasMark || bytes.subarray(0, 200).includes(0);
}

/** The same sources as if the lines stood at the end of their files. */
export function withLines(sources: IgnoreSources, lines: readonly IgnoreLine[]): IgnoreSources {
  return {
    ...sources,
    readGitignore: (folder) => {
      const added = lines.filter(({ file }) => file === gitignorePath(folder));
      const bytes = sources.readGitignore(folder);
      return added.length === 0
        ? bytes
        : appendLines(
            bytes,
            added.map(({ line }) => line),
          );
    },
  };
}

/** Adds lines at the end, with the line ends that the file has; one that is missing at the end is added first. */
export function appendLines(bytes: Uint8Array | undefined, lines: readonly string[]): Uint8Array {
  const before = Buffer.from(bytes ?? []).toString('latin1');
  const lineEnd = before.includes('\r\n') && !/(?:^|[^\r])\n/u.test(before) ? '\r\n' : '\n';
  const gap = before === '' || before.endsWith('\n') ? '' : lineEnd;
  return Buffer.from(before + gap + lines.map((line) => line + lineEnd).join(''), 'latin1');
}

/**
 * The line for a path in the .gitignore of a folder above it. A dotfile's bare name holds in all folders,
 * as it should for `.env`; any other file is named with its whole path, and so is `.npmrc`: another one may hold no token.
 */
function lineFor(path: BytePath, folder: BytePath): string {
  const name = baseName(path);
  const relative = folder === '' ? path : path.slice(folder.length + 1);
  return name.startsWith('.') && !isEnvLikeByContent(name)
    ? escapeName(name)
    : `/${escapeName(relative)}`;
}

/** A name as a pattern that means itself (gitignore(5)); a line break, which no line can hold, becomes `?`. */
function escapeName(name: string): string {
  return name
    .replace(/[*?[\\]/gu, '\\$&')
    .replace(/ +$/u, (spaces) => '\\ '.repeat(spaces.length))
    .replace(/[\n\r]/gu, '?');
}
