import { expect, test } from 'vitest';
import type { Oid } from '../../src/model/oid.ts';
import { SoughtTrees } from '../../src/trail/soughtTrees.ts';
import { memoryObjects } from './memoryObjects.ts';
import type { MemoryObjects } from './memoryObjects.ts';

function soughtTrees(memory: MemoryObjects, blobs: readonly Oid[]): SoughtTrees {
  return new SoughtTrees({ objects: memory.reader, objectFormat: memory.format, blobs });
}

function treeNumber(trees: SoughtTrees, oid: Oid): number {
  return trees.treeOf(Buffer.from(oid, 'hex'), 0);
}

function entriesOf(trees: SoughtTrees, oid: Oid): string[] {
  const tree = treeNumber(trees, oid);
  const entries: string[] = [];
  const start = trees.start(tree);
  for (let entry = start; entry < trees.end(tree); entry++) {
    const target = trees.target(entry);
    const kind = target < 0 ? trees.blobOid(~target).slice(0, 7) : 'tree';
    entries.push(`${trees.nameText(trees.name(entry))} ${kind}`);
  }
  return entries;
}

test('Of a tree the entries that may lead to a sought blob are kept', () => {
  const memory = memoryObjects();
  const [one, two, three] = ['1', '2', '3'].map((text) => memory.put('blob', text)) as [
    Oid,
    Oid,
    Oid,
  ];
  const below = memory.tree([{ mode: '100644', name: 'x', oid: one }]);
  const root = memory.tree([
    { mode: '100644', name: 'a', oid: one },
    { mode: '100755', name: 'b', oid: two },
    { mode: '120000', name: 'c', oid: two },
    { mode: '160000', name: 'd', oid: two },
    { mode: '100664', name: 'e', oid: two },
    { mode: '40000', name: 'f', oid: below },
    { mode: '040000', name: 'g', oid: below },
    { mode: '100644', name: 'h', oid: three },
  ]);
  const trees = soughtTrees(memory, [two, three]);
  const [short2, short3] = [two.slice(0, 7), three.slice(0, 7)];
  expect(entriesOf(trees, root)).toEqual([
    `b ${short2}`,
    `c ${short2}`,
    `e ${short2}`,
    'f tree',
    'g tree',
    `h ${short3}`,
  ]);
});

test('A tree that was taught is not read, one that may hold nothing gets no number', () => {
  const memory = memoryObjects();
  const blob = memory.put('blob', '1');
  const root = memory.tree([{ mode: '100644', name: 'a', oid: blob }]);
  const trees = new SoughtTrees({
    objects: memory.reader,
    objectFormat: 'sha1',
    blobs: [blob],
    mayHold: (oids, offset) => oids[offset] === Buffer.from(root, 'hex')[0],
  });
  const target = trees.targetOf(false, Buffer.from(`ffff${blob}`, 'hex'), 2);
  expect(target).toBe(~trees.blobOf(blob));
  expect(trees.targetOf(false, Buffer.from(root, 'hex'), 0)).toBeUndefined();
  trees.learn(treeNumber(trees, root), (keep) => keep(trees.numberOfName('a'), target!));
  trees.learn(-1, () => expect.unreachable());
  expect(entriesOf(trees, root)).toEqual([`a ${blob.slice(0, 7)}`]);
  expect(memory.reads.size).toBe(0);
  expect(treeNumber(trees, `00${root.slice(2)}`)).toBe(-1);
});

test.each([
  ['absent', (memory: MemoryObjects, tree: Oid) => (memory.forget(tree), tree)],
  ['no tree', (memory: MemoryObjects) => memory.put('blob', 'text')],
  ['nothing but noise', (memory: MemoryObjects) => memory.put('tree', 'noise')],
  ['empty', (memory: MemoryObjects) => memory.put('tree', '')],
])('A tree that is %s holds nothing', (_, oidOf) => {
  const memory = memoryObjects();
  const blob = memory.put('blob', '1');
  const tree = memory.tree([{ mode: '100644', name: 'a', oid: blob }]);
  expect(entriesOf(soughtTrees(memory, [blob]), oidOf(memory, tree))).toEqual([]);
});

test('Of a truncated tree the whole entries count', () => {
  const memory = memoryObjects();
  const blob = memory.put('blob', '1');
  const item = { mode: '100644', oid: blob };
  const whole = memory.tree([
    { ...item, name: 'a' },
    { ...item, name: 'b' },
  ]);
  const cut = memory.put('tree', memory.objects.get(whole)!.bytes.subarray(0, -1));
  expect(entriesOf(soughtTrees(memory, [blob]), cut)).toEqual([`a ${blob.slice(0, 7)}`]);
});
