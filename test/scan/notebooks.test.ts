// What a scan says of notebooks: the values of secrets, once each, and their cells.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import { expandTemplate } from '../../src/rules/templates.ts';
import { runFiles } from '../../src/scan/files.ts';
import { fill } from '../detect/fill.ts';
import {
  codeCell,
  display,
  markdownCell,
  notebook,
  notebookFile,
  oldCodeCell,
  oldNotebook,
  stream,
} from '../makeNotebook.ts';
import type { Notebook } from '../makeNotebook.ts';
import { temporaryFolder } from '../temporaryFolder.ts';
import { plainOptions } from './plainOptions.ts';

const password = fill('<pw:a>x<pw:f>');
const openai = expandTemplate(`sk-<alnum:20>T3Blbk${'FJ'}<alnum:20>`, 'notebook');
const awsId = expandTemplate('<aws-key-id:AKIA>', 'notebook');
/** Base64 in which something stands that looks like a key. */
const image = `iVBORw0KGgo${'ANSUhEUgA/'.repeat(30)}${awsId}/AAA==`;

/** Scans these files, all in one run: making a detector takes its time. */
async function scan(files: Readonly<Record<string, string>>): Promise<Report> {
  const cwd = temporaryFolder('notebook');
  for (const [name, contents] of Object.entries(files)) writeFileSync(join(cwd, name), contents);
  return runFiles({
    cwd,
    env: {},
    paths: ['.'],
    stdin: process.stdin,
    options: plainOptions,
    signal: new AbortController().signal,
    onProgress: () => undefined,
  });
}

/** What was found in a file, as `VALUE at 1 source 2`, in the order of the values. */
function foundIn({ findings }: Report, name: string): string[] {
  return findings.flatMap(({ secret, occurrences }) =>
    occurrences
      .filter(({ path }) => path === name)
      .map(({ cell }) =>
        cell === undefined
          ? `${secret.value} at no cell`
          : `${secret.value} at ${cell.number} ${cell.part} ${cell.line}`,
      ),
  );
}

describe('a notebook', () => {
  const cases: readonly [string, string[], Notebook][] = [
    [
      'a provider token in double quotes',
      [`${openai} at 1 source 2`],
      notebook(codeCell(['import openai\n', `openai.api_key = "${openai}"\n`])),
    ],
    [
      'the same in one string',
      [`${openai} at 1 source 2`],
      notebook(codeCell(`import openai\nopenai.api_key = "${openai}"\n`)),
    ],
    [
      'the same in nbformat 3',
      [`${openai} at 2 source 1`],
      oldNotebook([markdownCell('# Keys'), oldCodeCell([`openai.api_key = '${openai}'`])]),
    ],
    [
      'a password in double quotes',
      [`${password} at 1 source 1`],
      notebook(codeCell([`password = "${password}"\n`, 'x'])),
    ],
    [
      'a password in single quotes',
      [`${password} at 1 source 1`],
      notebook(codeCell([`password = '${password}'\n`])),
    ],
    [
      'a subscript',
      [`${password} at 1 source 1`],
      notebook(codeCell([`os.environ["DB_PASSWORD"] = "${password}"\n`])),
    ],
    [
      'a password in source and output',
      [`${password} at 1 output 2`, `${password} at 1 source 1`],
      notebook(
        codeCell([`password = '${password}'`], [stream(['ok\n', `password = '${password}'\n`])]),
      ),
    ],
    [
      'a dict that is shown',
      [`${password} at 1 output 2`],
      notebook(
        codeCell('a', [
          display({ 'text/plain': ["{'user': 'ada',\n", ` 'password': '${password}'}`] }),
        ]),
      ),
    ],
    [
      'a table that is shown',
      [`${password} at 1 output 1`],
      notebook(
        codeCell('a', [
          display({ 'text/html': [`<a href="https://ada:${password}@db.acme.io/x">`] }),
        ]),
      ),
    ],
    [
      'JSON that is shown',
      [`${password} at 1 output 2`],
      notebook(codeCell('a', [display({ 'application/json': { password } })])),
    ],
    [
      'a traceback',
      [`${password} at 1 output 3`],
      notebook(
        codeCell('a', [
          {
            output_type: 'error',
            ename: 'E',
            evalue: '',
            traceback: ['\u001b[0;31m---\u001b[0m', `in f\n----> connect(password="${password}")`],
          },
        ]),
      ),
    ],
    [
      'metadata',
      [`${password} at no cell`],
      {
        ...notebook(codeCell('a')),
        metadata: { papermill: { parameters: { db_password: password } } },
      },
    ],
    ['markdown', [`${awsId} at 1 source 2`], notebook(markdownCell(['The key:\n', awsId]))],
    [
      'code that only reads a secret',
      [],
      notebook(codeCell(['password = getpass("Password: ")\n', 'token = os.environ["TOKEN"]\n'])),
    ],
    [
      'an image',
      [],
      notebook(codeCell('a', [display({ 'image/png': `${image}\n`, 'text/plain': ['<Figure>'] })])),
    ],
    [
      'an image of nbformat 3',
      [],
      oldNotebook([oldCodeCell('a', [{ output_type: 'display_data', png: image }])]),
    ],
    [
      'the same text that was printed',
      [`${awsId} at 1 output 1`],
      notebook(codeCell('a', [stream(image)])),
    ],
  ];
  let report: Report;
  beforeAll(async () => {
    const files = cases.flatMap(([title, , of]) => [
      [`${title}.ipynb`, notebookFile(of)],
      [`${title}, CRLF.ipynb`, notebookFile(of).replaceAll('\n', '\r\n')],
    ]);
    report = await scan(Object.fromEntries(files));
  });

  test.each(cases)('is scanned cell by cell: %s', (title, expected) => {
    expect(foundIn(report, `${title}.ipynb`)).toEqual(expected);
    expect(foundIn(report, `${title}, CRLF.ipynb`)).toEqual(expected);
  });

  test('counts its images as left out, and stays complete', async () => {
    const outputs = [display({ 'image/png': image }), display({ 'image/jpeg': 'AAAA' })];
    const { coverage } = await scan({ 'a.ipynb': notebookFile(notebook(codeCell('a', outputs))) });
    expect(coverage.skipped).toEqual([
      { reason: 'image-data', count: 2, bytes: image.length + 8, examples: ['a.ipynb'] },
    ]);
    expect(coverage.complete).toBe(true);
  });

  test('that is damaged is scanned all the same, without cells; one without its name is none', async () => {
    const file = notebookFile(
      notebook(codeCell([`password = '${password}'\n`], [display({ 'image/png': image })])),
    );
    const names = { 'cut.ipynb': file.slice(0, -9), 'a.json': file, 'A.IPYNB': file };
    const found = await scan(names);
    expect(foundIn(found, 'cut.ipynb').toSorted()).toEqual([
      `${awsId} at no cell`,
      `${password} at no cell`,
    ]);
    expect(foundIn(found, 'a.json')).toContain(`${awsId} at no cell`);
    expect(foundIn(found, 'A.IPYNB')).toEqual([`${password} at 1 source 1`]);
  });
});
