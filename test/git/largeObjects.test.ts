// Objects larger than what may be held: given up and unpacked again, passed on in pieces, or left out and told.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { createChunkedInflate } from '../../src/git/chunkedInflate.ts';
import type { FamilyVisitor } from '../../src/git/familyVisitor.ts';
import { createLargeArea, createLargeMemory } from '../../src/git/largeMemory.ts';
import { showLargeLoose } from '../../src/git/looseWalk.ts';
import { createObjectStore } from '../../src/git/objectStore.ts';
import { findOid, oidOf } from '../../src/git/objectTable.ts';
import { createFamilyWalker } from '../../src/git/packWalk.ts';
import { packTypes } from '../../src/git/packFile.ts';
import { createRooms } from '../../src/git/rooms.ts';
import type { Rooms } from '../../src/git/rooms.ts';
import { showLargePacked } from '../../src/git/singleWalk.ts';
import { openStorage } from '../../src/git/storage.ts';
import type { OpenedStorage, Storage } from '../../src/git/storage.ts';
import { makeRepository } from '../makeRepository.ts';
import { writePack } from './packWriter.ts';
import type { PackedBlob } from './packWriter.ts';

/** What a visitor was shown, by id. */
interface Shown {
  readonly visited: Map<string, Buffer>;
  readonly streamed: Map<string, Buffer>;
  readonly leftOut: Map<string, number>;
  readonly failed: Map<string, string>;
}

function recorder(
  { table }: Storage,
  wantsWhole = false,
): { visitor: FamilyVisitor<string>; shown: Shown } {
  const shown: Shown = {
    visited: new Map(),
    streamed: new Map(),
    leftOut: new Map(),
    failed: new Map(),
  };
  const visitor: FamilyVisitor<string> = {
    visit(object, _type, bytes, size, previous, kept) {
      expect(previous === undefined).toBe(kept === undefined);
      const oid = oidOf(table, object);
      expect(shown.visited.has(oid), 'each object is visited once').toBe(false);
      shown.visited.set(oid, Buffer.from(bytes.subarray(0, size)));
      return oid;
    },
    fail: (object, _type, reason) => void shown.failed.set(oidOf(table, object), reason),
    leaveOut: (object, _type, { needed }) => void shown.leftOut.set(oidOf(table, object), needed),
    isStopped: () => false,
    wantsWhole: () => wantsWhole,
    stream(object) {
      const pieces: Buffer[] = [];
      return {
        push: (bytes) => void pieces.push(Buffer.from(bytes)),
        end: () => void shown.streamed.set(oidOf(table, object), Buffer.concat(pieces)),
      };
    },
  };
  return { visitor, shown };
}

function roomsOf(ordinaryBytes: number, largeBytes: number, heldBytes = 4 * ordinaryBytes): Rooms {
  return createRooms({ ordinaryBytes, heldBytes, large: createLargeMemory(largeBytes) });
}

function walkAll(storage: Storage, rooms: Rooms, wantsWhole = false): Shown {
  const { visitor, shown } = recorder(storage, wantsWhole);
  const store = createObjectStore(storage, 0, rooms.ordinaryBytes);
  const walker = createFamilyWalker(storage, store, rooms);
  storage.packs.forEach(({ layout }, pack) => {
    for (const root of layout.roots) {
      if (!walker.alone(pack, root, visitor)) drain(walker.walk(pack, root, visitor));
    }
  });
  walker.close();
  store.close();
  return shown;
}

function drain(steps: Generator<void, void>): void {
  while (steps.next().done !== true);
}

function openObjects(gitDir: string): OpenedStorage {
  const opened = openStorage([join(gitDir, 'objects')], 'sha1');
  expect(opened.problems).toEqual([]);
  return opened;
}

const objectBytes = 10_000;

/** A content of about 10 kB that hardly compresses, other than that of any other seed in a few bytes. */
function content(seed: number): Buffer {
  const bytes = Buffer.alloc(objectBytes);
  for (let i = 0; i < bytes.length; i++) bytes[i] = (i * i * 31 + (i >> 3)) & 255;
  bytes.write(`object number ${seed} of them`, objectBytes / 2);
  return bytes;
}

/** Each object has two made from it, seven times over: 127, of which seven are needed at the same time. */
function balancedTree(): PackedBlob[] {
  return Array.from({ length: 127 }, (_, i) =>
    i === 0 ? { content: content(0) } : { content: content(i), base: (i - 1) >> 1 },
  );
}

function packed(
  blobs: readonly PackedBlob[],
): OpenedStorage & { readonly expected: Map<string, Buffer> } {
  const repo = makeRepository({ bare: true });
  const oids = writePack(join(repo.gitDir, 'objects'), blobs);
  repo.git('fsck', '--strict');
  const expected = new Map(oids.map((oid, i) => [oid, blobs[i]!.content]));
  return { ...openObjects(repo.gitDir), expected };
}

