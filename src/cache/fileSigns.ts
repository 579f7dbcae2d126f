// Signs that tell whether files and folders are what they were, without reading them: kind, inode, size and the times of
// the last change. The status-change time is set by the system alone, so that even a change that restores the rest shows.
import { createHash } from 'node:crypto';
import { lstatSync, readdirSync, statSync } from 'node:fs';
import { errorCode } from '../git/fileErrors.ts';

/** Gathers signs into one digest. Paths are bytes as latin1, or text. */
export class FileSigns {
  readonly #hash = createHash('sha256');
  #newestNs = 0n;
  #isFine = false;
  #count = 0;

  /** Something else that counts, by its value. */
  value(value: unknown): void {
    this.#hash.update(`${JSON.stringify(value)}\n`);
  }

  /** One file, folder or link, or its absence. */
  file(path: string | Buffer): void {
    this.#count++;
    const name = typeof path === 'string' ? path : path.toString('latin1');
    try {
      const stats = lstatSync(path, { bigint: true });
      if (stats.ctimeNs > this.#newestNs) this.#newestNs = stats.ctimeNs;
      if (stats.ctimeNs % 1_000_000_000n !== 0n) this.#isFine = true;
      const { mode, ino, size, mtimeNs, ctimeNs } = stats;
      this.#hash.update(`${name}\0${mode} ${ino} ${size} ${mtimeNs} ${ctimeNs}\n`);
      if (stats.isSymbolicLink()) this.#hash.update(`${targetKind(path)}\n`);
    } catch (error) {
      if (errorCode(error) === 'unknown') throw error;
      this.#hash.update(`${name}\0${errorCode(error)}\n`);
    }
  }

  /** All below a folder; of its own entries those that `isLeftOut` names are left out, and that they come and go. */
  tree(folder: string, isLeftOut: (name: string) => boolean = () => false): void {
    for (const { name, isFolder } of entriesOf(Buffer.from(folder))) {
      if (isLeftOut(name)) continue;
      const path = Buffer.concat([Buffer.from(`${folder}/`), Buffer.from(name, 'latin1')]);
      if (isFolder) this.#below(path);
      else this.file(path);
    }
  }

  #below(folder: Buffer): void {
    this.file(folder);
    for (const { name, isFolder } of entriesOf(folder)) {
      const path = Buffer.concat([folder, Buffer.from(`/${name}`, 'latin1')]);
      if (isFolder) this.#below(path);
      else this.file(path);
    }
  }

  /** Number of files looked at. */
  get count(): number {
    return this.#count;
  }

  /**
   * The digest, and whether it would tell of every change from now on. Times have steps: what changed within the last one
   * may change again without showing.
   */
  digest(nowMs: number): { readonly digest: string; readonly isSettled: boolean } {
    const stepMs = this.#isFine ? 30 : 2_100;
    const isSettled = nowMs - Number(this.#newestNs / 1_000_000n) > stepMs;
    return { digest: this.#hash.digest('hex'), isSettled };
  }
}

export interface FolderEntry {
  /** Bytes as latin1. */
  readonly name: string;
  readonly isFolder: boolean;
}

/** What is in a folder, sorted; nothing when it cannot be read. */
export function entriesOf(folder: Buffer): FolderEntry[] {
  try {
    return readdirSync(folder, { withFileTypes: true, encoding: 'latin1' })
      .map((entry) => ({ name: entry.name, isFolder: entry.isDirectory() }))
      .sort((left, right) => (left.name < right.name ? -1 : 1));
  } catch (error) {
    if (errorCode(error) === 'unknown') throw error;
    return [];
  }
}

/** Whether a link leads to a folder, to something else or nowhere: hygiene asks. */
function targetKind(path: string | Buffer): string {
  const target = statSync(path, { throwIfNoEntry: false });
  if (target === undefined) return 'nowhere';
  return target.isDirectory() ? 'folder' : 'file';
}
