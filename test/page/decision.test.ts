import { expect, it } from 'vitest';
import type { Decision } from '../../src/model/decision.ts';
import { decisionsJson, decisionsKey, ignoreLines, objectionTo } from '../../src/page/decision.ts';
import { toDocument } from '../../src/report/toDocument.ts';
import { parseDecisions } from '../../src/triage/decisions.ts';
import { parseIgnoreFile } from '../../src/triage/ignoreFile.ts';
import { sampleReport } from '../report/sampleReport.ts';
import { fingerprint } from './pageRows.ts';

const decisions: readonly Decision[] = [
  {
    fingerprint: fingerprint(1),
    ruleId: 'jwt',
    decision: 'accept',
    reason: 'of a demo # really',
    decidedOn: '2026-11-22',
  },
  {
    fingerprint: fingerprint(2),
    ruleId: 'jwt',
    decision: 'false-positive',
    reason: '',
    decidedOn: '2026-11-22',
  },
  {
    fingerprint: fingerprint(3),
    ruleId: 'key',
    decision: 'rotated',
    reason: 'ticket 5 by Ada',
    decidedOn: '2026-10-01',
  },
];

it('comes back from its JSON as it was', () => {
  const read = parseDecisions(decisionsJson(decisions.toReversed()), 'd.json');
  expect(read).toEqual(decisions.toSorted((a, b) => (a.fingerprint < b.fingerprint ? -1 : 1)));
});

it('has the fields that the command line reads, sorted by fingerprint whatever their order was', () => {
  const text = decisionsJson(decisions);
  expect(decisionsJson(decisions.toReversed())).toBe(text);
  const value: unknown = JSON.parse(text);
  expect(value).toMatchObject({ schema: 'leaktrail.decisions/1' });
  expect(text).toContain(
    `    {\n      "fingerprint": "${fingerprint(2)}",\n      "ruleId": "jwt",\n      "decision": "false-positive",\n      "reason": "",\n      "decidedOn": "2026-11-22"\n    }`,
  );
});

it('is read back from ignore lines by the tool as fingerprints with reasons', () => {
  const entries = parseIgnoreFile(Buffer.from(ignoreLines(decisions)), '.leaktrailignore');
  const byFingerprint = new Map(
    entries.map(({ value, kind, reason }) => [value, `${kind}: ${reason}`]),
  );
  expect([1, 2, 3].map((seed) => byFingerprint.get(fingerprint(seed)))).toEqual([
    'fingerprint: of a demo # really (jwt, accepted 2026-11-22)',
    'fingerprint: false positive (jwt, decided 2026-11-22)',
    'fingerprint: rotated on 2026-10-01: ticket 5 by Ada (key)',
  ]);
  expect(entries).toHaveLength(3);
});

it('adds no line of its own to the ignore file, whatever an imported file holds', () => {
  const text = JSON.stringify({
    schema: 'leaktrail.decisions/1',
    decisions: [
      {
        fingerprint: fingerprint(1),
        ruleId: 'a\n*\r\nrule:*',
        decision: 'accept',
        reason: 'b\n\u2028*.py\u202e',
        decidedOn: '2026-01-01',
      },
    ],
  });
  const lines = ignoreLines(parseDecisions(text, 'd.json'));
  expect(lines.split('\n')).toHaveLength(2);
  expect(lines).not.toMatch(/[\r\u2028\u202e]/u);
  expect(parseIgnoreFile(Buffer.from(lines), 'f').map(({ kind }) => kind)).toEqual(['fingerprint']);
});

it.each([
  ['accept', '', '2026-01-01', 'Say why it is accepted.'],
  ['accept', 'a demo', '2026-01-01', undefined],
  ['false-positive', '', '2026-01-01', undefined],
  ['rotated', '', '', 'Give the day as YYYY-MM-DD.'],
  ['rotated', '', '2026-02-30', 'Give the day as YYYY-MM-DD.'],
  ['rotated', '', '2026-02-28', undefined],
] as const)('%s with the reason %j on %s: %s', (decision, reason, decidedOn, objection) => {
  expect(objectionTo({ decision, reason, decidedOn })).toBe(objection);
});

it('is kept apart by target, commit, rules and mode', () => {
  const document = toDocument(sampleReport(), { showSecrets: false });
  const { target, tool } = document;
  const keys = [
    document,
    { ...document, target: { ...target, path: 'x' } },
    { ...document, target: { ...target, head: { ref: null, oid: 'x' } } },
    { ...document, target: { ...target, head: null } },
    { ...document, tool: { ...tool, rulesHash: 'x' } },
    { ...document, mode: 'staged' as const },
  ].map(decisionsKey);
  expect(new Set(keys).size).toBe(keys.length);
  expect(decisionsKey({ ...document, findings: [] })).toBe(keys[0]);
});
