import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ConfigError } from '../../src/model/errors.ts';
import { jsonReport } from '../../src/report/json.ts';
import { parseDocument } from '../../src/report/parseDocument.ts';
import { toDocument } from '../../src/report/toDocument.ts';
import { makeFinding, makeOccurrence, makeReport, sampleReport } from './sampleReport.ts';

const schemaFile = new URL('../../schemas/report.schema.json', import.meta.url);
const schema = Object(JSON.parse(readFileSync(schemaFile, 'utf8')));
const clear = [...jsonReport(toDocument(sampleReport(), { showSecrets: true }))].join('');
const redacted = [...jsonReport(toDocument(sampleReport(), { showSecrets: false }))].join('');

function parse(text: string, showSecrets: boolean): string {
  return [...jsonReport(parseDocument(text, { fileName: 'r.json', schema, showSecrets }))].join('');
}

describe('parseDocument', () => {
  it('reads back what the JSON reporter wrote', () => {
    expect(parse(redacted, false)).toBe(redacted);
    expect(parse(redacted, true)).toBe(redacted);
    expect(parse(clear, true)).toBe(clear);
  });

  it('keeps the cell of a notebook', () => {
    const introduced = makeOccurrence({ cell: { number: 3, part: 'output', line: 2 } });
    const report = makeReport([makeFinding({ introduced, occurrences: [introduced] })]);
    const text = [...jsonReport(toDocument(report, { showSecrets: false }))].join('');
    expect(text.match(/"cell": \{\s+"number": 3,\s+"part": "output",\s+"line": 2/gu)).toHaveLength(
      2,
    );
    expect(parse(text, false)).toBe(text);
  });

  it('hides the secrets of a file that holds them', () => {
    expect(parse(clear, false)).toBe(redacted);
  });

  it.each([
    ['no JSON', '{"schema": oops', 'r.json: not valid JSON'],
    ['a list', '[]', 'r.json: not a leaktrail report ("schema": "leaktrail.report/1" expected)'],
    ['null', 'null', 'r.json: not a leaktrail report ("schema": "leaktrail.report/1" expected)'],
    [
      'a missing key',
      '{"schema":"leaktrail.report/1"}',
      "r.json: the report must have required property 'tool'",
    ],
    ['an unknown key', redacted.replace('"complete"', '"finished"'), 'r.json: coverage '],
    [
      'a wrong type',
      redacted.replace('"tips": 14', '"tips": "14"'),
      'r.json: target/tips must be integer',
    ],
  ])('refuses %s with one line that names the field', (_name, text, message) => {
    expect(() => parse(text, false)).toThrow(ConfigError);
    expect(() => parse(text, false)).toThrow(message);
  });
});
