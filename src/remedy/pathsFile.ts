// The lines of --paths-from-file of git-filter-repo for whole files that are to go (FilteringOptions.get_paths_from_file).
import type { BytePath } from '../model/path.ts';
import { escapeBytes } from './expressions.ts';

/**
 * A line for each path, bytes as latin1 characters. Regular expressions, because a literal path means a folder of that name as
 * well: a `.env` of secrets must not take a virtual environment `.env/` along.
 */
export function pathLines(paths: readonly BytePath[]): string[] {
  return paths.map((path) => `regex:^${escapeBytes(path)}\\Z\n`);
}
