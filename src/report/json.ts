// The JSON report: the document as it is, indented by two spaces, with a newline at the end. Written
// finding by finding, so that a report larger than the longest string of the engine can be written.
import type { FindingDocument, ReportDocument } from './document.ts';

// Characters that JSON may hold as they are but that change what a terminal or a page shows: those of sanitize.ts, a UTF-16 unit
// each, since JSON knows no longer escapes.
const escaped =
  /[\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;

/**
 * Chunks of the JSON text; together `JSON.stringify(document, null, 2)` and a newline, with control,
 * bidirectional and zero-width characters as `\uXXXX`.
 */
export function* jsonReport(document: ReportDocument): Generator<string> {
  let separator = '{\n';
  for (const [key, value] of Object.entries(document)) {
    yield `${separator}  ${JSON.stringify(key)}: `;
    if (key === 'findings') yield* findingsList(document.findings);
    else yield indented(value, '  ');
    separator = ',\n';
  }
  yield '\n}\n';
}

/** `JSON.stringify`, safe to print. */
export function safeJson(value: unknown, indentation?: number): string {
  return JSON.stringify(value, null, indentation).replace(escaped, (characters) =>
    characters.split('').map(escapeUnit).join(''),
  );
}

function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** A list to be written into a frame: its property's name, its items and what to write for each. */
export interface FramedList<Item> {
  readonly key: string;
  readonly items: readonly Item[];
  readonly write: (item: Item) => unknown;
}

/**
 * Chunks of a JSON document: `frame`, whose last property in the order of its text is an empty list called `key`, with
 * the items written into it one by one: a format that wraps its results needs no second copy of them all.
 */
export function* framedJson<Item>(frame: object, list: FramedList<Item>): Generator<string> {
  const text = safeJson(frame, 2);
  const empty = `${JSON.stringify(list.key)}: []`;
  const at = text.lastIndexOf(empty);
  if (at < 0) throw new TypeError(`the frame has no empty list '${list.key}'`);
  const indentation = ' '.repeat(at - text.lastIndexOf('\n', at) - 1);
  yield text.slice(0, at + empty.length - 1);
  let separator = '\n';
  for (const item of list.items) {
    yield `${separator}${indentation}  ${indented(list.write(item), `${indentation}  `)}`;
    separator = ',\n';
  }
  const close = text.slice(at + empty.length - 1);
  yield `${list.items.length === 0 ? '' : `\n${indentation}`}${close}\n`;
}

/** Refs of a chunk; from here on a list of refs is written by itself. */
const chunkRefs = 4096;
const emptyRefs = '"reachableFrom": []';

function* findingsList(findings: readonly FindingDocument[]): Generator<string> {
  const refText = rememberedTexts();
  let separator = '[\n    ';
  for (const finding of findings) {
    const { reachableFrom } = finding;
    if (reachableFrom.length < chunkRefs) {
      yield separator + indented(finding, '    ');
    } else {
      // Within a string the quotes would be escaped, so the first such text is the key itself.
      const text = indented({ ...finding, reachableFrom: [] }, '    ');
      const cut = text.indexOf(emptyRefs) + emptyRefs.length - 1;
      yield separator + text.slice(0, cut);
      yield* refLines(reachableFrom, refText);
      yield text.slice(cut);
    }
    separator = ',\n    ';
  }
  yield findings.length === 0 ? '[]' : '\n  ]';
}

/** The lines between the brackets of a list of refs. A history of 20,000 refs names each in thousands of findings. */
function* refLines(refs: readonly string[], refText: (ref: string) => string): Generator<string> {
  for (let at = 0; at < refs.length; at += chunkRefs) {
    const lines = refs.slice(at, at + chunkRefs).map(refText);
    yield (at === 0 ? '\n        ' : ',\n        ') + lines.join(',\n        ');
  }
  yield '\n      ';
}

function rememberedTexts(): (text: string) => string {
  const known = new Map<string, string>();
  return (text) => {
    let written = known.get(text);
    if (written === undefined) {
      written = safeJson(text);
      known.set(text, written);
    }
    return written;
  };
}

function indented(value: unknown, indentation: string): string {
  return safeJson(value, 2).replaceAll('\n', `\n${indentation}`);
}
