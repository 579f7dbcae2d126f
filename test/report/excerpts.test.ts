import { describe, expect, test } from 'vitest';
import type { Excerpt } from '../../src/model/occurrence.ts';
import { hiddenExcerpt, shownExcerpt } from '../../src/report/excerpts.ts';

const as = (text: string): string => text;

/** An excerpt from lines in which `[…]` is this secret and `{…}` another one. */
function excerpt(...templates: readonly string[]): Excerpt {
  const marks: { line: number; start: number; end: number }[] = [];
  const hidden: { line: number; start: number; end: number }[] = [];
  const lines = templates.map((text, line) => {
    let plain = '';
    for (const part of text.split(/(\[[^\]]*\]|\{[^}]*\})/u)) {
      const inner = /^[[{](.*)[\]}]$/su.exec(part)?.[1];
      const mark = { line, start: plain.length, end: plain.length + (inner ?? part).length };
      if (part.startsWith('[')) marks.push(mark);
      if (inner !== undefined) hidden.push(mark);
      plain += inner ?? part;
    }
    return plain;
  });
  return { startLine: 7, lines, marks, hidden };
}

/** What stands at the marks. */
function marked({ lines, marks }: Excerpt): (string | undefined)[] {
  return marks.map(({ line, start, end }) => lines[line]?.slice(start, end));
}

describe('hidden', () => {
  test('this secret is redacted, others are masked, and the mark follows', () => {
    const found = hiddenExcerpt(excerpt('a {two} = [one]!', '{three}'), 'o**', as);
    expect(found).toEqual({
      startLine: 7,
      lines: ['a ******** = o**!', '********'],
      marks: [{ line: 0, start: 13, end: 16 }],
    });
  });

  test('of a secret of several lines only the first tells what it is', () => {
    const found = hiddenExcerpt(excerpt('k = [BEGIN', 'x'), 'BEGIN**', as);
    expect(found.marks).toEqual([]);
    const block = excerpt('[BEGIN]', '[abc]', '[END]', 'after');
    expect(hiddenExcerpt(block, 'BEGIN**', as).lines).toEqual([
      'BEGIN**',
      '********',
      '********',
      'after',
    ]);
  });

  test('where secrets overlap nothing is left over, and this one is still marked', () => {
    const lines = ['https://user-word@host/'];
    const found = hiddenExcerpt(
      {
        startLine: 1,
        lines,
        marks: [{ line: 0, start: 13, end: 17 }],
        hidden: [
          { line: 0, start: 8, end: 15 },
          { line: 0, start: 13, end: 17 },
        ],
      },
      'w**',
      as,
    );
    expect(found.lines).toEqual(['https://********@host/']);
    expect(marked(found)).toEqual(['********']);
  });

  test('the text between is seen by who knows the other secrets of the report', () => {
    const found = hiddenExcerpt(excerpt('x=[one] y=two'), 'o**', (text) =>
      text.replace('two', '**'),
    );
    expect(found.lines).toEqual(['x=o** y=**']);
  });

  test('a second time changes nothing', () => {
    const once = hiddenExcerpt(excerpt('a {two} = [one]!'), 'o**', as);
    expect(hiddenExcerpt(once, 'o**', as)).toEqual(once);
  });
});

describe('long lines', () => {
  const long = `${'a'.repeat(500)}[secret]${'b'.repeat(500)}`;

  test('are cut around the secret, the mark with them', () => {
    const found = hiddenExcerpt(excerpt(long, 'c'.repeat(900)), 's**', as);
    expect(found.lines[0]).toBe(`…${'a'.repeat(120)}s**${'b'.repeat(120)}…`);
    expect(found.lines[1]).toBe(`${'c'.repeat(240)}…`);
    expect(marked(found)).toEqual(['s**']);
  });

  test('with secrets in clear keep where they are, so that they can be hidden later', () => {
    const shown = shownExcerpt(excerpt(`${long}{other}`, 'x {other}'));
    expect(marked(shown)).toEqual(['secret']);
    expect(hiddenExcerpt(shown, 's**', as).lines[1]).toBe('x ********');
    expect(shown.lines[0]).toMatch(/^…a{120}secretb{120}…$/u);
  });
});
