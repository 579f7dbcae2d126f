import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readNotebook } from '../../src/detect/notebook.ts';
import { outsideImages } from '../../src/detect/notebookImages.ts';
import { cellsAt } from '../../src/detect/notebookPlace.ts';
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

const mark = 'MARK';

/** Where the mark stands: `2 source 3` for line 3 of the source of cell 2. */
function placeOfMark(file: string | Buffer): string {
  const bytes = Buffer.from(file);
  const outline = readNotebook(bytes);
  if (outline === undefined) return 'no notebook';
  const [cell] = cellsAt(bytes, outline, [bytes.indexOf(mark)]);
  return cell === undefined ? 'no cell' : `${cell.number} ${cell.part} ${cell.line}`;
}

const error = (traceback: readonly string[], evalue = 'no'): object => ({
  output_type: 'error',
  ename: 'ValueError',
  evalue,
  traceback,
});

describe('the place in a notebook', () => {
  const places: readonly [string, string, Notebook][] = [
    ['a list of lines', '1 source 2', notebook(codeCell(['a\n', 'b = MARK\n', 'c']))],
    ['the first line', '1 source 1', notebook(codeCell(['MARK\n', 'b']))],
    ['one string', '1 source 3', notebook(codeCell('a\n\nMARK\nc'))],
    ['a later cell', '3 source 1', notebook(codeCell('a'), markdownCell('b'), codeCell('MARK'))],
    ['markdown', '2 source 2', notebook(codeCell('a'), markdownCell(['# b\n', 'MARK']))],
    ['lines that end with CRLF', '1 source 2', notebook(codeCell(['a\r\n', 'MARK\r\n']))],
    ['several lines in a string of a list', '1 source 3', notebook(codeCell(['a\nb\n', 'MARK']))],
    ['strings of a list without line ends', '1 source 1', notebook(codeCell(['a', 'MARK']))],
    ['text after quotes and escapes', '1 source 2', notebook(codeCell('"\\n\\\\" # \\\nMARK'))],
    ['text beyond ASCII', '1 source 2', notebook(codeCell(['é𝄞 = "→"\n', 'MARK']))],
    ['a long string', '1 source 301', notebook(codeCell(`${'a\n'.repeat(300)}MARK`))],
    ['what was printed', '1 output 2', notebook(codeCell('a', [stream(['b\n', 'MARK\n'])]))],
    ['a second output', '1 output 1', notebook(codeCell('a', [stream('b\nc'), stream('MARK')]))],
    ['a result', '1 output 1', notebook(codeCell('a', [display({ 'text/plain': ["'MARK'"] })]))],
    [
      'HTML beside an image',
      '2 output 3',
      notebook(
        codeCell('a'),
        codeCell('a', [
          display({ 'image/png': 'iVBORw0KGgo=\n', 'text/html': ['<p>\n', '\n', 'MARK'] }),
        ]),
      ),
    ],
    [
      'JSON in an output',
      '1 output 3',
      notebook(codeCell('a', [display({ 'application/json': { a: 1, b: mark } })])),
    ],
    [
      'a traceback, a frame a line',
      '1 output 4',
      notebook(codeCell('a', [error(['a', 'b\nc', 'MARK'])])),
    ],
    ['the words of an error', '1 output 1', notebook(codeCell('a', [error(['a\nb'], mark)]))],
    [
      'a cell that has its source after its outputs',
      '2 source 1',
      notebook(codeCell('a'), codeCell(mark, [stream('x\ny')])),
    ],
    [
      'the input of nbformat 3',
      '2 source 2',
      oldNotebook([markdownCell('a'), oldCodeCell(['b\n', 'MARK'])]),
    ],
    [
      'an output of nbformat 3',
      '1 output 2',
      oldNotebook([
        oldCodeCell('a', [{ output_type: 'pyout', png: 'iVBORw0KGgo=', text: ['b\n', 'MARK'] }]),
      ]),
    ],
    [
      'an error of nbformat 3',
      '1 output 2',
      oldNotebook([oldCodeCell('a', [{ ...error(['b', 'MARK']), output_type: 'pyerr' }])]),
    ],
    [
      'a second worksheet',
      '3 source 1',
      oldNotebook([markdownCell('a'), markdownCell('b')], [markdownCell('MARK')]),
    ],
    ['metadata of the notebook', 'no cell', { ...notebook(codeCell('a')), metadata: { a: mark } }],
    ['metadata of a cell', 'no cell', notebook({ ...codeCell('a'), metadata: { a: mark } })],
    [
      'an attachment',
      'no cell',
      notebook({ ...markdownCell('a'), attachments: { 'a.txt': { 'text/plain': mark } } }),
    ],
    [
      'fields that are not what they should be',
      '4 source 1',
      notebook(
        [],
        codeCell('a', [[], { data: [] }]),
        { outputs: 1, source: null, attachments: [] },
        codeCell(mark),
      ),
    ],
    ['JSON that is no notebook', 'no notebook', { data: [mark] }],
  ];

  test.each(places)('is told for %s', (_title, expected, of) => {
    expect(placeOfMark(notebookFile(of))).toBe(expected);
  });

  test.each(places)('is the same in other layouts: %s', (_title, expected, of) => {
    expect(placeOfMark(notebookFile(of).replaceAll('\n', '\r\n'))).toBe(expected);
    expect(placeOfMark(`\ufeff${notebookFile(of)}`)).toBe(expected);
    // Where nothing is indented, an output that is JSON has one line.
    if (!notebookFile(of).includes('application/json')) {
      expect(placeOfMark(JSON.stringify(of))).toBe(expected);
    }
  });

  test('counts line feeds however they are escaped, and nothing that looks like one', () => {
    const file = notebookFile(notebook(codeCell('a¶b\\nMARK')));
    expect(placeOfMark(file.replace('¶', '\\u000a'))).toBe('1 source 2');
    expect(placeOfMark(file.replace('¶', '\\u000A'))).toBe('1 source 2');
    expect(placeOfMark(file.replace('¶', '\\\\u000a'))).toBe('1 source 1');
  });

  test('is told for many offsets in one pass', () => {
    const file = Buffer.from(
      notebookFile(
        notebook(codeCell(['x1\n', 'x2 x3\n'], [stream(['x4\n', 'x5'])]), codeCell('x6')),
      ),
    );
    const offsets = [...file.toString('latin1').matchAll(/x\d/gu)].map(({ index }) => index);
    const cells = cellsAt(file, readNotebook(file)!, offsets);
    const found = cells.map((cell) => cell && [cell.number, cell.part, cell.line].join(' '));
    // Keys are written in the order that Jupyter gives them: outputs before the source.
    expect(found).toEqual([
      '1 output 1',
      '1 output 2',
      '1 source 1',
      '1 source 2',
      '1 source 2',
      '2 source 1',
    ]);
  });

  test('agrees with what a JSON parser reads, for any text', () => {
    const line = fc.string({
      unit: fc.constantFrom('a', '"', '\\', 'é', '𝄞', '\t', "'", '{', ']', ','),
      maxLength: 12,
    });
    const lines = fc.array(line, { maxLength: 5 });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(lines, lines), { maxLength: 4 }),
        lines,
        lines,
        fc.boolean(),
        (others, before, after, isList) => {
          const write = (text: readonly string[]): string | string[] =>
            isList ? text.map((each) => `${each}\n`) : text.join('\n');
          const file = notebookFile(
            notebook(
              ...others.map(([source, output]) => codeCell(write(source), [stream(write(output))])),
              codeCell(write([...before, mark, ...after])),
            ),
          );
          expect(placeOfMark(file)).toBe(`${others.length + 1} source ${before.length + 1}`);
        },
      ),
    );
  });
});

