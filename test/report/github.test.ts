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

interface Command {
  readonly level: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly message: string;
}

/** Commands as GitHub's runner reads them, and whatever other lines there are. */
async function linesOf(report: Report): Promise<{ commands: Command[]; others: string[] }> {
  const lines = (await render('github', report)).split('\n').slice(0, -1);
  const commands: Command[] = [];
  const others: string[] = [];
  for (const line of lines) {
    const [, level, properties = '', message = ''] =
      /^::(error|warning|notice) (.*?)::(.*)$/u.exec(line) ?? [];
    if (level === undefined) others.push(line);
    else {
      const pairs = properties.split(',').map((pair) => pair.split(/=(.*)/su));
      commands.push({
        level,
        properties: Object.fromEntries(pairs.map(([name, value = '']) => [name, decode(value)])),
        message: decode(message),
      });
    }
  }
  return { commands, others };
}

function decode(text: string): string {
  return text
    .replaceAll('%3A', ':')
    .replaceAll('%2C', ',')
    .replaceAll('%0A', '\n')
    .replaceAll('%25', '%');
}

describe('githubReport', () => {
  it('annotates the present line of a file in HEAD', async () => {
    const headPlaces = [makeHeadPlace({ path: 'a, b:100%.py', line: 31 })];
    const finding = makeFinding({ title: 'Key, of: 100%', headPlaces });
    const { commands, others } = await linesOf(makeReport([finding]));
    expect(commands).toMatchObject([
      {
        level: 'error',
        properties: {
          file: 'a, b:100%.py',
          line: '31',
          endLine: '31',
          col: '18',
          endColumn: '57',
          title: 'Key, of: 100%',
        },
      },
    ]);
    expect(commands[0]?.message).toContain('still in HEAD since 2021-03-04');
    expect(others).toEqual(['leaktrail: 1 secret found (1 high)']);
  });

  it('names commit and path in the message alone for what is only in the history', async () => {
    const { commands } = await linesOf(makeReport([makeFinding({ state: 'history' })]));
    expect(commands[0]?.properties).not.toHaveProperty('file');
    expect(commands[0]?.message).toContain('src/settings.py:12');
    expect(commands[0]?.message).toContain(makeOccurrence().commit?.slice(0, 9));
  });

  it('shows the ten most severe of each level and counts the others', async () => {
    const findings = (['low', 'medium', 'high', 'critical'] as const).flatMap((severity, kind) =>
      Array.from({ length: 8 }, (_, index) =>
        makeFinding({
          severity,
          fingerprint: madeUp(kind * 100 + index, 32, '0123456789abcdef'),
          title: severity,
        }),
      ),
    );
    const { commands, others } = await linesOf(makeReport(findings));
    expect(commands.map(({ properties }) => properties['title'])).toEqual([
      ...Array.from({ length: 8 }, () => 'critical'),
      ...Array.from({ length: 2 }, () => 'high'),
      ...Array.from({ length: 8 }, () => 'medium'),
      ...Array.from({ length: 8 }, () => 'low'),
    ]);
    expect(others[0]).toMatch(/; 6 more without an annotation$/u);
  });

  it.each([
    '\n::error::x',
    '\r\n::set-output name=a::b',
    '%0A::stop-commands::x',
    '##[error]x',
    '::',
  ])('lets %j begin no command of its own', async (text) => {
    const introduced = makeOccurrence({ path: text, summary: text });
    const finding = makeFinding({ title: text, introduced, advice: [text] });
    const { commands, others } = await linesOf(makeReport([finding]));
    expect(commands).toHaveLength(1);
    expect(commands[0]?.properties['title']).toBe(
      text.replaceAll('\r', '\\r').replaceAll('\n', '\\n'),
    );
    expect(others).toHaveLength(1);
  });

  it('warns of an incomplete scan and of exposed .env files, not of suppressed findings', async () => {
    const { commands } = await linesOf(sampleReport());
    const titles = commands.map(({ properties }) => properties['title']);
    expect([titles[0], titles.at(-1)]).toEqual(['leaktrail: incomplete', 'leaktrail: .env file']);
    expect(commands).toHaveLength(sampleReport().summary.findings + 2);
  });

  it('writes one line when there is nothing', async () => {
    expect(await render('github', makeReport([]))).toBe('leaktrail: no secrets found\n');
  });
});
