// What the files that hold credentials say: names and values, as the programs that read such files take them. Which of
// the values are secrets is for others to judge.
import type { BytePath } from '../model/path.ts';
import { baseName } from '../model/path.ts';

/** A value of a file. */
export interface EnvValue {
  readonly name: string;
  readonly value: string;
}

/**
 * The values of a file, in their order; a name that is assigned twice comes twice. The base name says how it is read: JSON
 * (service accounts), `.netrc`, `.pgpass`, `.htpasswd`, `.git-credentials`, private keys, and else assignments as in
 * dotenv files, INI, TOML and Terraform variables (https://hexdocs.pm/dotenvy/dotenv-file-format.html and
 * https://saurabh-kumar.com/python-dotenv/#file-format tell what dotenv readers agree on). What cannot be read gives nothing.
 * The file may be a stranger's: every step takes time in proportion to its length.
 */
export function parseEnvValues(bytes: Uint8Array, path: BytePath): EnvValue[] {
  const text = textOf(bytes);
  const name = baseName(path).toLowerCase();
  if (text.includes('-----BEGIN ') && !/^[ \t]*[\w.]+[ \t]*[=:]/mu.test(text)) return keysOf(text);
  if (name.endsWith('.json')) return jsonValues(text);
  if (name === '.netrc' || name === '_netrc') return netrcValues(text);
  if (name === '.pgpass') return fieldValues(text, pgpassField);
  if (name === '.htpasswd') return fieldValues(text, htpasswdField);
  if (name === '.git-credentials') return fieldValues(text, gitCredentialsField);
  return assignments(text);
}

function textOf(bytes: Uint8Array): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  // It takes a byte order mark off.
  return new TextDecoder().decode(bytes);
}