describe('a damaged notebook', () => {
  const file = notebookFile(
    notebook(
      codeCell(['a\n', '"\\'], [display({ 'image/png': 'aaaa' }), stream('b')]),
      markdownCell('MARK'),
    ),
  );

  test('is none, wherever it ends', () => {
    const end = file.lastIndexOf('}');
    for (let length = 0; length < end; length++) {
      expect(readNotebook(Buffer.from(file.slice(0, length)))).toBeUndefined();
    }
    expect(readNotebook(Buffer.from(file))).toBeDefined();
  });

  test('makes no error and no endless loop, whatever is in it', () => {
    const piece = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"',
      '\\',
      '"cells"',
      '"source":',
      '"outputs":[',
      '1',
      ' ',
      'a',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const bytes = Buffer.from(`{"cells":[{${pieces.join('')}`);
        const outline = readNotebook(bytes);
        if (outline !== undefined) cellsAt(bytes, outline, Array.from(bytes.keys()));
      }),
    );
  });

  test.each([
    ['[', ''],
    ['{"cells":', ''],
    ['{"worksheets":[', ''],
    ['{"cells":[{"source":', '['],
  ])('may nest as deep as it likes: %s', (opening, start) => {
    expect(
      readNotebook(Buffer.from(`{"cells":[],"a":${start}${opening.repeat(200_000)}`)),
    ).toBeUndefined();
    expect(readNotebook(Buffer.from(opening.repeat(200_000)))).toBeUndefined();
  });
});

