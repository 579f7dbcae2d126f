import { expect, it } from 'vitest';
import type { Finding } from '../../src/model/finding.ts';
import { saltedFingerprint } from '../../src/triage/baseline.ts';
import type { Baseline, BaselineEntry } from '../../src/triage/baseline.ts';
import { updateBaseline } from '../../src/triage/updateBaseline.ts';
import type { BaselineUpdateInput } from '../../src/triage/updateBaseline.ts';
import { makeFinding } from '../report/sampleReport.ts';

const salts = ['1a'.repeat(32), '2b'.repeat(32)];

function finding(value: string, more: Partial<Finding> = {}): Finding {
  return makeFinding({ secret: { value, entropy: 3 }, ...more });
}

function entry(value: string, more: Partial<BaselineEntry> = {}, salt = salts[0]): BaselineEntry {
  const { ruleId } = finding(value);
  const fingerprint = saltedFingerprint(salt ?? '', ruleId, value);
  return { fingerprint, ruleId, added: '2020-01-01', by: 'Ada', reason: 'old', ...more };
}

function update(
  entries: readonly BaselineEntry[],
  findings: readonly Finding[],
  more: Partial<BaselineUpdateInput> = {},
): ReturnType<typeof updateBaseline> {
  const baseline: Baseline = { salts, entries };
  const said = { reason: 'new', until: undefined, by: 'Bob', today: '2026-01-01', prune: false };
  return updateBaseline({ baseline, findings, ...said, ...more });
}

it('adds what counts under the first salt and leaves what something else suppresses', () => {
  const suppressed = { by: 'inline-comment', reason: 'x' };
  const result = update([], [finding('a'), finding('b', { suppressed })]);
  expect(result).toMatchObject({ added: 1, kept: 0, renewed: 0, stale: [] });
  expect(result.baseline).toEqual({
    salts,
    entries: [entry('a', { added: '2026-01-01', by: 'Bob', reason: 'new' })],
  });
});

it('keeps entries under any salt, whatever suppresses the finding', () => {
  const entries = [entry('a'), entry('b', {}, salts[1])];
  const suppressed = { by: 'ignore-file', reason: 'x' };
  const result = update(entries, [finding('a', { suppressed }), finding('b', { suppressed })]);
  expect(result).toMatchObject({ added: 0, kept: 2, stale: [] });
  expect(result.baseline.entries).toEqual(entries);
});

it('renews an expired entry, with its reason unless there is a new one', () => {
  const entries = [entry('a', { until: '2025-12-31' })];
  const renewed = { added: '2026-01-01', by: 'Bob', until: '2027-01-01' };
  const kept = update(entries, [finding('a')], { reason: undefined, until: '2027-01-01' });
  expect(kept).toMatchObject({ added: 0, renewed: 1, kept: 0 });
  expect(kept.baseline.entries).toEqual([entry('a', { ...renewed, reason: 'old' })]);
  const replaced = update(entries, [finding('a')]);
  expect(replaced.baseline.entries[0]).toMatchObject({ reason: 'new' });
  expect(replaced.baseline.entries[0]).not.toHaveProperty('until');
});

it('lists stale entries, and drops them when asked', () => {
  const entries = [entry('a'), entry('gone')];
  const known = finding('a', { suppressed: { by: 'baseline', reason: 'old' } });
  expect(update(entries, [known])).toMatchObject({ kept: 2, stale: [entry('gone')] });
  const pruned = update(entries, [known], { prune: true });
  expect(pruned).toMatchObject({ kept: 1, stale: [entry('gone')] });
  expect(pruned.baseline.entries).toEqual([entry('a')]);
});