/** Not `toEqual`: that takes seconds for a megabyte of bytes. */
function expectSame(
  actual: ReadonlyMap<string, Buffer>,
  expected: ReadonlyMap<string, Buffer>,
): void {
  expect([...actual.keys()].sort()).toEqual([...expected.keys()].sort());
  for (const [oid, bytes] of expected) expect(actual.get(oid)?.equals(bytes), oid).toBe(true);
}

describe('a family of deltas', () => {
  it.each([
    ['ordinary objects, of which all fit', 16_384, 0, 1_000_000],
    ['ordinary objects, of which three fit', 10_001, 0, 3 * 16_384],
    ['large objects, of which all fit', 500, 200_000, 2000],
    ['large objects, of which three fit', 500, 3 * objectBytes + 100, 2000],
    ['large objects, of which two fit and a delta', 500, 2 * objectBytes + 200, 2000],
  ])('is read as it is: %s', (_name, ordinary, large, held) => {
    const { storage, expected } = packed(balancedTree());
    const shown = walkAll(storage, roomsOf(ordinary, large, held));
    expect(shown.failed.size + shown.leftOut.size + shown.streamed.size).toBe(0);
    expectSame(shown.visited, expected);
  });

  it('whose objects do not fit two at a time is left out, but for its root', () => {
    const { storage, expected } = packed(balancedTree());
    const shown = walkAll(storage, roomsOf(500, objectBytes + 500));
    expect(shown.visited.size).toBe(1);
    expect(shown.leftOut.size).toBe(126);
    expect(new Set([...shown.visited.keys(), ...shown.leftOut.keys()])).toEqual(
      new Set(expected.keys()),
    );
    for (const needed of shown.leftOut.values()) expect(needed).toBeGreaterThanOrEqual(objectBytes);
  });

  it('whose root does not fit passes the root on in pieces and leaves out the rest', () => {
    const { storage, expected } = packed(balancedTree());
    const shown = walkAll(storage, roomsOf(500, objectBytes - 1));
    const [oid, bytes] = [...shown.streamed][0]!;
    expect(shown.streamed.size).toBe(1);
    expect(expected.get(oid)?.equals(bytes)).toBe(true);
    expect(shown.leftOut.size).toBe(126);
  });

  it('with a large delta in it is read as it is', () => {
    const random = Buffer.from(Array.from({ length: 30_000 }, (_, i) => (i * 7919) >> 5));
    const { storage, expected } = packed([
      { content: content(0) },
      { content: Buffer.concat([content(0), random]), base: 0 },
      { content: content(1), base: 1 },
      { content: content(2), base: 0 },
    ]);
    expectSame(walkAll(storage, roomsOf(500, 100_000)).visited, expected);
  });

  it('is the same where one object of it is asked for, after the families were given back', () => {
    const { storage, expected, releaseFamilies } = packed(balancedTree());
    const { visitor, shown } = recorder(storage);
    const rooms = roomsOf(500, 2 * objectBytes + 200);
    expect(storage.packs[0]!.layout.count).toBe(127);
    releaseFamilies();
    for (const oid of expected.keys()) {
      const object = findOid(storage.table, oid);
      drain(
        showLargePacked(storage, rooms, object, {
          ...visitor,
          visit: (shownObject, type, bytes, size) => {
            expect(type).toBe(packTypes.blob);
            shown.visited.set(
              oidOf(storage.table, shownObject),
              Buffer.from(bytes.subarray(0, size)),
            );
          },
        }),
      );
    }
    expect(shown.streamed.size, 'the root is no base of anything then').toBe(1);
    expectSame(new Map([...shown.visited, ...shown.streamed]), expected);
  });

  it('lets go of the memory when it is ended half-way', () => {
    const { storage } = packed(balancedTree());
    const large = createLargeMemory(50_000);
    const rooms = createRooms({ ordinaryBytes: 500, heldBytes: 2000, large });
    const other = createLargeArea(large);
    const { visitor } = recorder(storage);
    const walker = createFamilyWalker(storage, createObjectStore(storage, 0, 500), rooms);
    expect(other.enter(0)).toBe(true);
    const steps = walker.walk(0, storage.packs[0]!.layout.roots[0]!, visitor);
    expect(steps.next().done, 'it waits for the other one').toBe(false);
    steps.return(undefined);
    other.leave();
    drain(walker.walk(0, storage.packs[0]!.layout.roots[0]!, visitor));
    expect(other.enter(0)).toBe(true);
    walker.close();
  });
});

