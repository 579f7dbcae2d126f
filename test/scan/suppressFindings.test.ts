import { describe, expect, it, test } from 'vitest';
import type { Finding } from '../../src/model/finding.ts';
import type { Occurrence } from '../../src/model/occurrence.ts';
import { suppressFindings } from '../../src/scan/suppressFindings.ts';
import { secretIdOf } from '../../src/triage/fingerprint.ts';
import { mostPlacesNow } from '../../src/trail/treePlaces.ts';
import type { Suppressions } from '../../src/triage/suppressions.ts';
import { makeFinding, makeOccurrence } from '../report/sampleReport.ts';

const suppressions: Suppressions = {
  today: '2026-06-15',
  fingerprintKeys: ['key'],
  isRule: () => false,
  ignored: { fingerprints: new Map(), rules: [], paths: [] },
};
const comment = '# leaktrail:allow größer';
const place = { line: 2, column: 1, endLine: 2, endColumn: 2 };

function suppressed(
  contents: Readonly<Record<string, Buffer>>,
  finding: Finding,
  others: readonly Finding[] = [],
): unknown {
  const [result] = suppressFindings({
    findings: [finding, ...others],
    suppressions,
    fingerprintKey: 'key',
    placesOf: (secretId) =>
      secretId === secretIdOf('key', finding.secret.value)
        ? Object.keys(contents).map((blob) => ({ blob, path: `${blob}.py`, ...place }))
        : [],
    contentOf: ({ blob }) => (blob === null ? undefined : contents[blob]),
  });
  return result?.suppressed?.reason ?? null;
}

describe('the lines of a place', () => {
  const finding = makeFinding({ occurrences: [makeOccurrence({ path: 'a.py' })] });

  it.each<[string, Buffer, string | null]>([
    ['UTF-8', Buffer.from(`\nx ${comment}\n`), 'größer'],
    ['CR LF', Buffer.from(`\r\nx ${comment}\r\n`), 'größer'],
    ['no line end', Buffer.from(`\nx ${comment}`), 'größer'],
    ['another line', Buffer.from(`x ${comment}\nx\n${comment}`), null],
    ['fewer lines', Buffer.from('x'), null],
    ['UTF-16', Buffer.from(`\ufeff\nx # leaktrail:allow wide\n`, 'utf16le'), 'wide'],
    [
      'too large',
      Buffer.concat([Buffer.from(`\nx ${comment}\n`), Buffer.alloc(64 * 2 ** 20)]),
      null,
    ],
  ])('are read from %s', (_title, bytes, reason) => {
    expect(suppressed({ a: bytes }, finding)).toBe(reason);
  });

  it('are those of each content, however many there are', () => {
    const contents = Object.fromEntries(
      Array.from({ length: 30 }, (_, i) => [`f${i}`, Buffer.from(`\n${comment} ${i}`)]),
    );
    expect(suppressed(contents, finding)).toBe('größer 0');
    expect(suppressed({ ...contents, f29: Buffer.from('\n\n') }, finding)).toBe(null);
  });
});

describe('a reason', () => {
  const line = '# leaktrail:allow größer';
  const told = (from: number, to: number, rest: Partial<Occurrence> = {}, text = line): unknown => {
    const span = { line: 2, column: from, endLine: 2, endColumn: to };
    const occurrence = makeOccurrence({ ...span, blob: 'a', path: 'a.py', ...rest });
    const other = makeFinding({
      secret: { value: 'another', entropy: 3 },
      occurrences: [occurrence],
    });
    return suppressed({ a: Buffer.from(`\n${text}\n`) }, makeFinding({ occurrences: [] }), [other]);
  };
  const marker = 'leaktrail:allow at a.py:2';

  it('is told where all secrets end before the marker', () => {
    expect(told(1, 3)).toBe('größer');
    expect(told(1, 18)).toBe('größer');
    expect(told(5, 22, {}, `😀üü ${line}`)).toBe('größer');
  });

  it('is left out where a secret stands behind the marker, on which line it may begin', () => {
    expect(told(18, 24)).toBe(marker);
    expect(told(1, 19)).toBe(marker);
    expect(told(5, 23, {}, `😀üü ${line}`)).toBe(marker);
    expect(told(1, 20, { line: 1 })).toBe(marker);
    expect(told(1, 1, { endLine: 3 })).toBe(marker);
    expect(told(1, 3, { line: 1 })).toBe('größer');
    expect(told(18, 24, { line: 3, endLine: 3 })).toBe('größer');
  });

  it('is left out where the secret itself stands there, in UTF-16 as well', () => {
    const finding = makeFinding({
      occurrences: [makeOccurrence({ ...place, blob: 'a', endColumn: 40 })],
    });
    const wide = (text: string): Buffer => Buffer.from(`\ufeff\n${text}\n`, 'utf16le');
    expect(suppressed({ a: wide(`x ${line}`) }, finding)).toBe(marker);
    expect(suppressed({ a: wide(`xx ${line}`) }, finding)).toBe('grö\u00dfer');
  });
});

test('a long line full of comments and secrets is read once', () => {
  const line = `${'/* leaktrail:allow other why */ '.repeat(30_000)}// leaktrail:allow of a test`;
  const contents = { a: Buffer.from(line) };
  const findings = Array.from({ length: 20_000 }, (_, i) =>
    makeFinding({
      secret: { value: `secret ${i}`, entropy: 3 },
      occurrences: [
        makeOccurrence({ line: 1, endLine: 1, column: i + 1, endColumn: i + 2, blob: 'a' }),
      ],
    }),
  );
  let reads = 0;
  const found = suppressFindings({
    findings,
    suppressions: { ...suppressions, isRule: (word) => word === 'other' },
    fingerprintKey: 'key',
    placesOf: () => [],
    contentOf: () => {
      reads++;
      return contents.a;
    },
  });
  expect(reads).toBe(1);
  expect(found.every(({ suppressed: by }) => by?.reason === 'of a test')).toBe(true);
});

test('a secret at more places than are looked at is suppressed by none of them', () => {
  const path = 'a.py';
  const finding = makeFinding({ occurrences: [makeOccurrence({ path })] });
  const reasonAt = (count: number): unknown => {
    const ignored = { path: 'ignored', matches: () => true, reason: 'ours' };
    const [result] = suppressFindings({
      findings: [finding],
      suppressions: { ...suppressions, ignored: { ...suppressions.ignored, paths: [ignored] } },
      fingerprintKey: 'key',
      placesOf: () => Array.from({ length: count }, () => ({ blob: 'a', path, ...place })),
      contentOf: () => Buffer.from('x'),
    });
    return result?.suppressed?.reason ?? null;
  };
  expect(reasonAt(2)).toBe('ours');
  expect(reasonAt(mostPlacesNow + 1)).toBe(null);
});
