// Whether git can be started on a repository: it opens whatever stands in the place of its files, and waits for ever where that
// is a pipe. Loose objects, which may be many, are not looked at: there a call ends when its time is over (gitProcess.ts).
import { readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseConfig } from './config.ts';
import { configPath } from './configFiles.ts';
import { unlessRefused } from './fileSystem.ts';
import type { GitTarget } from './gitEnvironment.ts';
import { readSmallFile } from './smallFile.ts';

/** What git reads to list commits, in the folder of the work tree and in the shared one (gitrepository-layout). */
const alwaysRead = ['HEAD', 'commondir', 'config', 'config.worktree', 'packed-refs', 'shallow'];
/** git gives up at ten files that include each other; ten that each include the next ten times are 10^10. */
const mostIncludes = 1000;

/** One line on what keeps git from being run, undefined when nothing does. */
export function gitObstacle({ gitDir, commonDir, objectDirs }: GitTarget): string | undefined {
  const folders = [...new Set([gitDir, commonDir])];
  const files = [
    ...folders.flatMap((folder) => alwaysRead.map((name) => join(folder, name))),
    ...objectDirs.map((folder) => join(folder, 'info', 'alternates')),
  ];
  const special =
    files.find(isSpecial) ??
    firstOf(folders, (folder) => specialBelow(join(folder, 'refs'))) ??
    firstOf(objectDirs, (folder) => specialBelow(join(folder, 'pack')));
  if (special !== undefined) return noFile(special);
  const steps = { left: mostIncludes };
  return firstOf(folders, (folder) =>
    firstOf(['config', 'config.worktree'], (name) => includeObstacle(join(folder, name), steps)),
  );
}

function noFile(path: string): string {
  return `'${path}' is no regular file, and git would wait for it`;
}

/** A pipe, a device or a socket, links followed. */
function isSpecial(path: string): boolean {
  const stats = unlessRefused(() => statSync(path, { throwIfNoEntry: false }));
  return stats !== undefined && !stats.isFile() && !stats.isDirectory();
}

function specialBelow(folder: string): string | undefined {
  const entries = unlessRefused(() => readdirSync(folder, { withFileTypes: true })) ?? [];
  return firstOf(entries, (entry) => {
    if (entry.isFile()) return undefined;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return specialBelow(path);
    return isSpecial(path) ? path : undefined;
  });
}

/** Looks through what a configuration includes, as git would; conditions are taken to hold. */
function includeObstacle(file: string, steps: { left: number }): string | undefined {
  const bytes = readSmallFile(Buffer.from(file));
  if (bytes === undefined) return undefined;
  return firstOf(parseConfig(Buffer.from(bytes).toString('utf8')).entries, ({ key, value }) => {
    if (value === null || !/^include(?:if\..*)?\.path$/su.test(key)) return undefined;
    if (steps.left-- <= 0) return `'${file}' and what it includes include too many files`;
    const included = configPath(value, dirname(file), {});
    return isSpecial(included) ? noFile(included) : includeObstacle(included, steps);
  });
}

function firstOf<Item, Found>(
  items: readonly Item[],
  find: (item: Item) => Found | undefined,
): Found | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}
