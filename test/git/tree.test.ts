import { expect, test } from 'vitest';
import { forEachTreeEntry, treeEntryKind } from '../../src/git/tree.ts';
import { makeRepository } from '../makeRepository.ts';

function entries(bytes: Buffer, oidBytes: number): { isWhole: boolean; list: string[] } {
  const list: string[] = [];
  const isWhole = forEachTreeEntry(bytes, oidBytes, (mode, nameStart, nameEnd, oidStart) => {
    const name = bytes.toString('latin1', nameStart, nameEnd);
    const oid = bytes.toString('hex', oidStart, oidStart + oidBytes);
    list.push(`${mode.toString(8)} ${oid} ${name}`);
  });
  return { isWhole, list };
}

function entry(mode: string, name: string, fill = 1): Buffer {
  return Buffer.concat([Buffer.from(`${mode} ${name}\0`, 'latin1'), Buffer.alloc(20, fill)]);
}

test.each(['sha1', 'sha256'] as const)('gives the entries that git gives (%s)', (objectFormat) => {
  const files = { 'a b': '1', 'dir/x': '2', ümlaut: '3', z: '4' };
  const repo = makeRepository([{ write: files, message: 'x' }], { objectFormat });
  repo.git('update-index', '--chmod=+x', 'z');
  repo.write(Buffer.from('\xff\xfe', 'latin1'), 'odd');
  repo.commit('y');
  const bytes = repo.gitBytes(['cat-file', 'tree', 'HEAD^{tree}']);
  const wanted = repo
    .gitBytes(['ls-tree', '-z', 'HEAD'])
    .toString('latin1')
    .split('\0')
    .slice(0, -1);
  const { isWhole, list } = entries(bytes, objectFormat === 'sha1' ? 20 : 32);
  expect(isWhole).toBe(true);
  expect(list).toEqual(
    wanted.map((line) => {
      const [mode = '', , oid = '', name = ''] =
        /^(\d+) (\w+) (\w+)\t(.*)$/u.exec(line)?.slice(1) ?? [];
      return `${mode.replace(/^0/u, '')} ${oid} ${name}`;
    }),
  );
});

test('takes the modes that old tools wrote', () => {
  const modes = ['100664', '0100644', '40000', '040000', '120000', '160000', '0'];
  const { isWhole, list } = entries(Buffer.concat(modes.map((mode) => entry(mode, 'x'))), 20);
  expect(isWhole).toBe(true);
  expect(list.map((line) => treeEntryKind(Number.parseInt(line, 8)))).toEqual([
    'file',
    'file',
    'tree',
    'tree',
    'symlink',
    'gitlink',
    'file',
  ]);
});

test.each([
  ['a cut oid', entry('100644', 'b').subarray(0, -1)],
  ['a missing NUL', Buffer.from('100644 name')],
  ['an empty name', entry('100644', '')],
  ['an empty mode', Buffer.from(` x\0${'y'.repeat(20)}`)],
  ['a mode that is not octal', entry('10x644', 'b')],
  ['a mode and nothing else', Buffer.from('100644')],
])('says that a tree with %s is damaged, after the whole entries', (_, tail) => {
  const { isWhole, list } = entries(Buffer.concat([entry('100644', 'first'), tail]), 20);
  expect(isWhole).toBe(false);
  expect(list).toEqual([`100644 ${'01'.repeat(20)} first`]);
});

test('an empty tree is whole', () => {
  expect(entries(Buffer.alloc(0), 20)).toEqual({ isWhole: true, list: [] });
});
