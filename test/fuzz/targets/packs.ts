// Packs and their indexes.
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createChunkedInflate } from '../../../src/git/chunkedInflate.ts';
import { createInflater } from '../../../src/git/inflate.ts';
import { createEntryHeader, PackFile, packTypes } from '../../../src/git/packFile.ts';
import type { EntryHeader } from '../../../src/git/packFile.ts';
import { parsePackIndex } from '../../../src/git/packIndex.ts';
import { readPackedObject } from '../../../src/git/packedObject.ts';
import type { ObjectFormat } from '../../../src/model/oid.ts';
import { makeRepository } from '../../makeRepository.ts';
import type { TestRepository } from '../../makeRepository.ts';
import { temporaryFolder } from '../../temporaryFolder.ts';
import { demand, demandSame, once, runGit } from '../target.ts';
import type { Target } from '../target.ts';

const formats: readonly ObjectFormat[] = ['sha1', 'sha256'];

interface Packed {
  readonly pack: Buffer;
  readonly index: Buffer;
}

/** A repository of a few versions of two files, packed with these settings. */
function packed(format: ObjectFormat, ...settings: readonly string[]): Packed {
  const repo = makeRepository({ objectFormat: format });
  const lines = Array.from({ length: 30 }, (_, i) => `line_${i} = ${i * 37}`).join('\n');
  for (const version of [1, 2, 3]) {
    repo.write('app/a.py', `${lines}\nversion = ${version}\n${lines}\n`);
    repo.write('b.bin', Buffer.alloc(300, version));
    repo.commit(`Version ${version}`);
  }
  repo.git('tag', '-a', 'v1', '-m', 'First');
  repo.git(...settings.flatMap((setting) => ['-c', setting]), 'repack', '-adfq', '--window=20');
  return { pack: packFile(repo, 'pack'), index: packFile(repo, 'idx') };
}

function packFile({ gitDir }: TestRepository, ending: string): Buffer {
  const folder = join(gitDir, 'objects', 'pack');
  return readFileSync(
    join(folder, readdirSync(folder).find((name) => name.endsWith(ending)) ?? ''),
  );
}

const packs = once(() => [
  packed('sha1'),
  packed('sha1', 'pack.indexVersion=1', 'repack.useDeltaBaseOffset=false'),
  packed('sha256'),
]);

const packIndex: Target = {
  name: 'pack index',
  // The last one, cut off within its first table, once ended an audit.
  seeds: () => {
    const indexes = packs().map(({ index }) => index);
    return [...indexes, ...indexes.map((index) => index.subarray(0, 1027))];
  },
  run(bytes) {
    for (const format of formats) {
      const index = parsePackIndex(bytes, format);
      if (typeof index === 'string') continue;
      const oidBytes = format === 'sha1' ? 20 : 32;
      demand(index.count * (oidBytes + 4) <= bytes.length, 'more objects than there are bytes');
      demand(index.offsets.length === index.count, 'an offset for each object');
      demand(index.oids.length === index.count * oidBytes, 'an id for each object');
      demand(index.packChecksum.length === oidBytes, 'a checksum');
      demand(
        index.offsets.every((offset) => offset >= 0 && Number.isInteger(offset)),
        'offsets are whole numbers',
      );
    }
  },
  oracle(bytes) {
    for (const format of formats) {
      const index = parsePackIndex(bytes, format);
      const args = ['show-index', `--object-format=${format}`];
      const git = runGit(args, { cwd: temporary(), input: bytes });
      // It looks neither at the checksums nor at what lies behind the tables.
      if (!git.isGood || typeof index === 'string') continue;
      const expected = git.stdout.toString('latin1').split('\n').slice(0, -1);
      const oidBytes = format === 'sha1' ? 20 : 32;
      const oids = Buffer.from(index.oids);
      const found = expected.map((_line, i) => {
        const oid = oids.toString('hex', i * oidBytes, (i + 1) * oidBytes);
        return `${index.offsets[i]} ${oid}`;
      });
      demand(found.length === index.count, 'as many objects as git shows');
      const plain = expected.map((line) => {
        const [offset, oid = ''] = line.split(' ');
        // Beyond 2^53, where no file reaches, it is rounded.
        return `${Number(offset)} ${oid}`;
      });
      // Of an offset that is none git shows what stands behind the tables.
      const known = found.map((line, i) => (line.startsWith('0 ') ? line : plain[i]));
      demandSame(found, known, 'as git show-index');
    }
  },
};

