import { expect, it } from 'vitest';
import type { Decision } from '../../src/model/decision.ts';
import {
  decisionsJson,
  decisionsKey,
  ignoreLines,
  objectionTo,
  parseDecisions,
} from '../../src/page/decision.ts';
import { toDocument } from '../../src/report/toDocument.ts';
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
    reason: 'ticket 5\nby Ada',
    decidedOn: '2026-10-01',
  },
];

it('comes back from its JSON as it was', () => {
  const oneLined = decisions.map((each) => ({ ...each, reason: each.reason.replace('\n', ' ') }));
  const read = parseDecisions(decisionsJson(decisions));
  expect(
    read.toSorted((a, b) => (a.decidedOn + a.decision < b.decidedOn + b.decision ? -1 : 1)),
  ).toEqual(
    oneLined.toSorted((a, b) => (a.decidedOn + a.decision < b.decidedOn + b.decision ? -1 : 1)),
  );
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
    'fingerprint: false positive, decided 2026-11-22 (jwt)',
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
  const lines = ignoreLines(parseDecisions(text));
  expect(lines.split('\n')).toHaveLength(2);
  expect(lines).not.toMatch(/[\r\u2028\u202e]/u);
  expect(parseIgnoreFile(Buffer.from(lines), 'f').map(({ kind }) => kind)).toEqual(['fingerprint']);
});

it.each([
  ['accept', '', '2026-01-01', 'Say why it is accepted.'],
  ['accept', ' \n', '2026-01-01', 'Say why it is accepted.'],
  ['accept', 'a demo', '2026-01-01', undefined],
  ['false-positive', '', '2026-01-01', undefined],
  ['rotated', '', '', 'Give the day as YYYY-MM-DD.'],
  ['rotated', '', '2026-02-30', 'Give the day as YYYY-MM-DD.'],
  ['rotated', '', '2026-02-28', undefined],
] as const)('%s with the reason %j on %s: %s', (decision, reason, decidedOn, objection) => {
  expect(objectionTo({ decision, reason, decidedOn })).toBe(objection);
});

const good = {
  fingerprint: fingerprint(1),
  ruleId: 'a',
  decision: 'rotated',
  reason: '',
  decidedOn: '2026-01-01',
};

it.each([
  ['no JSON', '{', 'The file is no valid JSON.'],
  [
    'another JSON',
    '{"schema":"x"}',
    'This is no file of decisions ("schema": "leaktrail.decisions/1").',
  ],
  ['null', 'null', 'This is no file of decisions ("schema": "leaktrail.decisions/1").'],
  ['no list', '{"schema":"leaktrail.decisions/1"}', 'The file has no list of decisions.'],
  ...[
    { ...good, fingerprint: 'x' },
    { ...good, decision: 'later' },
    { ...good, reason: 5 },
    { ...good, decidedOn: 'today' },
    { ...good, decision: 'accept' },
    null,
  ].map((bad): [string, string, string] => [
    JSON.stringify(bad),
    JSON.stringify({ schema: 'leaktrail.decisions/1', decisions: [good, bad] }),
    'Decision 2 of the file is not complete.',
  ]),
])('refuses %s in words', (_title, text, message) => {
  expect(() => parseDecisions(text)).toThrow(new SyntaxError(message));
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

it('lets no file of decisions bring lines of its own into an ignore file', () => {
  const [first] = decisions;
  const read = parseDecisions(decisionsJson([{ ...first!, ruleId: 'jwt\n**\u2028x\r**' }]));
  const entries = parseIgnoreFile(Buffer.from(ignoreLines(read)), '.leaktrailignore');
  expect(entries.map(({ kind, value }) => [kind, value])).toEqual([
    ['fingerprint', fingerprint(1)],
  ]);
});
