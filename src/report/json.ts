// The JSON report: the document as it is, indented by two spaces, with a newline at the end. Written
// finding by finding, so that a report larger than the longest string of the engine can be written.
import type { ReportDocument } from './document.ts';

// Characters that JSON may hold as they are but that change what a terminal or a page shows.
const escaped = /[\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gu;

/**
 * Chunks of the JSON text; together `JSON.stringify(document, null, 2)` and a newline, with control,
 * bidirectional and zero-width characters as `\uXXXX`.
 */
export function* jsonReport(document: ReportDocument): Generator<string> {
  let separator = '{\n';
  for (const [key, value] of Object.entries(document)) {
    yield `${separator}  ${JSON.stringify(key)}: `;
    if (key === 'findings') yield* indentedList(document.findings);
    else yield indented(value, '  ');
    separator = ',\n';
  }
  yield '\n}\n';
}

/** `JSON.stringify`, safe to print. */
export function safeJson(value: unknown, indentation?: number): string {
  return JSON.stringify(value, null, indentation).replace(
    escaped,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function* indentedList(values: readonly unknown[]): Generator<string> {
  let separator = '[\n    ';
  for (const value of values) {
    yield separator + indented(value, '    ');
    separator = ',\n    ';
  }
  yield values.length === 0 ? '[]' : '\n  ]';
}

function indented(value: unknown, indentation: string): string {
  return safeJson(value, 2).replaceAll('\n', `\n${indentation}`);
}
