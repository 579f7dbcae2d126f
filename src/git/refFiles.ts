// Refs as files: one loose ref a file, and packed-refs. gitrepository-layout, "refs" and "packed-refs";
// refs/files-backend.c and refs/packed-backend.c for what damaged ones count as. What refs mean together
// is said in refs.ts.
import { readFile, readdir, readlink } from 'node:fs/promises';
import pLimit from 'p-limit';
import type { Oid } from '../model/oid.ts';
import { bytePath } from '../model/path.ts';
import type { Problem } from '../model/problem.ts';
import { errorCode } from './fileErrors.ts';
import { readRegularFile, unlessRefused } from './fileSystem.ts';
import { isRefName } from './refName.ts';
import type { RefName } from './refName.ts';

/** What a ref holds: an object, the name of another ref, or nothing that can be read. */
export type RefValue =
  | { readonly kind: 'oid'; readonly oid: Oid }
  | { readonly kind: 'symbolic'; readonly target: RefName }
  | { readonly kind: 'broken' };

export type RefValues = Map<RefName, RefValue>;

export interface PackedRefs {
  readonly refs: RefValues;
  readonly problems: readonly Problem[];
}

const broken: RefValue = { kind: 'broken' };
const filesInFlight = 32;
/** Folders nested deeper hold no refs: their names would be longer than a file system takes. */
const deepestFolder = 100;

/**
 * Reads all loose refs below a folder of a git directory (`refs`, `refs/bisect`). Lock files and names that
 * start with a dot are passed over, as in git.
 */
export async function readLooseRefs(gitDir: string, folder: string): Promise<RefValues> {
  const files: LooseFile[] = [];
  await listFiles({ gitDir, files, linked: new Set() }, folder);
  const inFlight = pLimit(filesInFlight);
  const values = await Promise.all(
    files.map(({ name, isPlain }) =>
      inFlight(() => (isPlain ? readPlainFile(fileOf(gitDir, name)) : readRefFile(gitDir, name))),
    ),
  );
  return new Map(files.map(({ name }, i) => [name, values[i] ?? broken]));
}

/** One file that holds a ref (`HEAD`); undefined when there is none. */
export async function readRefFile(gitDir: string, name: string): Promise<RefValue | undefined> {
  const path = fileOf(gitDir, name);
  const link = await unlessRefused(readlink(path, 'latin1'));
  if (link !== undefined && isRefName(link)) return { kind: 'symbolic', target: link };
  try {
    const bytes = await readRegularFile(path);
    if (bytes !== undefined) return parseRefFile(bytes);
    return link === undefined ? undefined : broken;
  } catch (error) {
    if (errorCode(error) === 'unknown') throw error;
    return broken;
  }
}

/** The text of a loose ref: `ref: NAME`, or an oid with white space or nothing after it. */
export function parseRefFile(bytes: Buffer): RefValue {
  const text = bytes.toString('latin1', 0, 5000);
  const target = /^ref:\s*(\S[^\r\n]*?)\s*(?:\n|$)/u.exec(text)?.[1];
  if (target !== undefined) return isRefName(target) ? { kind: 'symbolic', target } : broken;
  const oid = /^([0-9a-f]{64}|[0-9a-f]{40})(?:\s|$)/u.exec(text)?.[1];
  return oid === undefined || /^0+$/u.test(oid) ? broken : { kind: 'oid', oid };
}

/**
 * The text of packed-refs: `oid name` lines. Comments, and the `^oid` lines that say what a tag peels to,
 * tell nothing new. A line without its end counts as damaged: its name may be cut off.
 */
export function parsePackedRefs(bytes: Buffer, oidDigits: number): PackedRefs {
  const refs: RefValues = new Map();
  const problems: Problem[] = [];
  const lines = bytes.toString('latin1').split('\n');
  const last = lines.length - 1;
  lines.forEach((line, i) => {
    if (line.startsWith('#') || line.startsWith('^') || (i === last && line === '')) return;
    const oid = line.slice(0, oidDigits);
    const name = line.slice(oidDigits + 1);
    const isOid = line[oidDigits] === ' ' && /^[0-9a-f]+$/u.test(oid) && oid.length === oidDigits;
    if (isOid && i < last && isRefName(name)) refs.set(name, { kind: 'oid', oid });
    else {
      const message = `line ${i + 1} of packed-refs is damaged`;
      problems.push({ kind: 'broken-ref', message, path: 'packed-refs' });
    }
  });
  return { refs, problems };
}

interface LooseFile {
  readonly name: RefName;
  /** A regular file, not a link or something stranger. */
  readonly isPlain: boolean;
}

interface Listing {
  readonly gitDir: string;
  readonly files: LooseFile[];
  /** Folders that links led to: each is entered once, so that circles end. */
  readonly linked: Set<string>;
}

async function listFiles(listing: Listing, folder: RefName): Promise<void> {
  const path = fileOf(listing.gitDir, folder);
  const entries = await unlessRefused(readdir(path, { withFileTypes: true, encoding: 'latin1' }));
  for (const entry of entries ?? []) {
    if (entry.name.startsWith('.') || entry.name.endsWith('.lock')) continue;
    const name = `${folder}/${entry.name}`;
    const isFolder =
      entry.isDirectory() || (entry.isSymbolicLink() && (await leadsIn(listing, name)));
    if (!isFolder) listing.files.push({ name, isPlain: entry.isFile() });
    else if (name.split('/').length < deepestFolder) await listFiles(listing, name);
  }
}

/** Whether a link leads to a folder, for the first time. */
async function leadsIn({ gitDir, linked }: Listing, name: RefName): Promise<boolean> {
  const path = fileOf(gitDir, name);
  const target = await unlessRefused(readlink(path, 'latin1'));
  if (target === undefined || (await unlessRefused(readdir(path))) === undefined) return false;
  if (linked.has(target)) return false;
  linked.add(target);
  return true;
}

async function readPlainFile(path: Buffer): Promise<RefValue | undefined> {
  const bytes = await unlessRefused(readFile(path));
  return bytes === undefined ? undefined : parseRefFile(bytes);
}

function fileOf(gitDir: string, name: string): Buffer {
  return Buffer.from(`${bytePath(gitDir)}/${name}`, 'latin1');
}