const temporary = once(() => temporaryFolder('fuzz'));
const largestBytes = 2 ** 20;

const pack: Target = {
  name: 'pack',
  seeds: () => packs().map(({ pack: bytes }) => bytes),
  run(bytes) {
    const path = join(temporary(), 'a.pack');
    writeFileSync(path, bytes);
    for (const format of formats) readPack(path, format, bytes.length);
  },
};

const inflater = once(createInflater);
const chunked = once(createChunkedInflate);

/** The file read in windows, and from memory as a whole, is the same file. */
function readPack(path: string, format: ObjectFormat, length: number): void {
  const windows = new PackFile(path, format);
  const reader = new PackFile(path, format);
  const head = reader.readHead(length);
  reader.close();
  const held = new PackFile(path, format, { head });
  const step = Math.max(1, length >> 6);
  const header = createEntryHeader();
  const other = createEntryHeader();
  try {
    demandSame(windows.trailer(), held.trailer(), 'the trailer');
    for (let offset = 12; offset < length + 3; offset += step === 1 || offset < 60 ? 1 : step) {
      const isEntry = windows.readHeader(offset, header);
      demand(isEntry === held.readHeader(offset, other), 'a header in both readings or in none');
      if (!isEntry) continue;
      demandSame(header, other, 'the header');
      demand(header.dataOffset > offset && header.dataOffset <= length, 'its data in the file');
      demand(header.baseOffset < offset, 'a base that comes before');
      if (header.size > largestBytes) continue;
      const whole = inflated(windows, header);
      demandSame(whole?.length, inflated(held, header)?.length, 'inflated bytes');
      demandSame(whole?.toString('latin1'), inPieces(windows, header), 'inflated in pieces');
      const object = readPackedObject(sourceOf(windows), offset);
      demandSame(object, readPackedObject(sourceOf(held), offset), 'the object');
      if (typeof object === 'string') continue;
      demand(object.bytes.length <= largestBytes, 'no object that is too large');
      if (whole !== undefined && header.type < packTypes.ofsDelta)
        demand(object.bytes.equals(whole), 'an object that is stored whole');
    }
  } finally {
    windows.close();
    held.close();
  }
}

function sourceOf(file: PackFile) {
  return {
    file,
    inflate: inflater(),
    cache: { get: () => undefined, set: () => undefined },
    largestBytes,
    offsetOf: () => undefined,
    readElsewhere: () => 'elsewhere',
  };
}

function inflated(file: PackFile, header: EntryHeader): Buffer | undefined {
  const output = Buffer.alloc(header.size + 1);
  if (!file.inflate(header, undefined, output, inflater())) return undefined;
  return output.subarray(0, header.size);
}

function inPieces(file: PackFile, header: EntryHeader): string | undefined {
  const pieces = chunked()(file.pieces(header, undefined));
  const parts: Buffer[] = [];
  let length = 0;
  for (let next = pieces.next(); ; next = pieces.next()) {
    if (next.done === true) {
      const isWhole = next.value && length === header.size;
      return isWhole ? Buffer.concat(parts).toString('latin1') : undefined;
    }
    length += next.value.length;
    // What the callers do, too.
    if (length > header.size) return undefined;
    parts.push(Buffer.from(next.value));
  }
}

export const packTargets: readonly Target[] = [packIndex, pack];
