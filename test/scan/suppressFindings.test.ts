import { describe, expect, it } from 'vitest';
import type { Finding } from '../../src/model/finding.ts';
import { suppressFindings } from '../../src/scan/suppressFindings.ts';
import { secretIdOf } from '../../src/triage/fingerprint.ts';
import type { Suppressions } from '../../src/triage/suppressions.ts';
import { makeFinding, makeOccurrence } from '../report/sampleReport.ts';

const suppressions: Suppressions = {
  today: '2026-06-15',
  fingerprintKeys: ['key'],
  isRule: () => false,
  ignored: { fingerprints: new Map(), rules: [], paths: [] },
};
const comment = '# leaktrail:allow größer';
const place = { line: 2, endLine: 2 };

function suppressed(contents: Readonly<Record<string, Buffer>>, finding: Finding): unknown {
  const [result] = suppressFindings({
    findings: [finding],
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
