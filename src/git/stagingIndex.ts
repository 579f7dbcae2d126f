// The staging index, read without git: versions 2 to 4, both hash functions, split and sparse.
// Format: gitformat-index. Comparing it with trees or files is left to the caller.
import { basename, dirname, join } from 'node:path';
import type { ObjectFormat, Oid } from '../model/oid.ts';
import { isZeroOid, oidByteLength } from '../model/oid.ts';
import type { BytePath } from '../model/path.ts';
import type { Problem } from '../model/problem.ts';
import { readEwah } from './ewah.ts';
import { errorCode } from './fileErrors.ts';
import { readRegularFile } from './fileSystem.ts';
import { hash } from './hash.ts';
import { damagedIndex, mostPathBytes, parseExtensions } from './indexExtensions.ts';
import type { Link } from './indexExtensions.ts';
import { tooManyPaths } from './treeFiles.ts';

export interface IndexEntry {
  /** A folder of a sparse index ends in `/` and has mode 040000; its oid is a tree's. */
  readonly path: BytePath;
  readonly mode: number;
  readonly oid: Oid;
  /** 0, or 1 to 3 for the sides of a conflict. */
  readonly stage: number;
  /** What the file was when it was added, modulo 2^32; 0 also where git wants the file looked at again. */
  readonly sizeBytes: number;
  /** Stat data of the file in the work tree, all 0 when git has none. */
  readonly mtimeSeconds: number;
  readonly mtimeNanoseconds: number;
  readonly inode: number;
  /** `git add -N`: the oid is that of the empty blob, the next commit leaves the path out. */
  readonly intentToAdd: boolean;
  readonly skipWorktree: boolean;
  readonly assumeUnchanged: boolean;
}

export interface StagingIndex {
  /** Sorted as git sorts them: by path (bytes), then stage. */
  readonly entries: readonly IndexEntry[];
  /** Trees that git knows to be what the entries of a folder make, by folder (`''`, `lib/a`); of others nothing is known. */
  readonly trees?: ReadonlyMap<BytePath, Oid>;
  readonly problems: readonly Problem[];
}

/**
 * Reads an index file; a missing one is empty. Damage is a problem, and the entries before it are given.
 * `gitDir` is where a split index keeps its base (`sharedindex.*`), the file's own folder by default.
 */
export async function readStagingIndex(
  file: string,
  format: ObjectFormat,
  gitDir = dirname(file),
): Promise<StagingIndex> {
  const { link, ...index } = await readIndexFile(file, format);
  const trees = index.trees === undefined ? {} : { trees: index.trees };
  if (link === undefined) return { entries: index.entries, problems: index.problems, ...trees };
  const { baseOid } = link;
  const baseFile = join(gitDir, `sharedindex.${baseOid}`);
  const base = await readIndexFile(baseFile, format);
  const changes = readChanges(link, base.entries.length);
  const problems = [...index.problems, ...base.problems];
  if (base.checksum !== baseOid)
    problems.push(damagedIndex(baseFile, 'is not the base it should be'));
  else if (changes === undefined)
    problems.push(damagedIndex(file, 'has a damaged link to its base'));
  const entries = applyChanges(base.entries, index.entries, changes);
  return { entries, problems, ...trees };
}

/** Positions in the base. */
interface Changes {
  readonly deleted: readonly number[];
  /** The first own entries, which have no names, stand for these. */
  readonly replaced: readonly number[];
}

function readChanges({ bitmaps }: Link, baseCount: number): Changes | undefined {
  if (bitmaps.length === 0) return { replaced: [], deleted: [] };
  const deleted = readEwah(bitmaps, 0, baseCount);
  const replaced = deleted === undefined ? undefined : readEwah(bitmaps, deleted.end, baseCount);
  if (deleted === undefined || replaced === undefined) return undefined;
  return { replaced: replaced.positions, deleted: deleted.positions };
}

/** Without readable changes: the base and the own entries that have names. */
function applyChanges(
  base: readonly IndexEntry[],
  own: readonly IndexEntry[],
  { replaced, deleted }: Changes = { replaced: [], deleted: [] },
): IndexEntry[] {
  const entries: (IndexEntry | undefined)[] = [...base];
  replaced.forEach((position, i) => {
    const [entry, old] = [own[i], base[position]];
    if (entry !== undefined && old !== undefined) entries[position] = { ...entry, path: old.path };
  });
  for (const position of deleted) entries[position] = undefined;
  const byKey = new Map<string, IndexEntry>();
  for (const entry of [...entries, ...own.slice(replaced.length)]) {
    if (entry === undefined || entry.path === '') continue;
    byKey.set(`${entry.path}\0${entry.stage}`, entry);
  }
  return [...byKey.values()].toSorted(byPathAndStage);
}

interface IndexFile extends StagingIndex {
  readonly checksum: Oid | null;
  readonly link?: Link;
}

