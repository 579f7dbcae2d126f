// A private key in text armour as a file of its own would hold it (RFC 7468, section 3; RFC 9580, section 6.2): the
// same key has the same value in a .pem file, in a JSON string, in an indented block, with CR LF.
import type { ValueEncoding } from '../../model/match.ts';

export interface KeyBlock {
  readonly value: string;
  /** How it is stored; undefined where only line ends and indentation differ. */
  readonly encoding?: ValueEncoding;
}

/** The block in its plain form; undefined where the text is no block from BEGIN to END, or is so already. */
export function plainKeyBlock(stored: string): KeyBlock | undefined {
  const match = block.exec(stored);
  const [, begin, inner, end] = match ?? [];
  if (begin === undefined || inner === undefined || end === undefined) return plainPutty(stored);
  const text = unescaped(inner);
  const isJoined = quote.test(text);
  const lines = (isJoined ? text.replace(glue, '\n') : text).split(/\r\n?|\n/u).map(withoutMark);
  const words = lines.some(isBody) ? lines : text.split(/\s+/u);
  const filled = words.filter((line) => line !== '');
  const headers = filled.filter((line) => header.test(line));
  const body = filled.filter((line) => !header.test(line));
  const gap = headers.length > 0 || begin.includes('PGP') ? [''] : [];
  const wrapped = /\s/u.test(text) ? body : body.flatMap((line) => wrap(line, begin));
  const value = [begin, ...headers, ...gap, ...wrapped, end].join('\n');
  if (value === stored) return undefined;
  if (isJoined) return { value, encoding: 'joined' };
  return text === inner ? { value } : { value, encoding: encodingOf(inner) };
}

// PuTTY writes CR LF on one system and LF on the other.
function plainPutty(stored: string): KeyBlock | undefined {
  const isOther = stored.startsWith('PuTTY-User-Key-File-') && stored.includes('\r');
  return isOther ? { value: stored.replaceAll('\r', '') } : undefined;
}

// A block that lost its line ends gets them back: 64 characters a line, 70 in those of OpenSSH.
function wrap(body: string, begin: string): string[] {
  return body.match(begin.includes('OPENSSH') ? /.{1,70}/gu : /.{1,64}/gu) ?? [];
}

const block =
  /^(-----BEGIN [A-Z0-9 ]{0,60}PRIVATE KEY(?: BLOCK)?-----)([\s\S]*?)(-----END [A-Z0-9 ]{0,60}PRIVATE KEY(?: BLOCK)?-----)$/u;
/** RFC 1421, section 4.6, and the armour headers of PGP. */
const header = /^[A-Za-z][A-Za-z-]*: /u;

const escape =
  /(?<!\\)\\+(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|([nrt/])|(?=\r?\n))|&#(?:x0?([adAD])|(1[03]));/gu;
const short: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '/': '/' };

function unescaped(inner: string): string {
  return inner.replace(escape, (whole, four?: string, two?: string, letter?: string) => {
    if (whole.startsWith('&')) return '\n';
    const hex = four ?? two;
    if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16));
    return short[letter ?? ''] ?? '';
  });
}

function encodingOf(inner: string): ValueEncoding {
  if (!inner.includes('\\')) return 'html-entity';
  return inner.includes('\\u') ? 'unicode-escape' : 'json-escape';
}

const quote = /["'`]/u;
/** The end of one string literal and the start of the next: `" +`, `' . PHP_EOL .`, `",`. */
const glue =
  /["'`](?:[ \t]*(?:[+.&,\\_]|PHP_EOL|vbCrLf|vbLf))*[ \t]*(?:\r?\n[ \t]*)?(?:[+.&][ \t]*)?["'`]?/gu;

// A comment sign before the line, and the white space around it.
function withoutMark(line: string): string {
  return line
    .trim()
    .replace(/^(?:#|\/\/|\*|>|;|--)[ \t]+/u, '')
    .replace(/^(?:[#*>;]+|\/\/|--)$/u, '');
}

function isBody(line: string): boolean {
  return /^[A-Za-z0-9+/=]{16,}$/u.test(line);
}
