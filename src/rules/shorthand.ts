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

/** Whether a pattern is that of a token, given what stands in its group `secret`. */
export function isTokenPattern(pattern: string, secret: string): boolean {
  const [start] = tokenStart.exec(pattern) ?? [];
  return start !== undefined && tokenEnd.test(pattern.slice(start.length + secret.length));
}

const tokenStart =
  /^\(\?:\^\|\[\^A-Za-z0-9_[^\]]*\]\|\\\\\[nrt\]\|%\[0-9A-Fa-f\]\{2\}\)\(\?P<secret>/u;
const tokenEnd = /^\)\(\?:\[\^A-Za-z0-9_[^\]]*\]\|\$\)$/u;

/**
 * Pattern of `name … value` in the notations of source code, configuration, markup and prose: the name, more
 * words of the name, a separator, and perhaps one word that belongs to the notation (a type, a call,
 * `default=`, `value:`). What stands between is the group `between`, which the check no-hash-name reads.
 */
export function assignedPattern({ name, value }: AssignedForm): string {
  const last = wordClass(edgeCharacters(parsePattern(value), 'last'), '-+/=');
  return `(?i:${name})${assignedMiddle}(?P<secret>${value})(?:[^${last}]|$)`;
}

// A value on its own line, as between XML tags.
const lineEnd = '[\\r\\n]{1,2}[ \\t]{0,40}';

const credentialWords =
  'key|token|secret|access|private|auth|pass|pwd|pat|api|sid|login|cred|bearer|licen[cs]e|signature|client';

// No `#`, `@`, `/` and `%`: what follows those is a commit, a version or a path.
const marks = '["\'`=:>,;(){}\\[\\]|?<$!+. \\t\\\\-]';

/** What every pattern of assignedPattern has between name and value. */
export const assignedMiddle = [
  '(?P<between>',
  // "…Key", "… secret access token", "…_API_TOKEN": as far as a word that promises a secret, and on.
  `(?:[A-Za-z0-9_ \\t.-]{0,32}?(?i:${credentialWords})[A-Za-z0-9_ \\t.-]{0,24}?)?`,
  `(?:${marks}{1,12}(?:[A-Za-z][A-Za-z.]{0,20}(?:\\[[A-Za-z]{1,12}\\])?${marks}{1,8})?(?:\\\\?[rn]|${lineEnd})?|${lineEnd})`,
  ')',
].join('');

// Letters, digits and underscore, and those of `extra` that the edge of the value can be.
function wordClass(edge: ReadonlySet<number>, extra: string): string {
  const more = Array.from(extra).filter((letter) => edge.has(letter.charCodeAt(0)));
  return `A-Za-z0-9_${more.map((letter) => `\\${letter}`).join('')}`;
}
