import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { objectFolders } from '../../src/git/alternates.ts';
import { unquotePath } from '../../src/git/quoting.ts';
import { makeRepository } from '../makeRepository.ts';
import { temporaryFolder } from '../temporaryFolder.ts';

/** Object folders `0`, `1`, … in one folder, each naming the alternates given. */
function chain(...alternates: readonly string[]): string[] {
  const folder = temporaryFolder('objects');
  return alternates.map((text, i) => {
    const objects = join(folder, String(i));
    mkdirSync(join(objects, 'info'), { recursive: true });
    if (text !== '') writeFileSync(join(objects, 'info/alternates'), text);
    return objects;
  });
}

test('follows chains with comments, relative and quoted lines', async () => {
  const folders = chain('# note\n\n../1\n', '"../\\062"\n', '');
  expect(await objectFolders(folders[0] ?? '', undefined, '/')).toEqual({ folders, problems: [] });
});

test('sees the objects that git sees through a chain of clones', async () => {
  const first = makeRepository([{ write: { a: '1' }, message: 'x' }]);
  const second = makeRepository();
  const third = makeRepository();
  const objects = [third, second, first].map(({ gitDir }) => join(gitDir, 'objects'));
  writeFileSync(join(second.gitDir, 'objects/info/alternates'), `${objects[2]}\n`);
  writeFileSync(join(third.gitDir, 'objects/info/alternates'), `${objects[1]}\n`);
  expect(third.git('cat-file', '-t', first.commits[0] ?? '')).toBe('commit');
  expect((await objectFolders(objects[0] ?? '', undefined, '/')).folders).toEqual(objects);
});

test('ends in a cycle, and lists a folder that is reached twice once', async () => {
  const folders = chain('../1\n../link\n', '../0\n');
  symlinkSync(folders[1] ?? '', join(folders[0] ?? '', '../link'));
  expect(await objectFolders(folders[0] ?? '', folders[1], '/')).toEqual({ folders, problems: [] });
});

test('reports a missing alternate and goes on', async () => {
  const folders = chain('../gone\n../1\n', '');
  const { folders: seen, problems } = await objectFolders(folders[0] ?? '', undefined, '/');
  expect(seen).toEqual(folders);
  expect(problems).toMatchObject([
    { kind: 'unreadable-file', path: expect.stringMatching(/gone$/u) },
  ]);
});

test('stops where git does, with a problem', async () => {
  const folders = chain(...[1, 2, 3, 4, 5, 6, 7].map((next) => `../${next}\n`), '');
  const { folders: seen, problems } = await objectFolders(folders[0] ?? '', undefined, '/');
  expect(seen).toEqual(folders.slice(0, 7));
  expect(problems).toMatchObject([{ kind: 'limit' }]);
  const repo = makeRepository();
  writeFileSync(join(repo.gitDir, 'objects/info/alternates'), `${folders[1]}\n`);
  const listed = repo
    .git('count-objects', '-v')
    .split('\n')
    .filter((line) => line.startsWith('alternate'));
  expect(listed).toHaveLength(6);
});

test('reads the variable, with quotes and relative entries', async () => {
  const folders = chain('', '', '');
  const variable = `"${folders[1]}"::2:missing`;
  const { folders: seen, problems } = await objectFolders(
    folders[0] ?? '',
    variable,
    join(folders[0] ?? '', '..'),
  );
  expect(seen).toEqual(folders);
  expect(problems).toHaveLength(1);
});

test.each([
  ['"a b"', 'a b', 5],
  ['"\\303\\274\\t\\"\\\\"rest', 'ü\t"\\', 16],
  ['""', '', 2],
])('unquotes %s', (text, path, length) => {
  expect(unquotePath(text)).toEqual({ path, length });
});

test.each(['a', '"open', '"bad\\q"', '"\\9"'])('%s is no quoted path', (text) => {
  expect(unquotePath(text)).toBeUndefined();
});
