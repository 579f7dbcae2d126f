// One line of an ignore file: what it says (gitignore(5), "PATTERN FORMAT") and whether it names a path. Order,
// precedence and folders that are ignored as a whole are the business of ignore.ts.
import type { BytePath } from '../model/path.ts';
import { compileWildmatch, foldAscii } from './wildmatch.ts';

export interface IgnorePattern {
  /** The file it stands in, as `git check-ignore -v` prints it. */
  readonly source: BytePath;
  /** 1-based. */
  readonly line: number;
  /** The line as git reads it (latin1): without unescaped trailing spaces, with `!` and a trailing `/`. */
  readonly text: string;
  readonly isNegated: boolean;
  readonly isDirectoryOnly: boolean;
  /** Whether it names this path; `path` is relative to the pattern's folder, folded where case is ignored. */
  readonly matches: (path: BytePath, name: string) => boolean;
}

/** Larger ignore files are not read: git's own limit. */
export const maxIgnoreFileBytes = 100 * 1024 * 1024;

/**
 * The patterns of an ignore file, in its order. Bytes are taken as they come, as git does: a UTF-8 byte
 * order mark is dropped, a NUL byte ends its line's pattern (which is what UTF-16 is full of).
 */
export function parseIgnoreFile(
  bytes: Uint8Array,
  source: BytePath,
  ignoreCase: boolean,
): IgnorePattern[] {
  return splitIgnoreLines(bytes).flatMap((line, i) => {
    if (line === '' || line.startsWith('#')) return [];
    return [parseLine({ text: effectiveText(line), source, line: i + 1, ignoreCase })];
  });
}

/** Lines as git splits them (latin1): at line feeds, without the byte order mark of UTF-8. */
export function splitIgnoreLines(bytes: Uint8Array): string[] {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  return text.replace(/^\xef\xbb\xbf/u, '').split('\n');
}

/** What git takes of a line: up to a NUL, without one carriage return at the end, without unescaped trailing spaces. */
export function effectiveText(line: string): string {
  const text = line.endsWith('\r') ? line.slice(0, -1) : line;
  const nul = text.indexOf('\0');
  return trimTrailingSpaces(nul < 0 ? text : text.slice(0, nul));
}

/** Loops, not expressions: a hostile line of a million spaces must not cost their square. */
function trimTrailingSpaces(text: string): string {
  const end = endWithout(' ', text, text.length);
  const backslashes = end - endWithout('\\', text, end);
  const isFirstSpaceEscaped = backslashes % 2 === 1 && end < text.length;
  return text.slice(0, isFirstSpaceEscaped ? end + 1 : end);
}

function endWithout(character: string, text: string, length: number): number {
  let end = length;
  while (end > 0 && text.charAt(end - 1) === character) end--;
  return end;
}

function parseLine(options: {
  text: string;
  source: BytePath;
  line: number;
  ignoreCase: boolean;
}): IgnorePattern {
  const { text, source, line, ignoreCase } = options;
  const isNegated = text.startsWith('!');
  const body = isNegated ? text.slice(1) : text;
  const isDirectoryOnly = body.endsWith('/');
  const glob = isDirectoryOnly ? body.slice(0, -1) : body;
  const matches = glob.includes('/')
    ? pathMatcher(glob, ignoreCase)
    : nameMatcher(glob, ignoreCase);
  return { source, line, text, isNegated, isDirectoryOnly, matches };
}

/** A pattern without a slash is compared with the last part of the path. */
function nameMatcher(glob: string, ignoreCase: boolean): IgnorePattern['matches'] {
  const literal = ignoreCase ? foldAscii(glob) : glob;
  if (!hasWildcard(glob)) return (_path, name) => name === literal;
  if (glob.startsWith('*') && !hasWildcard(glob.slice(1))) {
    const ending = literal.slice(1);
    return (_path, name) => name.endsWith(ending);
  }
  const matches = compileWildmatch(glob, { pathname: false, ignoreCase });
  return (_path, name) => matches(name);
}

/**
 * A pattern with a slash is compared with the path from the ignore file's folder. git compares the part
 * before the first wildcard first and lets the glob start there, so that `a**` + `/b` means `a` + `**` + `/b`.
 */
function pathMatcher(glob: string, ignoreCase: boolean): IgnorePattern['matches'] {
  const anchored = glob.startsWith('/') ? glob.slice(1) : glob;
  const prefixLength = literalLength(anchored);
  const start = anchored.slice(0, prefixLength);
  const prefix = ignoreCase ? foldAscii(start) : start;
  if (prefixLength === anchored.length) return (path) => path === prefix;
  const matches = compileWildmatch(anchored.slice(prefixLength), { pathname: true, ignoreCase });
  return (path) => path.startsWith(prefix) && matches(path.slice(prefixLength));
}

function literalLength(glob: string): number {
  const special = glob.search(/[*?[\\]/u);
  return special < 0 ? glob.length : special;
}

function hasWildcard(glob: string): boolean {
  return literalLength(glob) < glob.length;
}
