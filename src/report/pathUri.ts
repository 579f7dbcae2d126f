// Paths as URI references. The bytes of the path are what counts, so that one that is no UTF-8 (shown as git quotes it)
// leads to its file as well.
import { shownPath } from '../model/path.ts';
import type { DisplayPath } from '../model/path.ts';

/** RFC 3986, section 2.3, and the slash between the parts; `:` would make the first part a scheme. */
const unreserved = /[\w.~/-]/u;

/** The path percent-encoded: relative as it is, an absolute one as a `file:` URI (RFC 8089). */
export function pathUri(path: DisplayPath): string {
  const encoded = Array.from(shownPath(path), (byte) =>
    unreserved.test(byte) ? byte : percent(byte.charCodeAt(0)),
  ).join('');
  if (encoded.startsWith('/')) return `file://${encoded}`;
  return encoded;
}

function percent(byte: number): string {
  return `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
}
