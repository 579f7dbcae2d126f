// `.leaktrailignore`: findings, paths and rules that do not count, a line each. Lines that start with `#` are comments; the
// block of comments above an entry, or a comment at its end, is its reason. Which path a glob names is told from outside.
import { ConfigError } from '../model/errors.ts';

export const ignoreFileName = '.leaktrailignore';

export interface IgnoreEntry {
  /** `path`: a glob as in .gitignore, bytes as latin1. `rule`: an id, `*` stands for any letters. */
  readonly kind: 'fingerprint' | 'rule' | 'path';
  readonly value: string;
  readonly reason: string;
  /** 1-based. */
  readonly line: number;
}

/** Reads the file's bytes. Throws ConfigError that names file (`name`) and line. */
export function parseIgnoreFile(bytes: Uint8Array, name: string): IgnoreEntry[] {
  const entries: IgnoreEntry[] = [];
  let above: string[] = [];
  let isAboveUsed = false;
  for (const [index, raw] of linesOf(bytes).entries()) {
    const text = raw.trim();
    if (text === '') {
      above = [];
    } else if (text.startsWith('#')) {
      // A comment after entries begins the next block.
      if (isAboveUsed) above = [];
      isAboveUsed = false;
      above.push(text.replace(/^#+\s*/u, ''));
    } else {
      isAboveUsed = true;
      entries.push(parseEntry(text, { name, line: index + 1, above: above.join(' ').trim() }));
    }
  }
  return entries;
}

/** Lines as latin1, without the byte order mark of UTF-8. */
function linesOf(bytes: Uint8Array): string[] {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  return text.replace(/^\xef\xbb\xbf/u, '').split('\n');
}

function parseEntry(
  text: string,
  { name, line, above }: { name: string; line: number; above: string },
): IgnoreEntry {
  const comment = text.search(/\s#/u);
  const body = comment < 0 ? text : text.slice(0, comment).trimEnd();
  const beside =
    comment < 0
      ? ''
      : text
          .slice(comment)
          .trim()
          .replace(/^#+\s*/u, '');
  const reason = utf8(beside || above) || `line ${line} of ${name}`;
  const fail = (what: string): never => {
    throw new ConfigError(`${name}:${line}: ${what}`);
  };
  if (/^[0-9a-f]{32}$/u.test(body)) return { kind: 'fingerprint', value: body, reason, line };
  if (body.startsWith('rule:')) {
    const id = body.slice('rule:'.length);
    if (!/^[^\s/]+$/u.test(id)) fail("after 'rule:' comes the id of a rule");
    return { kind: 'rule', value: id, reason, line };
  }
  if (body.startsWith('!')) fail("a path cannot be taken back with '!'");
  const glob = body.startsWith('path:') ? body.slice('path:'.length) : body;
  if (glob === '' || /^\/*$/u.test(glob)) fail('a glob names no path');
  return { kind: 'path', value: glob, reason, line };
}

function utf8(latin1: string): string {
  return Buffer.from(latin1, 'latin1').toString('utf8');
}
