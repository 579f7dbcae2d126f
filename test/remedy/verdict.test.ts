// The verdict on a report: what a push sends decides, the rest is told.
import { expect, test } from 'vitest';
import type { Finding } from '../../src/model/finding.ts';
import type { HygieneEntry } from '../../src/model/hygiene.ts';
import type { Report } from '../../src/model/report.ts';
import { verdictOf } from '../../src/remedy/verdict.ts';
import type { VerdictOptions } from '../../src/remedy/verdict.ts';
import { makeFinding, makeOccurrence, makeReport } from '../report/sampleReport.ts';

const target = { ...makeReport([]).target, bare: false, remoteRefs: 0 };
const mirror = { ...target, bare: true };

/** The verdict, the kinds of its reasons with their counts, and the texts of what stays here. */
function judged(report: Report, options?: VerdictOptions): unknown[] {
  const { verdict, reasons, onlyHere } = verdictOf(report, options);
  return [
    verdict,
    reasons.map(({ kind, count }) => `${kind} ${count}`),
    onlyHere.map((at) => at.text),
  ];
}

function inHistory(...reachableFrom: string[]): Finding {
  return makeFinding({ state: 'history', reachableFrom });
}

function inFile(state: 'index' | 'worktree', path: string): Finding {
  const place = {
    event: 'present',
    commit: null,
    author: null,
    date: null,
    summary: null,
  } as const;
  const introduced = makeOccurrence({ ...place, path });
  return makeFinding({ state, introduced, occurrences: [introduced], reachableFrom: [] });
}

const lost = makeFinding({ state: 'unreachable', reachableFrom: [] });

function entry(partial: Partial<HygieneEntry>): HygieneEntry {
  const place = { path: '.env', inHead: false, onDisk: true };
  return { check: 'ignored', status: 'ok', rule: null, message: '', fix: '', ...place, ...partial };
}

test.each<[string, Finding[], string, string[], string[]]>([
  ['nothing', [], 'safe to publish', ['clean 0'], []],
  ['a secret in HEAD', [makeFinding()], 'not safe', ['head 1'], []],
  ['HEAD without a ref', [makeFinding({ reachableFrom: [] })], 'not safe', ['head 1'], []],
  ['a branch', [inHistory('refs/heads/old')], 'not safe', ['history 1'], []],
  ['a tag', [inHistory('refs/tags/v1')], 'not safe', ['history 1'], []],
  ['a note', [inHistory('refs/notes/commits')], 'not safe', ['history 1'], []],
  ['a remote', [inHistory('refs/remotes/o/x')], 'not safe', ['history 1', 'pushed 1'], []],
  ['pull refs alone', [inHistory('refs/pull/7/head')], 'not safe', ['pull-refs 1'], []],
  [
    'a message of a branch',
    [makeFinding({ state: 'message', reachableFrom: ['refs/heads/main'] })],
    'not safe',
    ['message 1'],
    [],
  ],
  [
    'a message of a branch that the index holds, too',
    [{ ...inFile('index', 'a.py'), reachableFrom: ['refs/heads/main'] }],
    'not safe',
    ['message 1'],
    [],
  ],
  [
    'the history of a detached HEAD',
    [{ ...inHistory(), reachableFromHead: true }],
    'not safe',
    ['history 1'],
    [],
  ],
  [
    'the index',
    [inFile('index', 'a.py')],
    'safe to publish',
    ['clean 0'],
    ['1 secret in a.py of the index: the next commit would publish it'],
  ],
  [
    'files of the working tree',
    [inFile('worktree', 'b.py'), inFile('worktree', 'a.py'), inFile('worktree', 'b.py')],
    'safe to publish',
    ['clean 0'],
    ['1 secret in a.py of the working tree', '2 secrets in b.py of the working tree'],
  ],
  [
    'the stash',
    [inHistory('refs/stash')],
    'safe to publish',
    ['clean 0'],
    ['1 secret in the stash, which only `git push --mirror` sends'],
  ],
  [
    'reflogs',
    [inHistory()],
    'safe to publish',
    ['clean 0'],
    [
      '1 secret in objects that only reflogs, ORIG_HEAD or other worktrees reach, which no push sends',
    ],
  ],
  [
    'refs of some tool',
    [inHistory('refs/original/refs/heads/x', 'refs/jj/keep')],
    'safe to publish',
    ['clean 0'],
    ['1 secret in refs/jj/keep, refs/original/refs/heads/x, which only `git push --mirror` sends'],
  ],
  [
    'unreachable objects and messages',
    [lost, lost, makeFinding({ state: 'message', reachableFrom: [] })],
    'safe to publish',
    ['clean 0'],
    [
      '2 secrets in unreachable objects, which no push sends',
      '1 secret in messages that no ref reaches, which no push sends',
    ],
  ],
])('%s', (_name, findings, ...expected) => {
  expect(judged(makeReport(findings, { target }))).toEqual(expected);
});

