// The page's data block: read as a browser reads it, by the end of its element, then as JSON.
import { expect, it } from 'vitest';
import { htmlReport } from '../../src/report/html.ts';
import { toDocument } from '../../src/report/toDocument.ts';
import { readDocument } from '../../src/page/readDocument.ts';
import { render, renderChunks } from './render.ts';
import { madeUp, makeFinding, makeOccurrence, makeReport, sampleReport } from './sampleReport.ts';

/** The text of the block, which ends where any `</script` stands. */
function blockOf(page: string): string {
  const [, block = ''] =
    /<script type="application\/json" id="report">([\s\S]*?)<\/script/iu.exec(page) ?? [];
  return block;
}

it('holds the document as JSON', async () => {
  const report = sampleReport();
  const document = toDocument(report, { showSecrets: false });
  expect(JSON.parse(blockOf(await render('html', report)))).toEqual(document);
});

it('holds the document as it is, whatever stands in it', async () => {
  const text = '</script><!--<script>\u2028\u2029]]>&lt;';
  const introduced = makeOccurrence({ path: `a/${text}`, summary: text });
  const report = makeReport([makeFinding({ title: text, introduced, occurrences: [introduced] })]);
  const page = await render('html', report);
  const block = blockOf(page);
  expect(block).not.toContain('<');
  expect(page).not.toMatch(/[\u2028\u2029]/u);
  expect(JSON.parse(block)).toEqual(toDocument(report, { showSecrets: false }));
});

it('is the same for the same report, at whatever time', async () => {
  const [first, second] = [
    await render('html', sampleReport(), { endedAtMs: 1 }),
    await render('html', sampleReport(), { endedAtMs: 2 }),
  ];
  expect(second).toBe(first);
});

it('writes a long list of refs once, and the page gives it to every finding that has it', async () => {
  const refs = Array.from(
    { length: 70_000 },
    (_, i) => `refs/heads/branch-${String(i).padStart(5, '0')}`,
  );
  const findings = [1, 2, 3].map((seed) =>
    makeFinding({ fingerprint: madeUp(seed, 32, '0123456789abcdef'), reachableFrom: [...refs] }),
  );
  const block = blockOf(await render('html', makeReport([...findings, makeFinding()])));
  expect(block.split('branch-00299')).toHaveLength(2);
  expect(
    readDocument(block)
      .findings.map(({ reachableFrom }) => reachableFrom.length)
      .toSorted((a, b) => a - b),
  ).toEqual([1, 70_000, 70_000, 70_000]);
});

it('holds the JSON report as it is where the refs are not that many', async () => {
  const refs = Array.from({ length: 300 }, (_, i) => `refs/heads/branch-${i}`);
  const findings = [1, 2, 3].map((seed) =>
    makeFinding({ fingerprint: madeUp(seed, 32, '0123456789abcdef'), reachableFrom: [...refs] }),
  );
  const report = makeReport(findings);
  const block = blockOf(await render('html', report));
  expect(JSON.parse(block)).toEqual(JSON.parse(await render('json', report)));
});

it('is written in small pieces however large the page is', async () => {
  const pageTemplate = `<script type="application/json" id="report"></script>${'x'.repeat(200_000)}`;
  const chunks = await renderChunks('html', makeReport([]), { pageTemplate });
  expect(Math.max(...chunks.map((chunk) => chunk.length))).toBeLessThan(20_000);
  expect(chunks.join('')).toHaveLength(pageTemplate.length + 1 + blockOf(chunks.join('')).length);
});

it('is not written without a page', () => {
  const document = toDocument(makeReport([]), { showSecrets: false });
  const options = { color: false, width: 80, verbose: false };
  expect(() => [...htmlReport(document, options)]).toThrow('no page to write the report into');
  expect(() => [...htmlReport(document, { ...options, pageTemplate: '<p>' })]).toThrow(TypeError);
});
