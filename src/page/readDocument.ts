// The document out of the JSON text that the page holds. All its texts are made harmless here, once, so that no part of
// the page has to think of it; the lines of an excerpt and a value in clear keep their columns and lines and are left to who shows them.
import type { FindingDocument, ReportDocument } from '../report/document.ts';
import { sanitize } from '../report/sanitize.ts';

/** A finding as the page holds it (src/report/html.ts). */
interface WrittenFinding extends FindingDocument {
  readonly sameRefsAs?: number;
}

/** Left as they are. */
const rawKeys = new Set(['context', 'value']);

/** The document of the text. Throws SyntaxError for text that is no JSON. */
export function readDocument(text: string): ReportDocument {
  // The page was written by us from a document; nothing else is ever in it.
  const document = harmless(JSON.parse(text)) as ReportDocument;
  const written: readonly WrittenFinding[] = document.findings;
  const findings = written.map(({ sameRefsAs, ...finding }) => {
    const shared = sameRefsAs === undefined ? undefined : written[sameRefsAs];
    return shared === undefined ? finding : { ...finding, reachableFrom: shared.reachableFrom };
  });
  return { ...document, findings };
}

function harmless(value: unknown): unknown {
  if (typeof value === 'string') return sanitize(value);
  if (Array.isArray(value)) return value.map(harmless);
  if (typeof value !== 'object' || value === null) return value;
  const copy: Record<string, unknown> = {};
  for (const [key, part] of Object.entries(value)) {
    copy[key] = rawKeys.has(key) ? part : harmless(part);
  }
  return copy;
}
