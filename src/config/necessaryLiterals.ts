// Literals of which every match of a pattern holds at least one: what the sieve can look for where a rule names no keywords.
import { parsePattern, type PatternNode } from '../rules/patternSyntax.ts';

/** Lower-case literals of three or more characters, the choice with the longest shortest one; undefined where there is none. */
export function necessaryLiterals(pattern: string): readonly string[] | undefined {
  const found = literalsOf(parsePattern(pattern));
  return found === undefined ? undefined : [...new Set(found)];
}

const shortest = 3;
const mostLiterals = 32;

function literalsOf(node: PatternNode): readonly string[] | undefined {
  switch (node.kind) {
    case 'assertion':
    case 'chars':
      return undefined;
    case 'group':
      return literalsOf(node.item);
    case 'repeat':
      return node.min > 0 ? literalsOf(node.item) : undefined;
    case 'choice': {
      const all = node.items.map((item) => literalsOf(asSequence(item)));
      const known = all.flatMap((each) => each ?? []);
      return all.includes(undefined) || known.length > mostLiterals ? undefined : known;
    }
    case 'sequence':
      return best([...runsOf(node.items), ...node.items.map(literalsOf)]);
  }
}

function asSequence(node: PatternNode): PatternNode {
  return node.kind === 'sequence' ? node : { kind: 'sequence', items: [node] };
}

/** Single letters, or a letter in both cases, that follow each other. */
function runsOf(items: readonly PatternNode[]): (readonly string[])[] {
  const runs: string[] = [''];
  for (const item of flat(items)) {
    const letter = letterOf(item);
    if (letter === undefined) runs.push('');
    else runs[runs.length - 1] += letter;
  }
  return runs.filter((run) => run.length >= shortest).map((run) => [run]);
}

/** Groups that hold one sequence, and repeats of a fixed number, opened. */
function flat(items: readonly PatternNode[]): PatternNode[] {
  return items.flatMap((item) => {
    if (item.kind === 'group') return flat([item.item]);
    if (item.kind === 'sequence') return flat(item.items);
    const isFixed = item.kind === 'repeat' && item.min === item.max && item.min <= 16;
    return isFixed ? Array.from({ length: item.min }, () => flat([item.item])).flat() : [item];
  });
}

function letterOf(node: PatternNode): string | undefined {
  if (node.kind === 'assertion') return '';
  if (node.kind !== 'chars' || node.set.size > 2) return undefined;
  const letters = new Set(Array.from(node.set, (code) => String.fromCharCode(code).toLowerCase()));
  const [letter] = letters;
  return letters.size === 1 && letter !== undefined && /[\x20-\x7e]/u.test(letter)
    ? letter
    : undefined;
}

function best(choices: readonly (readonly string[] | undefined)[]): readonly string[] | undefined {
  const worth = (choice: readonly string[]): number =>
    Math.min(...choice.map((each) => each.length));
  let found: readonly string[] | undefined;
  for (const choice of choices) {
    if (choice === undefined || choice.length === 0) continue;
    if (found === undefined || worth(choice) > worth(found)) found = choice;
  }
  return found;
}
