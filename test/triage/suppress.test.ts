import { describe, expect, it } from 'vitest';
import type { Finding } from '../../src/model/finding.ts';
import type { OccurrenceEvent } from '../../src/model/occurrence.ts';
import { saltedFingerprint } from '../../src/triage/baseline.ts';
import { fingerprintOf } from '../../src/triage/fingerprint.ts';
import { parseGitleaksIgnore } from '../../src/triage/gitleaksIgnore.ts';
import { inlineComments } from '../../src/triage/inlineComment.ts';
import { sha1 } from '../../src/triage/secretsBaseline.ts';
import { suppressionOf } from '../../src/triage/suppress.ts';
import type { FindingPlaces, SecretPlace, Suppressions } from '../../src/triage/suppressions.ts';
import { makeFinding, makeOccurrence } from '../report/sampleReport.ts';

const salt = '5a'.repeat(32);
const never = (): boolean => false;
const isRule = (word: string): boolean => word === 'generic-password' || word === 'other-rule';
const nothing: Suppressions = {
  today: '2026-06-15',
  fingerprintKeys: ['key'],
  isRule,
  ignored: { fingerprints: new Map(), rules: [], paths: [] },
};

type Place = SecretPlace & { readonly event: OccurrenceEvent };

/** A place at line 2 of three lines. */
function place(event: OccurrenceEvent, text: string, more: Partial<Place> = {}): Place {
  const span = { line: 2, endLine: 2 };
  return {
    event,
    commit: null,
    path: 'src/settings.py',
    ...span,
    ...linesOf(['', text, '']),
    ...more,
  };
}

function linesOf(lines: readonly string[]): Pick<SecretPlace, 'textAt' | 'commentsAt'> {
  const textAt = (line: number): string => lines[line - 1] ?? '';
  return { textAt, commentsAt: (line) => inlineComments(textAt(line), isRule) };
}

const nowhere: FindingPlaces = { now: [], past: [] };
const by = (
  finding: Finding,
  suppressions: Partial<Suppressions>,
  places: FindingPlaces = nowhere,
): string | undefined =>
  suppressionOf(finding, places, { ...nothing, ...suppressions }).suppressed?.by;

describe('comments', () => {
  const finding = makeFinding();
  const said = 'x # leaktrail:allow';
  it.each<[string, readonly Place[], readonly Place[], boolean]>([
    ['at the one place', [place('present', said)], [], true],
    ['at all places', [place('present', said), place('present', said)], [], true],
    ['at one of two places', [place('present', said), place('present', 'x')], [], false],
    [
      'in history, while it stands elsewhere now',
      [place('present', 'x')],
      [place('introduced', said)],
      false,
    ],
    ['now, though not when it came', [place('present', said)], [place('introduced', 'x')], true],
    ['where it came and spread', [], [place('introduced', said), place('spread', said)], true],
    [
      'where it came, though not where it spread',
      [],
      [place('introduced', said), place('spread', 'x')],
      false,
    ],
    ['where it last stood', [], [place('introduced', 'x'), place('removed', said)], true],
    [
      'at one of the places where it last stood',
      [],
      [place('introduced', 'x'), place('removed', said), place('removed', 'x')],
      false,
    ],
    ['for another rule', [place('present', `${said} other-rule`)], [], false],
    ['for this rule', [place('present', `${said} generic-password`)], [], true],
    [
      'for this rule after one for another',
      [place('present', `${said} other-rule, ${said} generic-password`)],
      [],
      true,
    ],
    ['nowhere', [], [], false],
  ])('%s', (_title, now, past, holds) => {
    expect(by(finding, {}, { now, past })).toBe(holds ? 'inline-comment' : undefined);
  });

  it('may stand on any line of a value, on the line before only if it is about the next', () => {
    const lines = ['gitleaks:allow', 'begin', 'middle', 'end'];
    const placed = (texts: readonly string[]): FindingPlaces => ({
      now: [{ ...place('present', ''), endLine: 4, ...linesOf(texts) }],
      past: [],
    });
    expect(by(finding, {}, placed(lines))).toBe(undefined);
    for (const at of [1, 2, 3]) {
      const texts = lines.with(at, 'ggignore');
      expect(by(finding, {}, placed(texts))).toBe('inline-comment');
    }
    const before = lines.with(0, '# pragma: allowlist nextline secret');
    expect(by(finding, {}, placed(before))).toBe('inline-comment');
    expect(by(finding, {}, placed(lines.with(2, before[0] ?? '')))).toBe(undefined);
  });
});