describe('a large blob', () => {
  const blob = Buffer.concat(Array.from({ length: 60 }, (_, i) => content(i)));

  function stored(isPacked: boolean): { storage: Storage; oid: string; file: string } {
    const repo = makeRepository({ bare: true });
    const oid = repo.gitBytes(['hash-object', '-w', '--stdin'], blob).toString().trim();
    const file = join(repo.gitDir, 'objects', oid.slice(0, 2), oid.slice(2));
    if (isPacked) {
      execFileSync('git', ['pack-objects', '-q', join(repo.gitDir, 'objects/pack/pack')], {
        cwd: repo.gitDir,
        input: `${oid}\n`,
      });
      repo.git('prune-packed');
    }
    return { ...openObjects(repo.gitDir), oid, file };
  }

  function show(
    { storage, oid }: { storage: Storage; oid: string },
    whole: boolean,
    room: number,
  ): Shown {
    const { visitor, shown } = recorder(storage, whole);
    const rooms = roomsOf(500, room);
    drain(showLargeLoose(storage, rooms, findOid(storage.table, oid), visitor));
    return shown;
  }

  it('of a pack is passed on in pieces', () => {
    const { storage, oid } = stored(true);
    expectSame(walkAll(storage, roomsOf(500, 1000)).streamed, new Map([[oid, blob]]));
  });

  it('of a pack is held where that is wanted and there is room, else passed on', () => {
    const { storage, oid } = stored(true);
    const all = new Map([[oid, blob]]);
    expectSame(walkAll(storage, roomsOf(500, 700_000), true).visited, all);
    expectSame(walkAll(storage, roomsOf(500, 500_000), true).streamed, all);
  });

  it('of a file of its own is passed on in pieces', () => {
    const found = stored(false);
    expectSame(show(found, false, 1000).streamed, new Map([[found.oid, blob]]));
  });

  it('of a file of its own is held where that is wanted and there is room, else passed on', () => {
    const found = stored(false);
    const all = new Map([[found.oid, blob]]);
    expectSame(show(found, true, 700_000).visited, all);
    expectSame(show(found, true, 500_000).streamed, all);
  });

  it.each([
    ['cut short', (bytes: Buffer) => bytes.subarray(0, bytes.length - 20)],
    [
      'changed',
      () =>
        deflateSync(
          Buffer.concat([Buffer.from(`blob ${blob.length}\0`), Buffer.from(blob).fill(1, 0, 9)]),
        ),
    ],
  ])('of a file of its own that was %s is damaged', (_name, damage) => {
    const found = stored(false);
    const bytes = readFileSync(found.file);
    execFileSync('chmod', ['u+w', found.file]);
    writeFileSync(found.file, damage(bytes));
    const shown = show(found, false, 1000);
    expect([...shown.failed.keys()]).toEqual([found.oid]);
    expect(shown.streamed.size).toBe(0);
  });
});

describe('the memory for large objects', () => {
  it('moves blocks together where only that makes room', () => {
    const area = createLargeArea(createLargeMemory(100));
    expect(area.enter(0)).toBe(true);
    const blocks = [20, 20, 20, 20, 20].map((size) => area.take(size)!);
    blocks.forEach((block, i) => area.bytesOf(block).fill(i));
    area.give(blocks[1]!);
    area.give(blocks[3]!);
    const large = area.take(40)!;
    expect(area.bytesOf(large).length).toBe(40);
    expect(area.take(1)).toBeUndefined();
    area.bytesOf(large).fill(9);
    for (const i of [0, 2, 4]) expect(area.bytesOf(blocks[i]!)).toEqual(Buffer.alloc(20, i));
  });

  it('is one thread’s at a time', () => {
    const memory = createLargeMemory(10);
    const [one, other] = [createLargeArea(memory), createLargeArea(memory)];
    expect(one.enter(0)).toBe(true);
    expect(other.enter(1)).toBe(false);
    expect(other.take(1)).toBeUndefined();
    one.leave();
    expect(other.enter(0)).toBe(true);
  });
});

describe('inflating in pieces', () => {
  const text = Buffer.from('some text that repeats itself, '.repeat(40_000));
  const stream = deflateSync(text);

  function inflated(pieces: readonly Buffer[]): { isText: boolean; isWhole: boolean } {
    const left = [...pieces];
    const steps = createChunkedInflate()(() => left.shift());
    const out: Buffer[] = [];
    for (let next = steps.next(); ; next = steps.next()) {
      if (next.done === true)
        return { isText: Buffer.concat(out).equals(text), isWhole: next.value };
      out.push(Buffer.from(next.value));
    }
  }

  function cutUp(bytes: Buffer, size: number): Buffer[] {
    const count = Math.ceil(bytes.length / size);
    return Array.from({ length: count }, (_, i) => bytes.subarray(i * size, (i + 1) * size));
  }

  it.each([1, 7, 1000, 1_000_000])('gives the content, in pieces of %i bytes', (size) => {
    expect(inflated(cutUp(stream, size))).toEqual({ isText: true, isWhole: true });
  });

  it('ignores what follows the end', () => {
    const longer = Buffer.concat([stream, Buffer.alloc(100, 7)]);
    expect(inflated(cutUp(longer, 500))).toEqual({ isText: true, isWhole: true });
  });

  it('tells a stream that is cut short, damaged or of a wrong checksum', () => {
    const wrong = Buffer.from(stream);
    wrong[wrong.length - 1] = wrong[wrong.length - 1]! ^ 1;
    const damaged = Buffer.from(stream);
    damaged[1] = damaged[1]! ^ 1;
    expect(inflated(cutUp(stream.subarray(0, -1), 500)).isWhole).toBe(false);
    expect(inflated(cutUp(wrong, 500)).isWhole).toBe(false);
    expect(inflated(cutUp(damaged, 500)).isWhole).toBe(false);
  });
});
