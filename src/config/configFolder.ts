// Where configuration files are read from. A repository's own may name other files of the repository and nothing else:
// whoever wrote it may be a stranger. A file that the user named with --config may name any.
import { lstatSync, readFileSync, statSync } from 'node:fs';
import { devNull } from 'node:os';
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
  readFile: (path) => readNamedFile(path, path, largestFileBytes),
  resolve: (from, reference) => ({ path: resolve(dirname(from), reference) }),
};

/** How files of a repository are read that say what counts in it: whoever wrote them may be a stranger. */
export interface TrustRules {
  /** Larger files are refused before they are read. */
  readonly largestBytes: number;
  /** What a symbolic link on the way means: none is followed. May throw ConfigError; else the file counts as absent. */
  readonly onLink: (path: string) => void;
  /** Hears of a folder, a pipe or a device in the place of a file, which counts as absent. */
  readonly onNoFile?: (path: string) => void;
}

/** Larger configuration files are refused before they are read. */
export const largestFileBytes = 2 ** 20;

/** Those of a configuration. */
export const configRules: TrustRules = {
  largestBytes: largestFileBytes,
  onLink(path) {
    throw new ConfigError(
      `${path}: is a symbolic link, and a repository's configuration follows none`,
    );
  },
};

/** Reads below a folder. Throws ConfigError for what is too large or cannot be read. */
export function folderReader(top: string, rules: TrustRules = configRules): ReadFile {
  return (path) => {
    const found = lookBelow(top, path);
    if (found === undefined) return undefined;
    if (found.kind === 'link') rules.onLink(found.path);
    if (found.kind === 'no file') rules.onNoFile?.(found.path);
    if (found.kind !== 'file') return undefined;
    if (found.size > rules.largestBytes) throw tooLarge(path, rules.largestBytes);
    return orConfigError(path, () => readFileSync(join(top, path)));
  };
}

/**
 * What stands at a path below a folder, each part of it looked at by itself: a link on the way may lead anywhere. Undefined
 * where there is nothing. Throws ConfigError where the system does not tell.
 */
export function lookBelow(
  top: string,
  path: string,
): { kind: 'file'; size: number } | { kind: 'link' | 'no file'; path: string } | undefined {
  const parts = path.split('/');
  for (let length = 1; length <= parts.length; length++) {
    const part = parts.slice(0, length).join('/');
    const found = orConfigError(part, () => lstatSync(join(top, part), { throwIfNoEntry: false }));
    if (found === undefined) return undefined;
    if (found.isSymbolicLink()) return { kind: 'link', path: part };
    if (length < parts.length && !found.isDirectory()) return undefined;
    if (length === parts.length) {
      return found.isFile() ? { kind: 'file', size: found.size } : { kind: 'no file', path };
    }
  }
  return undefined;
}

export function tooLarge(path: string, largestBytes = largestFileBytes): ConfigError {
  return new ConfigError(`${path}: larger than ${largestBytes} bytes`);
}

/** Path of a file that the user named, from the folder the command was started in. */
export function namedPath(cwd: string, file: string): string {
  return isAbsolute(file) ? file : resolve(cwd, file);
}

/**
 * The bytes of a file that the user named, `shown` as they called it; undefined where there is none. Throws ConfigError where
 * it cannot be read, and for pipes and devices, which could be waited for without end and read but once.
 */
export function readNamedFile(
  path: string,
  shown: string,
  largestBytes: number,
): Uint8Array | undefined {
  if (path === devNull) return new Uint8Array();
  const stats = orConfigError(shown, () => statSync(path, { throwIfNoEntry: false }));
  if (stats === undefined) return undefined;
  if (!stats.isFile()) {
    throw new ConfigError(`${shown}: is no regular file; what a pipe gives, write to a file first`);
  }
  if (stats.size > largestBytes) throw tooLarge(shown, largestBytes);
  return orConfigError(shown, () => readFileSync(path));
}

/** Undefined where there is nothing. Throws ConfigError for any other refusal of the system. */
function orConfigError<Result>(path: string, look: () => Result): Result | undefined {
  try {
    return look();
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown error';
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw new ConfigError(`${path}: cannot be read (${code})`, { cause });
  }
}
