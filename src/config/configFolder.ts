// Where configuration files are read from. A repository's own may name other files of the repository and nothing else:
// whoever wrote it may be a stranger. A file that the user named with --config may name any.
import { lstatSync, readFileSync } from 'node:fs';
import { dirname, isAbsolute, join, posix, resolve } from 'node:path';
import { ConfigError } from '../model/errors.ts';

/** The bytes of a file, by its path from the top with `/` between the parts; undefined where there is none. May throw ConfigError. */
export type ReadFile = (path: string) => Uint8Array | undefined;

export interface ConfigFolder {
  readonly readFile: ReadFile;
  /** Path of what a file names, for `readFile`; or why it may not be named. */
  readonly resolve: (from: string, reference: string) => { path: string } | { refusal: string };
}

/** Files below a top that `readFile` stands for: a work tree, or the tree of a commit. */
export function confinedFolder(readFile: ReadFile): ConfigFolder {
  return {
    readFile,
    resolve(from, reference) {
      if (/^(?:[/\\~]|[A-Za-z]:|[a-z]+:\/\/)/u.test(reference)) {
        return { refusal: 'must be relative to this file; only --config may name files elsewhere' };
      }
      const path = posix.join(posix.dirname(from), reference.replaceAll('\\', '/'));
      if (path === '..' || path.startsWith('../') || path.includes('\0')) {
        return { refusal: 'lies outside the repository; only --config may name files elsewhere' };
      }
      return path.split('/').some((part) => part.toLowerCase() === '.git')
        ? { refusal: 'lies in the .git folder' }
        : { path };
    },
  };
}

/** Files anywhere, by absolute path. */
export const anyFolder: ConfigFolder = {
  readFile: (path) => readIfThere(path),
  resolve: (from, reference) => ({ path: resolve(dirname(from), reference) }),
};

/** Reads below a folder, and follows no symbolic link there. */
export function folderReader(top: string): ReadFile {
  return (path) => {
    const parts = path.split('/');
    for (let length = 1; length <= parts.length; length++) {
      const part = parts.slice(0, length).join('/');
      const found = lstatSync(join(top, part), { throwIfNoEntry: false });
      if (found === undefined) return undefined;
      if (found.isSymbolicLink()) {
        throw new ConfigError(
          `${part}: is a symbolic link, and a repository's configuration follows none`,
        );
      }
      if (length === parts.length ? !found.isFile() : !found.isDirectory()) return undefined;
      if (found.size > largestFileBytes && length === parts.length) throw tooLarge(path);
    }
    return readIfThere(join(top, path));
  };
}

/** Larger files are refused before they are read. */
export const largestFileBytes = 2 ** 20;

export function tooLarge(path: string): ConfigError {
  return new ConfigError(`${path}: larger than ${largestFileBytes} bytes`);
}

/** Path of a file that the user named, from the folder the command was started in. */
export function namedPath(cwd: string, file: string): string {
  return isAbsolute(file) ? file : resolve(cwd, file);
}

function readIfThere(path: string): Uint8Array | undefined {
  try {
    return readFileSync(path);
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown error';
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw new ConfigError(`${path}: cannot be read (${code})`, { cause });
  }
}
