// The HTML report: the page that the build made (src/page/, scripts/buildPage.js), with the document as JSON text in it.
// What the page does with it is left to the page.
import type { FindingDocument, ReportDocument } from './document.ts';
import { safeJson } from './json.ts';
import type { ReportOptions } from './reporters.ts';

/** Where the template takes the document: right behind this, which stands in it once. */
const place = '<script type="application/json" id="report">';
/** UTF-16 units of a chunk of the template. */
const chunkLength = 16_384;
/** Where the findings have more refs in all, each list of `sharedRefs` or more is written once: a large repository has 60,000. */
const mostRefs = 200_000;
const sharedRefs = 100;

/**
 * Chunks of the page, a finding to a line. In the JSON text, `<` and what changes how text is shown are escaped. It is the JSON
 * report, unless that has very many refs: then of findings with the same long list the first has it; the others have none, and
 * `sameRefsAs`, the 0-based number of the first.
 * Throws TypeError without `pageTemplate`.
 */
export function* htmlReport(
  document: ReportDocument,
  { pageTemplate }: ReportOptions,
): Generator<string> {
  const at = pageTemplate?.indexOf(place) ?? -1;
  if (pageTemplate === undefined || at < 0) throw new TypeError('no page to write the report into');
  const cut = at + place.length;
  yield* pieces(pageTemplate.slice(0, cut));
  yield* documentChunks(document);
  yield* pieces(`${pageTemplate.slice(cut).trimEnd()}\n`);
}

function* documentChunks(document: ReportDocument): Generator<string> {
  let separator = '{';
  for (const [key, value] of Object.entries(document)) {
    yield `${separator}\n${JSON.stringify(key)}: `;
    if (key === 'findings') yield* findingLines(document.findings);
    else yield scriptJson(value);
    separator = ',';
  }
  yield '\n}';
}

function* findingLines(findings: readonly FindingDocument[]): Generator<string> {
  const refs = findings.reduce((sum, { reachableFrom }) => sum + reachableFrom.length, 0);
  const shared = refs > mostRefs ? shareRefs() : (_refs: readonly string[], index: number) => index;
  let separator = '[';
  for (const [index, finding] of findings.entries()) {
    const first = shared(finding.reachableFrom, index);
    const written =
      first === index ? finding : { ...finding, reachableFrom: [], sameRefsAs: first };
    yield `${separator}\n${scriptJson(written)}`;
    separator = ',';
  }
  yield findings.length === 0 ? '[]' : '\n]';
}

/** A function that gives the number of the first finding with the same list; the finding's own where the list is short. */
function shareRefs(): (refs: readonly string[], index: number) => number {
  const byList = new WeakMap<readonly string[], number>();
  const byText = new Map<string, number>();
  return (refs, index) => {
    if (refs.length < sharedRefs) return index;
    const known = byList.get(refs);
    if (known !== undefined) return known;
    // Of a saved report each finding has a list of its own.
    const text = refs.join('\n');
    const first = byText.get(text) ?? index;
    byText.set(text, first);
    byList.set(refs, first);
    return first;
  };
}

/** JSON that ends no script element and begins no comment in one (HTML, "Restrictions for contents of script elements"). */
function scriptJson(value: unknown): string {
  return safeJson(value).replaceAll('<', String.raw`\u003c`);
}

function* pieces(text: string): Generator<string> {
  for (let at = 0; at < text.length; at += chunkLength) yield text.slice(at, at + chunkLength);
}