test('of a bare repository every ref but the stash is published', () => {
  const findings = [
    inHistory('refs/custom/x'),
    inHistory('refs/stash'),
    inHistory('refs/remotes/o/x'),
  ];
  expect(judged(makeReport(findings, { target: mirror }))).toEqual([
    'not safe',
    ['history 2'],
    ['1 secret in the stash, which only `git push --mirror` sends'],
  ]);
});

test('an empty repository has nothing to publish, a detached HEAD without refs has', () => {
  const empty = { ...target, tips: 0, head: { ref: 'refs/heads/main', oid: null } };
  expect(judged(makeReport([], { target: empty }))).toEqual(['safe to publish', ['empty 0'], []]);
  const detached = { ...target, tips: 0, head: { ref: null, oid: 'a'.repeat(40) } };
  expect(judged(makeReport([], { target: detached }))).toEqual([
    'safe to publish',
    ['clean 0'],
    [],
  ]);
});

test('accepted findings do not count, but are counted', () => {
  const by = (name: string): Finding => makeFinding({ suppressed: { by: name, reason: '' } });
  const report = makeReport([by('baseline'), by('inline-comment'), by('baseline')], { target });
  expect(verdictOf(report)).toMatchObject({
    verdict: 'safe to publish',
    reasons: [
      { kind: 'clean' },
      { kind: 'accepted', count: 2, text: '2 accepted by the baseline' },
      { kind: 'accepted', count: 1, text: '1 accepted by comments beside them' },
    ],
  });
});

test('what is in tests alone and what is pushed is counted among the rest', () => {
  const findings = [
    makeFinding({ marks: ['test'], reachableFrom: ['refs/heads/main', 'refs/remotes/o/main'] }),
    makeFinding({ marks: ['vendored'] }),
  ];
  const [, reasons] = judged(makeReport(findings, { target }));
  expect(reasons).toEqual(['head 2', 'pushed 1', 'aside 1']);
});

const gap = { ...makeReport([]).coverage, complete: false };

test.each<[string, Partial<Report>, VerdictOptions, string[]]>([
  ['--log-opts', {}, { isLimited: true }, ['limited 1']],
  ['a shallow clone', { target: { ...target, shallow: true }, coverage: gap }, {}, ['shallow 1']],
  ['a partial clone', { target: { ...target, partial: true }, coverage: gap }, {}, ['partial 1']],
  [
    'missing objects',
    {
      coverage: {
        ...gap,
        missingObjects: 1234,
        problems: [
          { kind: 'missing-object', message: 'x' },
          { kind: 'missing-object', message: '7 more problems of this kind' },
        ],
      },
    },
    {},
    ['missing-object 1234'],
  ],
  [
    'damage and limits',
    {
      coverage: {
        ...gap,
        problems: [
          { kind: 'limit', message: 'x' },
          { kind: 'limit', message: '7 more problems of this kind' },
          { kind: 'corrupt-pack', message: 'x' },
        ],
      },
    },
    {},
    ['corrupt-pack 1', 'limit 8'],
  ],
])('%s: nobody can tell, unless a secret decides', (_name, partial, options, reasons) => {
  const report = makeReport([], { target, ...partial });
  expect(judged(report, options)).toEqual(['cannot tell', reasons, []]);
  const withSecret = { ...report, findings: [makeFinding()] };
  expect(judged(withSecret, options)).toEqual(['not safe', ['head 1', ...reasons], []]);
});

