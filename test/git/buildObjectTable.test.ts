// The table of all objects against a plain map: any number of packs, objects in several of them, damaged indexes.
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { buildObjectTable } from '../../src/git/buildObjectTable.ts';
import { findOid, loosePack, oidOf } from '../../src/git/objectTable.ts';
import type { PackIndex } from '../../src/git/packIndex.ts';

function oid(seed: string): string {
  return createHash('sha1').update(seed).digest('hex');
}

function names(count: number, seed: string): string[] {
  return Array.from({ length: count }, (_, i) => oid(`${seed}${i}`));
}

function packOf(oids: readonly string[]): PackIndex {
  return {
    count: oids.length,
    oids: Buffer.from(oids.join(''), 'hex'),
    offsets: Float64Array.from(oids, (_, i) => 12 + i * 2 ** 31),
    packChecksum: Buffer.alloc(0),
  };
}

const large = names(500, 'large').sort();
// Same leading bytes, different ends: only the rest of an id tells them apart.
const alike = [...'0123456789'].map((digit) => `abcdabcdabcd${'0'.repeat(27)}${digit}`);

test.each<[string, string[][], string[]]>([
  ['nothing', [], []],
  ['loose objects', [], names(20, 'loose')],
  ['one pack', [large], []],
  ['one pack and loose objects', [large], [...names(9, 'loose'), ...large.slice(7, 12)]],
  ['a large pack and small ones', [large, names(20, 'a').sort(), large.slice(3, 9)], alike],
  ['objects before and after all of the pack', [large], ['00'.repeat(20), 'ff'.repeat(20)]],
  ['packs of a size', [large, names(400, 'b').sort(), large.slice(100)], large.slice(0, 5)],
  ['ids that begin alike', [[...large, ...alike].sort()], alike.slice(3, 5)],
  ['an index in no order', [large.toReversed(), names(3, 'c').sort()], []],
  ['many small packs', [names(3000, 'd').sort(), names(2900, 'e').sort()], names(50, 'loose')],
  ['an index that names an object twice', [[...large, ...large.slice(0, 3)].sort()], []],
])('%s', (_, packs, loose) => {
  const { table, objectNumbers } = buildObjectTable({
    format: 'sha1',
    packs: packs.map(packOf),
    looseOids: Buffer.from(loose.join(''), 'hex'),
  });
  const all = [...new Set([...packs.flat(), ...loose])].sort();
  expect(Array.from({ length: table.count }, (__, object) => oidOf(table, object))).toEqual(all);
  for (const [object, name] of all.entries()) {
    expect(findOid(table, name)).toBe(object);
    const pack = packs.findIndex((oids) => oids.includes(name));
    expect(table.pack[object]).toBe(pack < 0 ? loosePack : pack);
    if (pack >= 0) {
      const places = packs[pack]!.flatMap((each, i) => (each === name ? [12 + i * 2 ** 31] : []));
      expect(places).toContain(table.offset[object]);
    } else expect(table.offset[object]).toBe(0);
  }
  expect(findOid(table, oid('absent'))).toBe(-1);
  expect(objectNumbers().map((numbers) => Array.from(numbers, (object) => all[object]))).toEqual(
    packs,
  );
});
