// Makes text from a repository harmless for a terminal: what would move the cursor, change the order of
// reading or stand there unseen is written as an escape. Every text that is not our own passes here.

// C0, DEL and C1 (ECMA-48), soft hyphen, bidirectional controls (UAX #9), zero-width and invisible
// characters, line and paragraph separators, interlinear annotation, tag characters.
const unsafe =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]|\p{Cs}/gu;

/** The text on one line, unsafe characters as `\n`, `\t`, `\x1b`, `\u202e` or `\u{e0041}`. */
export function sanitize(text: string): string {
  return text.replace(unsafe, escapeCharacter);
}

function escapeCharacter(character: string): string {
  if (character === '\n') return '\\n';
  if (character === '\r') return '\\r';
  if (character === '\t') return '\\t';
  const code = character.codePointAt(0) ?? 0;
  const digits = code.toString(16);
  if (code <= 0xff) return `\\x${digits.padStart(2, '0')}`;
  return code <= 0xffff ? `\\u${digits.padStart(4, '0')}` : `\\u{${digits}}`;
}
