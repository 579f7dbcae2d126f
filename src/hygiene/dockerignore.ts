// What a .dockerignore keeps out of a build: its lines are rooted at the build's folder, `**` spans folders, `!` takes back,
// the last line that names a path or a folder above it decides.
// https://docs.docker.com/build/concepts/context/#dockerignore-files
import { posix } from 'node:path';
import { compileTokens, setOf } from '../git/wildmatch.ts';
import type { Token, Wildmatch } from '../git/wildmatch.ts';
import type { BytePath } from '../model/path.ts';

export interface DockerPattern {
  /** 1-based. */
  readonly line: number;
  readonly isException: boolean;
  readonly matches: Wildmatch;
}

export interface DockerVerdict {
  readonly isExcluded: boolean;
  /** The line that decides, or 0 for none. */
  readonly line: number;
}

/** The patterns of a file, in its order. One that docker would refuse matches nothing: no image is built with it. */
export function parseDockerignore(bytes: Uint8Array): DockerPattern[] {
  const text = Buffer.from(bytes).toString('latin1');
  return text
    .replace(/^\xef\xbb\xbf/u, '')
    .split('\n')
    .flatMap((line, i) => {
      const pattern = line.startsWith('#') ? '' : cleanLine(line.trim());
      if (pattern === '') return [];
      const isException = pattern.startsWith('!');
      const glob = isException ? pattern.slice(1) : pattern;
      return [{ line: i + 1, isException, matches: compileDockerGlob(glob) }];
    });
}

/** Docker cleans twice: `a/ /` has white space at its end again, and `/!a` takes back. */
function cleanLine(line: string): string {
  if (line === '') return '';
  const isException = line.startsWith('!');
  const once = cleanPath(isException ? line.slice(1).trim() : line);
  return goClean((isException ? `!${once}` : once).trim());
}

/** What becomes of a path relative to the folder of the build. */
export function dockerVerdict(patterns: readonly DockerPattern[], path: BytePath): DockerVerdict {
  const above = withFolders(path);
  const decisive = patterns.findLast(({ matches }) => above.some(matches));
  return {
    isExcluded: decisive !== undefined && !decisive.isException,
    line: decisive?.line ?? 0,
  };
}

/** The folders above a path, and the path itself. */
export function withFolders(path: BytePath): BytePath[] {
  const parts = path.split('/');
  return parts.map((_part, i) => parts.slice(0, i + 1).join('/'));
}

/** As Go's path.Clean does, without a slash in front. */
export function cleanPath(path: string): string {
  const clean = goClean(path);
  return clean.length > 1 && clean.startsWith('/') ? clean.slice(1) : clean;
}

function goClean(path: string): string {
  return posix.normalize(path === '' ? '.' : path).replace(/(.)\/$/u, '$1');
}

/** Go's path.Match with `**`, as docker has it: `*` and `?` stay within a folder, `[^…]` is all but these. */
export function compileDockerGlob(glob: string): Wildmatch {
  // Without another wildcard it means any text before, not only whole folders.
  if (/^\*\*[^*?[\]\\]*$/u.test(glob)) return endsIn(glob.slice(2));
  const tokens = tokenize(glob);
  return tokens === undefined ? () => false : compileTokens(tokens);
}

function endsIn(ending: string): Wildmatch {
  return (path) => path.endsWith(ending) || `/${path}` === ending;
}

const slash = 0x2f;

function tokenize(glob: string): Token[] | undefined {
  const tokens: Token[] = [];
  let at = 0;
  while (at < glob.length) {
    const character = glob.charAt(at);
    if (glob.startsWith('**', at)) {
      at += glob.charAt(at + 2) === '/' ? 3 : 2;
      tokens.push(at >= glob.length ? 'globstar' : 'folders');
    } else if (character === '[') {
      const found = bracketAt(glob, at);
      if (found === undefined) return undefined;
      tokens.push(found.set);
      at = found.end;
    } else {
      const isEscape = character === '\\';
      if (isEscape && at + 1 >= glob.length) return undefined;
      if (character === '*') tokens.push('star');
      else if (character === '?') tokens.push(allBut(slash));
      else tokens.push(setOf(glob.charCodeAt(isEscape ? at + 1 : at)));
      at += isEscape ? 2 : 1;
    }
  }
  return tokens;
}

function allBut(byte: number): Uint8Array {
  const set = new Uint8Array(256).fill(1);
  set[byte] = 0;
  return set;
}

/** Reads `[…]`; undefined where it is none that Go takes. */
function bracketAt(glob: string, start: number): { set: Uint8Array; end: number } | undefined {
  const isNegated = glob.charAt(start + 1) === '^';
  const set = new Uint8Array(256);
  let at = isNegated ? start + 2 : start + 1;
  const first = at;
  while (at === first || glob.charAt(at) !== ']') {
    const low = memberAt(glob, at);
    if (low === undefined) return undefined;
    const isRange = glob.charAt(low.end) === '-';
    const high = isRange ? memberAt(glob, low.end + 1) : low;
    if (high === undefined) return undefined;
    for (let byte = low.byte; byte <= high.byte; byte++) set[byte] = 1;
    at = high.end;
  }
  if (isNegated) for (let byte = 0; byte < 256; byte++) set[byte] = set[byte] === 1 ? 0 : 1;
  return { set, end: at + 1 };
}

function memberAt(glob: string, at: number): { byte: number; end: number } | undefined {
  const character = glob.charAt(at);
  if (character === '' || character === '-' || character === ']') return undefined;
  const member = character === '\\' ? at + 1 : at;
  if (member >= glob.length) return undefined;
  return { byte: glob.charCodeAt(member), end: member + 1 };
}
