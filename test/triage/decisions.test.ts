import { describe, expect, test } from 'vitest';
import { decisionsSchema } from '../../src/model/decision.ts';
import type { Decision } from '../../src/model/decision.ts';
import { parseDecisions, reasonOf } from '../../src/triage/decisions.ts';

const decision: Decision = {
  fingerprint: '0123456789abcdef'.repeat(2),
  ruleId: 'generic-password',
  decision: 'accept',
  reason: 'known',
  decidedOn: '2026-11-22',
};

function file(...decisions: unknown[]): string {
  return JSON.stringify({ schema: decisionsSchema, decisions });
}

test('a file of decisions is read, further keys are left out', () => {
  expect(parseDecisions(file({ ...decision, more: 1 }), 'd.json')).toEqual([decision]);
  expect(parseDecisions(file(), 'd.json')).toEqual([]);
});

test('ids of rules and reasons are put on one line', () => {
  const [read] = parseDecisions(
    file({ ...decision, ruleId: 'a\n*\r\nrule:*', reason: ' two\u2028 lines\u001b\n' }),
    'd.json',
  );
  expect(read).toEqual({ ...decision, ruleId: 'a * rule:*', reason: 'two lines' });
});

describe('what is none is refused, by file and entry', () => {
  test.each<[string, string, RegExp]>([
    ['no JSON', '{', /^d\.json: not valid JSON$/u],
    ['a report', '{"schema":"leaktrail.report/1"}', /^d\.json: no file of decisions/u],
    ['null', 'null', /^d\.json: no file of decisions/u],
    ['no list', `{"schema":"${decisionsSchema}"}`, /^d\.json: 'decisions' is no list$/u],
    ['no object', file(decision, 7), /^d\.json: decision 2: is no object$/u],
    ['a short id', file({ ...decision, fingerprint: 'abc' }), /decision 1: 'fingerprint'/u],
    ['another kind', file({ ...decision, decision: 'maybe' }), /'decision' is none of accept/u],
    ['no day', file({ ...decision, decidedOn: 'today' }), /'decidedOn' is no day/u],
    ['no reason to accept', file({ ...decision, reason: ' \n' }), /'reason' is empty: say why/u],
    [
      'a day that is none',
      file({ ...decision, decidedOn: '2026-02-30' }),
      /'decidedOn' is no day/u,
    ],
    ['a reason that is no text', file({ ...decision, reason: 7 }), /'reason' is no text/u],
  ])('%s', (_title, text, why) => {
    expect(() => parseDecisions(text, 'd.json')).toThrow(why);
  });
});

test.each<[Partial<Decision>, string]>([
  [{}, 'known'],
  [{ decision: 'false-positive', reason: '' }, 'false positive'],
  [{ decision: 'false-positive', reason: 'a test' }, 'false positive: a test'],
  [{ decision: 'rotated', reason: '' }, 'rotated on 2026-11-22'],
  [{ decision: 'rotated', reason: 'ticket 7' }, 'rotated on 2026-11-22: ticket 7'],
  [{ reason: 'x'.repeat(600) }, 'x'.repeat(500)],
])('the reason of %o', (partial, reason) => {
  expect(reasonOf({ ...decision, ...partial })).toBe(reason);
});
