// Words of a POSIX shell, so that a printed command can be copied as it stands. In whichever shell it is pasted, a text of the
// repository stays one word: fish knows escapes within single quotes, and dash does not know the form `$'…'`, so neither a
// backslash nor a quote stands where they would read it in another way.
import type { BytePath } from '../model/path.ts';
import { bytePath } from '../model/path.ts';

/** A text as one word; control characters in the form `$'…'`, which bash, zsh, ksh and Git Bash know (POSIX.1-2024, 2.2.4). */
export function shellWord(text: string): string {
  return shellBytes(bytePath(text));
}

/** The same for a path as git stores it, whose bytes need not be UTF-8. */
export function shellBytes(path: BytePath): string {
  if (/^[\w./@%+:,-]+$/u.test(path)) return path;
  const text = Buffer.from(path, 'latin1').toString('utf8');
  const isText = bytePath(text) === path && !/\p{C}|\p{Zl}|\p{Zp}/u.test(text);
  if (isText) return `'${text.replaceAll(/['\\]/gu, String.raw`'\$&'`)}'`;
  return `$'${Array.from(path, escapeByte).join('')}'`;
}

function escapeByte(character: string): string {
  const code = character.charCodeAt(0);
  const isPlain = code >= 0x20 && code < 0x7f && character !== "'" && character !== '\\';
  // Three digits: of `\x` some shells take all hexadecimal digits that follow.
  return isPlain ? character : `\\${code.toString(8).padStart(3, '0')}`;
}
