// The cheap look before RE2: a rule's secret consists of certain bytes and has a least length, so where no
// such run of bytes is near the keyword the pattern cannot match. Saves most of the calls, and compiling
// the pattern of a rule whose keyword is a common word.
import type { Rule } from '../model/rule.ts';
import { shapeOf } from '../rules/patternShape.ts';
import { parsePattern, widthOf, type PatternNode } from '../rules/patternSyntax.ts';

/** Whether a match of the rule is possible in `bytes[from, to)` around the keyword at [start, end). */
export type MayMatch = (
  bytes: Uint8Array,
  window: { readonly from: number; readonly to: number },
  keyword: { readonly start: number; readonly end: number },
) => boolean;

/** The look for one rule and one of its keywords. */
export function valueRunOf(rule: Rule, keyword: string): MayMatch {
  const tree = parsePattern(rule.pattern);
  const secret = groupNamed(tree, 'secret');
  if (secret === undefined) return () => true;
  const least = Math.min(widthOf(secret).min, 4096);
  if (least < 8) return () => true;
  const allowed = bytesOf(secret);
  if (allowed.every((flag) => flag === 1)) return () => true;
  return standsInSecret(rule, keyword)
    ? (bytes, window, place) => runAround(bytes, window, place, { allowed, least })
    : (bytes, window) => holdsRun(bytes, window, { allowed, least });
}

interface Run {
  /** By byte: 1 where it may be part of the secret. */
  readonly allowed: Uint8Array;
  readonly least: number;
}

// The keyword is part of the secret: the run goes through it.
function runAround(
  bytes: Uint8Array,
  { from, to }: { readonly from: number; readonly to: number },
  { start, end }: { readonly start: number; readonly end: number },
  { allowed, least }: Run,
): boolean {
  let right = end;
  const farthest = Math.min(to, start + least);
  while (right < farthest && allowed[bytes[right] ?? 0] === 1) right++;
  if (right - start >= least) return true;
  let left = start;
  while (left > from && right - left < least && allowed[bytes[left - 1] ?? 0] === 1) left--;
  return right - left >= least;
}

function holdsRun(
  bytes: Uint8Array,
  { from, to }: { readonly from: number; readonly to: number },
  { allowed, least }: Run,
): boolean {
  // Looks at every `least`-th byte first: a run that long holds one of them.
  for (let at = from + least - 1; at < to; at += least) {
    if (allowed[bytes[at] ?? 0] !== 1) continue;
    let left = at;
    while (left > from && at - left < least && allowed[bytes[left - 1] ?? 0] === 1) left--;
    let right = at + 1;
    while (right < to && right - left < least && allowed[bytes[right] ?? 0] === 1) right++;
    if (right - left >= least) return true;
  }
  return false;
}

function groupNamed(node: PatternNode, name: string): PatternNode | undefined {
  switch (node.kind) {
    case 'group':
      return node.name === name ? node.item : groupNamed(node.item, name);
    case 'repeat':
      return groupNamed(node.item, name);
    case 'sequence':
    case 'choice':
      for (const item of node.items) {
        const found = groupNamed(item, name);
        if (found !== undefined) return found;
      }
      return undefined;
    default:
      return undefined;
  }
}

function bytesOf(node: PatternNode): Uint8Array {
  const allowed = new Uint8Array(256);
  const visit = (part: PatternNode): void => {
    if (part.kind === 'chars') for (const code of part.set) allowed[code] = 1;
    else if (part.kind === 'group' || part.kind === 'repeat') visit(part.item);
    else if (part.kind !== 'assertion') part.items.forEach(visit);
  };
  visit(node);
  return allowed;
}

// Whether every secret of the rule holds one of its keywords, and this keyword can be the one.
function standsInSecret(rule: Rule, keyword: string): boolean {
  const source = groupSource(rule.pattern, '(?P<secret>');
  if (source === undefined) return false;
  const { canMissKeywords, foreignKeywords } = shapeOf(source, rule.keywords);
  return !canMissKeywords && !foreignKeywords.some((word) => word.toLowerCase() === keyword);
}

// The text between a group's opening and its closing parenthesis.
function groupSource(pattern: string, opening: string): string | undefined {
  const start = pattern.indexOf(opening);
  if (start < 0) return undefined;
  let depth = 1;
  let inClass = false;
  for (let at = start + opening.length; at < pattern.length; at++) {
    const char = pattern.charAt(at);
    if (char === '\\') at++;
    else if (inClass) inClass = char !== ']';
    else if (char === '[') {
      inClass = true;
      // A `]` at the start of a class is a member.
      if (pattern.charAt(at + 1) === '^') at++;
      if (pattern.charAt(at + 1) === ']') at++;
    } else if (char === '(') depth++;
    else if (char === ')' && --depth === 0) return pattern.slice(start + opening.length, at);
  }
  return undefined;
}
