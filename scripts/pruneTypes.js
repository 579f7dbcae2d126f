// Of the declarations that tsc wrote, those that the library's entry leads to: the others are nobody's to import.
import { readFileSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** Deletes what `index.d.ts` of the folder does not lead to, and the folders that are empty then. */
export function pruneTypes(folder) {
  const needed = new Set();
  visit(resolve(folder, 'index.d.ts'), needed);
  keepOnly(resolve(folder), needed);
}

function visit(file, needed) {
  if (needed.has(file)) return;
  needed.add(file);
  // Imports, re-exports and `import('./x.ts').Name`; a file that is not there is an error of ours.
  for (const [, name] of readFileSync(file, 'utf8').matchAll(
    /(?:from |import\()["'](\.[^"']+)\.[jt]s["']/gu,
  )) {
    visit(resolve(dirname(file), `${name}.d.ts`), needed);
  }
}

/** Whether anything is left. */
function keepOnly(folder, needed) {
  const kept = readdirSync(folder, { withFileTypes: true }).filter((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory() ? keepOnly(path, needed) : needed.has(path)) return true;
    rmSync(path, { recursive: true });
    return false;
  });
  return kept.length > 0;
}
