// Where the string literals of a Python file are (Python language reference, "String and Bytes literals"). Nothing else of
// the language is looked at; comments are passed over.

/** Offsets in UTF-16 units: the literal, and what stands between its quotes. */
export interface PythonLiteral {
  readonly start: number;
  readonly end: number;
  readonly bodyStart: number;
  readonly bodyEnd: number;
  /** In lower case: `f`, `rb`, …; empty for none. */
  readonly prefix: string;
  /** One quote or three. */
  readonly quote: string;
}

const opening = /(?<![\p{L}\p{N}_])([rbfut]{0,2})("""|'''|"|')|#[^\n]*|["']/giu;

/** All literals in their order; one that does not end where it must is none. */
export function pythonLiterals(text: string): PythonLiteral[] {
  const literals: PythonLiteral[] = [];
  opening.lastIndex = 0;
  for (let match = opening.exec(text); match !== null; match = opening.exec(text)) {
    const [whole, prefix = '', quote] = match;
    if (whole.startsWith('#')) continue;
    // A quote right behind a name: no prefix of that kind is known.
    const mark = quote ?? whole;
    const bodyStart = match.index + whole.length;
    const bodyEnd = closingQuote(text, bodyStart, mark);
    if (bodyEnd === undefined) {
      // No Python: nothing that follows on the line (or, after three quotes, in the file) is told from text.
      const feed = mark.length === 1 ? text.indexOf('\n', bodyStart) : -1;
      if (feed < 0) break;
      opening.lastIndex = feed;
      continue;
    }
    const end = bodyEnd + mark.length;
    const start = match.index;
    literals.push({ start, end, bodyStart, bodyEnd, prefix: prefix.toLowerCase(), quote: mark });
    opening.lastIndex = end;
  }
  return literals;
}

function closingQuote(text: string, from: number, quote: string): number | undefined {
  for (let at = from; at < text.length; at++) {
    // In a raw literal, too, a quote behind a backslash does not end it.
    if (text[at] === '\\') at++;
    else if (text.startsWith(quote, at)) return at;
    else if (text[at] === '\n' && quote.length === 1) return undefined;
  }
  return undefined;
}