const assignment =
  /^[ \t]*(?:(?:export|set|declare -x|ENV)[ \t]+)?["']?(?:\/\/[^\s=]*:)?([A-Za-z_][\w.-]*)["']?[ \t]*(=|:(?=[ \t]))[ \t]*/u;

function assignments(text: string): EnvValue[] {
  const values: EnvValue[] = [];
  for (let at = 0; at < text.length;) {
    let end = lineEnd(text, at);
    const found = assignment.exec(text.slice(at, end));
    if (found !== null) {
      const [whole, name = ''] = found;
      const start = at + whole.length;
      const quoted = quotedValue(text, start);
      const value = quoted?.value ?? plainValue(text.slice(start, end));
      values.push({ name, value });
      for (const inner of stringsWithin(value)) {
        values.push({ name: `${name}.${inner.name}`, value: inner.value });
      }
      if (quoted !== undefined) end = lineEnd(text, quoted.end);
    }
    at = end + 1;
  }
  return values;
}

/** The strings of a TOML or Terraform table or list, or of JSON, on one line; by their key or their number. */
function stringsWithin(value: string): EnvValue[] {
  if (!/^[[{]/u.test(value)) return [];
  const strings: EnvValue[] = [];
  let key: string | undefined;
  for (let at = 1; at < value.length;) {
    const quoted = value[at] === '"' || value[at] === "'" ? quotedValue(value, at) : undefined;
    const word = wordFrom(value, at);
    const end = quoted?.end ?? at + Math.max(1, word.length);
    const text = quoted?.value ?? word;
    const sign = /[ \t]*[=:]/uy;
    sign.lastIndex = end;
    const isKey = text !== '' && sign.test(value);
    if (quoted !== undefined && !isKey) {
      strings.push({ name: key ?? String(strings.length + 1), value: text });
    }
    if (isKey) key = text;
    else if (quoted !== undefined || value[at] === ',') key = undefined;
    // A quote that nothing closes: what follows is no list.
    if (quoted === undefined && /["']/u.test(value[at] ?? '')) break;
    at = isKey ? sign.lastIndex : end;
  }
  return strings;
}

/** A bare key; empty where none begins. */
function wordFrom(value: string, at: number): string {
  const word = /[A-Za-z_][\w.-]*/uy;
  word.lastIndex = at;
  return word.exec(value)?.[0] ?? '';
}

function lineEnd(text: string, at: number): number {
  const feed = text.indexOf('\n', at);
  return feed < 0 ? text.length : feed;
}

/** Up to a comment, which begins with white space and a `#`. */
function plainValue(rest: string): string {
  // Of a file with CR LF the rest ends with the CR, which is no `.` of a pattern.
  return rest
    .trimEnd()
    .replace(/(?:^|[ \t])#.*$/su, '')
    .trim();
}

const quotes = ['"""', "'''", '"', "'", '`'];

/** A value in quotes, which may go over several lines; undefined where none begins, or none ends. */
function quotedValue(text: string, start: number): { value: string; end: number } | undefined {
  const quote = quotes.find((each) => text.startsWith(each, start));
  if (quote === undefined) return undefined;
  const from = start + quote.length;
  const isEscaping = quote.startsWith('"');
  for (let at = from; at < text.length; at++) {
    if (text[at] === '\\' && (isEscaping || text[at + 1] === "'" || text[at + 1] === '\\')) at++;
    else if (text.startsWith(quote, at)) {
      const inner = text.slice(from, at).replaceAll('\r\n', '\n');
      return { value: isEscaping ? unescaped(inner) : inner, end: at + quote.length };
    }
  }
  return undefined;
}

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

function unescaped(inner: string): string {
  return inner.replace(/\\([nrt"'`\\$])/gu, (_whole, letter: string) => escapes[letter] ?? letter);
}

/** The strings of a document, named by their keys; none where it is no JSON after all. */
function jsonValues(text: string): EnvValue[] {
  const values: EnvValue[] = [];
  try {
    JSON.parse(text, (name, value: unknown) => {
      if (typeof value === 'string') values.push({ name, value });
      return value;
    });
  } catch {
    return [];
  }
  return values;
}

/** https://www.gnu.org/software/inetutils/manual/html_node/The-_002enetrc-file.html */
function netrcValues(text: string): EnvValue[] {
  const values: EnvValue[] = [];
  let machine = 'default';
  const words = /\b(machine|password|account)[ \t\r\n]+("(?:[^"\\]|\\.)*"|\S+)/gu;
  for (const { 1: kind, 2: word = '' } of text.matchAll(words)) {
    const value = word.startsWith('"') ? unescaped(word.slice(1, -1)) : word;
    if (kind === 'machine') machine = value;
    else values.push({ name: `${kind} of ${machine}`, value });
  }
  return values;
}

type Field = (line: string) => EnvValue | undefined;

function fieldValues(text: string, fieldOf: Field): EnvValue[] {
  const lines = text.split(/\r?\n/u).filter((line) => !line.startsWith('#'));
  return lines.flatMap((line) => fieldOf(line) ?? []);
}

/** hostname:port:database:username:password, https://www.postgresql.org/docs/current/libpq-pgpass.html */
function pgpassField(line: string): ReturnType<Field> {
  const fields = line.match(/(?:^|:)(?:[^:\\]|\\.)*/gu) ?? [];
  const value = fields.slice(4).join('').slice(1);
  if (fields.length < 5) return undefined;
  return { name: `password of ${fields[0] ?? ''}`, value: value.replace(/\\(.)/gu, '$1') };
}

function htpasswdField(line: string): ReturnType<Field> {
  const colon = line.indexOf(':');
  if (colon <= 0) return undefined;
  return { name: `password hash of ${line.slice(0, colon)}`, value: line.slice(colon + 1).trim() };
}

/** A URL a line, https://git-scm.com/docs/git-credential-store#_storage_format */
function gitCredentialsField(line: string): ReturnType<Field> {
  const url = URL.canParse(line) ? new URL(line) : undefined;
  if (url === undefined || url.password === '') return undefined;
  return { name: `password of ${url.host}`, value: decoded(url.password) };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // A percent sign that is none of an escape.
    return text;
  }
}

/** Blocks of PEM, each from its BEGIN to the next END of the same kind. */
function keysOf(text: string): EnvValue[] {
  const keys: EnvValue[] = [];
  let begun: { readonly kind: string; readonly index: number } | undefined;
  for (const mark of text.matchAll(/-----(BEGIN|END) ([A-Z0-9 ]+)-----/gu)) {
    const [whole, word, kind = ''] = mark;
    if (word === 'BEGIN') begun = { kind, index: mark.index };
    else if (begun?.kind === kind) {
      const block = text.slice(begun.index, mark.index + whole.length);
      keys.push({ name: kind.toLowerCase(), value: block.replaceAll('\r\n', '\n') });
      begun = undefined;
    }
  }
  return keys;
}
