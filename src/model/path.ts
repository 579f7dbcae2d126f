// Paths are bytes in git. Inside leaktrail they travel as latin1 strings (one character a byte); this
// file turns them into what a report shows.

/** A path as git stores it, one UTF-16 unit per byte (0 to 255), `/` between the parts. */
export type BytePath = string;

/** What a report shows: the UTF-8 text, or, where the bytes are no UTF-8, git's quoted form. */
export type DisplayPath = string;

const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const shortEscapes: Readonly<Record<number, string>> = {
  7: '\\a',
  8: '\\b',
  9: '\\t',
  10: '\\n',
  11: '\\v',
  12: '\\f',
  13: '\\r',
  34: '\\"',
  92: '\\\\',
};

/**
 * Text of a path. Bytes that are no UTF-8 come in double quotes with octal escapes, as git's own
 * `core.quotePath` writes them (git-config, core.quotePath); so does a path whose text would look like that.
 */
export function displayPath(path: BytePath): DisplayPath {
  if (/^[\x20-\x7e]*$/u.test(path)) return isQuoted(path) ? quoted(path) : path;
  try {
    return strictUtf8.decode(Buffer.from(path, 'latin1'));
  } catch {
    return quoted(path);
  }
}

function quoted(path: BytePath): DisplayPath {
  return `"${Array.from(path, quoteByte).join('')}"`;
}

/** A quoted path has an escape for the byte that is no UTF-8; a name in plain quotes is a name. */
function isQuoted(shown: DisplayPath): boolean {
  return /^"[\x20-\x7e]*"$/u.test(shown) && /\\[23][0-7]{2}/u.test(shown);
}

function quoteByte(character: string): string {
  const byte = character.charCodeAt(0);
  const short = shortEscapes[byte];
  if (short !== undefined) return short;
  return byte >= 0x20 && byte < 0x7f ? character : `\\${byte.toString(8).padStart(3, '0')}`;
}

/** The byte form of a UTF-8 text path (from the command line or the file system). */
export function bytePath(text: string): BytePath {
  return Buffer.from(text, 'utf8').toString('latin1');
}

/** The bytes that a display path shows: the inverse of `displayPath`. */
export function shownPath(shown: DisplayPath): BytePath {
  if (isQuoted(shown)) {
    return shown
      .slice(1, -1)
      .replace(/\\([0-7]{3}|.)/gu, (_, escape: string) =>
        String.fromCharCode(byteOfEscape.get(escape) ?? Number.parseInt(escape, 8)),
      );
  }
  return bytePath(shown);
}

const byteOfEscape = new Map(
  Object.entries(shortEscapes).map(([byte, escape]) => [escape.slice(1), Number(byte)]),
);

/**
 * Whether a file of a work tree can have the path. A tree that nobody checks may name `../x`, `/etc/x` or `.git/config`: what is
 * told of such a file must not lead to the one that stands there.
 */
export function isWorktreePath(path: DisplayPath): boolean {
  // Without a Buffer: the page of a report asks, too. Dots, slashes and letters stand for themselves in quotes.
  const text = isQuoted(path) ? path.slice(1, -1) : path;
  if (text === '' || text.startsWith('/')) return false;
  return text.split('/').every((part) => !/^(?:\.\.|\.git)$/iu.test(part));
}

/** The part after the last slash. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** The folder of a path, `''` for the top. */
export function folderOf(path: BytePath): BytePath {
  return path.slice(0, Math.max(path.lastIndexOf('/'), 0));
}
