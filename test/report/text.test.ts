import { describe, expect, it } from 'vitest';
import type { Finding, FindingState } from '../../src/model/finding.ts';
import type { Report } from '../../src/model/report.ts';
import { severities } from '../../src/model/rule.ts';
import type { Severity } from '../../src/model/rule.ts';
import type { ReportOptions } from '../../src/report/reporters.ts';
import { textReport } from '../../src/report/text.ts';
import { toDocument } from '../../src/report/toDocument.ts';
import { displayWidth } from '../../src/report/wrap.ts';
import {
  madeUp,
  makeFinding,
  makeHeadPlace,
  makeOccurrence,
  makeReport,
  sampleReport,
} from './sampleReport.ts';

const plain = { color: false, width: 80, verbose: false };

function render(report: Report, options: Partial<ReportOptions> = {}, showSecrets = false): string {
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

  describe('the summary', () => {
    const finding = (severity: Severity, state: FindingState): Finding =>
      makeFinding({ severity, state, fingerprint: `${severity}${state}` });
    const summaryOf = (findings: readonly Finding[], options = {}): string => {
      const text = render(makeReport(findings), options);
      return text.slice(text.search(/^\S+ secrets? found/mu), text.indexOf('Took'));
    };

    it('is a table of severities by states, the empty ones left out', () => {
      const findings = [
        finding('critical', 'history'),
        finding('critical', 'head'),
        ...Array.from({ length: 1200 }, () => finding('low', 'worktree')),
        makeFinding({
          severity: 'high',
          state: 'index',
          suppressed: { by: 'baseline', reason: '' },
        }),
      ];
      expect(summaryOf(findings)).toBe(`1,202 secrets found.

            HEAD  history  worktree    all
  critical     1        1         -      2
  low          -        -     1,200  1,200
  all          1        1     1,200  1,202

1 finding suppressed. `);
    });

    it('has no sums of a single column or row', () => {
      expect(summaryOf([finding('high', 'message'), finding('high', 'message')])).toBe(
        '2 secrets found.\n\n        message\n  high        2\n\n',
      );
    });

    it('lies on its side where it is wider than the terminal', () => {
      const states = ['head', 'history', 'index', 'worktree', 'unreachable', 'message'] as const;
      const findings = severities.flatMap((severity) =>
        states.map((state) => finding(severity, state)),
      );
      expect(summaryOf(findings)).toContain(
        '            HEAD  history  index  worktree  unreachable  message  all\n  critical     1 ',
      );
      expect(summaryOf(findings, { width: 60 })).toBe(`24 secrets found.

               critical  high  medium  low  all
  HEAD                1     1       1    1    4
  history             1     1       1    1    4
  index               1     1       1    1    4
  worktree            1     1       1    1    4
  unreachable         1     1       1    1    4
  message             1     1       1    1    4
  all                 6     6       6    6   24

`);
    });

    it('is a sentence for one finding', () => {
      expect(summaryOf([finding('low', 'head')])).toBe(
        '1 secret found (1 low), 1 still in HEAD.\n',
      );
    });
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
            reachableFrom: [hostile, `refs/heads/${hostile}`, `refs/pull/1/${hostile}`],
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
          verdict: {
            verdict: 'not safe',
            reasons: [{ kind: hostile, count: 1, text: hostile }],
            onlyHere: [
              { kind: hostile, count: 1, path: hostile, text: hostile },
              { kind: hostile, count: 1, path: null, text: hostile },
            ],
          },
        },
      ),
      { verbose: true },
      true,
    );
    expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u202e]/u);
    expect(text).not.toMatch(/^HIGH$/mu);
  });

  it('lets no name out of a hyperlink, and computes widths without them', () => {
    const path = 'a\u001b\\\u001b]8;;https://evil.example\u0007 b\n.env';
    const occurrence = makeOccurrence({ path, event: 'present' });
    const report = makeReport([makeFinding({ introduced: occurrence, occurrences: [occurrence] })]);
    const held = {
      ...report,
      findings: report.findings.map((each) => ({ ...each, headPlaces: [makeHeadPlace({ path })] })),
    };
    const links = { host: 'box', folderUri: 'file:///srv/shop', commitPages: 'https://x.example/' };
    const text = render(held, { links });
    const uri = 'file://box/srv/shop/a%1B%5C%1B%5D8%3B%3Bhttps%3A//evil.example%07%20b%0A.env';
    expect(text).toContain(`\u001b]8;;${uri}\u001b\\b\\n.env:12\u001b]8;;\u001b\\`);
    const unlinked = text.replaceAll(/\u001b\]8;;[\w:/.%-]*\u001b\\/gu, '');
    expect(unlinked).toBe(render(held));
    expect(unlinked).not.toMatch(/[\u001b\u0007]/u);
  });

  it('links to no file outside of the repository', () => {
    const path = '../../etc/passwd';
    const occurrence = makeOccurrence({ path });
    const finding = makeFinding({ introduced: occurrence, occurrences: [occurrence] });
    const report = makeReport([{ ...finding, headPlaces: [makeHeadPlace({ path })] }]);
    const text = render(report, { links: { host: 'box', folderUri: 'file:///srv/shop' } });
    expect(text).toContain(path);
    expect(text).not.toContain('file://');
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

  it('tells a short life with every step, of a long one where it came in and went last', () => {
    const step = (event: 'introduced' | 'spread' | 'removed', day: number) =>
      makeOccurrence({
        event,
        commit: String(day).repeat(40),
        path: `f${day}`,
        date: `2024-01-0${day}`,
      });
    const lifeOf = (...occurrences: ReturnType<typeof step>[]): string[] => {
      const removed = { commit: '9'.repeat(40), date: '2024-01-09' };
      const [introduced] = occurrences;
      const finding = makeFinding({ introduced: introduced!, occurrences, removed });
      return (
        render(makeReport([finding])).match(/(?<=^ {2})(?:introduced|spread|removed|and).*$/gmu) ??
        []
      );
    };
    const last = step('removed', 9);
    expect(lifeOf(step('introduced', 1), step('removed', 2), step('introduced', 3), last)).toEqual([
      'introduced   2024-01-01  111111111  f1:12',
      'removed      2024-01-02  222222222  f2:12',
      'introduced   2024-01-03  333333333  f3:12',
      'removed      2024-01-09  999999999  f9:12',
    ]);
    const arrivals = [3, 4, 5, 6].map((day) => step('spread', day));
    expect(lifeOf(step('introduced', 1), step('removed', 2), ...arrivals, last)).toEqual([
      'introduced   2024-01-01  111111111  f1:12',
      'spread       2024-01-03  333333333  f3:12',
      'spread       2024-01-04  444444444  f4:12',
      'spread       2024-01-05  555555555  f5:12',
      'removed      2024-01-09  999999999  f9:12',
    ]);
  });

  it('groups refs by what they are for, the branch of HEAD first', () => {
    const refs = (count: number, name: (i: number) => string): string[] =>
      Array.from({ length: count }, (_, i) => name(i + 1));
    const reachableFrom = [
      ...refs(6, (i) => `refs/heads/b${i}`),
      'refs/heads/main',
      'refs/notes/commits',
      'refs/original/refs/heads/main',
      ...refs(2, (i) => `refs/pull/${i}/merge`),
      ...['head', 'merge'].map((name) => `refs/pull/12/${name}`),
      ...refs(3, (i) => `refs/pull/${i + 30}/head`),
      'refs/remotes/origin/HEAD',
      'refs/remotes/origin/main',
      'refs/stash',
      'refs/tags/v1',
    ];
    const text = render(makeReport([makeFinding({ reachableFrom })])).replace(/\n {15}/gu, ' ');
    expect(text).toContain(
      '  reachable    from branches main, b1, b2, b3 and 3 more · tags v1 · remotes origin/main · ' +
        'notes commits · stash · other refs original/refs/heads/main\n',
    );
    expect(text).toContain(
      '  pull refs    pull/1, pull/2, pull/12, pull/31 and 2 more: they stay on the server after a ' +
        "force-push, only the host's support removes them\n",
    );
  });

  it.each([
    ['pushed', ['refs/heads/main', 'refs/remotes/origin/main'], { bare: false, remoteRefs: 1 }],
    ['only local as far as this clone knows', ['refs/heads/main'], { bare: false, remoteRefs: 1 }],
    [undefined, ['refs/heads/main'], { bare: false, remoteRefs: 0 }],
    [undefined, ['refs/heads/main', 'refs/remotes/o/x'], { bare: true, remoteRefs: 1 }],
    [undefined, ['refs/heads/main', 'refs/pull/1/head'], { bare: false, remoteRefs: 1 }],
    [undefined, ['refs/heads/main'], {}],
  ])('says %s of %j where refs are %j', (said, reachableFrom, about) => {
    const { target } = makeReport([]);
    const finding = makeFinding({ reachableFrom });
    const text = render(makeReport([finding], { target: { ...target, ...about } }));
    const line = text.split('\n').find((each) => each.includes('  reachable ')) ?? '';
    if (said === undefined) expect(line).not.toMatch(/pushed|only local/u);
    else expect(line.endsWith(` · ${said}`)).toBe(true);
  });

  it('ends with the verdict, files that stay here cut short and objects never', () => {
    const onlyHere = [1, 2, 3, 4, 5, 6, 7, 8].map((i) => ({
      kind: 'worktree',
      count: 1,
      path: `f${i}`,
      text: `1 secret in f${i}`,
    }));
    const report = makeReport([], {
      verdict: {
        verdict: 'cannot tell',
        reasons: [
          { kind: 'shallow', count: 1, text: 'the clone is shallow: older commits are absent' },
          { kind: 'limit', count: 3, text: '3 parts left unread' },
        ],
        onlyHere: [...onlyHere, { kind: 'stash', count: 1, path: null, text: '1 in the stash' }],
      },
    });
    const text = render(report);
    expect(text.slice(text.indexOf('Took'))).toBe(`Took 3.4 s.

Verdict: cannot tell
  because      - the clone is shallow: older commits are absent
               - 3 parts left unread
  only here    - 1 secret in f1
               - 1 secret in f2
               - 1 secret in f3
               - 1 secret in f4
               - 1 secret in f5
               - 1 secret in f6
               - 2 more files (--verbose lists all)
               - 1 in the stash
`);
    expect(render(report, { verbose: true })).toContain('- 1 secret in f8\n');
    const coloured = render(report, { color: true });
    expect(coloured).toContain('\u001b[1m\u001b[33mVerdict: cannot tell');
  });

  it('tells with --verbose why each finding is taken for a secret, and what suppresses it', () => {
    const reasons = Array.from({ length: 10 }, (_, i) => ({
      weight: i === 1 ? -1.5 : 2 - i / 10,
      text: i === 0 ? `the name before it says so, ${'and so on '.repeat(6)}\u202e` : `reason ${i}`,
    }));
    const judgement = { verdict: 'its score of 0.97 reaches 0.50', reasons };
    const { findings, ...document } = toDocument(
      makeReport([
        makeFinding(),
        makeFinding({ suppressed: { by: 'baseline', reason: 'rotated in June' } }),
      ]),
      { showSecrets: false },
    );
    const judged = { ...document, findings: findings.map((each) => ({ ...each, judgement })) };
    const textOf = (verbose: boolean): string =>
      [...textReport(judged, { ...plain, verbose })].join('');
    const text = textOf(true);
    expect(text).toContain(`
  judged       its score of 0.97 reaches 0.50
               +2.00  the name before it says so, and so on and so on and so on
                      and so on and so on and so on \\u202e
               -1.50  reason 1
               +1.80  reason 2
`);
    expect(text).toContain('\n               +2.30  the rest\n');
    expect(text).toMatch(
      /\n {4}baseline: rotated in June .*\n {4}its score of 0\.97 reaches 0\.50\n/u,
    );
    expect(text.split('\n').filter((line) => displayWidth(line) > 80)).toEqual([]);
    expect(textOf(false)).not.toContain('judged');
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
