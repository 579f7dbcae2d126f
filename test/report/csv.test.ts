import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import { render } from './render.ts';
import {
  makeFinding,
  makeHeadPlace,
  makeOccurrence,
  makeReport,
  sampleReport,
} from './sampleReport.ts';

/** RFC 4180, section 2, as a grammar of its own. */
function parse(csv: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  for (let rest = csv; rest !== '';) {
    const match = /^(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/u.exec(rest);
    expect(match).not.toBeNull();
    const [whole = '', quoted, plain = '', end] = match ?? [];
    row.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end === '\r\n') {
      rows.push(row);
      row = [];
    }
    rest = rest.slice(whole.length);
  }
  return rows;
}

async function recordsOf(report: Report): Promise<Record<string, string>[]> {
  const [header = [], ...rows] = parse(await render('csv', report));
  return rows.map((row) => {
    expect(row).toHaveLength(header.length);
    return Object.fromEntries(header.map((name, index) => [name, row[index] ?? '']));
  });
}

describe('csvReport', () => {
  it('writes a header alone when there is nothing', async () => {
    expect(await render('csv', makeReport([]))).toBe(
      'fingerprint,rule,title,provider,severity,confidence,state,secret,head_path,head_line,path,line,column,commit,author,email,date,summary,removed_commit,removed_date,exposed_days,occurrences,refs,marks,suppressed_by,suppressed_reason,advice\r\n',
    );
  });

  it('writes a line a finding, suppressed ones too', async () => {
    const records = await recordsOf(sampleReport());
    expect(records).toHaveLength(sampleReport().findings.length);
    expect(records.find(({ rule }) => rule === 'openai-api-key')).toMatchObject({
      severity: 'critical',
      head_path: 'billing/client.py',
      head_line: '44',
      line: '41',
      author: '林美',
      occurrences: '6',
      refs: '6',
    });
    expect(records.find((record) => record['suppressed_by'] === 'baseline')).toMatchObject({
      suppressed_reason: 'rotated in June',
    });
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', ' =1', '＝1', '＠x', '-----BEGIN'])(
    'makes no formula of %j',
    async (summary) => {
      const introduced = makeOccurrence({ summary, path: summary });
      const finding = makeFinding({
        title: summary,
        introduced,
        headPlaces: [makeHeadPlace({ path: summary })],
        advice: [summary],
      });
      const [record] = await recordsOf(makeReport([finding]));
      for (const name of ['summary', 'path', 'title', 'head_path', 'advice']) {
        expect(record?.[name]).toMatch(/^'/u);
      }
    },
  );

  it('keeps every text in its cell', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: fc.constantFrom('"', ',', '\r', '\n', ';', "'", 'a', ' ') }),
        async (text) => {
          const summary = `x${text}`;
          const introduced = makeOccurrence({ summary });
          const [record] = await recordsOf(makeReport([makeFinding({ introduced })]));
          const shown = summary.replaceAll('\r', '\\r').replaceAll('\n', '\\n');
          expect(record?.['summary']).toBe(shown);
        },
      ),
    );
  });
});
