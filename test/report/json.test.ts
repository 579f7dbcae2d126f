import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { jsonReport, safeJson } from '../../src/report/json.ts';
import { jsonlReport } from '../../src/report/jsonl.ts';
import { toDocument } from '../../src/report/toDocument.ts';
import { makeFinding, makeOccurrence, makeReport, sampleReport } from './sampleReport.ts';

const schemaFile = new URL('../../schemas/report.schema.json', import.meta.url);
const validate = new Ajv2020({ strict: true, allErrors: true }).compile(
  JSON.parse(readFileSync(schemaFile, 'utf8')),
);

const manyRefs = makeFinding({
  title: 'not this: "reachableFrom": []',
  reachableFrom: Array.from({ length: 10_000 }, (_, i) => `refs/tags/v"${i}`),
});

describe('jsonReport', () => {
  it('writes the sample report as it always did', async () => {
    const document = toDocument(sampleReport(), { showSecrets: false });
    await expect([...jsonReport(document)].join('')).toMatchFileSnapshot(
      '../../fixtures/reports/sample.json',
    );
  });

  it.each([
    ['the sample', sampleReport()],
    ['a report without findings', makeReport([])],
    ['a finding that more refs reach than are written at once', makeReport([manyRefs, manyRefs])],
  ])('writes exactly what JSON.stringify does, and a newline, for %s', (_name, report) => {
    const document = toDocument(report, { showSecrets: true });
    expect([...jsonReport(document)].join('')).toBe(`${JSON.stringify(document, null, 2)}\n`);
  });

  it('escapes all that no report passes on, and is the same text when it is read', () => {
    const summary = '\u00ad\u061c\u180e\u200b\u202e\u2066\u206f\ufeff\ufff9\u{e0041}\ud800\u009b';
    const text = safeJson({ summary });
    expect(text).toMatch(/^[ -~]+$/u);
    expect(JSON.parse(text)).toEqual({ summary });
  });

  it('escapes what a terminal would obey', () => {
    const summary = 'a\u001b[31m\u202eb\u009b\u2028\u200b';
    const report = makeReport([makeFinding({ introduced: makeOccurrence({ summary }) })]);
    const text = [...jsonReport(toDocument(report, { showSecrets: false }))].join('');
    expect(text).toContain('"a\\u001b[31m\\u202eb\\u009b\\u2028\\u200b"');
    expect(JSON.parse(text)).toMatchObject({ findings: [{ introduced: { summary } }] });
  });
});

describe('report.schema.json', () => {
  it.each([
    ['the sample', sampleReport(), false],
    ['the sample with secrets', sampleReport(), true],
    ['an empty report', makeReport([]), false],
    [
      'a report without a repository',
      makeReport([], {
        mode: 'files',
        target: { ...sampleReport().target, head: null, objectFormat: 'sha256' },
      }),
      false,
    ],
  ])('accepts %s', (_name, report, showSecrets) => {
    const text = [...jsonReport(toDocument(report, { showSecrets }))].join('');
    validate(JSON.parse(text));
    expect(validate.errors).toBeNull();
  });

  it.each([
    ['an unknown key', { extra: 1 }],
    ['another schema', { schema: 'leaktrail.report/2' }],
    ['an unknown mode', { mode: 'sleep' }],
    ['a missing section', { coverage: undefined }],
  ])('refuses %s', (_name, change) => {
    const document = toDocument(sampleReport(), { showSecrets: false });
    expect(validate(JSON.parse(JSON.stringify({ ...document, ...change })))).toBe(false);
  });
});

describe('jsonlReport', () => {
  it('writes one finding a line, as in the JSON report', () => {
    const document = toDocument(sampleReport(), { showSecrets: false });
    const lines = [...jsonlReport(document)].join('').split('\n');
    expect(lines.pop()).toBe('');
    expect(lines.map((line): unknown => JSON.parse(line))).toEqual(document.findings);
  });

  it('writes nothing when nothing was found', () => {
    expect([...jsonlReport(toDocument(makeReport([]), { showSecrets: false }))]).toEqual([]);
  });
});
