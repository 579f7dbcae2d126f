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
      ['sarif'],
      [],
      "format 'sarif' is not available in this version (available: text, json, jsonl)",
    ],
    [
      [],
      ['r.sarif'],
      "format 'sarif' is not available in this version (available: text, json, jsonl)",
    ],
    [
      [],
      ['r.sarif.json'],
      "format 'sarif' is not available in this version (available: text, json, jsonl)",
    ],
    [
      [],
      ['r.html'],
      "format 'html' is not available in this version (available: text, json, jsonl)",
    ],
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