test('after a scan that was stopped a secret of the history is not held for one of the reflogs', () => {
  const coverage = { ...gap, problems: [{ kind: 'limit' as const, message: 'interrupted' }] };
  const report = makeReport([inHistory()], { target, coverage });
  expect(judged(report, { isCutShort: true })).toEqual(['not safe', ['history 1', 'limit 1'], []]);
});

test('a file of secrets that HEAD tracks is not safe, one that is only staged is', () => {
  const hygiene = [
    entry({ check: 'tracked', status: 'fail', path: 'a/.env', inHead: true }),
    entry({ check: 'tracked', status: 'fail', path: 'b/.env' }),
  ];
  expect(judged(makeReport([], { target, hygiene }))).toEqual([
    'not safe',
    ['env-file 1'],
    ['b/.env of the index: the next commit would publish it'],
  ]);
  expect(judged(makeReport([], { target, hygiene: hygiene.slice(1) }))[0]).toBe('safe to publish');
});

test('a key file whose findings are accepted is no file of secrets, a .env stays one', () => {
  const suppressed = { by: 'baseline', reason: 'test key' };
  const of = (path: string): Report => {
    const introduced = makeOccurrence({ path });
    return makeReport([makeFinding({ suppressed, introduced, occurrences: [introduced] })], {
      target,
      hygiene: [entry({ check: 'tracked', status: 'fail', path, inHead: true })],
    });
  };
  expect(judged(of('t/server.pem'))).toEqual(['safe to publish', ['clean 0', 'accepted 1'], []]);
  expect(judged(of('.env'))[0]).toBe('not safe');
  const open = of('t/server.pem');
  const findings = [...open.findings, makeFinding({ introduced: open.findings[0]!.introduced })];
  expect(judged({ ...open, findings })[1]).toContain('env-file 1');
});

test('.env files on this disk are told with the rule that keeps them from a commit', () => {
  const rule = { source: '.gitignore', line: 3, pattern: '.env' };
  const hygiene = [
    entry({ rule }),
    entry({ path: 'a/.env', status: 'fail' }),
    entry({ path: 'b/.env', status: 'fail', rule: { ...rule, pattern: '!.env' } }),
    entry({ path: 'none/.env', onDisk: false, rule }),
    entry({ path: 'old/.env', check: 'history', status: 'warn', onDisk: false, rule }),
    entry({ path: '.dockerignore', check: 'docker', status: 'warn' }),
    entry({ path: '.env.example', check: 'history', status: 'warn', inHead: true }),
  ];
  const report = makeReport([inFile('worktree', 'a/.env')], { target, hygiene });
  expect(judged(report)).toEqual([
    'safe to publish',
    ['clean 0', 'env-history 2'],
    [
      '1 secret in a/.env of the working tree, which nothing ignores',
      '.env of the working tree, ignored by .gitignore:3',
      'b/.env of the working tree, which nothing ignores',
    ],
  ]);
});

test('what the configuration leaves out, submodules and locked archives are told', () => {
  const skipped = [
    ['allowed-by-config', 2],
    ['encrypted-member', 1],
    ['excluded-by-config', 3],
    ['gitlink', 1],
    ['symlink', 9],
  ] as const;
  const coverage = {
    ...makeReport([]).coverage,
    skipped: skipped.map(([reason, count]) => ({ reason, count, bytes: 0, examples: [] })),
  };
  const { verdict, reasons } = verdictOf(makeReport([], { target, coverage }));
  expect([verdict, ...reasons.slice(1).map(({ text }) => text)]).toEqual([
    'safe to publish',
    'the configuration leaves out 2 values, 3 paths',
    '1 submodule commit named: a submodule is a repository of its own, audit it, too',
    'files in archives that nobody can look into: 1 encrypted',
  ]);
});
