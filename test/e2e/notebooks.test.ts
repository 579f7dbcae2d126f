// Jupyter notebooks through their history: cell and line beside path and line, images left out.
import { beforeAll, expect, test } from 'vitest';
import type { Occurrence } from '../../src/model/occurrence.ts';
import {
  codeCell,
  display,
  markdownCell,
  notebook,
  notebookFile,
  stream,
} from '../makeNotebook.ts';
import { makeRepository } from '../makeRepository.ts';
import type { TestRepository } from '../makeRepository.ts';
import { auditRepository, findingOf } from './auditRepository.ts';
import type { Audit } from './auditRepository.ts';
import { confirmOccurrences } from './confirm.ts';
import { githubToken, tokenLine } from './githubToken.ts';
import { runLeaktrail } from './runLeaktrail.ts';
import { plantedValue } from './plantedSecrets.ts';

const plain = markdownCell('# Begin');
const image = `iVBORw0KGgo${'ANSUhEUgA/'.repeat(40)}${plantedValue('<aws-key-id:AKIA>', 'e2e')}/AAA==`;
const chart = codeCell('plot()', [display({ 'image/png': image, 'text/plain': ['<Figure>'] })]);
const source = codeCell(['import os\n', `${tokenLine('source')}\n`]);
const printed = codeCell('print(x)', [stream(['ok\n', '\n', `${githubToken('output')}\n`])]);

let repo: TestRepository;
let audit: Audit;
beforeAll(async () => {
  repo = makeRepository([
    {
      write: { 'a.ipynb': notebookFile(notebook(plain, chart, source)) },
      message: 'Add a notebook',
    },
    {
      write: { 'a.ipynb': notebookFile(notebook(plain, chart, source, printed)) },
      message: 'Run it',
    },
    { write: { 'a.ipynb': notebookFile(notebook(plain, chart)) }, message: 'Clean up' },
  ]);
  repo.write('staged.ipynb', notebookFile(notebook(codeCell(tokenLine('staged')))));
  repo.git('add', 'staged.ipynb');
  repo.write('new.ipynb', JSON.stringify(notebook(chart, codeCell(`a\n\n${tokenLine('new')}`))));
  audit = await auditRepository(repo.dir);
});

function places(occurrences: readonly Occurrence[]): unknown[] {
  return occurrences.map(({ event, path, cell }) => [event, path, cell]);
}

test('the trail tells cell and line of each place', () => {
  expect(places(findingOf(audit.report, 'source').occurrences)).toEqual([
    ['introduced', 'a.ipynb', { number: 3, part: 'source', line: 2 }],
    ['removed', 'a.ipynb', { number: 3, part: 'source', line: 2 }],
  ]);
  expect(places(findingOf(audit.report, 'output').occurrences)).toEqual([
    ['introduced', 'a.ipynb', { number: 4, part: 'output', line: 3 }],
    ['removed', 'a.ipynb', { number: 4, part: 'output', line: 3 }],
  ]);
  expect(confirmOccurrences(repo, audit.report)).toBe(6);
});

test('so do the index and the work tree', () => {
  expect(places(findingOf(audit.report, 'staged').occurrences)).toEqual([
    ['present', 'staged.ipynb', { number: 1, part: 'source', line: 1 }],
  ]);
  expect(places(findingOf(audit.report, 'new').occurrences)).toEqual([
    ['present', 'new.ipynb', { number: 2, part: 'source', line: 3 }],
  ]);
});

test('what looks like a key in an image is none, and the image counts as left out', () => {
  expect(audit.report.findings).toHaveLength(4);
  expect(audit.report.coverage.complete).toBe(true);
  const skipped = audit.report.coverage.skipped.filter(({ reason }) => reason === 'image-data');
  // Three versions in the history, one new file.
  expect(skipped).toEqual([
    expect.objectContaining({ count: 4, bytes: 4 * JSON.stringify(image).length }),
  ]);
});

test('is the same with threads and without increments, packed or not', async () => {
  repo.git('gc', '-q');
  for (const args of [
    ['--threads', '3'],
    ['--threads', '0', '--no-incremental'],
  ]) {
    const { report } = await auditRepository(repo.dir, args);
    expect(report.findings).toEqual(audit.report.findings);
    expect(report.coverage.skipped).toEqual(audit.report.coverage.skipped);
  }
});

test('the text report shows the cell beside the line', async () => {
  const { stdout } = await runLeaktrail(['audit', repo.dir]);
  expect(stdout).toMatch(/ {2}introduced .* a\.ipynb:\d+ \(cell 3, line 2\)\n/u);
  expect(stdout).toMatch(/ {2}introduced .* a\.ipynb:\d+ \(cell 4, output line 3\)\n/u);
});

test('explain names the cell, and says of a value in an image why it is not reported', async () => {
  const lines = notebookFile(notebook(chart, source)).split('\n');
  repo.write('explained.ipynb', lines.join('\n'));
  const explain = async (text: string): Promise<string> => {
    const line = lines.findIndex((each) => each.includes(text)) + 1;
    const asked = `explained.ipynb:${line}`;
    return (await runLeaktrail(['explain', asked], { cwd: repo.dir })).stdout;
  };
  expect(await explain('image/png')).toContain('not reported: it is part of an image\n');
  const token = await explain('GITHUB_TOKEN');
  expect(token).toContain('    reported: ');
  expect(token).toContain('cell 2 of the notebook, line 2 of its source\n');
});
