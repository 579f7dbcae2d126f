import { describe, expect, test } from 'vitest';
import { createDetector } from '../../src/detect/detector.ts';
import type { Excerpt } from '../../src/model/occurrence.ts';
import { loadRules } from '../../src/rules/load.ts';
import { openContentView } from '../../src/scan/contentView.ts';
import { githubToken, tokenLine } from '../e2e/githubToken.ts';

const detector = createDetector(loadRules());

/** The excerpt of the first match in a content. */
function excerptOf(bytes: Buffer, contextLines = 1): Excerpt | undefined {
  const [match] = detector.scan(bytes);
  if (match === undefined) throw new Error('no match');
  return openContentView(bytes, detector)?.(match, contextLines);
}

function marked({ lines, marks }: Excerpt): (string | undefined)[] {
  return marks.map(({ line, start, end }) => lines[line]?.slice(start, end));
}

const token = githubToken('view');
const line = tokenLine('view');

describe('the lines around a place', () => {
  test.each<[string, string]>([
    ['of text', `a\nb\n${line}\nc\nd\n`],
    ['of text with CR LF', `a\r\nb\r\n${line}\r\nc\r\nd\r\n`],
    ['behind what takes several bytes', `a\nb\n${line}\nc\nd\n`],
  ])('%s', (_title, text) => {
    const found = excerptOf(Buffer.from(text));
    expect(found).toMatchObject({ startLine: 2, lines: ['b', line, 'c'] });
    expect(found && marked(found)).toEqual([token]);
  });

  test.each<[string, string]>([
    ['UTF-8', `é😀 ${line}`],
    ['Latin-1', `\xe9\xe8 ${line}`],
  ])('in %s', (encoding, text) => {
    const found = excerptOf(Buffer.from(text, encoding === 'UTF-8' ? 'utf8' : 'latin1'));
    expect(found?.lines).toEqual([text]);
    expect(found && marked(found)).toEqual([token]);
  });

  test.each(['utf16le', 'utf16be'] as const)('in %s with a byte order mark', (encoding) => {
    const bytes = Buffer.from(`\ufeffa\nb\n${line}\nc\n`, 'utf16le');
    const found = excerptOf(encoding === 'utf16le' ? bytes : bytes.swap16());
    expect(found).toMatchObject({ startLine: 2, lines: ['b', line, 'c'] });
    expect(found && marked(found)).toEqual([token]);
  });

  test('at the start and the end of the content', () => {
    expect(excerptOf(Buffer.from(line), 5)).toMatchObject({ startLine: 1, lines: [line] });
  });

  test('with no line around it', () => {
    expect(excerptOf(Buffer.from(`a\n${line}\nb`), 0)).toMatchObject({
      startLine: 2,
      lines: [line],
    });
  });

  test('tell where the secrets of other lines are', () => {
    const other = tokenLine('neighbour');
    const found = excerptOf(Buffer.from(`${line}\n${other}\n`));
    expect(found?.lines).toEqual([line, other, ''].slice(0, found?.lines.length));
    const hidden = (found?.hidden ?? []).map(({ line: at, start, end }) =>
      found?.lines[at]?.slice(start, end),
    );
    expect(hidden).toEqual([token, githubToken('neighbour')]);
  });

  test('of a line of megabytes show what is near the secret', () => {
    const found = excerptOf(Buffer.from(`${'é;'.repeat(400_000)}${line}${'é;'.repeat(400_000)}`));
    expect(found?.lines[0]?.length).toBeLessThan(5000);
    expect(found?.lines[0]).toMatch(/^[é;]+G/u);
    expect(found && marked(found)).toEqual([token]);
  });
});

test('of a key only the first lines are shown', () => {
  const body = Array.from({ length: 20 }, (_, i) => `${i % 10}`.repeat(64)).join('\n');
  const kind = ['RSA', 'PRIVATE', 'KEY'].join(' ');
  const bytes = Buffer.from(`x\n-----BEGIN ${kind}-----\n${body}\n-----END ${kind}-----\ny\n`);
  const place = { line: 2, column: 1, endLine: 23, endColumn: 10 };
  const found = openContentView(bytes, detector)?.(place, 1);
  expect(found?.startLine).toBe(1);
  expect(found?.lines).toHaveLength(5);
  expect(found?.marks.map((mark) => mark.line)).toEqual([1, 2, 3, 4]);
});

test.each<[string, Buffer]>([
  ['binary', Buffer.from(`a\0\n${line}\n`)],
  ['too large', Buffer.from(`${line}\n${'x\n'.repeat(5 * 2 ** 20)}`)],
])('what is %s is not shown', (_title, bytes) => {
  expect(openContentView(bytes, detector)).toBeUndefined();
});

test.each([
  ['on one line', ''],
  ['on lines of their own', '\n'],
])('thousands of secrets %s take no time of their own', (_title, end) => {
  const bytes = Buffer.from(
    Array.from({ length: 2000 }, (_, i) => `${tokenLine(String(i))};${end}`).join(''),
  );
  const matches = detector.scan(bytes);
  const started = performance.now();
  const view = openContentView(bytes, detector);
  const excerpts = matches.map((match) => view?.(match, 50));
  // Each asked with all the others took minutes.
  expect(performance.now() - started).toBeLessThan(15_000);
  expect(excerpts.map((found) => found && marked(found))).toEqual(
    matches.map(({ value }) => [value]),
  );
});
