// What stands behind the entries of a staging index: the link to the base of a split one, and the trees that git knows its
// folders to make. Format: gitformat-index, "Extensions".
import { basename } from 'node:path';
import type { Oid } from '../model/oid.ts';
import type { BytePath } from '../model/path.ts';
import type { Problem } from '../model/problem.ts';

/** gitformat-index, "Split index". */
export interface Link {
  readonly baseOid: Oid;
  readonly bitmaps: Buffer;
}

export interface Extensions {
  readonly link?: Link;
  readonly trees?: ReadonlyMap<BytePath, Oid>;
  readonly problems: readonly Problem[];
}

const knownRequired = new Set(['link', 'sdir']);

/** Extensions whose name starts with a capital may be skipped; of the others only `link` matters here. */
export function parseExtensions(bytes: Buffer, oidBytes: number, file: string): Extensions {
  const problems: Problem[] = [];
  let link: Link | undefined;
  let trees: ReadonlyMap<BytePath, Oid> | undefined;
  for (let at = 0; at < bytes.length;) {
    const name = bytes.toString('latin1', at, at + 4);
    const sizeBytes = at + 8 <= bytes.length ? bytes.readUInt32BE(at + 4) : Infinity;
    const dataStart = at + 8;
    at = dataStart + sizeBytes;
    if (at > bytes.length) {
      problems.push(damagedIndex(file, 'is cut off in its extensions'));
      break;
    }
    if (name === 'link') {
      const bytesOfLink = bytes.subarray(dataStart, at);
      const baseOid = bytesOfLink.toString('hex', 0, oidBytes);
      if (!/^0*$/u.test(baseOid)) link = { baseOid, bitmaps: bytesOfLink.subarray(oidBytes) };
    } else if (name === 'TREE') trees = parseCacheTree(bytes.subarray(dataStart, at), oidBytes);
    else if (/^[^A-Z]/u.test(name) && !knownRequired.has(name)) {
      const message = `the index needs the extension ${JSON.stringify(name)}, which is not known`;
      problems.push({ kind: 'unsupported', message, path: basename(file) });
    }
  }
  return {
    problems,
    ...(link === undefined ? {} : { link }),
    ...(trees === undefined ? {} : { trees }),
  };
}

/** gitformat-index, "Cache tree": the folders depth first; one that changed since has no oid. Undefined when damaged or too long. */
function parseCacheTree(bytes: Buffer, oidBytes: number): Map<BytePath, Oid> | undefined {
  const trees = new Map<BytePath, Oid>();
  const open: { path: BytePath; left: number }[] = [];
  let pathBytesLeft = mostPathBytes(bytes.length);
  for (let at = 0; at < bytes.length;) {
    const nameEnd = bytes.indexOf(0, at);
    const lineEnd = bytes.indexOf(0x0a, nameEnd);
    if (nameEnd < 0 || lineEnd < 0) return undefined;
    const counts = /^(-?\d+) (\d+)$/u.exec(bytes.toString('latin1', nameEnd + 1, lineEnd));
    if (counts === null) return undefined;
    const name = bytes.toString('latin1', at, nameEnd);
    const parent = open.at(-1);
    if ((parent === undefined) !== (name === '')) return undefined;
    const path = parent === undefined || parent.path === '' ? name : `${parent.path}/${name}`;
    pathBytesLeft -= path.length;
    if (pathBytesLeft < 0) return undefined;
    at = lineEnd + 1;
    if (!counts[1]!.startsWith('-')) {
      if (at + oidBytes > bytes.length) return undefined;
      trees.set(path, bytes.toString('hex', at, at + oidBytes));
      at += oidBytes;
    }
    if (parent !== undefined) parent.left--;
    open.push({ path, left: Number(counts[2]) });
    while (open.at(-1)?.left === 0) open.pop();
  }
  return trees;
}

/**
 * Most bytes of paths together. Version 4 and the cache tree share prefixes, so that a few megabytes could spell terabytes;
 * real paths are shorter than 1,000 bytes on average, and an entry takes 60.
 */
export function mostPathBytes(indexBytes: number): number {
  return Math.max(2 ** 26, 16 * indexBytes);
}

/** The problem of an index file that is damaged. */
export function damagedIndex(file: string, what: string): Problem {
  return { kind: 'unreadable-file', message: `the index ${what}`, path: basename(file) };
}
