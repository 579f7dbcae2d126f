// Bytes of messages and names as text: the declared encoding if it fits, else UTF-8, else latin1.

import { TextDecoder } from 'node:util';

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const decoders = new Map<string, TextDecoder | null>([['', utf8]]);

/**
 * Decodes bytes that git took for text. `encoding` is the commit's `encoding` header (git-commit,
 * "DISCUSSION"); one that is unknown or does not fit the bytes is passed over.
 */
export function decodeText(bytes: Buffer, encoding = ''): string {
  const latin1 = bytes.toString('latin1');
  if (encoding === '' && /^[\x00-\x7f]*$/u.test(latin1)) return latin1;
  for (const decoder of [decoderFor(encoding), utf8]) {
    const text = decoder === null ? undefined : tryDecode(decoder, bytes);
    if (text !== undefined) return text;
  }
  return latin1;
}

function decoderFor(encoding: string): TextDecoder | null {
  const label = encoding.trim().toLowerCase();
  const known = decoders.get(label);
  if (known !== undefined) return known;
  const made = tryDecoder(label);
  if (decoders.size < 100) decoders.set(label, made);
  return made;
}

function tryDecoder(label: string): TextDecoder | null {
  try {
    return new TextDecoder(label, { fatal: true, ignoreBOM: true });
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** undefined when the bytes are none of this encoding. */
function tryDecode(decoder: TextDecoder, bytes: Buffer): string | undefined {
  try {
    return decoder.decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}
