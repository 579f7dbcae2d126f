// Unique folders for tests. All folders of a test file go away when the file is done.
import { chmodSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

const made: string[] = [];

afterAll(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A new empty folder (real path, no symbolic link in it), removed after the last test of the file. */
export function temporaryFolder(name = 'folder'): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), `leaktrail-${name}-`)));
  chmodSync(folder, 0o755);
  made.push(folder);
  return folder;
}

/** Those of the test file so far, as long as they are there. */
export function madeFolders(): readonly string[] {
  return made;
}
