// Lines that fit a terminal: how many columns a text takes, and where to break it.

// Made when first needed: to compile these classes takes 2 ms.
let classes: { readonly zeroWidth: RegExp; readonly doubleWidth: RegExp } | undefined;

function widthClasses() {
  return (classes ??= {
    zeroWidth: /^[\p{Mn}\p{Me}]$/u,
    // Wide and fullwidth characters of UAX #11, by script; close enough to align a column.
    doubleWidth:
      /^[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}\p{Emoji_Presentation}\u3000-\u303f\uff01-\uff60\uffe0-\uffe6]$/u,
  });
}

/** Latin letters, dashes, dots and the lines of our own headings: of one column each. */
const oneColumn = /^[\x20-\x7e\u00a0-\u02ff\u2010-\u2027\u2500-\u257f]*$/;

/** What surrounds the text of a hyperlink (textLinks.ts). */
const linkEnds = /\u001b\]8;;[^\u001b]*\u001b\\/gu;

/** Columns that a text takes on a terminal; of escapes it may hold those of hyperlinks alone. */
export function displayWidth(linked: string): number {
  if (oneColumn.test(linked)) return linked.length;
  const text = linked.includes('\u001b') ? linked.replace(linkEnds, '') : linked;
  if (oneColumn.test(text)) return text.length;
  const { zeroWidth, doubleWidth } = widthClasses();
  let width = 0;
  for (const character of text) {
    if (zeroWidth.test(character)) continue;
    width += doubleWidth.test(character) ? 2 : 1;
  }
  return width;
}

/**
 * Breaks a text at its spaces into lines of at most `width` columns. A word that is longer (a path, an
 * address) stays whole: a terminal breaks it without harming what is copied from it. A no-break space
 * binds two words and is printed as a space.
 */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  let lineWidth = 0;
  for (const word of text.split(' ')) {
    const wordWidth = displayWidth(word);
    if (line !== '' && lineWidth + 1 + wordWidth > width) {
      lines.push(line);
      line = word;
      lineWidth = wordWidth;
    } else {
      line = line === '' ? word : `${line} ${word}`;
      lineWidth += (lineWidth === 0 ? 0 : 1) + wordWidth;
    }
  }
  lines.push(line);
  return lines.map((wrapped) => wrapped.trimEnd().replaceAll('\u00a0', ' '));
}

/** `a · b · c`, to be broken after a dot and nowhere else. */
export function dotted(parts: readonly string[]): string {
  return parts
    .map((part, index) => unbroken(index < parts.length - 1 ? `${part} ·` : part))
    .join(' ');
}

/** The text in one piece, however the lines are broken. */
export function unbroken(text: string): string {
  return text.replaceAll(' ', '\u00a0');
}

/** Pads with spaces up to `width` columns. */
export function padEnd(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - displayWidth(text)));
}
