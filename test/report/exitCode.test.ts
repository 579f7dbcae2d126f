import { describe, expect, it } from 'vitest';
import { exitCodeOf } from '../../src/report/exitCode.ts';
import { makeFinding, makeReport, sampleReport } from './sampleReport.ts';

const suppressed = makeFinding({ suppressed: { by: 'baseline', reason: 'known' } });
const { hygiene } = sampleReport();

describe('exitCodeOf', () => {
  it.each([
    // findings, complete, mode, hygiene, --exit-code, --allow-incomplete, expected
    ['nothing found', [], true, 'audit', [], 1, false, 0],
    ['findings', [makeFinding()], true, 'audit', [], 1, false, 1],
    ['findings with --exit-code 7', [makeFinding()], true, 'audit', [], 7, false, 7],
    ['findings with --exit-code 0', [makeFinding()], true, 'audit', [], 0, false, 0],
    ['nothing found, incomplete', [], false, 'audit', [], 1, false, 3],
    ['nothing found, incomplete, --exit-code 7', [], false, 'audit', [], 7, false, 3],
    ['nothing found, incomplete, --allow-incomplete', [], false, 'audit', [], 1, true, 0],
    ['findings, incomplete', [makeFinding()], false, 'audit', [], 1, false, 1],
    ['findings, incomplete, --allow-incomplete', [makeFinding()], false, 'audit', [], 1, true, 1],
    ['suppressed findings', [suppressed], true, 'audit', [], 1, false, 0],
    ['suppressed findings, incomplete', [suppressed], false, 'audit', [], 1, false, 3],
    ['failing hygiene in an audit', [], true, 'audit', hygiene, 1, false, 0],
    ['failing hygiene in env', [], true, 'env', hygiene, 1, false, 1],
    ['failing hygiene in env with --exit-code 7', [], true, 'env', hygiene, 7, false, 7],
    ['warnings in env', [], true, 'env', hygiene.slice(1), 1, false, 0],
    ['warnings in env, incomplete', [], false, 'env', hygiene.slice(1), 1, false, 3],
  ] as const)(
    '%s',
    (_title, findings, complete, mode, entries, findingsCode, allowsIncomplete, expected) => {
      const report = makeReport(findings, { mode, hygiene: entries });
      const seen = { ...report, coverage: { ...report.coverage, complete } };
      expect(exitCodeOf(seen, { findingsCode, allowsIncomplete })).toBe(expected);
    },
  );
});
