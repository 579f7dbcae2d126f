import { describe, expect, it } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import { textReport } from '../../src/report/text.ts';
import { toDocument } from '../../src/report/toDocument.ts';
import { displayWidth } from '../../src/report/wrap.ts';
import { madeUp, makeFinding, makeOccurrence, makeReport, sampleReport } from './sampleReport.ts';

const plain = { color: false, width: 80, verbose: false };

function render(report: Report, options: Partial<typeof plain> = {}, showSecrets = false): string {
  return [...textReport(toDocument(report, { showSecrets }), { ...plain, ...options })].join('');
}

describe('textReport', () => {
  it.each([
    ['sample.txt', {}],
    ['sample-verbose.txt', { verbose: true }],
    ['sample-color.txt', { color: true, width: 100 }],
  ])('writes the sample report as it always did: %s', async (name, options) => {
    await expect(render(sampleReport(), options)).toMatchFileSnapshot(
      `../../fixtures/reports/${name}`,
    );
  });

  it.each([60, 80, 100])('fits into %i columns', (width) => {
    const lines = render(sampleReport(), { width }).split('\n');
    expect(lines.filter((line) => displayWidth(line) > width)).toEqual([]);
  });

  it('never gets narrower than 60 columns', () => {
    expect(render(sampleReport(), { width: 20 })).toBe(render(sampleReport(), { width: 60 }));
  });

  it('uses no escape sequence without colour and the same text with it', () => {
    const text = render(sampleReport());
    expect(text).not.toContain('\u001b');
    expect(render(sampleReport(), { color: true }).replace(/\u001b\[\d+m/gu, '')).toBe(text);
  });

  it('writes a clean report in a few lines', () => {
    expect(render(makeReport([])))
      .toBe(`leaktrail audit · . · main at ${madeUp(4, 40, '0123456789abcdef').slice(0, 9)} · 14 refs

Scanned
───────
  59,392 blobs (977 MB), 8,123 commits, 31,002 trees, 8,301 messages,
  412 files of the working tree

No secrets found.
Took 3.4 s.
`);
  });

  it('names the cell of a notebook beside the line', () => {
    const path = 'a.ipynb';
    const occurrences = [
      makeOccurrence({ path, line: 41, cell: { number: 3, part: 'source', line: 2 } }),
      makeOccurrence({ path, line: 60, cell: { number: 4, part: 'output', line: 1 } }),
      makeOccurrence({ path, line: 99 }),
    ];
    const text = render(makeReport([makeFinding({ introduced: occurrences[0]!, occurrences })]));
    expect(text).toContain('  a.ipynb:41 (cell 3, line 2)\n');
    expect(text).toContain('  a.ipynb:60 (cell 4, output line 1)\n');
    expect(text).toContain('  a.ipynb:99\n');
  });

  it('speaks of files where no repository was scanned', () => {
    const occurrence = makeOccurrence({
      event: 'present',
      commit: null,
      blob: null,
      author: null,
      date: null,
      summary: null,
    });
    const finding = makeFinding({
      state: 'worktree',
      introduced: occurrence,
      occurrences: [occurrence],
      reachableFrom: [],
      exposedDays: null,
    });
    const { coverage, target } = makeReport([]);
    const nothing = { commits: 0, trees: 0, blobs: 0, messages: 0 };
    const text = render(
      makeReport([finding], {
        mode: 'files',
        target: { ...target, path: 'a b', head: null, tips: 0 },
        coverage: { ...coverage, ...nothing, bytes: 56_036, worktreeFiles: 21 },
      }),
    );
    expect(text).toMatch(/^leaktrail files · a b\n\nHIGH {2}.* in a file\n/u);
    expect(text).toContain('  found        src/settings.py:12\n');
    expect(text).toContain('  21 files (56 kB)\n\n1 secret found (1 high).\n');
  });

  it('lets nothing of a hostile repository reach the terminal as it is', () => {
    const hostile = '\u001b[2J\u202e\u009b\r\nHIGH';
    const occurrence = makeOccurrence({
      path: hostile,
      summary: hostile,
      author: { name: hostile, email: hostile },
      date: hostile,
    });
    const text = render(
      makeReport(
        [
          makeFinding({
            secret: { value: `${hostile}${madeUp(1, 20)}`, entropy: 4 },
            title: hostile,
            introduced: occurrence,
            occurrences: [occurrence],
            reachableFrom: [hostile],
            advice: [hostile],
          }),
        ],
        {
          target: { ...sampleReport().target, path: hostile, head: { ref: hostile, oid: null } },
          hygiene: [
            {
              check: 'ignored',
              path: hostile,
              status: 'warn',
              rule: { source: hostile, line: 1, pattern: hostile },
              message: hostile,
              fix: hostile,
            },
          ],
          coverage: {
            ...sampleReport().coverage,
            skipped: [{ reason: hostile, count: 1, bytes: 0, examples: [hostile] }],
            problems: [{ kind: 'broken-ref', message: hostile, path: hostile }],
          },
        },
      ),
      { verbose: true },
      true,
    );
    expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u202e]/u);
    expect(text).not.toMatch(/^HIGH$/mu);
  });

  it('prints the secret itself, line by line, when asked for it', () => {
    const report = makeReport([
      makeFinding({ secret: { value: 'first line\nsecond', entropy: 3 } }),
    ]);
    expect(render(report, {}, true)).toContain(
      '  secret       first line\n               second\n',
    );
    expect(render(report)).not.toContain('first line');
  });

  it.each([
    [
      'a removed secret',
      { state: 'history', removed: { commit: 'a'.repeat(40), date: '2022-01-02T00:00:00Z' } },
      ['removed, still in history', '  removed      2022-01-02  aaaaaaaaa\n'],
    ],
    ['one that was never cleaned', { state: 'history' }, ['  in history\n']],
    ['a short exposure', { exposedDays: 0.3 }, ['  exposed      less than a day so far\n']],
    [
      'an encoded one',
      { secret: { value: 'x', entropy: 0, encoding: 'base64' } },
      ['\n               stored as base64\n'],
    ],
  ] as const)('tells of %s', (_name, partial, expected) => {
    const text = render(makeReport([makeFinding(partial)]));
    for (const line of expected) expect(text).toContain(line);
  });

  it('says what to do about each kind of gap', () => {
    const text = render(
      makeReport([], {
        coverage: {
          ...sampleReport().coverage,
          problems: [
            { kind: 'pack-without-index', message: 'pack-1.pack has no index' },
            { kind: 'corrupt-object', message: 'cannot be read', oid: 'b'.repeat(40) },
          ],
        },
        target: { ...sampleReport().target, shallow: false, partial: true },
      }),
    );
    expect(text).toContain('INCOMPLETE: some of what should have been scanned was not\n');
    expect(text).toContain('→ clone it again without --filter');
    expect(text).toContain('→ `git index-pack FILE.pack` writes the missing index');
    expect(text).toContain('  cannot be read  bbbb');
    expect(text).toContain('No secrets found.\nThe scan was INCOMPLETE.');
  });

  it('sums up .env files alone for the env command', () => {
    const [fail, warn, ok] = sampleReport().hygiene;
    const env = (hygiene: Report['hygiene']): string =>
      render(makeReport([], { mode: 'env', hygiene }));
    expect(env(fail && warn && ok ? [fail, warn, ok] : [])).toContain('\n1 .env path exposed.\n');
    expect(env(warn && ok ? [warn, ok] : [])).toContain('\n1 .env path not safely ignored.\n');
    expect(env(ok ? [ok] : [])).toContain('\nEvery .env path is covered.\n');
    expect(env(ok ? [ok] : [])).not.toContain('Scanned');
  });
});
