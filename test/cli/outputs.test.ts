import { describe, expect, it } from 'vitest';
import { pairOutputs } from '../../src/cli/outputs.ts';
import { UsageError } from '../../src/model/errors.ts';

describe('pairOutputs', () => {
  it.each([
    ['text on standard output by default', [], [], ['text -']],
    ['a format for standard output', ['json'], [], ['json -']],
    ['a file by its ending', [], ['r.json'], ['json r.json']],
    ['an upper-case ending', [], ['R.JSONL'], ['jsonl R.JSONL']],
    ['an ending of its own', [], ['r.ndjson'], ['jsonl r.ndjson']],
    ['a SARIF file', [], ['r.sarif'], ['sarif r.sarif']],
    ['a SARIF file that is named JSON', [], ['r.sarif.json'], ['sarif r.sarif.json']],
    ['a GitLab report', [], ['a/r.gitlab.json'], ['gitlab a/r.gitlab.json']],
    [
      'the name that GitLab gives it',
      [],
      ['gl-secret-detection-report.json'],
      ['gitlab gl-secret-detection-report.json'],
    ],
    ['a JUnit file', [], ['r.xml'], ['junit r.xml']],
    ['a spreadsheet', [], ['r.csv'], ['csv r.csv']],
    ['a Markdown file', [], ['r.md'], ['markdown r.md']],
    ['a page', [], ['r.html'], ['html r.html']],
    ['a page with an old ending', [], ['r.htm'], ['html r.htm']],
    ['an unknown ending', [], ['report'], ['text report']],
    ['a device', [], ['/dev/null'], ['text /dev/null']],
    ['a format that differs from the ending', ['text'], ['r.json'], ['text r.json']],
    ['several, in order', ['json', 'text'], ['a', 'b'], ['json a', 'text b']],
    [
      'fewer formats than files',
      ['text'],
      ['a.json', 'b.json', '-'],
      ['text a.json', 'json b.json', 'text -'],
    ],
  ])('takes %s', (_title, formats, destinations, expected) => {
    const outputs = pairOutputs(formats, destinations);
    expect(outputs.map(({ format, destination }) => `${format} ${destination}`)).toEqual(expected);
  });

  it.each([
    [['jsn'], [], "--format does not know 'jsn' (did you mean json?)"],
    [
      ['text', 'json'],
      [],
      '2 formats but 1 output: give each format its --output (- is standard output)',
    ],
    [
      ['text', 'json', 'text'],
      ['a', 'b'],
      '3 formats but 2 outputs: give each format its --output (- is standard output)',
    ],
    [[], ['a', 'a'], '--output a is given twice'],
    [[], ['a', './a'], '--output ./a is given twice'],
  ])('refuses %j with %j', (formats, destinations, message) => {
    expect(() => pairOutputs(formats, destinations)).toThrow(new UsageError(message));
  });
});
