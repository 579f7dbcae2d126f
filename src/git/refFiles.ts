// Refs as files: one loose ref a file, and packed-refs. gitrepository-layout, "refs" and "packed-refs";
// refs/files-backend.c and refs/packed-backend.c for what damaged ones count as. What refs mean together
// is said in refs.ts. Loose refs are read synchronously: 10,000 of them took 0.2 s, and 0.9 s as promises, 32 at
// a time.
import { readFileSync, readdirSync, readlinkSync, statSync } from 'node:fs';
import type { Dirent } from 'node:fs';
import { isZeroOid } from '../model/oid.ts';
import type { Oid } from '../model/oid.ts';
import { bytePath } from '../model/path.ts';
import type { Problem } from '../model/problem.ts';
import { errorCode, isAbsent } from './fileErrors.ts';
import { unlessRefused } from './fileSystem.ts';
import { isPackedRefName, isRefName } from './refName.ts';
import type { RefName } from './refName.ts';

/** What a ref holds: an object, the name of another ref, or nothing that can be used. */
export type RefValue =
  | { readonly kind: 'oid'; readonly oid: Oid }
  | { readonly kind: 'symbolic'; readonly target: RefName }
  | { readonly kind: 'broken'; readonly reason: string };

export type RefValues = Map<RefName, RefValue>;

export interface PackedRefs {
  readonly refs: RefValues;
  readonly problems: readonly Problem[];
}

const broken: RefValue = { kind: 'broken', reason: 'does not hold an object id' };
const badName: RefValue = { kind: 'broken', reason: 'has a name that git does not allow' };
/** Damaged lines of packed-refs that are told one by one. */
const mostNamedLines = 100;
/** Folders nested deeper hold no refs: their names would be longer than a file system takes. */
const deepestFolder = 100;

/**
 * Reads all loose refs below a folder of a git directory (`refs`, `refs/bisect`). Lock files and names that
 * start with a dot are passed over, as in git. A folder that cannot be read counts as a broken ref.
 */
export function readLooseRefs(gitDir: string, folder: string): RefValues {
  const refs: RefValues = new Map();
  readFolder({ gitDir, refs, linked: new Set() }, folder);
  return refs;
}

/** One file that holds a ref (`HEAD`); undefined when there is none. */
export function readRefFile(gitDir: string, name: string): RefValue | undefined {
  const path = fileOf(gitDir, name);
  const link = unlessRefused(() => readlinkSync(path, 'latin1'));
  if (link !== undefined && isRefName(link)) return { kind: 'symbolic', target: link };
  const stats = unlessRefused(() => statSync(path));
  if (stats === undefined) return link === undefined ? undefined : broken;
  // Only regular files are opened: a pipe could block for ever.
  return stats.isFile() ? readPlainFile(path) : broken;
}

/** The text of a loose ref: `ref: NAME`, or an oid with white space or nothing after it. */
export function parseRefFile(bytes: Buffer): RefValue {
  const text = bytes.toString('latin1', 0, 5000);
  const target = /^ref:\s*(\S[^\r\n]*?)\s*(?:\n|$)/u.exec(text)?.[1];
  if (target !== undefined) return isRefName(target) ? { kind: 'symbolic', target } : broken;
  const oid = /^([0-9a-f]{64}|[0-9a-f]{40})(?:\s|$)/u.exec(text)?.[1];
  return oid === undefined || isZeroOid(oid) ? broken : { kind: 'oid', oid };
}

/**
 * The text of packed-refs: `oid name` lines. Comments, and the `^oid` lines that say what a tag peels to,
 * tell nothing new. A line without its end counts as damaged: its name may be cut off.
 */
export function parsePackedRefs(bytes: Buffer, oidDigits: number): PackedRefs {
  const refs: RefValues = new Map();
  const problems: Problem[] = [];
  let unnamed = 0;
  const lines = bytes.toString('latin1').split('\n');
  const last = lines.length - 1;
  lines.forEach((line, i) => {
    if (line.startsWith('#') || line.startsWith('^') || (i === last && line === '')) return;
    const oid = line.slice(0, oidDigits);
    // To git it is a text of C.
    const [name = ''] = line.slice(oidDigits + 1).split('\0', 1);
    const isOid = line[oidDigits] === ' ' && /^[0-9a-f]+$/u.test(oid) && oid.length === oidDigits;
    if (isOid && i < last && isPackedRefName(name)) refs.set(name, { kind: 'oid', oid });
    else if (problems.length < mostNamedLines) {
      const message = `line ${i + 1} of packed-refs is damaged`;
      problems.push({ kind: 'broken-ref', message, path: 'packed-refs' });
    } else unnamed++;
  });
  if (unnamed > 0) {
    const message = `${unnamed} further lines of packed-refs are damaged`;
    problems.push({ kind: 'broken-ref', message, path: 'packed-refs' });
  }
  return { refs, problems };
}

interface Listing {
  readonly gitDir: string;
  readonly refs: RefValues;
  /** Targets of links to folders: each is entered once, so that circles end. */
  readonly linked: Set<string>;
}

function readFolder(listing: Listing, folder: RefName): void {
  const { gitDir, refs } = listing;
  const path = fileOf(gitDir, folder);
  let entries: Dirent[] = [];
  try {
    entries = readdirSync(path, { withFileTypes: true, encoding: 'latin1' });
  } catch (error) {
    const code = errorCode(error);
    if (code === 'unknown') throw error;
    const reason = `is a folder that cannot be read (${code})`;
    if (!isAbsent(error)) refs.set(folder, { kind: 'broken', reason });
  }
  for (const entry of entries) {
    if (entry.name.startsWith('.') || entry.name.endsWith('.lock')) continue;
    const name = `${folder}/${entry.name}`;
    const isFolder = entry.isDirectory() || (entry.isSymbolicLink() && leadsIn(listing, name));
    if (isFolder) {
      if (name.split('/').length < deepestFolder) readFolder(listing, name);
    } else if (!isRefName(name)) refs.set(name, badName);
    else {
      const isFile = entry.isFile();
      const value = isFile ? readPlainFile(fileOf(gitDir, name)) : readRefFile(gitDir, name);
      // A file that went away meanwhile was deleted, or moved to packed-refs.
      if (value !== undefined || !isFile) refs.set(name, value ?? broken);
    }
  }
}

/** Whether a link leads to a folder, for the first time. */
function leadsIn({ gitDir, linked }: Listing, name: RefName): boolean {
  const path = fileOf(gitDir, name);
  const target = unlessRefused(() => readlinkSync(path, 'latin1'));
  const isFolder = unlessRefused(() => statSync(path).isDirectory()) ?? false;
  if (target === undefined || !isFolder || linked.has(target)) return false;
  linked.add(target);
  return true;
}

/** Undefined when it is gone. */
function readPlainFile(path: Buffer): RefValue | undefined {
  try {
    return parseRefFile(readFileSync(path));
  } catch (error) {
    if (errorCode(error) === 'unknown') throw error;
    return isAbsent(error) ? undefined : broken;
  }
}

function fileOf(gitDir: string, name: string): Buffer {
  return Buffer.from(`${bytePath(gitDir)}/${name}`, 'latin1');
}
