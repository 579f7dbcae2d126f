import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lineStarts, offsetsOf, spansOf } from '../../src/detect/position.ts';

function span(bytes: Buffer, startOffset: number, endOffset: number): string {
  const found = spansOf(bytes, [{ startOffset, endOffset }])[0];
  return `${found?.line}:${found?.column}-${found?.endLine}:${found?.endColumn}`;
}

describe('spansOf', () => {
  test.each([
    ['the start of a content', 'abc', 0, 3, '1:1-1:4'],
    ['a later line', 'a\nbc\nd', 2, 4, '2:1-2:3'],
    ['a range over lines', 'a\nbc\nd', 0, 6, '1:1-3:2'],
    ['CRLF line ends', 'a\r\nbc', 3, 5, '2:1-2:3'],
    ['code points, not bytes', 'é€𝄞x', 9, 10, '1:4-1:5'],
  ])('counts %s', (_title, text, start, end, expected) => {
    expect(span(Buffer.from(text), start, end)).toBe(expected);
  });

  test('counts bytes where the line is not UTF-8', () => {
    expect(span(Buffer.from([0xe9, 0xe8, 0x41, 0x0a, 0xc3, 0xa9, 0x42]), 2, 3)).toBe('1:3-1:4');
    expect(span(Buffer.from([0xe9, 0xe8, 0x41, 0x0a, 0xc3, 0xa9, 0x42]), 6, 7)).toBe('2:2-2:3');
  });

  test('agrees with counting from the start, for many ranges at once', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', 'é', '\n', '𝄞'), maxLength: 60 }),
        (text) => {
          const bytes = Buffer.from(text);
          const starts = [...text].map((_, i) => Buffer.byteLength([...text].slice(0, i).join('')));
          const spans = spansOf(
            bytes,
            starts.map((at) => ({ startOffset: at, endOffset: bytes.length })),
          );
          starts.forEach((at, i) => {
            const before = bytes.subarray(0, at).toString('utf8');
            const lines = before.split('\n');
            expect(spans[i]?.line).toBe(lines.length);
            expect(spans[i]?.column).toBe([...(lines[lines.length - 1] ?? '')].length + 1);
          });
        },
      ),
    );
  });
});

describe('offsetsOf', () => {
  const bytes = fc.oneof(
    fc
      .string({ unit: fc.constantFrom('a', 'é', '\n', '𝄞'), maxLength: 60 })
      .map((text) => Buffer.from(text)),
    fc
      .array(fc.constantFrom(0xe9, 0x41, 0x0a, 0xff), { maxLength: 60 })
      .map((list) => Buffer.from(list)),
  );

  test('is the inverse of spansOf, for many places at once', () => {
    fc.assert(
      fc.property(bytes, (content) => {
        const starts = Array.from(content.keys()).filter((at) => {
          const isText = content.equals(Buffer.from(content.toString('utf8')));
          return !isText || (content[at]! & 0xc0) !== 0x80;
        });
        const spans = spansOf(
          content,
          starts.map((at) => ({ startOffset: at, endOffset: at })),
        );
        expect(offsetsOf(content, spans)).toEqual(starts);
      }),
    );
  });

  test('and spansOf give the same from the starts of the lines', () => {
    fc.assert(
      fc.property(bytes, fc.nat(), (content, any) => {
        const at = any % (content.length + 1);
        const range = { startOffset: at, endOffset: content.length };
        const [place] = spansOf(content, [range]);
        expect(spansOf(content, [range], lineStarts(content))).toEqual([place]);
        expect(offsetsOf(content, [place!], lineStarts(content))).toEqual(
          offsetsOf(content, [place!]),
        );
      }),
    );
  });

  test('stays within the content', () => {
    expect(
      offsetsOf(Buffer.from('ab\nc'), [
        { line: 2, column: 9 },
        { line: 7, column: 1 },
      ]),
    ).toEqual([4, 4]);
  });
});
