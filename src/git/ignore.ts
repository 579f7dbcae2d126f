// Whether git would ignore a path, and by which line of which file: precedence, nesting and ignored folders
// (gitignore(5)). Where the ignore files come from (a work tree, the tree of a commit) is the caller's choice,
// see ignoreSources.ts; nothing need exist.
import { baseName } from '../model/path.ts';
import type { BytePath } from '../model/path.ts';
import { parseIgnoreFile } from './ignorePattern.ts';
import type { IgnorePattern } from './ignorePattern.ts';
import { foldAscii } from './wildmatch.ts';

/** An ignore file that holds for the whole tree (`info/exclude`, `core.excludesFile`). */
export interface IgnoreFile {
  /** As `git check-ignore -v` prints it. */
  readonly source: BytePath;
  readonly bytes: Uint8Array;
}

export interface IgnoreSources {
  /** `core.ignoreCase`. */
  readonly ignoreCase: boolean;
  /** The bytes of the .gitignore in a folder (`''` is the top); undefined when it has none. */
  readonly readGitignore: (folder: BytePath) => Uint8Array | undefined;
  /** Files that every .gitignore overrules, the strongest first. */
  readonly common: readonly IgnoreFile[];
}

/** The deciding line, as `git check-ignore -v` prints it. */
export interface IgnoreRule {
  readonly source: BytePath;
  /** 1-based. */
  readonly line: number;
  /** Latin1. */
  readonly pattern: string;
  readonly negated: boolean;
}

export interface IgnoreVerdict {
  readonly ignored: boolean;
  /** The last line that names the path, or the one that ignores a folder above it; null when none does. */
  readonly rule: IgnoreRule | null;
}

export interface IgnoreRules {
  /**
   * Judges a path relative to the top, without slashes at its ends. What is above it counts as a folder.
   * A symbolic link is no directory. Whether the path is tracked plays no part.
   */
  check(path: BytePath, isDirectory: boolean): IgnoreVerdict;
}

/** The patterns of one file, for paths below `folder`. */
interface PatternList {
  readonly baseLength: number;
  readonly patterns: readonly IgnorePattern[];
}

/** What holds inside a folder: the pattern that ignores it as a whole, else the lists in order of precedence. */
interface FolderState {
  readonly ignoredBy: IgnorePattern | undefined;
  readonly lists: readonly PatternList[];
}

/** Ignore rules over the sources given. Every .gitignore is read at most once, and none in an ignored folder. */
export function createIgnoreRules(sources: IgnoreSources): IgnoreRules {
  const { ignoreCase } = sources;
  const states = new Map<BytePath, FolderState>();
  const common = sources.common.map(({ source, bytes }) => ({
    baseLength: 0,
    patterns: parseIgnoreFile(bytes, source, ignoreCase),
  }));
  const top: FolderState = { ignoredBy: undefined, lists: withGitignore('', common) };

  return {
    check(path, isDirectory) {
      const state = stateOf(path.slice(0, Math.max(path.lastIndexOf('/'), 0)));
      return verdictOf(state.ignoredBy ?? lastMatch(state.lists, path, isDirectory));
    },
  };

  /** Walks down from the nearest known folder; a loop, since a path in a hostile tree can be of any depth. */
  function stateOf(folder: BytePath): FolderState {
    const unknown: BytePath[] = [];
    let at = folder;
    while (at !== '' && !states.has(at)) {
      unknown.push(at);
      at = at.slice(0, Math.max(at.lastIndexOf('/'), 0));
    }
    let state = states.get(at) ?? top;
    for (const next of unknown.toReversed()) {
      state = enter(state, next);
      states.set(next, state);
    }
    return state;
  }

  function enter(above: FolderState, folder: BytePath): FolderState {
    if (above.ignoredBy !== undefined) return above;
    const pattern = lastMatch(above.lists, folder, true);
    if (pattern !== undefined && !pattern.isNegated) return { ignoredBy: pattern, lists: [] };
    return { ignoredBy: undefined, lists: withGitignore(folder, above.lists) };
  }

  function withGitignore(folder: BytePath, lists: readonly PatternList[]): readonly PatternList[] {
    const bytes = sources.readGitignore(folder);
    if (bytes === undefined) return lists;
    const source = gitignorePath(folder);
    const patterns = parseIgnoreFile(bytes, source, ignoreCase);
    return patterns.length === 0
      ? lists
      : [{ baseLength: folder === '' ? 0 : folder.length + 1, patterns }, ...lists];
  }

  function lastMatch(
    lists: readonly PatternList[],
    path: BytePath,
    isDirectory: boolean,
  ): IgnorePattern | undefined {
    const compared = ignoreCase ? foldAscii(path) : path;
    const name = baseName(compared);
    for (const { baseLength, patterns } of lists) {
      const relative = compared.slice(baseLength);
      const match = patterns.findLast(
        (pattern) => (isDirectory || !pattern.isDirectoryOnly) && pattern.matches(relative, name),
      );
      if (match !== undefined) return match;
    }
    return undefined;
  }
}

/** Path of the .gitignore of a folder. */
export function gitignorePath(folder: BytePath): BytePath {
  return folder === '' ? '.gitignore' : `${folder}/.gitignore`;
}

function verdictOf(pattern: IgnorePattern | undefined): IgnoreVerdict {
  if (pattern === undefined) return { ignored: false, rule: null };
  const { source, line, text, isNegated } = pattern;
  return { ignored: !isNegated, rule: { source, line, pattern: text, negated: isNegated } };
}
