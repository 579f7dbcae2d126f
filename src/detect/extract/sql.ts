// IDENTIFIED BY 'password', IDENTIFIED WITH plugin BY 'password' (Oracle, MySQL, MariaDB); WITH PASSWORD 'x' starts from its own name.
import type { TextWindow } from '../assignment/textWindow.ts';
import type { Candidate } from '../assignment/candidate.ts';
import { literalAt } from '../assignment/literal.ts';
import { candidateIn } from './candidateIn.ts';

const kindOfSecret = /[ \t]+(?:(?:PASSWORD|VALUES|WITH[ \t]+\S{1,40}[ \t]+(?:AS|BY))[ \t]+)?/iy;
const plugin = /[ \t]+\S{1,40}[ \t]+(?:AS|BY)[ \t]+/iy;
const bareWord = /[^\s"'`;,()\\]{3,64}/y;

/** The password after the keyword `identified by` or `identified with` that ends at `to`. */
export function sqlAt(window: TextWindow, from: number, to: number): Candidate[] {
  const { text } = window;
  const between = /with$/iu.test(text.slice(from, to)) ? plugin : kindOfSecret;
  between.lastIndex = to;
  if (!between.test(text)) return [];
  const at = between.lastIndex;
  const literal = literalAt(text, at);
  if (literal !== undefined) {
    const { start, end } = literal;
    if (end === start) return [];
    return [
      candidateIn(window, {
        name: 'identified_by',
        role: 'sql',
        syntax: 'quoted',
        from,
        start,
        end,
      }),
    ];
  }
  bareWord.lastIndex = at;
  if (!bareWord.test(text)) return [];
  const end = bareWord.lastIndex;
  if (end === text.length && !window.atEnd) return [];
  return [
    candidateIn(window, {
      name: 'identified_by',
      role: 'sql',
      syntax: 'bare',
      from,
      start: at,
      end,
    }),
  ];
}
