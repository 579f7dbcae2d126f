// What kinds of characters a text is made of, as bits: letters of either case, digits, blanks, each of the common marks.

const lower = 1;
const upper = 2;
const digit = 4;
const blank = 8;
const other = 16;
// Some marks have a bit of their own, the rest share one.
const marks = '_-./\\:@$(){}<>[]=%&*#|,"\'`!+';

/** The kinds of characters in a text, as bits. */
export function kindsOf(text: string): number {
  let kinds = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    kinds |= code < 128 ? (kindOfAscii[code] ?? other) : other;
  }
  return kinds;
}

const kindOfAscii = Int32Array.from({ length: 128 }, (_, code) => {
  if (code >= 97 && code <= 122) return lower;
  if (code >= 65 && code <= 90) return upper;
  if (code >= 48 && code <= 57) return digit;
  if (code === 32 || (code >= 9 && code <= 13)) return blank;
  if (code < 32 || code === 127) return other;
  const mark = marks.indexOf(String.fromCharCode(code));
  // 31 bits in all: the last ones are shared.
  return 1 << (5 + (mark < 0 ? 25 : Math.min(24, mark)));
});

/** Classes of characters: some of l(ower) u(pper) d(igit) p(unctuation) s(pace) x (other). */
export function classesOf(kinds: number): string {
  return (
    (kinds & lower ? 'l' : '') +
    (kinds & upper ? 'u' : '') +
    (kinds & digit ? 'd' : '') +
    (kinds & ~(lower | upper | digit | blank | other) ? 'p' : '') +
    (kinds & blank ? 's' : '') +
    (kinds & other ? 'x' : '')
  );
}
