// A pattern of gitleaks as one of ours: the group that is the secret gets its name, and the keywords and the window are
// measured. Go's regexp package and RE2 take the same syntax (pkg.go.dev/regexp/syntax).
import type { Rule } from '../model/rule.ts';
import { reachOf } from '../rules/patternShape.ts';
import { necessaryLiterals } from './necessaryLiterals.ts';

/** As many bytes as are looked at where a pattern has no upper length, or its keywords stand outside of it. */
export const openReach = 4096;

/** The pattern with the n-th group named `secret`; without a number the first group if every match has it, else all of it. */
export function withSecretGroup(regex: string, group: number): string {
  const groups = groupsOf(regex);
  const wanted = group > 0 ? groups[group - 1] : groups[0];
  if (group > 0 && wanted === undefined) throw new SyntaxError(`it has no group ${group}`);
  if (wanted === undefined || (group === 0 && !wanted.isCertain)) return `(?P<secret>${regex})`;
  const { start, length } = wanted;
  return `${regex.slice(0, start)}(?P<secret>${regex.slice(start + length)}`;
}

export interface Measured extends Pick<Rule, 'keywords' | 'window'> {
  /** The keywords stand around a match rather than in it. */
  readonly isAround: boolean;
}

/** Keywords and window for a pattern; `keywords` are those that the rule names. Undefined where nothing leads to a match. */
export function measured(pattern: string, keywords: readonly string[]): Measured | undefined {
  const literals = literalsIn(pattern);
  const usable = keywords.filter((keyword) => /^[\x20-\x7e]{3,}$/u.test(keyword));
  // A keyword of gitleaks need only stand somewhere in the file: better are the pattern's own.
  const chosen = literals ?? (usable.length === keywords.length ? usable : []);
  if (chosen.length === 0) return undefined;
  const isAround = literals === undefined;
  return { keywords: chosen, window: windowOf(pattern, chosen, !isAround), isAround };
}

function literalsIn(pattern: string): readonly string[] | undefined {
  try {
    return necessaryLiterals(pattern);
  } catch (error) {
    // Our reader knows less than RE2: the rule's own keywords serve.
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function windowOf(
  pattern: string,
  keywords: readonly string[],
  areInside: boolean,
): Rule['window'] {
  const open = { before: openReach, after: openReach };
  if (!areInside) return open;
  try {
    const { before, after } = reachOf(pattern, keywords);
    return { before: Math.min(before, openReach) + 1, after: Math.min(after, openReach) + 1 };
  } catch (error) {
    if (error instanceof SyntaxError) return open;
    throw error;
  }
}

interface Group {
  readonly start: number;
  /** Of its opening: `(` or `(?P<name>`. */
  readonly length: number;
  /** Whether each match has it: not within a choice or another group, not optional. */
  readonly isCertain: boolean;
}

// Each is tried at one place alone (`y`): a search in the rest of the pattern would look through it again and again.
const skippedPart = /\\Q[^]*?(?:\\E|$)|\\[^]|\[\^?\]?(?:\[:\w+:\]|\\[^]|[^\]\\])*\]/uy;
const captureStart = /\((?:\?P?<\w+>|(?!\?))/uy;
const optionalEnd = /\)(?:[?*]|\{0)/uy;

/** What an expression matches at a place, empty where it does not. */
function matchAt(expression: RegExp, text: string, at: number): string {
  expression.lastIndex = at;
  return expression.exec(text)?.[0] ?? '';
}

/** The capturing groups of a pattern that RE2 takes, in the order of their brackets. */
function groupsOf(regex: string): Group[] {
  const groups: Group[] = [];
  /** Number of the group that each open bracket is, -1 for one that captures nothing. */
  const open: number[] = [];
  let hasChoice = false;
  let at = 0;
  while (at < regex.length) {
    const skipped = matchAt(skippedPart, regex, at);
    if (skipped !== '') {
      at += skipped.length;
      continue;
    }
    const character = regex.charAt(at);
    if (character === '(') {
      const { length } = matchAt(captureStart, regex, at);
      open.push(length === 0 ? -1 : groups.length);
      if (length > 0) groups.push({ start: at, length, isCertain: open.length === 1 });
      at += length || 1;
      continue;
    }
    if (character === '|' && open.length === 0) hasChoice = true;
    if (character === ')') {
      const closed = open.pop() ?? -1;
      const group = groups[closed];
      if (group !== undefined && matchAt(optionalEnd, regex, at) !== '') {
        groups[closed] = { ...group, isCertain: false };
      }
    }
    at++;
  }
  return hasChoice ? groups.map((group) => ({ ...group, isCertain: false })) : groups;
}
