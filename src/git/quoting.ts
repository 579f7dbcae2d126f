// Git's quoted form of a path: double quotes with C escapes (git-config, core.quotePath; quote.c).

export interface Unquoted {
  /** UTF-8 text. */
  readonly path: string;
  /** Characters of the quoted form, both quotes included. */
  readonly length: number;
}

const bytesByEscape: Readonly<Record<string, number>> = {
  a: 7,
  b: 8,
  t: 9,
  n: 10,
  v: 11,
  f: 12,
  r: 13,
  '"': 34,
  '\\': 92,
};

/** Reads a quoted path at the start of a text; undefined when there is none that is whole. */
export function unquotePath(text: string): Unquoted | undefined {
  const quoted = /^"((?:[^"\\]|\\[0-3][0-7]{2}|\\[abtnvfr"\\])*)"/u.exec(text);
  if (quoted === null) return undefined;
  const parts = (quoted[1] ?? '').split(/(\\[0-3][0-7]{2}|\\.)/u).map((part) => {
    if (!part.startsWith('\\')) return Buffer.from(part, 'utf8');
    const escape = part.slice(1);
    return Buffer.from([bytesByEscape[escape] ?? Number.parseInt(escape, 8)]);
  });
  return { path: Buffer.concat(parts).toString('utf8'), length: quoted[0].length };
}
