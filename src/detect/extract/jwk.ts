// Private parts of JSON Web Keys (RFC 7517, RFC 7518 section 6): d, p, q, dp, dq, qi of RSA and EC keys,
// k of symmetric ones, near a `kty`.
import type { TextWindow } from '../assignment/textWindow.ts';
import type { Candidate } from '../assignment/candidate.ts';
import { candidateIn } from './candidateIn.ts';

const privatePart =
  /(?:^|[\s{,"'\\])(d|k)\\*["']?\s{0,4}:\s{0,4}\\*["']([A-Za-z0-9_-]{16,1500})\\*["']/g;

/** The private parts in the window around a `kty`: the one object that holds it. */
export function jwkAt(window: TextWindow, from: number, to: number): Candidate[] {
  const { text } = window;
  const opened = text.lastIndexOf('{', from);
  const start = opened < 0 ? Math.max(0, from - 300) : opened;
  const closed = text.indexOf('}', to);
  const end = closed < 0 ? text.length : closed;
  const found: Candidate[] = [];
  for (const match of text.slice(start, end).matchAll(privatePart)) {
    const [whole, part = '', value = ''] = match;
    const valueStart = start + match.index + whole.lastIndexOf(value);
    found.push(
      candidateIn(window, {
        name: `jwk.${part}`,
        role: 'jwk',
        syntax: 'quoted',
        start: valueStart,
        end: valueStart + value.length,
      }),
    );
  }
  return found;
}
