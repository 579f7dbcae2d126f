// The header lines that commits and tags share: `name value`, then a blank line, then the message.

/**
 * Calls back for each header line with the byte range of its value. Continuation lines (they start
 * with a space: gpgsig, mergetag) are left out. Returns the offset of the message, or the length
 * when there is none.
 */
export function headerLines(
  bytes: Buffer,
  callback: (name: string, start: number, end: number) => void,
): number {
  let at = 0;
  // Kept between lines: sought anew from each of a million lines without one, it would cost their square.
  let space = -1;
  while (at < bytes.length) {
    const found = bytes.indexOf(0x0a, at);
    const end = found < 0 ? bytes.length : found;
    if (end === at) return at + 1;
    if (bytes[at] !== 0x20) {
      if (space < at) space = spaceFrom(bytes, at);
      if (space > at && space < end) callback(bytes.toString('latin1', at, space), space + 1, end);
    }
    at = end + 1;
  }
  return bytes.length;
}

function spaceFrom(bytes: Buffer, start: number): number {
  const found = bytes.indexOf(0x20, start);
  return found < 0 ? bytes.length : found;
}
