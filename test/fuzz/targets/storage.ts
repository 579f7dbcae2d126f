// Deltas and loose objects.
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync, inflateSync } from 'node:zlib';
import { applyDelta, createKeptRanges, deltaSizes } from '../../../src/git/delta.ts';
import { openLooseObject, peekLooseType, readLooseObject } from '../../../src/git/looseObjects.ts';
import { makeRepository } from '../../makeRepository.ts';
import { temporaryFolder } from '../../temporaryFolder.ts';
import { demand, demandSame, once, runGit } from '../target.ts';
import type { Target } from '../target.ts';

const largestBytes = 2 ** 20;

const base = Buffer.from(Array.from({ length: 700 }, (_, i) => (i * 7 + (i >> 3)) & 0xff));

const delta: Target = {
  name: 'delta',
  seeds: () => [
    Buffer.from([0xbc, 5, 0xbc, 5, 0xb0, 0xbc, 2]),
    Buffer.from([0xbc, 5, 70, 0x91, 9, 40, 3, 1, 2, 3, 0x90, 27]),
    Buffer.concat([
      Buffer.from([0xbc, 5, 0xc8, 1, 100]),
      Buffer.alloc(100, 65),
      Buffer.from([0x93, 1, 1, 100]),
    ]),
    // Joined copies, one of 64 KiB that is too long, one beyond 2^31.
    Buffer.from([0xbc, 5, 30, 0x90, 10, 0x91, 10, 10, 0x91, 20, 10]),
    Buffer.from([0xbc, 5, 0x80, 0x80, 4, 0x80]),
    Buffer.from([0xbc, 5, 5, 0x98, 0xff, 5]),
  ],
  run(bytes) {
    const sizes = deltaSizes(bytes, bytes.length);
    if (sizes === undefined) return;
    const { start, resultSize } = sizes;
    demand(start <= bytes.length, 'the instructions start within the delta');
    if (resultSize > largestBytes) return;
    const spare = 8;
    const result = Buffer.alloc(resultSize + spare, 0xaa);
    const kept = createKeptRanges();
    const isGood = applyDelta(
      bytes,
      start,
      bytes.length,
      base,
      base.length,
      result,
      resultSize,
      kept,
    );
    demand(
      result.subarray(resultSize).every((byte) => byte === 0xaa),
      'nothing behind the result',
    );
    const expected = plainApply(bytes, start, resultSize);
    demandSame(isGood, expected !== undefined, 'applied or refused');
    if (expected === undefined) return;
    demand(result.subarray(0, resultSize).equals(expected), 'the result as from the documentation');
    for (let i = 0; i < kept.count * 3; i += 3) {
      const [from = 0, to = 0, length = 0] = kept.triples.subarray(i, i + 3);
      demand(
        expected.subarray(to, to + length).equals(base.subarray(from, from + length)),
        'what was kept stands in both',
      );
    }
  },
};

/** gitformat-pack, "Deltified representation", word for word. */
function plainApply(bytes: Buffer, start: number, resultSize: number): Buffer | undefined {
  const parts: Buffer[] = [];
  let length = 0;
  for (let at = start; at < bytes.length;) {
    const op = bytes[at++] ?? 0;
    if (op === 0) return undefined;
    let part: Buffer;
    if (op < 128) {
      if (at + op > bytes.length) return undefined;
      part = bytes.subarray(at, at + op);
      at += op;
    } else {
      const numbers = [0, 0];
      for (let bit = 0; bit < 7; bit++) {
        if ((op & (1 << bit)) === 0) continue;
        if (at >= bytes.length) return undefined;
        const shift = bit < 4 ? bit : bit - 4;
        numbers[bit < 4 ? 0 : 1]! += (bytes[at++] ?? 0) * 256 ** shift;
      }
      const [from = 0, given = 0] = numbers;
      const copied = given === 0 ? 0x10000 : given;
      if (from + copied > base.length) return undefined;
      part = base.subarray(from, from + copied);
    }
    length += part.length;
    if (length > resultSize) return undefined;
    parts.push(part);
  }
  return length === resultSize ? Buffer.concat(parts) : undefined;
}

const loose: Target = {
  name: 'loose object',
  seeds: () =>
    [
      'blob 12\0hello world\n',
      'blob 0\0',
      'tree 0\0',
      'commit 3\0abc',
      'tag 0000000001\0x',
      `blob 70000\0${'ab'.repeat(35_000)}`,
    ].flatMap((text) => [deflateSync(text), deflateSync(text, { level: 0 })]),
  run(bytes) {
    const { dir, oid } = storeLoose(bytes);
    const object = readLooseObject([dir], oid, 'sha1', largestBytes);
    const streamed = streamLoose(dir, oid);
    demand(object !== undefined, 'a file that is there is an object or damaged');
    if (typeof object === 'string') {
      demand(streamed === undefined || object === 'too large', `read as a stream, but ${object}`);
      return;
    }
    const { type, bytes: content } = object;
    demandSame(peekLooseType([dir], oid), type, 'the type at a glance');
    demandSame(streamed, { type, content: content.toString('latin1') }, 'read as a stream');
  },
  oracle(bytes) {
    const { dir, oid } = storeLoose(bytes);
    const repo = looseRepository();
    const env = { GIT_OBJECT_DIRECTORY: dir };
    const git = runGit(['cat-file', '--batch'], {
      cwd: repo.dir,
      env,
      input: Buffer.from(`${oid}\n`),
    });
    const [, type, size] = /^[0-9a-f]+ (\w+) (\d+)\n/u.exec(git.stdout.toString('latin1')) ?? [];
    if (!git.isGood || type === undefined) return;
    const content = git.stdout.subarray(git.stdout.indexOf(10) + 1, -1);
    // git does not look at the name here.
    const header = Buffer.from(`${type} ${size}\0`);
    const name = createHash('sha1').update(header).update(content).digest('hex');
    if (name !== oid) return;
    const object = readLooseObject([dir], oid, 'sha1', largestBytes);
    demand(typeof object === 'object', `git reads it, here it is ${JSON.stringify(object)}`);
    demand(object.type === type && object.bytes.equals(content), 'as git reads it');
  },
};

const looseRepository = once(() => makeRepository());
const looseFolders = once(() => temporaryFolder('loose'));

/** Under the name that its content has, as far as it inflates. */
function storeLoose(bytes: Buffer): { readonly dir: string; readonly oid: string } {
  let content: Buffer;
  try {
    content = inflateSync(bytes, { maxOutputLength: 2 * largestBytes });
  } catch {
    content = bytes;
  }
  const oid = createHash('sha1').update(content).digest('hex');
  const dir = looseFolders();
  mkdirSync(join(dir, oid.slice(0, 2)), { recursive: true });
  writeFileSync(join(dir, oid.slice(0, 2), oid.slice(2)), bytes);
  return { dir, oid };
}

function streamLoose(dir: string, oid: string): { type: string; content: string } | undefined {
  const open = openLooseObject([dir], oid, 'sha1');
  if (open === undefined) return undefined;
  const parts: Buffer[] = [];
  const pieces = open.pieces();
  try {
    for (let next = pieces.next(); ; next = pieces.next()) {
      if (next.done !== true) parts.push(Buffer.from(next.value));
      else if (!next.value) return undefined;
      else return { type: open.type, content: Buffer.concat(parts).toString('latin1') };
    }
  } finally {
    open.close();
  }
}

export const storageTargets: readonly Target[] = [delta, loose];
