// Values without quotes, as .env, INI, YAML, shell and command lines write them.

import { noteCut } from './textWindow.ts';

/** Offsets in the window's text; `isLine` when the value runs to the end of its line. */
export interface BareValue {
  readonly start: number;
  readonly end: number;
  readonly isLine: boolean;
}

const wordEnd = /[\s"'`\\;,&<>|(){}[\]]/gu;
const looseEnd = /[\s"'`\\;,&<>|]/gu;

/**
 * The value that starts at `at`, a character that is neither space nor quote. At the start of a line's
 * assignment it runs to the end of the line (comments and a closing comma or semicolon left out);
 * elsewhere, or where other assignments follow, to the next separator.
 * Undefined where the window ends before the value does.
 */
export function bareValueAt(
  text: string,
  at: number,
  place: {
    readonly isLineStart: boolean;
    readonly reachesEnd: boolean;
    readonly terminator?: string;
    /** The quote of a literal around the assignment: `"NAME=value"`. */
    readonly enclosing?: string;
  },
): BareValue | undefined {
  const feed = text.indexOf('\n', at);
  if (feed < 0 && !place.reachesEnd) {
    noteCut();
    return undefined;
  }
  let lineEnd = feed < 0 ? text.length : feed;
  if (place.enclosing !== undefined && place.enclosing !== '') {
    const closing = text.indexOf(place.enclosing, at);
    if (closing >= at && closing < lineEnd) lineEnd = closing;
  }
  if (place.terminator !== undefined) {
    const end = text.indexOf(place.terminator, at);
    return end > at && end <= lineEnd ? { start: at, end, isLine: false } : undefined;
  }
  if (!place.isLineStart) return wordAt(text, at, lineEnd, wordEnd);
  const line = text.slice(at, lineEnd);
  const comment = /[ \t]+(?:#|\/\/|;|--|<!--)/u.exec(line);
  // A line of a literal ends with its escaped line feed.
  const kept = (comment === null ? line : line.slice(0, comment.index))
    .trimEnd()
    .replace(/(?:\\[nr])+$/u, '');
  if (!/[ \t]/u.test(kept)) {
    const end = at + kept.replace(/[,;\\]+$/u, '').length;
    return end > at ? { start: at, end, isLine: true } : undefined;
  }
  // NAME=value command --flag
  if (/^\S+[ \t]+[\w./-]+[ \t](?:.*[ \t])?(?:--?[A-Za-z]|[|<>&]|\$\w)/u.test(kept)) {
    return wordAt(text, at, lineEnd, looseEnd);
  }
  // Several assignments on a line, or a command after them: DB_USER=root DB_PASSWORD=x ./run
  if (/^\S+[ \t]+(?:[\w-]+=|-{1,2}\w|[&|<>;]|\.?\/|\\$)/u.test(kept)) {
    return wordAt(text, at, lineEnd, looseEnd);
  }
  // Text with quotes in it is code or prose.
  if (/["'`]/u.test(kept)) return undefined;
  return { start: at, end: at + kept.length, isLine: true };
}

function wordAt(text: string, at: number, limit: number, stop: RegExp): BareValue | undefined {
  stop.lastIndex = at;
  const match = stop.exec(text);
  const end = Math.min(match?.index ?? limit, limit);
  return end > at ? { start: at, end, isLine: false } : undefined;
}
