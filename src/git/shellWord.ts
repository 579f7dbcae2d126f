// Words of a POSIX shell, so that a printed command can be copied as it stands.
import type { BytePath } from '../model/path.ts';
import { bytePath } from '../model/path.ts';

/** A text as one word; control characters in the form `$'…'`, which bash, zsh, ksh and Git Bash know. */
export function shellWord(text: string): string {
  return shellBytes(bytePath(text));
}

/** The same for a path as git stores it, whose bytes need not be UTF-8. */
export function shellBytes(path: BytePath): string {
  if (/^[\w./@%+:,-]+$/u.test(path)) return path;
  const text = Buffer.from(path, 'latin1').toString('utf8');
  const isText = bytePath(text) === path && !/\p{C}|\p{Zl}|\p{Zp}/u.test(text);
  if (isText) return `'${text.replaceAll("'", String.raw`'\''`)}'`;
  return `$'${Array.from(path, escapeByte).join('')}'`;
}

function escapeByte(character: string): string {
  if (character === "'" || character === '\\') return `\\${character}`;
  const code = character.charCodeAt(0);
  return code >= 0x20 && code < 0x7f ? character : `\\x${code.toString(16).padStart(2, '0')}`;
}