async function readIndexFile(file: string, format: ObjectFormat): Promise<IndexFile> {
  let bytes: Buffer | undefined;
  try {
    bytes = await readRegularFile(file);
  } catch (error) {
    if (errorCode(error) === 'unknown') throw error;
    return { entries: [], problems: [damagedIndex(file, 'cannot be read')], checksum: null };
  }
  if (bytes === undefined) return { entries: [], problems: [], checksum: null };
  return parseIndex(bytes, format, file);
}

function parseIndex(bytes: Buffer, format: ObjectFormat, file: string): IndexFile {
  const oidBytes = oidByteLength(format);
  const end = bytes.length - oidBytes;
  const empty = { entries: [], checksum: null };
  if (end < 12 || bytes.toString('latin1', 0, 4) !== 'DIRC') {
    return { ...empty, problems: [damagedIndex(file, 'is no index, or cut off')] };
  }
  const version = bytes.readUInt32BE(4);
  if (version < 2 || version > 4) {
    const message = `the index has version ${version}, which is not known`;
    return { ...empty, problems: [{ kind: 'unsupported', message, path: basename(file) }] };
  }

  const problems: Problem[] = [];
  const checksum = bytes.toString('hex', end);
  if (!isZeroOid(checksum)) {
    const sum = hash(format, bytes.subarray(0, end));
    if (sum !== checksum)
      problems.push(damagedIndex(file, 'does not have the checksum it should have'));
  }
  const count = bytes.readUInt32BE(8);
  const parsed = parseEntries(bytes.subarray(0, end), { count, version, oidBytes });
  const { entries, at, spellsTooMuch } = parsed;
  if (entries.length < count) {
    const cutOff = damagedIndex(file, `is cut off after ${entries.length} of ${count} entries`);
    problems.push(spellsTooMuch ? tooManyPaths('the index') : cutOff);
    return { entries, problems, checksum };
  }
  const extensions = parseExtensions(bytes.subarray(at, end), oidBytes, file);
  return { entries, checksum, ...extensions, problems: [...problems, ...extensions.problems] };
}

interface EntryLayout {
  readonly count: number;
  readonly version: number;
  readonly oidBytes: number;
}

/** The entries up to the first one that does not fit, and where the extensions start. */
function parseEntries(
  bytes: Buffer,
  { count, version, oidBytes }: EntryLayout,
): { entries: IndexEntry[]; at: number; spellsTooMuch: boolean } {
  const entries: IndexEntry[] = [];
  let pathBytesLeft = mostPathBytes(bytes.length);
  let at = 12;
  let path = '';
  while (entries.length < count) {
    const start = at;
    const flagsAt = start + 40 + oidBytes;
    if (flagsAt + 2 > bytes.length) break;
    const flags = bytes.readUInt16BE(flagsAt);
    const isExtended = version >= 3 && (flags & 0x4000) !== 0;
    if (isExtended && flagsAt + 4 > bytes.length) break;
    const more = isExtended ? bytes.readUInt16BE(flagsAt + 2) : 0;
    at = flagsAt + (isExtended ? 4 : 2);
    if (version === 4) {
      const strip = readOffset(bytes, at);
      if (strip === undefined || strip.value > path.length) break;
      path = path.slice(0, path.length - strip.value);
      at = strip.end;
    } else path = '';
    const nameEnd = bytes.indexOf(0, at);
    if (nameEnd < 0) break;
    path += bytes.toString('latin1', at, nameEnd);
    // git goes by the length in the flags, and would read on elsewhere.
    if ((flags & 0xfff) !== Math.min(path.length, 0xfff)) break;
    pathBytesLeft -= path.length;
    if (pathBytesLeft < 0) break;
    at = version === 4 ? nameEnd + 1 : start + ((nameEnd - start + 8) & ~7);
    entries.push({
      path,
      mode: bytes.readUInt32BE(start + 24),
      oid: bytes.toString('hex', start + 40, flagsAt),
      stage: (flags >>> 12) & 3,
      sizeBytes: bytes.readUInt32BE(start + 36),
      mtimeSeconds: bytes.readUInt32BE(start + 8),
      mtimeNanoseconds: bytes.readUInt32BE(start + 12),
      inode: bytes.readUInt32BE(start + 20),
      intentToAdd: (more & 0x2000) !== 0,
      skipWorktree: (more & 0x4000) !== 0,
      assumeUnchanged: (flags & 0x8000) !== 0,
    });
  }
  return { entries, at, spellsTooMuch: pathBytesLeft < 0 };
}

/** The offset encoding of packs (gitformat-pack, "offset encoding"), as version 4 uses it. */
function readOffset(bytes: Buffer, start: number): { value: number; end: number } | undefined {
  let at = start;
  let byte = bytes[at++];
  if (byte === undefined) return undefined;
  let value = byte & 0x7f;
  while ((byte & 0x80) !== 0) {
    byte = bytes[at++];
    if (byte === undefined || value > 2 ** 24) return undefined;
    value = (value + 1) * 128 + (byte & 0x7f);
  }
  return { value, end: at };
}

function byPathAndStage(left: IndexEntry, right: IndexEntry): number {
  if (left.path === right.path) return left.stage - right.stage;
  return left.path < right.path ? -1 : 1;
}
