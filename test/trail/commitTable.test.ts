import { expect, test } from 'vitest';
import { CommitTableBuilder } from '../../src/trail/commitTable.ts';
import type { CommitTable } from '../../src/trail/commitTable.ts';

function id(number: number): Buffer {
  return Buffer.alloc(20, number);
}

/** A table of rows [id, commit seconds, parents…]. */
function table(rows: readonly (readonly number[])[]): CommitTable {
  const builder = new CommitTableBuilder('sha1');
  for (const [oid = 0, seconds = 0, ...parents] of rows) {
    builder.add({
      oid: id(oid),
      tree: id(oid + 100),
      parents: parents.map(id),
      authorSeconds: -seconds,
      commitSeconds: seconds,
    });
  }
  return builder.build();
}

function orderOf(commits: CommitTable): number[] {
  return Array.from(commits.order, (commit) =>
    Number.parseInt(commits.oids.hexAt(commit).slice(0, 2), 16),
  );
}

test('Commits are numbered as they come, with tree, times and the parents that are there', () => {
  const commits = table([
    [3, 30, 2, 9, 1, 2],
    [2, 20, 1],
    [1, 10],
    [2, 99],
  ]);
  expect(commits.count).toBe(3);
  expect(commits.oids.hexAt(0)).toBe('03'.repeat(20));
  expect(commits.oids.findHex('02'.repeat(20))).toBe(1);
  expect(commits.oids.findHex('09'.repeat(20))).toBe(-1);
  expect(commits.oids.findHex('02')).toBe(-1);
  expect([...commits.trees.subarray(20, 40)]).toEqual([...id(102)]);
  expect([...commits.commitSeconds]).toEqual([30, 20, 10]);
  expect([...commits.authorSeconds]).toEqual([-30, -20, -10]);
  expect([...commits.parentStart]).toEqual([0, 2, 3, 3]);
  expect([...commits.parents]).toEqual([1, 2, 2]);
});

test.each([
  [
    'a line',
    [
      [3, 1, 2],
      [2, 2, 1],
      [1, 3],
    ],
    [1, 2, 3],
  ],
  [
    'the oldest first',
    [
      [1, 5],
      [2, 4],
      [3, 3],
    ],
    [3, 2, 1],
  ],
  [
    'equal dates by id',
    [
      [3, 1],
      [1, 1],
      [2, 1],
    ],
    [1, 2, 3],
  ],
  [
    'parents before children, whatever their dates',
    [
      [1, 1, 2],
      [2, 9],
      [3, 5],
    ],
    [3, 2, 1],
  ],
  [
    'side branches by date',
    [
      [1, 1],
      [2, 2, 1],
      [3, 5, 2],
      [4, 3, 1],
      [5, 4, 4],
      [6, 6, 3, 5],
    ],
    [1, 2, 4, 5, 3, 6],
  ],
  [
    'dates before 1970',
    [
      [1, 0],
      [2, -5],
    ],
    [2, 1],
  ],
  [
    'a cycle, which no hash allows',
    [
      [1, 3, 2],
      [2, 2, 3],
      [3, 1, 1],
      [4, 9, 1],
    ],
    [3, 2, 1, 4],
  ],
])('The order is topological: %s', (_, rows, order) => {
  const commits = table(rows);
  expect(orderOf(commits)).toEqual(order);
  expect([...commits.order].map((commit) => commits.rank[commit])).toEqual([...order.keys()]);
});

test('Thousands of commits keep their ids apart', () => {
  const builder = new CommitTableBuilder('sha256');
  const ids = Array.from({ length: 5000 }, (_, i) => {
    const oid = Buffer.alloc(32);
    oid.writeUInt32BE(i % 999, 0); // few different first bytes
    oid.writeUInt32BE(i, 28);
    return oid;
  });
  for (const [i, oid] of ids.entries()) {
    const parents = i === 0 ? [] : [ids[i - 1]!];
    builder.add({ oid, tree: oid, parents, authorSeconds: i, commitSeconds: 5000 - i });
  }
  const commits = builder.build();
  expect([...commits.order]).toEqual([...ids.keys()]);
  expect(commits.oids.hexAt(4321)).toBe(ids[4321]!.toString('hex'));
});
