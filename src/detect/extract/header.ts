// Credentials that name themselves: `Basic <base64>` (RFC 7617) and `Bearer <token>` (RFC 6750), wherever
// they stand: headers, curl commands, recorded requests, constants.
import type { TextWindow } from '../assignment/textWindow.ts';
import type { Candidate } from '../assignment/candidate.ts';
import { candidateIn } from './candidateIn.ts';

const token68 = /[ \t]*([A-Za-z0-9\-._~+/]{6,1600}={0,2})/y;

// 'Basic ' + btoa('user:password')
const encodedLogin =
  /["'`]\s{0,4}\+\s{0,20}[\w.]{1,40}\((?:[\w.]{1,30}\()?\s{0,20}b?(["'`])([^"'`\s:${}]{1,64}):([^"'`\s${}]{2,128})\1/y;

/** The credential after the keyword `basic ` or `bearer ` at `text[from, to)`. */
export function headerAt(window: TextWindow, from: number, to: number): Candidate[] {
  const { text } = window;
  if (/[\w-]/u.test(text.charAt(from - 1))) return [];
  encodedLogin.lastIndex = to;
  const login = encodedLogin.exec(text)?.[3];
  if (login !== undefined) {
    const end = encodedLogin.lastIndex - 1;
    const start = end - login.length;
    const name = 'authorization.basic.password';
    return [candidateIn(window, { name, role: 'login', syntax: 'quoted', from, start, end })];
  }
  token68.lastIndex = to;
  const match = token68.exec(text);
  if (match?.[1] === undefined) return [];
  const end = token68.lastIndex;
  const start = end - match[1].length;
  if (end === text.length && !window.atEnd) return [];
  const scheme = text.slice(from, to).trim().toLowerCase();
  // English: "basic authentication", "bearer tokens"
  if (/^[a-z.-]+$|^[A-Z][a-z]+[.,]?$/u.test(match[1]) && match[1].length < 24) return [];
  return [
    candidateIn(window, { name: `authorization.${scheme}`, role: 'header', from, start, end }),
  ];
}
