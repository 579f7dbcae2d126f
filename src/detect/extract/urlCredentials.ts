// Passwords in URLs: scheme://user:password@host (RFC 3986 section 3.2.1), of databases, brokers, proxies
// and repositories alike. The user may be missing (redis://:password@host).
import type { TextWindow } from '../assignment/textWindow.ts';
import type { Candidate } from '../assignment/candidate.ts';
import { decodeText } from '../assignment/literal.ts';
import { candidateIn } from './candidateIn.ts';

const authority =
  /([^\s:@/"'`<>\\]{0,80}):([^\s"'`<>@\\]{1,200}(?:@[^\s"'`<>@/\\:?]{1,60})??)@([\w.[\]{}$%*()-]+(?::[^\s/"'`]{1,12})?)/y;

/** The password of the URL whose `://` stands at `text[from, to)`. */
export function urlCredentialsAt(window: TextWindow, from: number, to: number): Candidate[] {
  const { text } = window;
  authority.lastIndex = to;
  const match = authority.exec(text);
  if (match === null) return [];
  const [, user = '', password = '', host = ''] = match;
  // http://host/path:80@x is a path, not a password
  if (password.startsWith('/') || (password.includes('/') && /^\d+\//u.test(password))) return [];
  let schemeStart = from;
  while (schemeStart > 0 && /[A-Za-z0-9+.-]/u.test(text.charAt(schemeStart - 1))) schemeStart--;
  const scheme = text.slice(schemeStart, from).toLowerCase();
  const start = to + user.length + 1;
  const end = start + password.length;
  const decoded = percentDecoded(password);
  return [
    candidateIn(window, {
      name: `url.${scheme}.${decodeText(user)}`,
      role: 'url',
      from: schemeStart,
      start,
      end,
      ...(decoded === undefined ? {} : { value: decoded, encoding: 'percent' as const }),
      callee: decodeText(host),
    }),
  ];
}

function percentDecoded(text: string): string | undefined {
  if (!/%[0-9a-fA-F]{2}/u.test(text)) return undefined;
  return decodeText(
    text.replace(/%([0-9a-fA-F]{2})/gu, (_, hex: string) =>
      String.fromCharCode(Number.parseInt(hex, 16)),
    ),
  );
}
