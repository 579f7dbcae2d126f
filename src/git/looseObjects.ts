// Loose objects: one zlib stream a file, "type size\0content" inside (gitformat-loose, and gitrepository-layout
// for `objects/??/`).
import { createHash } from 'node:crypto';
import { closeSync, fstatSync, readFileSync, readSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { constants, inflateSync } from 'node:zlib';
import { createChunkedInflate } from './chunkedInflate.ts';
import { errorCode, isAbsent } from './fileErrors.ts';
import { hash } from './hash.ts';
import { openRegularFile } from './regularFile.ts';
import type { ObjectFormat, ObjectType, Oid } from '../model/oid.ts';
import { oidByteLength } from '../model/oid.ts';
import type { Problem } from '../model/problem.ts';

/**
 * Binary ids of the loose objects below an object directory, one after the other, in no order. Read folder by folder: a
 * million names at once would be 100 MB of strings. Folders that cannot be read are noted in `problems`.
 */
export function listLooseObjects(
  objectDir: string,
  format: ObjectFormat,
  problems: Problem[] = [],
): Uint8Array {
  const oidBytes = oidByteLength(format);
  const isRest = new RegExp(`^[0-9a-f]{${oidBytes * 2 - 2}}$`, 'u');
  let oids = Buffer.alloc(64 * oidBytes);
  let end = 0;
  for (const folder of listFolder(objectDir, noteIn(problems, 'objects'))) {
    if (!/^[0-9a-f]{2}$/u.test(folder)) continue;
    const note = noteIn(problems, `objects/${folder}`);
    for (const file of listFolder(join(objectDir, folder), note)) {
      if (!isRest.test(file)) continue;
      if (end === oids.length) oids = Buffer.concat([oids], 2 * end);
      end += oids.write(folder + file, end, 'hex');
    }
  }
  return oids.subarray(0, end);
}

/** Names in a folder; none when it is absent or no folder, nor where the system refuses, which `onRefused` is told. */
export function listFolder(
  path: string,
  onRefused: (code: string) => void = () => undefined,
): string[] {
  try {
    return readdirSync(path);
  } catch (error) {
    const code = errorCode(error);
    if (code === 'unknown') throw error;
    if (!isAbsent(error)) onRefused(code);
    return [];
  }
}

/** For `listFolder`: what is refused becomes a problem. `path` is how the report names the folder. */
export function noteIn(problems: Problem[], path: string): (code: string) => void {
  return (code) => {
    const message = `a folder of objects cannot be read (${code})`;
    problems.push({ kind: 'unreadable-file', message, path });
  };
}

export interface LooseObject {
  readonly type: ObjectType;
  readonly bytes: Buffer;
}

/**
 * Reads a loose object from the first of the object directories that has it. Undefined when none has; `too large` when
 * it has more than `largestBytes`; another string says what is wrong with it. The content is checked against the id.
 */
export function readLooseObject(
  objectDirs: readonly string[],
  oid: Oid,
  format: ObjectFormat,
  largestBytes: number,
): LooseObject | string | undefined {
  let wrong: string | undefined;
  for (const dir of objectDirs) {
    const file = readIfPresent(loosePath(dir, oid), largestBytes);
    if (file === undefined) continue;
    const object =
      typeof file === 'string' ? file : parseLooseObject(file, oid, format, largestBytes);
    if (typeof object !== 'string') return object;
    wrong = object;
  }
  return wrong;
}

function loosePath(objectDir: string, oid: Oid): string {
  return join(objectDir, oid.slice(0, 2), oid.slice(2));
}

/** A loose object that is read piece by piece. */
export interface OpenLooseObject {
  readonly type: ObjectType;
  readonly size: number;
  /** The content, each piece valid until the next; returns whether it was whole and hashes to its name. */
  pieces(): Generator<Buffer, boolean>;
  close(): void;
}

/** Opens a loose object of any size; undefined when no directory has it, or its header is damaged. */
export function openLooseObject(
  objectDirs: readonly string[],
  oid: Oid,
  format: ObjectFormat,
): OpenLooseObject | undefined {
  for (const dir of objectDirs) {
    const fd = openIfPresent(loosePath(dir, oid));
    if (fd === undefined) continue;
    const header = headerOf(fd);
    if (header !== undefined) {
      const { type, size } = header;
      const pieces = (): Generator<Buffer, boolean> => readPieces(fd, header, oid, format);
      return { type, size, pieces, close: () => closeSync(fd) };
    }
    closeSync(fd);
  }
  return undefined;
}

interface LooseHeader {
  readonly type: ObjectType;
  readonly size: number;
  /** Of the header itself. */
  readonly length: number;
}

function* readPieces(
  fd: number,
  header: LooseHeader,
  oid: Oid,
  format: ObjectFormat,
): Generator<Buffer, boolean> {
  const input = Buffer.allocUnsafeSlow(64 * 1024);
  const digest = createHash(format);
  let offset = 0;
  const inflated = createChunkedInflate()(() => {
    const got = readSync(fd, input, 0, input.length, offset);
    offset += got;
    return got === 0 ? undefined : input.subarray(0, got);
  });
  let at = -header.length;
  for (let next = inflated.next(); ; next = inflated.next()) {
    if (next.done === true) {
      return next.value && at === header.size && digest.digest('hex') === oid;
    }
    const piece = next.value;
    digest.update(piece);
    const content = at < 0 ? piece.subarray(-at) : piece;
    at += piece.length;
    if (at > header.size) return false;
    if (content.length > 0) yield content;
  }
}

/** Bytes of a loose file that surely hold its header, packed or not. */
const headBytes = 512;

/** Type of a loose object from its first bytes alone; undefined when it is absent or damaged. */
export function peekLooseType(objectDirs: readonly string[], oid: Oid): ObjectType | undefined {
  for (const dir of objectDirs) {
    const fd = openIfPresent(loosePath(dir, oid));
    if (fd === undefined) continue;
    const type = headerOf(fd)?.type;
    closeSync(fd);
    if (type !== undefined) return type;
  }
  return undefined;
}

/** The header of an open loose file; undefined when it is damaged: whoever reads the whole object says so. */
function headerOf(fd: number): LooseHeader | undefined {
  const head = Buffer.allocUnsafe(headBytes);
  try {
    const length = readSync(fd, head, 0, headBytes, 0);
    const text = inflateSync(head.subarray(0, length), { finishFlush: constants.Z_SYNC_FLUSH });
    return parseHeader(text);
  } catch {
    return undefined;
  }
}

function openIfPresent(path: string): number | undefined {
  try {
    return openRegularFile(path);
  } catch {
    // Absent here, or not to be read: whoever reads the whole object says so.
    return undefined;
  }
}

/** A file that is longer than what it may inflate to is too large, too. */
function readIfPresent(path: string, largestBytes: number): Buffer | string | undefined {
  try {
    const fd = openRegularFile(path);
    try {
      const isLarge = fstatSync(fd).size > 2 * largestBytes + headBytes;
      return isLarge ? tooLarge : readFileSync(fd);
    } finally {
      closeSync(fd);
    }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    return code === 'ENOENT' || code === 'ENOTDIR' ? undefined : `cannot be read (${code})`;
  }
}

const tooLarge = 'too large';

const headerPattern = /^(commit|tree|blob|tag) ([0-9]{1,15})\0/u;

function parseHeader(content: Buffer): LooseHeader | undefined {
  const header = headerPattern.exec(content.toString('latin1', 0, 32));
  const type = header?.[1];
  if (header === null || !isObjectType(type)) return undefined;
  return { type, size: Number(header[2]), length: header[0].length };
}

function parseLooseObject(
  file: Buffer,
  oid: Oid,
  format: ObjectFormat,
  largestBytes: number,
): LooseObject | string {
  let content: Buffer;
  try {
    content = inflateSync(file, { maxOutputLength: largestBytes + 32 });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    return code === 'ERR_BUFFER_TOO_LARGE' ? tooLarge : 'does not inflate';
  }
  const header = parseHeader(content);
  if (header === undefined) return 'has no valid header';
  const bytes = content.subarray(header.length);
  if (bytes.length !== header.size) return 'is not as long as its header says';
  if (hash(format, content) !== oid) return 'does not hash to its name';
  return { type: header.type, bytes };
}

function isObjectType(text: string | undefined): text is ObjectType {
  return text === 'commit' || text === 'tree' || text === 'blob' || text === 'tag';
}
