// The two short forms in which most rules are written, turned into one RE2 pattern: `token` (a value
// that is recognised by itself, between boundaries) and `assigned` (a value that is recognised by the
// name before it).
import { edgeCharacters, parsePattern } from './patternSyntax.ts';

/** A value that needs a name near it. Both are RE2 fragments; the name is matched without case. */
export interface AssignedForm {
  readonly name: string;
  readonly value: string;
}

/**
 * Pattern of a token that may stand anywhere but inside a longer word. A `-`, `+`, `/`, `=` or `.`
 * next to it counts as part of a longer word where the token itself may hold one at that edge.
 */
export function tokenPattern(token: string): string {
  const tree = parsePattern(token);
  const first = wordClass(edgeCharacters(tree, 'first'), '-+/');
  const last = wordClass(edgeCharacters(tree, 'last'), '-+/=');
  // A letter may also belong to an escape before the token: \n in a string, %3D in a URL.
  return `(?:^|[^${first}]|\\\\[nrt]|%[0-9A-Fa-f]{2})(?P<secret>${token})(?:[^${last}]|$)`;
}

/**
 * Pattern of `name … = value` in the notations of source code and configuration: an operator or
 * separator, an optional type or call between, quotes or none, also in an URL's query or a header.
 */
export function assignedPattern({ name, value }: AssignedForm): string {
  const last = wordClass(edgeCharacters(parsePattern(value), 'last'), '-+/=');
  return [
    `(?i:${name})[A-Za-z0-9_.-]{0,40}`,
    // Closing quote or bracket of the name, a type, the end of a call or an XML tag.
    '(?:\\\\?["\'`]|[\\])]){0,3}(?:[ \\t]{0,3}:[ \\t]{0,3}[A-Za-z][A-Za-z.\\[\\]|]{0,20})?',
    '[ \\t]{0,20}(?:=|:|,|>|\\(|\\|\\||[ \\t])[=>:]{0,2}[ \\t\\r\\n]{0,20}',
    // Opening quote, prefix of a string, or a call that returns its argument.
    '(?:[A-Za-z_.]{1,20}\\()?(?:[bfru]{0,2}\\\\{0,2}["\'`]){0,3}',
    `(?P<secret>${value})(?:[^${last}]|$)`,
  ].join('');
}

// Letters, digits and underscore, and those of `extra` that the edge of the value can be.
function wordClass(edge: ReadonlySet<number>, extra: string): string {
  const more = Array.from(extra).filter((letter) => edge.has(letter.charCodeAt(0)));
  return `A-Za-z0-9_${more.map((letter) => `\\${letter}`).join('')}`;
}
