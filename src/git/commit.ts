// A commit object: its headers, and where its message starts. Tolerant, as histories hold commits that
// old or foreign tools wrote. Format: git-cat-file and commit.c, parse_commit_buffer.
import type { Oid } from '../model/oid.ts';
import { headerLines } from './headers.ts';
import { noSignature, parseSignature } from './signature.ts';
import type { Signature } from './signature.ts';
import { decodeText } from './text.ts';

export interface Commit {
  /** null when the commit is damaged. */
  readonly tree: Oid | null;
  readonly parents: readonly Oid[];
  readonly author: Signature;
  readonly committer: Signature;
  /** The `encoding` header, empty for UTF-8. */
  readonly encoding: string;
  /** Byte offset of the message; the length of the object when there is none. */
  readonly messageStart: number;
}

/** Reads the content of a commit object (without git's `commit <size>` header). */
export function parseCommit(bytes: Buffer): Commit {
  let tree: Oid | null = null;
  const parents: Oid[] = [];
  let author: Buffer | undefined;
  let committer: Buffer | undefined;
  let encoding = '';
  const messageStart = headerLines(bytes, (name, start, end) => {
    if (name === 'tree') tree ??= oidAt(bytes, start, end);
    else if (name === 'parent') {
      const parent = oidAt(bytes, start, end);
      if (parent !== null && author === undefined) parents.push(parent);
    } else if (name === 'author') author ??= bytes.subarray(start, end);
    else if (name === 'committer') committer ??= bytes.subarray(start, end);
    else if (name === 'encoding' && encoding === '')
      encoding = bytes.toString('latin1', start, end);
  });
  return {
    tree,
    parents,
    author: author === undefined ? noSignature : parseSignature(author, encoding),
    committer: committer === undefined ? noSignature : parseSignature(committer, encoding),
    encoding,
    messageStart,
  };
}

/** The first line of the message that is not blank, as text; empty when there is none. */
export function commitSummary(bytes: Buffer, commit: Commit): string {
  return firstLine(bytes.subarray(commit.messageStart), commit.encoding);
}

/** The first line that is not blank, without white space at its end. */
export function firstLine(message: Buffer, encoding = ''): string {
  let start = 0;
  while (start < message.length) {
    const found = message.indexOf(0x0a, start);
    const end = found < 0 ? message.length : found;
    const line = decodeText(message.subarray(start, end), encoding).trimEnd();
    if (line !== '') return line;
    start = end + 1;
  }
  return '';
}

/** A hexadecimal id of 40 or 64 digits, else null. */
export function oidAt(bytes: Buffer, start: number, end: number): Oid | null {
  const text = bytes.toString('latin1', start, end);
  return /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/u.test(text) ? text : null;
}
