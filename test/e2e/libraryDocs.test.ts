// The programs of docs/LIBRARY.md run, in the order in which they stand there.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { makeRepository } from '../makeRepository.ts';
import { tokenLine } from './githubToken.ts';
import { runProgram } from './libraryPrograms.ts';

const text = readFileSync(fileURLToPath(new URL('../../docs/LIBRARY.md', import.meta.url)), 'utf8');
const programs = [...text.matchAll(/^```js\n(.*?)^```$/gmsu)].map(([, program = '']) => program);
const repo = makeRepository([{ write: { 'a.py': `${tokenLine('docs')}\n` }, message: 'Begin' }]);

const expected: readonly [what: string, status: number, stdout: RegExp, stderr: RegExp][] = [
  [
    'findings and report',
    0,
    /^critical: .*, a\.py:1, since [0-9a-f]{40}\nnot safe true\n$/u,
    /^$/u,
  ],
  ['progress and signal', 1, /^$/u, /^reading trees/u],
  ['one content', 0, /^[a-z-]+ 1 \S+\n$/u, /^$/u],
  ['rules', 0, /^1\n$/u, /^$/u],
];

test('every program of the document is run here', () => {
  expect(programs).toHaveLength(expected.length);
});

test.each(expected)('%s', (what, status, stdout, stderr) => {
  const program = programs[expected.findIndex(([name]) => name === what)] ?? '';
  const result = runProgram({ 'program.mjs': program }, { cwd: repo.dir });
  expect(result).toEqual({
    status,
    stdout: expect.stringMatching(stdout),
    stderr: expect.stringMatching(stderr),
  });
});
