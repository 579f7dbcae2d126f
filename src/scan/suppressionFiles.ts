// How files that suppress are read. What a range or a push is held to comes from the tree of its base, so that a change cannot
// switch its own check off.
import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { TrustRules } from '../config/configFolder.ts';
import { errorCode, isAbsent } from '../git/fileErrors.ts';
import { ConfigError } from '../model/errors.ts';

/** Larger ones are no work of people. */
const largestBytes = 64 * 2 ** 20;

/** A link is left out with a word: more counts then, never less. */
export function suppressionRules(onWarning?: (message: string) => void): TrustRules {
  return {
    largestBytes,
    onLink: (path) => onWarning?.(`${path} is left out: it is a symbolic link`),
  };
}

/** The bytes of a file that the user named, undefined where there is none. Throws ConfigError where it cannot be read. */
export function readNamedFile(cwd: string, file: string): Uint8Array | undefined {
  const path = resolve(cwd, file);
  try {
    if (statSync(path).size > largestBytes) throw new ConfigError(`${file} is larger than 64 MiB`);
    return readFileSync(path);
  } catch (error) {
    if (isAbsent(error)) return undefined;
    const code = errorCode(error);
    if (code === 'unknown' || error instanceof ConfigError) throw error;
    throw new ConfigError(`cannot read ${file} (${code})`, { cause: error });
  }
}
