// Both engines behind one interface: the same offsets for the same bytes, whatever the bytes are.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadEngine } from '../../src/rules/engine.ts';

const engines = [loadEngine(), loadEngine('js')];
const token = '(?:^|[^A-Za-z0-9_])(?P<secret>tok_[a-z0-9]{4,8})(?:[^A-Za-z0-9_]|$)';

describe.each(engines.map((engine) => ({ name: engine.name, engine })))('$name', ({ engine }) => {
  const find = (source: string, text: string | Buffer, from = 0, to?: number): unknown => {
    const bytes = Buffer.from(text);
    return engine.compile(source).exec(bytes, from, to ?? bytes.length);
  };

  it('gives byte offsets of the match and of the secret', () => {
    expect(find(token, 'a = "tok_ab12"')).toEqual({
      start: 4,
      end: 14,
      secretStart: 5,
      secretEnd: 13,
      groups: {},
    });
  });

  it('counts bytes, not characters, behind UTF-8 text', () => {
    expect(find(token, 'schlüssel = "tok_ab12"')).toMatchObject({ secretStart: 14, secretEnd: 22 });
  });

  it('takes a broken byte before a token for a boundary', () => {
    const bytes = Buffer.concat([
      Buffer.from([0xe9]),
      Buffer.from('tok_ab12'),
      Buffer.from([0xff]),
    ]);
    expect(find(token, bytes)).toMatchObject({ secretStart: 1, secretEnd: 9 });
  });

  it('returns other named groups that took part', () => {
    const source = '(?P<id>id[0-9]+)?(?P<none>x)?=(?P<secret>[a-z]+)';
    expect(find(source, '..id42=abc', 0)).toEqual({
      start: 2,
      end: 10,
      secretStart: 7,
      secretEnd: 10,
      groups: { id: [2, 6] },
    });
  });

  it('looks at the window alone', () => {
    expect(find(token, 'tok_aaaa tok_bbbb tok_cccc', 7, 19)).toMatchObject({ secretStart: 9 });
    expect(find(token, 'tok_aaaa tok_bbbb', 0, 3)).toBeUndefined();
  });

  it('does not trust a match that touches a cut edge', () => {
    expect(find(token, 'xtok_aaaa ', 1)).toBeUndefined();
    expect(find(token, ' tok_aaaabbbbcccc', 0, 13)).toBeUndefined();
    expect(find(token, 'tok_aaaa')).toMatchObject({ secretStart: 0, secretEnd: 8 });
  });

  it('refuses a pattern without a secret and one that is no RE2', () => {
    expect(() => engine.compile('abc')).toThrow(SyntaxError);
    expect(() => engine.compile('(?P<secret>a(?=b))')).toThrow(/perl|lookahead|invalid/iu);
    expect(() => engine.compile('(?P<secret>(a)')).toThrow(/missing/iu);
  });
});

describe('both engines', () => {
  const sources = [
    token,
    '(?i)key.{0,9}?=(?P<secret>[^\\s"]{3,9})',
    '(?P<secret>[\\x80-\\xff]{2})[^a]',
    '\\b(?P<secret>\\w+)\\b\\W(?P<next>\\S)?',
    '(?s)(?P<secret>a.b)|(?P<other>c)$',
  ];
  const compiled = sources.map((source) => engines.map((engine) => engine.compile(source)));

  it('agree on random bytes', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        'tok_',
        'key=',
        'KEY = ',
        'ab12',
        '"',
        '\n',
        'é',
        '\u00b5',
        '\u212a',
        '\ufeff',
      ),
      fc.string({ maxLength: 6, unit: 'binary' }),
    );
    const content = fc.oneof(
      fc.array(piece, { maxLength: 12 }).map((parts) => Buffer.from(parts.join(''))),
      fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes)),
    );
    fc.assert(
      fc.property(content, fc.nat(20), fc.nat(20), (bytes, skip, cut) => {
        const from = Math.min(skip, bytes.length);
        const to = Math.max(from, bytes.length - cut);
        for (const [native, port] of compiled) {
          expect(port?.exec(bytes, from, to)).toEqual(native?.exec(bytes, from, to));
        }
      }),
      { numRuns: 400 },
    );
  });
});
