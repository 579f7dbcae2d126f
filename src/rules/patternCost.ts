// What patterns of strangers may cost before they have matched anything. RE2 compiles optional copies one after the other
// in time that grows with the square of their number: 10,000 (`[a-z]{0,500}` twenty times) take 0.2 s, 40,000 take 2.8 s.
import { longestPattern } from './patternSyntax.ts';

/** Optional copies in one pattern; the most in one that ships are 4,199. */
const mostCopies = 5000;
/** In all patterns of a file; gitleaks' own configuration has 13,000. */
const mostTogether = 100_000;

/** In one pattern: RE2 carries the place of each along; nine hundred take two seconds for 25 kB. */
const mostGroups = 100;

/** Counts what the patterns of one file cost. */
export class PatternBudget {
  #left = mostTogether;

  /** Why a pattern is not to be compiled; undefined where it may be. */
  refusal(pattern: string): string | undefined {
    if (pattern.length > longestPattern) return `longer than ${longestPattern} characters`;
    const groups = capturingGroups(pattern);
    if (groups > mostGroups) return `more than ${mostGroups} capturing groups: ${groups}`;
    const copies = optionalCopies(pattern);
    if (copies > mostCopies) return `more than ${mostCopies} optional repeats: ${copies}`;
    this.#left -= copies;
    return this.#left < 0
      ? `with the patterns before it more than ${mostTogether} optional repeats`
      : undefined;
  }
}

const groupsAndOthers =
  /\\Q[^]*?(?:\\E|$)|\\[^]|\[\^?\]?(?:\[:\w+:\]|\\[^]|[^\]\\])*\]|\((?:\?P?<\w|(?!\?))/gu;

/** Of groups that nothing closes RE2 says so itself, at once. */
function capturingGroups(pattern: string): number {
  const opened = (pattern.match(groupsAndOthers) ?? []).filter((found) => found.startsWith('('));
  return Math.min(opened.length, pattern.split(')').length - 1);
}

interface Cost {
  /** Characters and the like, each copy of a repeat counted. */
  size: number;
  optional: number;
}

// Each is tried at one place alone (`y`): quoted text, an escape or a class of characters, how a group starts, a repeat.
const quoted = /\\Q[^]*?(?:\\E|$)/uy;
const single = /\\[xpP]\{[^}]*\}|\\[^]|\[\^?\]?(?:\[:\w+:\]|\\[^]|[^\]\\])*\]/uy;
const groupStart = /\((?:\?(?:P?<\w+>|[a-zA-Z-]*:)?)?/uy;
const repeat = /(?:\{(\d+)(,?)(\d*)\}|[*+?])\??/uy;

/** How many copies RE2 makes of what a pattern has zero or more of; of text that is no pattern any number. */
export function optionalCopies(pattern: string): number {
  const open: Cost[] = [{ size: 0, optional: 0 }];
  let last: Cost = { size: 0, optional: 0 };
  let at = 0;
  const match = (expression: RegExp): RegExpExecArray | null => {
    expression.lastIndex = at;
    const found = expression.exec(pattern);
    if (found !== null) at = expression.lastIndex;
    return found;
  };
  const settle = (): Cost => {
    const group = open.at(-1)!;
    group.size += last.size;
    group.optional += last.optional;
    return group;
  };
  while (at < pattern.length) {
    const times = match(repeat);
    if (times !== null) {
      last = repeated(last, times);
      continue;
    }
    if (pattern[at] === ')' && open.length > 1) {
      last = settle();
      open.pop();
      at++;
      continue;
    }
    settle();
    last = { size: pattern[at] === '|' ? 0 : 1, optional: 0 };
    const text = match(quoted);
    if (text !== null) last = { size: text[0].length, optional: 0 };
    else if (match(groupStart) !== null) {
      open.push({ size: 0, optional: 0 });
      last = { size: 0, optional: 0 };
    } else if (match(single) === null) at++;
  }
  return open.slice(0, -1).reduce((sum, { optional }) => sum + optional, settle().optional);
}

function repeated({ size, optional }: Cost, [sign = '', from, comma, to]: RegExpExecArray): Cost {
  const min = from === undefined ? Number(sign.startsWith('+')) : Number(from);
  // Without an upper bound the last copy goes round.
  const unbounded = Math.max(1, min);
  const max = comma === '' ? min : Number(to === undefined || to === '' ? unbounded : to);
  const copies = Math.max(1, max);
  return { size: copies * size, optional: (max - min) * size + copies * optional };
}
