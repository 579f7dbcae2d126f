// Values of a Kubernetes Secret (kubernetes.io/docs/concepts/configuration/secret): base64 under `data`,
// plain under `stringData`. The names may say nothing: the kind does.
import type { TextWindow } from '../assignment/textWindow.ts';
import type { Candidate } from '../assignment/candidate.ts';
import { decodeText } from '../assignment/literal.ts';
import { candidateIn } from './candidateIn.ts';

// No two parts of it can take the same characters: a line of blanks would be cut up in too many ways. What else stands
// behind a value is cut off by `valueOf`.
const entry =
  /^([ \t]+)["']?([\w.-]{1,120})["']?:[ \t]*(?:[|>][+-]?[ \t]*\r?\n[ \t]+)?["']?([^\s"'#][^\r\n"'#]*)(["'][ \t]*(?:,[ \t]*)?)?(#[^\r\n]*)?\r?$/gmu;

/** The value of an entry; undefined where what stands behind it makes it none. */
function valueOf([whole, , , written = '', quote, comment]: RegExpExecArray): string | undefined {
  if (comment !== undefined) {
    const before = whole[whole.lastIndexOf(comment) - 1] ?? '';
    if (before !== ' ' && before !== '\t') return undefined;
  }
  if (quote !== undefined) return written;
  const end = blankStart(written, written.length);
  return written.slice(0, end > 1 && written[end - 1] === ',' ? blankStart(written, end - 1) : end);
}

/** Where the blanks before `end` begin, behind the first character. */
function blankStart(text: string, end: number): number {
  let start = end;
  while (start > 1 && (text[start - 1] === ' ' || text[start - 1] === '\t')) start--;
  return start;
}

/** The values of the manifest whose `kind: Secret` stands at `text[from, to)`. */
export function kubernetesSecretAt(window: TextWindow, from: number, to: number): Candidate[] {
  const { text } = window;
  if (!/^["']?[ \t]*(?:\r?\n|,|\}|$)/u.test(text.slice(to, to + 12))) return [];
  // One document: from the last `---` or other kind before to the next after it.
  const start =
    Math.max(text.lastIndexOf('\n---', from), text.lastIndexOf('\nkind:', from - 2)) + 1;
  const next = /\n(?:---|kind:)/gu;
  next.lastIndex = to;
  const end = next.exec(text)?.index ?? text.length;
  const found: Candidate[] = [];
  readCompact(window, from, to, found);
  for (const block of text
    .slice(start, end)
    .matchAll(/^([ \t]*)["']?(data|stringData)["']?:[ \t]*(?:\{[ \t]*)?\r?\n/gmu)) {
    const bodyStart = start + block.index + block[0].length;
    readBlock(
      window,
      bodyStart,
      end,
      { indent: block[1]?.length ?? 0, isPlain: block[2] === 'stringData' },
      found,
    );
  }
  return found;
}

interface Block {
  readonly indent: number;
  readonly isPlain: boolean;
}

function readBlock(
  window: TextWindow,
  from: number,
  to: number,
  block: Block,
  found: Candidate[],
): void {
  const { text } = window;
  entry.lastIndex = from;
  for (let match = entry.exec(text); match !== null && match.index < to; match = entry.exec(text)) {
    const [whole, indent = '', name = ''] = match;
    const written = valueOf(match);
    if (written === undefined) continue;
    if (indent.length <= block.indent || isEnded(text.slice(from, match.index), block)) return;
    const start = match.index + whole.indexOf(written, indent.length + name.length + 1);
    const rest = blockScalar.test(whole) && !block.isPlain ? linesAfter(text, entry.lastIndex) : '';
    entry.lastIndex += rest.length;
    const end = rest === '' ? start + written.length : entry.lastIndex;
    add(window, { name, start, end, stored: written + rest.replace(/\s/gu, '') }, block, found);
  }
}

const blockScalar = /:[ \t]*[|>][+-]?[ \t]*\r?\n/u;

// The further lines of a base64 value that is wrapped.
function linesAfter(text: string, from: number): string {
  const more = /(?:\r?\n[ \t]+[A-Za-z0-9+/=]+(?=[ \t]*\r?(?:\n|$)))*/y;
  more.lastIndex = from;
  return more.exec(text)?.[0] ?? '';
}

// {"kind":"Secret","data":{"password":"…"}} on one line, as kubectl keeps what it last applied.
function readCompact(window: TextWindow, from: number, to: number, found: Candidate[]): void {
  const { text } = window;
  // Of the line what stands between the kinds before and after.
  const lineStart =
    Math.max(text.lastIndexOf('\n', from), text.lastIndexOf('"kind"', from - 2)) + 1;
  const next = /\n|"kind"/gu;
  next.lastIndex = to;
  const line = text.slice(lineStart, next.exec(text)?.index ?? text.length);
  for (const object of line.matchAll(/"(data|stringData)"[ \t]*:[ \t]*\{([^{}]*)\}/gu)) {
    const [whole, kind, body = ''] = object;
    const bodyStart = lineStart + object.index + whole.length - 1 - body.length;
    for (const field of body.matchAll(/"([\w.-]{1,120})"[ \t]*:[ \t]*"([^"\\\s]+)"/gu)) {
      const [entryText, name = '', stored = ''] = field;
      const end = bodyStart + field.index + entryText.length - 1;
      const span = { name, start: end - stored.length, end, stored };
      add(window, span, { isPlain: kind === 'stringData' }, found);
    }
  }
}

interface Entry {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  /** The value without line ends. */
  readonly stored: string;
}

function add(
  window: TextWindow,
  { name, start, end, stored }: Entry,
  { isPlain }: Pick<Block, 'isPlain'>,
  found: Candidate[],
): void {
  const span = { name, role: 'manifest', syntax: 'bare', start, end } as const;
  if (isPlain) {
    found.push(candidateIn(window, span));
    return;
  }
  const value = decoded(stored);
  if (value !== undefined) found.push(candidateIn(window, { ...span, value, encoding: 'base64' }));
}

// A line that stands no deeper than the block's own name ends it, unless it is a comment.
function isEnded(text: string, { indent }: Block): boolean {
  return text.split('\n').some((line) => {
    const depth = line.search(/\S/u);
    return depth >= 0 && depth <= indent && line.charAt(depth) !== '#';
  });
}

function decoded(written: string): string | undefined {
  if (!/^[A-Za-z0-9+/]{4,}={0,2}$/u.test(written) || written.length % 4 !== 0) return undefined;
  const text = decodeText(Buffer.from(written, 'base64').toString('latin1')).replace(
    /[\r\n]+$/u,
    '',
  );
  return text === '' || /[\x00-\x08\x0e-\x1f\x7f-\x9f]/u.test(text) ? undefined : text;
}
