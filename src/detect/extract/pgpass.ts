// .pgpass lines: host:port:database:user:password (PostgreSQL documentation, "The Password File").
import type { TextWindow } from '../assignment/textWindow.ts';
import type { Candidate } from '../assignment/candidate.ts';
import { candidateIn } from './candidateIn.ts';

const line =
  /^([\w.*-]{1,80}):(?:\d{2,5}|\*):([\w*$-]{1,64}):([\w*@.-]{1,64}):((?:[^\s:\\]|\\[:\\]){3,64})$/u;

/** The password of the line that holds the keyword (a port) at `text[from, to)`. */
export function pgpassAt(window: TextWindow, from: number, to: number): Candidate[] {
  const { text } = window;
  const lineStart = text.lastIndexOf('\n', from) + 1;
  if (lineStart === 0 && !window.atStart) return [];
  const feed = text.indexOf('\n', to);
  if (feed < 0 && !window.atEnd) return [];
  const written = text.slice(lineStart, feed < 0 ? text.length : feed).trimEnd();
  const value = line.exec(written)?.[4];
  if (value === undefined) return [];
  const end = lineStart + written.length;
  return [
    candidateIn(window, {
      name: 'pgpass.password',
      role: 'netrc',
      syntax: 'bare',
      from: lineStart,
      start: end - value.length,
      end,
      ...(value.includes('\\')
        ? { value: value.replace(/\\(.)/gu, '$1'), encoding: 'json-escape' as const }
        : {}),
    }),
  ];
}
