// The libraries for archives, loaded when an archive is met: most scans meet none, and a check of a commit has no time for
// what it does not need.
import { createRequire } from 'node:module';
import type * as Fflate from 'fflate';
import type * as Nanotar from 'nanotar';

let zip: typeof Fflate | undefined;
let tar: typeof Nanotar | undefined;

export function fflate(): typeof Fflate {
  return (zip ??= createRequire(import.meta.url)('fflate') as typeof Fflate);
}

export function nanotar(): typeof Nanotar {
  return (tar ??= createRequire(import.meta.url)('nanotar') as typeof Nanotar);
}
