// Where a repository has its scripts for husky (versions 5 to 8, 9), and whether git runs them in this clone.
import { basename, dirname, join } from 'node:path';
import { kindOf, readText, realFolder } from '../git/fileSystem.ts';
import { isWithin } from '../git/isWithin.ts';
import { isProgram } from './findProgram.ts';
import type { HooksFolder } from './hooksFolder.ts';

/** The folder with the user's own scripts where husky serves this hooks folder, or will; `workTree` is null without one. */
export async function huskyFolder(
  { path, setting }: HooksFolder,
  workTree: string | null,
): Promise<string | undefined> {
  if (await isGenerated(path)) return dirname(path);
  if ((await kindOf(join(path, '_', 'husky.sh'))) === 'file') return path;
  const planned = await plannedFolder(workTree);
  // The setting outlives what it names: husky's folder is in nobody's commits.
  const isFree = planned !== undefined && (setting === null || isWithin(path, planned));
  return isFree ? planned : undefined;
}

/** What keeps git from running the script, and what to do then; undefined where nothing does. */
export async function huskyGap(hooksFolder: string, script: string): Promise<string | undefined> {
  const folder = dirname(script);
  if (hooksFolder === folder) {
    return (await isProgram(script))
      ? undefined
      : `${script} is NOT executable, so git does not run it: chmod +x ${script}`;
  }
  const runs =
    hooksFolder === join(folder, '_') &&
    (await isGenerated(hooksFolder)) &&
    (await isProgram(join(hooksFolder, basename(script))));
  return runs ? undefined : 'husky is NOT set up in this clone: run `npm install` (or npx husky)';
}

async function isGenerated(hooksFolder: string): Promise<boolean> {
  if (basename(hooksFolder) !== '_') return false;
  const kinds = await Promise.all(['h', 'husky.sh'].map((name) => kindOf(join(hooksFolder, name))));
  return kinds.includes('file');
}

/**
 * The folder that husky will serve once it is set up (`npm install` sets core.hooksPath then, and git leaves a hook in
 * its own folder out from that moment on). Not a link: that could lead anywhere.
 */
async function plannedFolder(workTree: string | null): Promise<string | undefined> {
  if (workTree === null) return undefined;
  const folder = join(workTree, '.husky');
  if ((await realFolder(folder)) !== folder) return undefined;
  const manifest = (await readText(join(workTree, 'package.json'))) ?? '';
  return manifest.includes('"husky"') ? folder : undefined;
}
