import { describe, expect, it } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import { render } from './render.ts';
import {
  madeUp,
  makeFinding,
  makeHeadPlace,
  makeOccurrence,
  makeReport,
  sampleReport,
} from './sampleReport.ts';

function rows(markdown: string): string[] {
  return markdown.split('\n').filter((line) => line.startsWith('| ') && !line.startsWith('| -'));
}

async function rowOf(text: string): Promise<string> {
  const finding = makeFinding({
    title: text,
    headPlaces: [makeHeadPlace({ path: text })],
    introduced: makeOccurrence({ path: text }),
    advice: [text],
  });
  return rows(await render('markdown', makeReport([finding])))[1] ?? '';
}

function many(count: number): Report {
  const findings = Array.from({ length: count }, (_, index) =>
    makeFinding({
      fingerprint: madeUp(index, 32, '0123456789abcdef'),
      headPlaces: [makeHeadPlace({ path: `src/${'deep/'.repeat(20)}file-${index}.py` })],
    }),
  );
  return makeReport(findings);
}

describe('markdownReport', () => {
  it('lists findings by severity, not the suppressed ones', async () => {
    const [, ...found] = rows(await render('markdown', sampleReport()));
    expect(found).toHaveLength(sampleReport().summary.findings);
    expect(found[0]).toMatch(/^\| critical \| OpenAI API key<br>/u);
    expect(found.at(-1)).toMatch(/^\| low \|/u);
  });

  it('says in a few lines that there is nothing', async () => {
    const report = makeReport([]);
    expect(await render('markdown', report)).toBe(
      '## 🟢 leaktrail: no secrets found\n\n\n<sub>leaktrail 0.1.0 audit: 59,392 blobs (977 MB), 8,123 commits, 31,002 trees, 8,301 messages, 412 files of the working tree.</sub>\n',
    );
  });

  it.each([100, 500, 5000])(
    'stays a comment with %i findings and counts what it left out',
    async (count) => {
      const text = await render('markdown', many(count));
      expect(text.length).toBeLessThanOrEqual(65_536);
      const listed = rows(text).length - 1;
      expect(listed).toBeGreaterThan(60);
      const omitted = Number(
        /([\d,]+) more findings? left out/u.exec(text)?.[1]?.replace(',', '') ?? 0,
      );
      expect(listed + omitted).toBe(count);
      expect(text).toContain('<sub>');
    },
  );

  it.each([
    'a|b',
    '`x` ``y``',
    '<script>alert(1)</script><img src=x onerror=y>',
    '</code></td>',
    '[x](javascript:y) ![z](http://e.example/p.png)',
    '**bold** _em_ ~~no~~ \\| \\`',
    'a\r\n\r\n# Title\n- item',
    '<!-- x',
    '&lt;b&gt; &#64;all',
    'www.example.org http://e.example ftp://e.example x@e.example',
  ])('lets %j be nothing but text', async (text) => {
    const row = await rowOf(text);
    const plain = row.replaceAll(/<\/?code>|<br>/gu, '');
    // What is left beside letters and references: the borders of the cells and links of the advice.
    expect(plain.replaceAll(/<https:\/\/[^>|]*>/gu, '')).not.toMatch(
      /[<>`*_[\]\\!~@#](?!\d+;)|&(?!#\d+;)|www\.|:\/\//u,
    );
    expect(row.match(/\|/gu)).toHaveLength(5);
  });

  it.each(['@octocat', 'a@team', '#12', 'x#1'])(
    'mentions nobody and nothing with %j',
    async (text) => {
      const row = await rowOf(text);
      const outside = row.replaceAll(/<code>.*?<\/code>/gu, '');
      expect(outside).not.toMatch(/[@#](?!\d+;)|&#(?:64|35);/u);
    },
  );

  it('links what the advice names, and no address of the repository', async () => {
    const finding = makeFinding({
      title: 'Key',
      headPlaces: [makeHeadPlace({ path: 'https://evil.example/x' })],
      advice: ['Revoke it: https://shop.example/keys?a=1.'],
    });
    const text = await render('markdown', makeReport([finding]));
    expect(text).toContain('<https://shop.example/keys?a=1>.');
    expect(text).not.toContain('https://evil');
  });

  it('says what was not scanned and which .env files are not safe', async () => {
    const text = await render('markdown', sampleReport());
    expect(text).toContain('but the scan was incomplete');
    expect(text).toContain('**Not everything was scanned:**');
    expect(text).toContain('<code>.env</code>: tracked by git and in HEAD');
  });
});
