// The configuration within a package.json, cut out with its lines kept: npm's file can be large and is none of ours.

/** The text of the value of the top-level key `leaktrail`, after as many line ends as stand before it; undefined where there is none. */
export function packageConfigText(text: string): string | undefined {
  if (!text.includes('"leaktrail"') || !hasKey(text)) return undefined;
  let depth = 0;
  for (const token of text.matchAll(/"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\]]/gu)) {
    const [piece] = token;
    if (piece === '{' || piece === '[') depth++;
    else if (piece === '}' || piece === ']') depth--;
    else if (depth === 1 && piece === '"leaktrail"') {
      const colon = /^\s*:\s*/u.exec(text.slice(token.index + piece.length));
      if (colon === null) continue;
      const start = token.index + piece.length + colon[0].length;
      const before = text.slice(0, start).replace(/[^\n]/gu, '');
      return before + text.slice(start, endOfValue(text, start));
    }
  }
  return undefined;
}

/** A file that is no JSON is npm's to complain of. */
function hasKey(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && Object.hasOwn(value, 'leaktrail');
  } catch {
    return false;
  }
}

function endOfValue(text: string, start: number): number {
  let depth = 0;
  for (const token of text.slice(start).matchAll(/"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\],]/gu)) {
    const [piece] = token;
    if (depth === 0 && (piece === ',' || piece === '}')) return start + token.index;
    if (piece === '{' || piece === '[') depth++;
    else if (piece === '}' || piece === ']') depth--;
    if (depth === 0 && piece !== ',') return start + token.index + piece.length;
  }
  return text.length;
}
