import { expect, it } from 'vitest';
import { foldersTo, pathTiles, ruleTiles } from '../../src/page/tiles.ts';
import type { Tile } from '../../src/page/tiles.ts';
import { findingAt, rowsOf } from './pageRows.ts';

const rows = rowsOf([
  findingAt('src/main/java/a/A.java', '2020-01-01', { severity: 'low' }),
  findingAt('src/main/java/b/B.java', '2020-01-01', {
    severity: 'critical',
    ruleId: 'jwt',
    title: 'Token',
  }),
  findingAt('src/main/java/b/B.java', '2020-01-01', { severity: 'high' }),
  findingAt('lib/a', '2020-01-01'),
  findingAt('lib.py', '2020-01-01'),
  findingAt(null, '2020-01-01'),
]);

function told(tiles: readonly Tile[]): string[] {
  return tiles.map(
    ({ kind, key, label, count, severity }) => `${kind} ${key} (${label}) ${count} ${severity}`,
  );
}

it('has a tile for each rule, the largest first', () => {
  expect(told(ruleTiles(rows))).toEqual([
    'rule generic-password (Password in an assignment) 5 high',
    'rule jwt (Token) 1 critical',
  ]);
});

it('has a tile for each file and folder of the top, folders that hold one folder alone as one', () => {
  expect(told(pathTiles(rows, ''))).toEqual([
    'folder src/main/java/ (src/main/java/) 3 critical',
    'rest  (no path (messages, objects)) 1 high',
    'file lib.py (lib.py) 1 high',
    'folder lib/ (lib/) 1 high',
  ]);
});

it('opens a folder', () => {
  expect(told(pathTiles(rows, 'src/main/java/'))).toEqual([
    'folder src/main/java/b/ (b/) 2 critical',
    'folder src/main/java/a/ (a/) 1 low',
  ]);
  expect(told(pathTiles(rows, 'src/main/java/b/'))).toEqual([
    'file src/main/java/b/B.java (B.java) 2 critical',
  ]);
  expect(pathTiles(rows, 'nowhere/')).toEqual([]);
});

it('puts together what would be too small to see, and loses none', () => {
  const many = rowsOf(Array.from({ length: 200 }, (_, i) => findingAt(`f${i}`, '2020-01-01')));
  const tiles = pathTiles(many, '');
  expect(tiles).toHaveLength(60);
  expect(tiles.at(-1)).toMatchObject({ kind: 'rest', label: '141 more', count: 141 });
  expect(tiles.reduce((sum, { count }) => sum + count, 0)).toBe(200);
});

it.each([
  ['', ['']],
  ['a.py', ['']],
  ['a/', ['', 'a/']],
  ['a/b/c.py', ['', 'a/', 'a/b/']],
])('the way to %j is %j', (path, folders) => {
  expect(foldersTo(path)).toEqual(folders);
});
