// Password hashes where they guard an account: lines of .htpasswd, /etc/shadow and proftpd's passwd file,
// and rows of SQL dumps. Formats: crypt(5) prefixes `$1$ $5$ $6$ $y$ $2a$ $apr1$`, `{SHA}` of Apache.
import type { TextWindow } from '../assignment/textWindow.ts';
import type { Candidate } from '../assignment/candidate.ts';
import { candidateIn } from './candidateIn.ts';

const hash =
  /(?:\$(?:1|5|6|y|apr1)\$(?:rounds=\d+\$)?[A-Za-z0-9./$]{1,16}\$[A-Za-z0-9./]{22,86}|\$2[abxy]\$\d\d\$[A-Za-z0-9./]{53}|\{SHA\}[A-Za-z0-9+/]{27}=)/y;

/** The hash that starts with the keyword at `text[from, to)`, when it stands in an account's line or row. */
export function passwordHashAt(window: TextWindow, from: number, _to: number): Candidate[] {
  const { text } = window;
  hash.lastIndex = from;
  if (!hash.test(text)) return [];
  const end = hash.lastIndex;
  const lineStart = text.lastIndexOf('\n', from - 1) + 1;
  if (lineStart === 0 && !window.atStart) return [];
  const before = text.slice(lineStart, from);
  const next = text.charAt(end);
  const found = { name: 'account.password', role: 'hash' as const, start: from, end };
  const isAccountLine = /^[\w.@+-]{1,64}:$/u.test(before) && (next === ':' || next.trim() === '');
  if (isAccountLine) return [candidateIn(window, { ...found, callee: 'line' })];
  const isRow =
    /^\s*(?:INSERT\b.*)?\(.*,\s*'$/iu.test(before) && /^'\s*[,)]/u.test(text.slice(end, end + 8));
  return isRow ? [candidateIn(window, { ...found, callee: 'row' })] : [];
}
