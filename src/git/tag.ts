// An annotated tag object. Format: git-mktag, "TAG FORMAT"; early tags have no tagger.
import type { ObjectType, Oid } from '../model/oid.ts';
import { firstLine, oidAt } from './commit.ts';
import { headerLines } from './headers.ts';
import { parseSignature } from './signature.ts';
import type { Signature } from './signature.ts';

export interface Tag {
  /** null when the tag is damaged. */
  readonly object: Oid | null;
  readonly type: ObjectType | null;
  /** The name as UTF-8 text. */
  readonly tag: string;
  readonly tagger: Signature | null;
  /** Byte offset of the message (a signature at its end included). */
  readonly messageStart: number;
}

/** Reads the content of a tag object (without git's `tag <size>` header). */
export function parseTag(bytes: Buffer): Tag {
  const head: { -readonly [Key in keyof Tag]: Tag[Key] } = {
    object: null,
    type: null,
    tag: '',
    tagger: null,
    messageStart: 0,
  };
  head.messageStart = headerLines(bytes, (name, start, end) => {
    if (name === 'object') head.object ??= oidAt(bytes, start, end);
    else if (name === 'type') head.type ??= objectType(bytes.toString('latin1', start, end));
    else if (name === 'tag' && head.tag === '') head.tag = bytes.toString('utf8', start, end);
    else if (name === 'tagger') head.tagger ??= parseSignature(bytes.subarray(start, end));
  });
  return head;
}

/** The first line of the message that is not blank; empty when there is none. */
export function tagSummary(bytes: Buffer, tag: Tag): string {
  return firstLine(bytes.subarray(tag.messageStart));
}

function objectType(text: string): ObjectType | null {
  return text === 'commit' || text === 'tree' || text === 'blob' || text === 'tag' ? text : null;
}