describe('the images of a notebook', () => {
  const base64 = 'iVBORw0KGgoMARKAAANSUhEUgAA/AAB+==';
  const image = (mime: string, data: unknown): Notebook =>
    notebook(codeCell('a', [display({ [mime]: data })]));
  const isLeftOut = (of: Notebook): boolean => {
    const bytes = Buffer.from(notebookFile(of));
    const startOffset = bytes.indexOf(mark);
    const images = readNotebook(bytes)?.images ?? [];
    return (
      outsideImages([{ startOffset, endOffset: startOffset + mark.length }], bytes, images)
        .length === 0
    );
  };

  test.each<[string, Notebook]>([
    ['a PNG', image('image/png', base64)],
    ['a JPEG with line ends', image('image/jpeg', `${base64}\n${base64}\r\n`)],
    ['a list of strings', image('image/gif', ['AAAA\n', `${base64}\n`])],
    ['a PDF', image('application/pdf', base64)],
    ['a sound', image('audio/x-wav', base64)],
    ['a film', image('video/mp4', base64)],
    [
      'an image of nbformat 3',
      oldNotebook([oldCodeCell('a', [{ output_type: 'pyout', png: base64 }])]),
    ],
    [
      'an attachment',
      notebook({ ...markdownCell('a'), attachments: { 'a.png': { 'image/png': base64 } } }),
    ],
  ])('are left out: %s', (_title, of) => {
    expect(isLeftOut(of)).toBe(true);
  });

  test.each<[string, Notebook]>([
    ['an SVG, which is text', image('image/svg+xml', ['<svg>\n', 'MARK'])],
    ['what is no base64', image('image/png', 'word=MARK!')],
    ['text', image('text/plain', base64)],
    ['HTML', image('text/html', `<img src="data:image/png;base64,${base64}">`)],
    ['base64 in a source', notebook(codeCell(base64))],
    ['base64 that was printed', notebook(codeCell('a', [stream(base64)]))],
    ['a traceback', notebook(codeCell('a', [error([base64])]))],
    ['metadata', { ...notebook(codeCell('a')), metadata: { 'image/png': base64 } }],
    ['what is no notebook', { 'image/png': base64 }],
  ])('are these alone: %s stays', (_title, of) => {
    expect(isLeftOut(of)).toBe(false);
  });

  test('take with them what lies within, not what overlaps or touches', () => {
    const bytes = Buffer.from(notebookFile(image('image/png', base64)));
    const [found] = readNotebook(bytes)?.images ?? [];
    const { startOffset, endOffset } = found!;
    const ranges = [
      [startOffset - 3, startOffset],
      [startOffset - 1, startOffset + 4],
      [startOffset, startOffset + 4],
      [startOffset + 1, endOffset - 1],
      [endOffset - 4, endOffset + 1],
      [endOffset, endOffset + 3],
    ].map(([start, end]) => ({ startOffset: start!, endOffset: end! }));
    const kept = outsideImages(ranges, bytes, [found!]);
    expect(kept.map((range) => ranges.indexOf(range))).toEqual([0, 1, 4, 5]);
  });
});
