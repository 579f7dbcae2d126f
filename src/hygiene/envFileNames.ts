// Which paths are those of .env-like files: by the names that envLike.ts knows, and by the globs of a configuration
// (`envFiles`), which name further files, by folder too.
import { parseIgnoreFile } from '../git/ignorePattern.ts';
import type { IgnorePattern } from '../git/ignorePattern.ts';
import { foldAscii } from '../git/wildmatch.ts';
import { baseName, bytePath } from '../model/path.ts';
import type { BytePath } from '../model/path.ts';
import { isEnvLike } from './envLike.ts';

export interface EnvFileNames {
  /** Whether a file at this path is .env-like by its name. */
  readonly isEnvLike: (path: BytePath) => boolean;
  /** Whether a file of this base name is, in some folder: trees know no paths. */
  readonly mayBeEnvLike: (name: BytePath) => boolean;
}

/**
 * The built-in names and those that the globs (lines as in a .gitignore at the top, for files alone) add. The last line that
 * names a path counts: one with `!` takes it back, unless it is a built-in name. Upper and lower case are the same.
 */
export function envFileNames(globs: readonly string[] = []): EnvFileNames {
  if (globs.length === 0) return { isEnvLike, mayBeEnvLike: isEnvLike };
  const patterns = patternsOf(globs);
  const names = patternsOf(globs.filter((glob) => !glob.startsWith('!')).map(baseName));
  return {
    isEnvLike: (path) => isEnvLike(path) || lastMatch(patterns, path)?.isNegated === false,
    mayBeEnvLike: (name) => isEnvLike(name) || lastMatch(names, name) !== undefined,
  };
}

function patternsOf(globs: readonly string[]): IgnorePattern[] {
  return parseIgnoreFile(Buffer.from(globs.map(bytePath).join('\n'), 'latin1'), '', true);
}

function lastMatch(patterns: readonly IgnorePattern[], path: BytePath): IgnorePattern | undefined {
  const compared = foldAscii(path);
  const name = baseName(compared);
  return patterns.findLast(
    (pattern) => !pattern.isDirectoryOnly && pattern.matches(compared, name),
  );
}
