// What every format has to keep, whatever it looks like: the sample as it always was, no secret in it, no character that
// somebody else's text could act through, and results one by one.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import { isWorktreePath } from '../../src/model/path.ts';
import { verdictOf } from '../../src/remedy/verdict.ts';
import { reportFormats } from '../../src/report/reporters.ts';
import type { ReportFormat } from '../../src/report/reporters.ts';
import { render, renderChunks } from './render.ts';
import {
  madeUp,
  makeFinding,
  makeHeadPlace,
  makeOccurrence,
  makeReport,
  sampleFindings,
  sampleReport,
} from './sampleReport.ts';

const goldens: readonly (readonly [ReportFormat, string])[] = [
  ['jsonl', 'sample.jsonl'],
  ['sarif', 'sample.sarif'],
  ['gitlab', 'sample.gitlab.json'],
  ['junit', 'sample.xml'],
  ['csv', 'sample.csv'],
  ['markdown', 'sample.md'],
  ['github', 'sample.github.txt'],
];

/** A report in which a text stands wherever the repository or its people could put one. */
function reportWith(text: string, title = text): Report {
  const occurrence = makeOccurrence({
    path: `a/${text}`,
    summary: text,
    author: { name: text, email: text },
  });
  const finding = makeFinding({
    title,
    introduced: occurrence,
    occurrences: [occurrence],
    headPlaces: [makeHeadPlace({ path: `a/${text}` })],
    reachableFrom: [`refs/heads/${text}`],
    advice: [text],
  });
  const base = sampleReport();
  const findings = [finding, { ...finding, suppressed: { by: 'baseline', reason: text } }];
  const report = makeReport(findings, {
    target: { ...base.target, path: text, head: { ref: `refs/heads/${text}`, oid: null } },
    hygiene: base.hygiene.map((entry) => ({ ...entry, path: text, message: text, fix: text })),
    coverage: {
      ...base.coverage,
      problems: [{ kind: 'unreadable-file', message: text, path: text }],
    },
  });
  return { ...report, verdict: verdictOf(report) };
}

it.each(goldens)('The sample report as %s is what it always was', async (format, name) => {
  await expect(await render(format, sampleReport())).toMatchFileSnapshot(
    `../../fixtures/reports/${name}`,
  );
});

describe.each(reportFormats)('%s', (format) => {
  it('holds no secret, and holds them when asked to', async () => {
    const secrets = sampleFindings()
      .filter(({ suppressed }) => suppressed === null)
      .map(({ secret }) => secret.value);
    const hidden = await render(format, sampleReport());
    // The first line of a private key is no secret.
    const lines = secrets
      .flatMap((value) => value.split('\n'))
      .filter((line) => !line.startsWith('-'));
    expect(lines.filter((line) => hidden.includes(line))).toEqual([]);
    expect(await render(format, sampleReport(), { showSecrets: true })).toContain(madeUp(22, 40));
  });

  it('hides a secret that stands in a path, a summary, a name and an advice', async () => {
    const { value } = makeFinding().secret;
    const text = await render(format, reportWith(`x ${value} y`, 'Password'));
    expect(text).not.toContain(value);
    expect(text).not.toContain(encodeURIComponent(value));
  });

  it('passes no control, bidirectional or invisible character on', async () => {
    const hostile =
      'a\u0000\u001b[31m\u0007\u009b\u202e\u2066\u200b\u2028\ufeff\u007f\u00ad\u180e\u206f\ufff9\u{e0041}\ud800b';
    const text = await render(format, reportWith(hostile));
    const ends = format === 'csv' ? /\r\n/gu : /\n/gu;
    expect(text.replaceAll(ends, '')).not.toMatch(
      /[\u0000-\u001f\u007f-\u009f\u00ad\u180e\u202a-\u202e\u2066-\u206f\u200b\u2028\ufeff\ufff9\u{e0041}]|\p{Cs}/u,
    );
  });

  it('writes a report without findings', async () => {
    const text = await render(format, makeReport([]));
    expect(text === '' || text.endsWith('\n')).toBe(true);
  });

  it('yields a large report in small pieces', async () => {
    const findings = Array.from({ length: 3000 }, (_, index) =>
      makeFinding({ fingerprint: madeUp(index, 32, '0123456789abcdef') }),
    );
    const chunks = await renderChunks(format, makeReport(findings));
    expect(Math.max(...chunks.map((chunk) => chunk.length))).toBeLessThan(20_000);
  });
});

// The text report wraps its lines.
describe.each(reportFormats.filter((format) => format !== 'text'))('%s', (format) => {
  it('writes whatever text there is without failing, in as many lines as ever', async () => {
    const lines = (await render(format, reportWith('x'))).split('\n').length;
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 40 }), async (text) => {
        // Another path is no place of a file, which some formats then leave out.
        fc.pre(isWorktreePath(text));
        expect((await render(format, reportWith(text))).split('\n')).toHaveLength(lines);
      }),
      { numRuns: 50 },
    );
  });
});
