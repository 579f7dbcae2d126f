import { describe, expect, it } from 'vitest';
import type { Finding } from '../../src/model/finding.ts';
import { compareFindings } from '../../src/model/order.ts';
import { compareByExposure } from '../../src/report/order.ts';
import { toDocument } from '../../src/report/toDocument.ts';
import { makeFinding, makeOccurrence, makeReport } from './sampleReport.ts';

function sortedIds(findings: readonly Finding[], compare: typeof compareByExposure): string[] {
  return toDocument(makeReport(findings), { showSecrets: false })
    .findings.toSorted(compare)
    .map((finding) => finding.ruleId);
}

describe('compareFindings', () => {
  it('orders by severity, path, line, rule and fingerprint, what has no path last', () => {
    const at = (path: string | null, line = 1): Pick<Finding, 'introduced'> => ({
      introduced: makeOccurrence({ path, line }),
    });
    const expected = [
      makeFinding({ ruleId: '1', severity: 'critical', ...at('z') }),
      makeFinding({ ruleId: '2', severity: 'high', ...at('B') }),
      makeFinding({ ruleId: '3', severity: 'high', ...at('a', 2) }),
      makeFinding({ ruleId: '4', severity: 'high', ...at('a', 10) }),
      makeFinding({ ruleId: '5', severity: 'high', ...at('a', 10), fingerprint: '0'.repeat(32) }),
      makeFinding({ ruleId: '5', severity: 'high', ...at('a', 10), fingerprint: 'f'.repeat(32) }),
      makeFinding({ ruleId: '6', severity: 'high', ...at(null) }),
      makeFinding({ ruleId: '7', severity: 'medium', ...at('a') }),
      makeFinding({ ruleId: '8', severity: 'low', ...at('a') }),
    ];
    expect(sortedIds(expected.toReversed(), compareFindings)).toEqual(
      expected.map((finding) => finding.ruleId),
    );
  });
});

describe('compareByExposure', () => {
  it('puts what is about to be committed first, then the newest, whatever the offset from UTC', () => {
    const on = (date: string | null): Pick<Finding, 'introduced'> => ({
      introduced: makeOccurrence({ date }),
    });
    const expected = [
      makeFinding({ ruleId: 'staged', severity: 'low', state: 'index', ...on(null) }),
      makeFinding({ ruleId: 'later', severity: 'low', ...on('2024-01-01T00:30:00-02:00') }),
      makeFinding({ ruleId: 'earlier', severity: 'high', ...on('2024-01-01T01:00:00+02:00') }),
      makeFinding({ ruleId: 'undated', severity: 'critical', state: 'unreachable', ...on(null) }),
    ];
    expect(sortedIds(expected.toReversed(), compareByExposure)).toEqual([
      'staged',
      'later',
      'earlier',
      'undated',
    ]);
  });
});
