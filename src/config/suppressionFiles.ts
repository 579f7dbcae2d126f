// How files that suppress are read. What a range or a push is held to comes from the tree of its base, so that a change cannot
// switch its own check off.
import { namedPath, readNamedFile } from './configFolder.ts';
import type { TrustRules } from './configFolder.ts';

/** Larger ones are no work of people. */
const largestBytes = 64 * 2 ** 20;

/** What is no file is left out with a word: more counts then, never less. */
export function suppressionRules(onWarning?: (message: string) => void): TrustRules {
  return {
    largestBytes,
    onLink: (path) => onWarning?.(`${path} is left out: it is a symbolic link`),
    onNoFile: (path) => onWarning?.(`${path} is left out: it is no regular file`),
  };
}

/** The bytes of a baseline that the user named, undefined where there is none. Throws ConfigError where it cannot be read. */
export function readNamedBaseline(cwd: string, file: string): Uint8Array | undefined {
  return readNamedFile(namedPath(cwd, file), file, largestBytes);
}
