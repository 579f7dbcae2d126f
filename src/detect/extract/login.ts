// Passwords that a call takes by their place: ("user", "password") after `auth=`, in HTTPBasicAuth, SetBasicAuth,
// NetworkCredential or login; and as a further argument of calls that open a connection or create a user.
import type { Candidate } from '../assignment/candidate.ts';
import { decodeText, literalAt, type Literal } from '../assignment/literal.ts';
import type { TextWindow } from '../assignment/textWindow.ts';
import { candidateIn } from './candidateIn.ts';

/** A call, its name with the parenthesis, and where its password stands: 0-based, the user right before it. */
interface Call {
  readonly name: RegExp;
  readonly place: number;
  /** What the first argument is, where the name of the call alone says little. */
  readonly first?: RegExp;
}

const user = /^[\w.@+\\-]{1,64}$/u;

const calls: readonly Call[] = [
  { name: /(?:basic_?auth|digest_?auth|proxy_?auth|ntlm_?auth)\($/iu, place: 1 },
  { name: /(?:^|[\s,({.])auth ?= ?\($/u, place: 1 },
  { name: /(?:network|password|basic|login|user)credentials?\($/iu, place: 1 },
  { name: /\.login\($/u, place: 1, first: user },
  { name: /create_(?:super)?user\($/u, place: 2, first: user },
  { name: /(?:mysql\w*|oci|odbc)[._]?p?connect\($|mysqli\($/iu, place: 2 },
  {
    name: /(?:getconnection|(?:^|\W)pdo|->connect)\($/iu,
    place: 2,
    first: /^(?:jdbc|dbi|[a-z]{3,8}):/iu,
  },
];

/** The cheap look before text is made of a window: a quote within a hundred bytes, before the call ends. */
export function mayTakeLogin(bytes: Uint8Array, at: number): boolean {
  if (bytes[at - 1] !== 0x28 || bytes[at - 5] === 0x40) return true;
  const limit = Math.min(bytes.length, at + 100);
  for (let i = at; i < limit; i++) {
    const byte = bytes[i];
    if (byte === 0x22 || byte === 0x27 || byte === 0x60) return true;
    if (byte === 0x29 || byte === 0x3d) return false;
  }
  return false;
}

/** The password among the arguments of the call whose name and parenthesis end at `to`. */
export function loginAt(window: TextWindow, from: number, to: number): Candidate[] {
  const { text } = window;
  if (text.charAt(from) === '@') return beforeHostAt(window, from, to);
  if (text.charAt(to - 1) !== '(') return userPasswordAt(window, from, to);
  const before = text.slice(Math.max(0, from - 32), to);
  const call = calls.find(({ name }) => name.test(before));
  if (call === undefined) return [];
  const { place, first } = call;
  const found = argumentsAt(text, to, place);
  const password = found[place];
  const login = textOf(text, found[place - 1]);
  if (password === undefined || password.end === password.start) return [];
  if (first === undefined ? !user.test(login) : !first.test(textOf(text, found[0]))) return [];
  return [candidateOf(window, from, password)];
}

// Data source names of Go's MySQL driver: "user:password@tcp(host)/name". Judged as the URLs that they are.
function beforeHostAt(window: TextWindow, at: number, to: number): Candidate[] {
  const before = window.text.slice(Math.max(0, at - 200), at);
  const match = /(?:["'`=]|\s)([\w.-]{1,64}):([^\s"'`:/]{2,128})$/u.exec(before);
  const [, login = '', password = ''] = match ?? [];
  // Words alone are those of examples: nothing was fitted on this notation.
  if (!/\d/u.test(password)) return [];
  return [
    candidateIn(window, {
      name: `url.mysql.${login}`,
      role: 'url',
      from: at - password.length - 1 - login.length,
      start: at - password.length,
      end: at,
      callee: /^[\w.:-]{0,80}/u.exec(window.text.slice(to, to + 80))?.[0] ?? '',
    }),
  ];
}

// CURLOPT_USERPWD, "user:password"
function userPasswordAt(window: TextWindow, from: number, to: number): Candidate[] {
  const comma = /[ \t]*(?:,|=>)[ \t]*/y;
  comma.lastIndex = to;
  const literal = comma.test(window.text) ? literalAt(window.text, comma.lastIndex) : undefined;
  if (literal === undefined) return [];
  const colon = window.text.indexOf(':', literal.start);
  if (colon < 0 || colon + 1 >= literal.end) return [];
  return [candidateOf(window, from, { ...literal, start: colon + 1 })];
}

// Literals by their place; names and numbers leave theirs empty.
function argumentsAt(text: string, from: number, last: number): (Literal | undefined)[] {
  const found: (Literal | undefined)[] = [];
  const blank = /\s{0,60}/y;
  const other = /[^\s"'`,(){}[\];]{1,60}/y;
  const wrapper = /(?:Some|String::from|new \w{1,20}|\w{1,20})\([ \t]*(?=["'])/y;
  const comma = /\)?\s{0,20},\s{0,60}/y;
  blank.lastIndex = from;
  blank.test(text);
  let at = blank.lastIndex;
  for (let i = 0; i <= last; i++) {
    wrapper.lastIndex = at;
    if (wrapper.test(text)) at = wrapper.lastIndex;
    const literal = literalAt(text, at);
    other.lastIndex = at;
    if (literal === undefined && !other.test(text)) return found;
    found.push(literal);
    comma.lastIndex = literal?.next ?? other.lastIndex;
    if (i < last && !comma.test(text)) return found;
    at = comma.lastIndex;
  }
  return found;
}

function textOf(text: string, literal: Literal | undefined): string {
  return literal === undefined ? '' : text.slice(literal.start, literal.end);
}

function candidateOf(
  window: TextWindow,
  from: number,
  { start, end }: Pick<Literal, 'start' | 'end'>,
): Candidate {
  const value = decodeText(window.text.slice(start, end));
  const syntax = 'quoted';
  return candidateIn(window, {
    name: 'login.password',
    role: 'login',
    syntax,
    from,
    start,
    end,
    value,
  });
}