describe('the order', () => {
  const finding = makeFinding({ occurrences: [makeOccurrence({ path: 'a.py', line: 3 })] });
  const { ruleId, secret } = finding;
  const fingerprint = saltedFingerprint(salt, ruleId, secret.value);
  const entry = { fingerprint, ruleId, added: '2026-01-01', by: 'A', reason: 'known' };
  const places: FindingPlaces = {
    now: [place('present', 'ggignore')],
    past: [place('introduced', '', { path: 'a.py', line: 3, endLine: 3 })],
  };
  const all: Omit<Suppressions, 'today' | 'isRule' | 'fingerprintKeys'> = {
    ignored: {
      ...nothing.ignored,
      fingerprints: new Map([[fingerprintOf('key', ruleId, secret.value), 'x']]),
    },
    baseline: { salts: [salt], entriesOf: new Map([[fingerprint, [entry]]]) },
    gitleaks: parseGitleaksIgnore(Buffer.from('a.py:r:3'), 'g'),
    secretsBaseline: {
      hashes: new Map([[sha1(secret.value), undefined]]),
      ofPath: new Map(),
      excludes: { files: never, lines: never, secrets: never },
    },
  };

  it('is comment, ignore file, baseline, gitleaks, detect-secrets', () => {
    expect(by(finding, all, places)).toBe('inline-comment');
    const silent = { ...places, now: [] };
    expect(by(finding, all, silent)).toBe('ignore-file');
    const { ignored: _ignored, ...rest } = all;
    expect(by(finding, rest, silent)).toBe('baseline');
    const { baseline: _baseline, ...foreign } = rest;
    expect(by(finding, foreign, silent)).toBe('gitleaksignore');
    const { gitleaks: _gitleaks, ...last } = foreign;
    expect(by(finding, last, silent)).toBe('secrets-baseline');
    expect(by(finding, {}, silent)).toBe(undefined);
  });

  it('holds an entry of the baseline to its last day, that day included', () => {
    const until = (day: string) => {
      const entriesOf = new Map([[fingerprint, [{ ...entry, until: day }]]]);
      return suppressionOf(finding, nowhere, {
        ...nothing,
        baseline: { salts: [salt], entriesOf },
      });
    };
    expect(until('2026-06-15').suppressed).toEqual({
      by: 'baseline',
      reason: 'known',
      until: '2026-06-15',
    });
    expect(until('2026-06-14')).toEqual({
      suppressed: null,
      expired: { ...entry, until: '2026-06-14' },
    });
  });
});

describe('paths of the ignore file', () => {
  const paths = [{ matches: (path: string) => path.startsWith('tests/'), reason: 'made up' }];
  const ignored = { ...nothing.ignored, paths };
  it.each<[readonly (string | null)[], boolean]>([
    [['tests/a.py'], true],
    [['tests/a.py', 'tests/b.py'], true],
    [['tests/a.py', 'src/a.py'], false],
    [['tests/a.py', null], false],
  ])('must name all of %j', (list, holds) => {
    const occurrences = list.map((path) => makeOccurrence({ path, commit: 'c'.repeat(40) }));
    expect(by(makeFinding({ occurrences }), { ignored })).toBe(holds ? 'ignore-file' : undefined);
  });
});

it('an excluded line holds where the secret stands now, else where it came', () => {
  const excludes = { files: never, lines: (text: string) => text.includes('skip'), secrets: never };
  const secretsBaseline = { hashes: new Map(), ofPath: new Map(), excludes };
  const held = (now: readonly Place[], past: readonly Place[]): unknown =>
    by(makeFinding(), { secretsBaseline }, { now, past });
  const [skipped, other] = [place('present', 'x # skip'), place('present', 'x')];
  const [came, left] = [place('introduced', 'x # skip'), place('removed', 'x')];
  expect(held([skipped], [other])).toBe('secrets-baseline');
  expect(held([skipped, other], [came])).toBe(undefined);
  expect(held([], [skipped])).toBe('secrets-baseline');
  expect(held([], [came, left])).toBe('secrets-baseline');
  expect(held([], [came, other])).toBe(undefined);
  expect(held([], [])).toBe(undefined);
});

it('a private key is known to detect-secrets by its first line in the files listed', () => {
  const value = `${'-'.repeat(5)}BEGIN RSA PRIVATE KEY${'-'.repeat(5)}\nabc`;
  const known = (path: string): Suppressions['secretsBaseline'] => ({
    hashes: new Map(),
    ofPath: new Map([[path, new Map([[sha1('BEGIN RSA PRIVATE KEY'), true]])]]),
    excludes: { files: never, lines: never, secrets: never },
  });
  const finding = makeFinding({
    secret: { value, entropy: 4 },
    occurrences: [makeOccurrence({ path: 'a.pem' })],
  });
  for (const [path, expected] of [
    ['a.pem', 'audited as a real secret in .secrets.baseline'],
    ['b.pem', undefined],
  ] as const) {
    const secretsBaseline = known(path);
    const { suppressed } = suppressionOf(finding, nowhere, {
      ...nothing,
      ...(secretsBaseline === undefined ? {} : { secretsBaseline }),
    });
    expect(suppressed?.reason).toBe(expected);
  }
});
