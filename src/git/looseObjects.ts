// Loose objects: one zlib stream a file, "type size\0content" inside (gitformat-loose, and gitrepository-layout
// for `objects/??/`).
import { closeSync, openSync, readFileSync, readSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { constants, inflateSync } from 'node:zlib';
import { hash } from './hash.ts';
import type { ObjectFormat, ObjectType, Oid } from '../model/oid.ts';
import { oidByteLength } from '../model/oid.ts';

/** Hexadecimal ids of the loose objects below an object directory, in no order. */
export function listLooseObjects(objectDir: string, format: ObjectFormat): Oid[] {
  const restDigits = oidByteLength(format) * 2 - 2;
  const isRest = new RegExp(`^[0-9a-f]{${restDigits}}$`, 'u');
  const oids: Oid[] = [];
  for (const folder of listFolder(objectDir)) {
    if (!/^[0-9a-f]{2}$/u.test(folder)) continue;
    for (const file of listFolder(join(objectDir, folder))) {
      if (isRest.test(file)) oids.push(folder + file);
    }
  }
  return oids;
}

/** Names in a folder; none when it is absent or no folder. */
export function listFolder(path: string): string[] {
  try {
    return readdirSync(path);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT' || code === 'ENOTDIR') return [];
    throw error;
  }
}

export interface LooseObject {
  readonly type: ObjectType;
  readonly bytes: Buffer;
}

/**
 * Reads a loose object from the first of the object directories that has it. Undefined when none has;
 * a string says what is wrong with it. The content is checked against the id.
 */
export function readLooseObject(
  objectDirs: readonly string[],
  oid: Oid,
  format: ObjectFormat,
): LooseObject | string | undefined {
  let wrong: string | undefined;
  for (const dir of objectDirs) {
    const file = readIfPresent(join(dir, oid.slice(0, 2), oid.slice(2)));
    if (file === undefined) continue;
    const object = typeof file === 'string' ? file : parseLooseObject(file, oid, format);
    if (typeof object !== 'string') return object;
    wrong = object;
  }
  return wrong;
}

/** Bytes of a loose file that surely hold its header, packed or not. */
const headBytes = 512;

/** Type of a loose object from its first bytes alone; undefined when it is absent or damaged. */
export function peekLooseType(objectDirs: readonly string[], oid: Oid): ObjectType | undefined {
  const head = Buffer.allocUnsafe(headBytes);
  for (const dir of objectDirs) {
    let length: number;
    try {
      const fd = openSync(join(dir, oid.slice(0, 2), oid.slice(2)), 'r');
      try {
        length = readSync(fd, head, 0, headBytes, 0);
      } finally {
        closeSync(fd);
      }
      const text = inflateSync(head.subarray(0, length), { finishFlush: constants.Z_SYNC_FLUSH });
      const type = headerPattern.exec(text.toString('latin1', 0, 32))?.[1];
      if (isObjectType(type)) return type;
    } catch {
      // Absent here or damaged: whoever reads the whole object says so.
    }
  }
  return undefined;
}

function readIfPresent(path: string): Buffer | string | undefined {
  try {
    return readFileSync(path);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    return code === 'ENOENT' || code === 'ENOTDIR' ? undefined : `cannot be read (${code})`;
  }
}

const headerPattern = /^(commit|tree|blob|tag) ([0-9]{1,15})\0/u;

function parseLooseObject(file: Buffer, oid: Oid, format: ObjectFormat): LooseObject | string {
  let content: Buffer;
  try {
    content = inflateSync(file);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    return code === 'ERR_BUFFER_TOO_LARGE' ? 'is too large to read' : 'does not inflate';
  }
  const header = headerPattern.exec(content.toString('latin1', 0, 32));
  const type = header?.[1];
  if (header === null || !isObjectType(type)) return 'has no valid header';
  const bytes = content.subarray(header[0].length);
  if (bytes.length !== Number(header[2])) return 'is not as long as its header says';
  if (hash(format, content) !== oid) return 'does not hash to its name';
  return { type, bytes };
}

function isObjectType(text: string | undefined): text is ObjectType {
  return text === 'commit' || text === 'tree' || text === 'blob' || text === 'tag';
}
