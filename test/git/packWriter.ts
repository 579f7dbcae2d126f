// Writes packs for tests entry by entry: which object is a delta of which is up to the test, not to git.
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32, deflateSync } from 'node:zlib';

/** A blob, whole or as a delta of an earlier one (its number in the list). */
export interface PackedBlob {
  readonly content: Buffer;
  readonly base?: number;
}

/** Writes a pack of these blobs and its index to an `objects` folder; returns their ids. */
export function writePack(objectsDir: string, blobs: readonly PackedBlob[]): string[] {
  const header = Buffer.from([0x50, 0x41, 0x43, 0x4b, 0, 0, 0, 2, 0, 0, 0, 0]);
  header.writeUInt32BE(blobs.length, 8);
  const parts = [header];
  const offsets: number[] = [];
  let end = header.length;
  for (const { content, base } of blobs) {
    const raw = base === undefined ? content : deltaOf(blobs[base]!.content, content);
    const start =
      base === undefined
        ? [entryHeader(3, raw.length)]
        : [entryHeader(6, raw.length), distance(end - offsets[base]!)];
    const entry = Buffer.concat([...start, deflateSync(raw, { level: 1 })]);
    offsets.push(end);
    parts.push(entry);
    end += entry.length;
  }
  const oids = blobs.map(({ content }) => oidOfBlob(content));
  const body = Buffer.concat(parts);
  const checksum = sha1(body);
  const dir = join(objectsDir, 'pack');
  mkdirSync(dir, { recursive: true });
  const name = join(dir, `pack-${checksum.toString('hex')}`);
  writeFileSync(`${name}.pack`, Buffer.concat([body, checksum]));
  const entries = oids
    .map((oid, i) => ({ oid, offset: offsets[i]!, crc: crc32(parts[i + 1]!) }))
    .sort((left, right) => (left.oid < right.oid ? -1 : 1));
  const fanout = Array.from({ length: 256 }, (_, byte) =>
    uint32(entries.filter(({ oid }) => Number.parseInt(oid.slice(0, 2), 16) <= byte).length),
  );
  const index = Buffer.concat([
    Buffer.from([0xff, 0x74, 0x4f, 0x63, 0, 0, 0, 2]),
    ...fanout,
    ...entries.map(({ oid }) => Buffer.from(oid, 'hex')),
    ...entries.map(({ crc }) => uint32(crc)),
    ...entries.map(({ offset }) => uint32(offset)),
    checksum,
  ]);
  writeFileSync(`${name}.idx`, Buffer.concat([index, sha1(index)]));
  return oids;
}

function oidOfBlob(content: Buffer): string {
  return sha1(Buffer.concat([Buffer.from(`blob ${content.length}\0`), content])).toString('hex');
}

/** Copies what both begin and end with; what lies between is added. */
function deltaOf(base: Buffer, content: Buffer): Buffer {
  const shorter = Math.min(base.length, content.length);
  let same = 0;
  while (same < shorter && base[same] === content[same]) same++;
  let tail = 0;
  while (
    tail < shorter - same &&
    base[base.length - 1 - tail] === content[content.length - 1 - tail]
  ) {
    tail++;
  }
  return Buffer.concat([
    varint(base.length),
    varint(content.length),
    ...copies(0, same),
    ...additions(content.subarray(same, content.length - tail)),
    ...copies(base.length - tail, tail),
  ]);
}

function copies(from: number, length: number): Buffer[] {
  const parts: Buffer[] = [];
  for (let at = 0; at < length; at += 0xffffff) {
    const part = Math.min(length - at, 0xffffff);
    const place = uint32(from + at).reverse();
    parts.push(Buffer.from([0xff, ...place, part & 255, (part >> 8) & 255, part >> 16]));
  }
  return parts;
}

function additions(bytes: Buffer): Buffer[] {
  const parts: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += 127) {
    const part = bytes.subarray(at, at + 127);
    parts.push(Buffer.from([part.length, ...part]));
  }
  return parts;
}

function entryHeader(type: number, size: number): Buffer {
  const first = (type << 4) | (size & 15);
  return size < 16
    ? Buffer.from([first])
    : Buffer.concat([Buffer.from([first | 128]), varint(Math.floor(size / 16))]);
}

function distance(bytes: number): Buffer {
  const digits = [bytes & 127];
  for (let rest = bytes >> 7; rest > 0; rest >>= 7) digits.unshift((--rest & 127) | 128);
  return Buffer.from(digits);
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest & 127) | 128);
  return Buffer.from([...bytes, rest]);
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

function sha1(bytes: Buffer): Buffer {
  return createHash('sha1').update(bytes).digest();
}
