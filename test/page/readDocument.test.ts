import { expect, it } from 'vitest';
import { findingRows } from '../../src/page/findingRow.ts';
import { readDocument } from '../../src/page/readDocument.ts';
import { toDocument } from '../../src/report/toDocument.ts';
import {
  makeFinding,
  makeHeadPlace,
  makeOccurrence,
  makeReport,
  sampleReport,
} from '../report/sampleReport.ts';

it('is the document that was written', () => {
  const document = toDocument(sampleReport(), { showSecrets: false });
  expect(readDocument(JSON.stringify(document))).toEqual(document);
});

it('escapes what would move, hide or turn text round, wherever it stands', () => {
  const text = 'a\u202eb\u0007';
  const introduced = makeOccurrence({
    path: text,
    summary: text,
    author: { name: text, email: text },
  });
  const finding = makeFinding({
    title: text,
    introduced,
    occurrences: [introduced],
    reachableFrom: [`refs/heads/${text}`],
    advice: [text],
    suppressed: { by: 'baseline', reason: text },
    judgement: { verdict: text, reasons: [{ weight: 1, text }] },
  });
  const document = toDocument(makeReport([finding]), { showSecrets: false });
  const read = JSON.stringify(
    readDocument(JSON.stringify({ ...document, target: { ...document.target, path: text } })),
  );
  expect(read).not.toMatch(/[\u202e\u0007]|\\u0007/u);
  expect(read).toContain(String.raw`a\\u202eb\\x07`);
});

it('leaves a value in clear and the lines of an excerpt as they are: they have lines and columns', () => {
  const excerpt = { startLine: 1, lines: ['\tx\u202e'], marks: [{ line: 0, start: 1, end: 2 }] };
  const introduced = { ...makeOccurrence(), context: excerpt };
  const document = toDocument(
    makeReport([makeFinding({ secret: { value: 'a\nb', entropy: 1 } })]),
    { showSecrets: true },
  );
  const [finding] = readDocument(
    JSON.stringify({
      ...document,
      findings: document.findings.map((each) => ({ ...each, introduced })),
    }),
  ).findings;
  expect(finding?.introduced.context).toEqual(excerpt);
  expect(finding?.secret.value).toBe('a\nb');
});

it('tells a finding by its place of today, else by where it came in', () => {
  const head = makeFinding({ headPlaces: [makeHeadPlace({ path: 'now.py', line: 3 })] });
  const gone = makeFinding({ state: 'history', reachableFrom: ['refs/pull/7/head'] });
  const rows = findingRows(toDocument(makeReport([head, gone]), { showSecrets: false }));
  expect(
    rows.map(({ where, path, isInHead, isPushed, introducedDay }) => ({
      where,
      path,
      isInHead,
      isPushed,
      introducedDay,
    })),
  ).toEqual([
    {
      where: 'now.py:3',
      path: 'now.py',
      isInHead: true,
      isPushed: false,
      introducedDay: '2021-03-04',
    },
    {
      where: 'src/settings.py:12',
      path: 'src/settings.py',
      isInHead: false,
      isPushed: true,
      introducedDay: '2021-03-04',
    },
  ]);
});
