// The order of what is to be rotated, pairs, and what is said of providers and hosts.
import { expect, test } from 'vitest';
import type { Finding } from '../../src/model/finding.ts';
import { planCredentials } from '../../src/remedy/credentials.ts';
import { hostNotices } from '../../src/remedy/hosts.ts';
import { logsFor } from '../../src/remedy/providerLogs.ts';

function finding(fingerprint: string, changes: Partial<Finding> = {}): Finding {
  const introduced = {
    event: 'introduced' as const,
    commit: 'c'.repeat(40),
    blob: 'b'.repeat(40),
    path: `${fingerprint}.py`,
    line: 1,
    column: 1,
    endLine: 1,
    endColumn: 2,
    author: null,
    date: '2024-03-02T00:00:00Z',
    summary: null,
  };
  return {
    fingerprint,
    ruleId: 'generic-secret',
    title: 'Secret',
    provider: 'generic',
    severity: 'high',
    confidence: 'high',
    score: 1,
    secret: { value: `value of ${fingerprint}`, entropy: 4 },
    state: 'history',
    introduced,
    removed: null,
    exposedDays: 1,
    reachableFrom: [],
    occurrences: [introduced],
    marks: [],
    suppressed: null,
    advice: [],
    ...changes,
  };
}

const pairWith = (fingerprint: string): NonNullable<Finding['pairedWith']> => [
  { fingerprint, ruleId: 'x', title: 'X', path: null, line: 1 },
];

test('by severity, then what was pushed, then days of exposure', () => {
  const credentials = planCredentials(
    [
      finding('short'),
      finding('long', { exposedDays: 9 }),
      finding('pushed', { reachableFrom: ['refs/remotes/origin/main'] }),
      finding('worst', { severity: 'critical' }),
      finding('uncommitted', { exposedDays: null }),
    ],
    new Map(),
  );
  expect(credentials.map(({ secrets }) => secrets[0]?.fingerprint)).toEqual([
    'worst',
    'pushed',
    'long',
    'short',
    'uncommitted',
  ]);
  expect(credentials.map(({ isPublished }) => isPublished)).toEqual([
    false,
    true,
    false,
    false,
    false,
  ]);
});

test('the halves of a credential are one, as old as the older one', () => {
  const older = { ...finding('id').introduced, date: '2023-01-01T00:00:00Z' };
  const credentials = planCredentials(
    [
      finding('id', { pairedWith: pairWith('key'), introduced: older, severity: 'medium' }),
      finding('other'),
      finding('key', { pairedWith: pairWith('id'), severity: 'critical' }),
      finding('second key', { pairedWith: pairWith('id') }),
    ],
    new Map([['key', 'THE_KEY']]),
  );
  expect(credentials.map(({ secrets }) => secrets.map(({ fingerprint }) => fingerprint))).toEqual([
    ['key', 'second key', 'id'],
    ['other'],
  ]);
  expect(credentials[0]).toMatchObject({ severity: 'critical', since: '2023-01-01' });
  expect(credentials[0]?.secrets[0]?.variable).toBe('THE_KEY');
});

test.each([
  ['aws', 'aws-access-key-id', 'CloudTrail'],
  ['github', 'github-personal-access-token', 'security log'],
  ['generic', 'password-in-url', 'logs of connections'],
  ['generic', 'private-key', 'sshd'],
  ['nobody', 'nobody-key', 'usage logs'],
])('of %s (%s) the logs are named: %s', (provider, ruleId, words) => {
  expect(logsFor(provider, ruleId)).toContain(words);
});

test.each([
  ['ssh://git@github.com/a/b.git', 'github.com', 'GitHub Support'],
  ['https://gitlab.example.org/a/b.git', 'gitlab.example.org', 'Redact text'],
  ['https://bitbucket.org/a/b.git', 'bitbucket.org', 'Atlassian Support'],
  ['https://dev.azure.com/a/b', 'dev.azure.com', 'pull requests'],
  ['https://git.example.org/a.git', 'git.example.org', 'git gc --prune=now'],
  ['file:///srv/a.git', 'file:///srv/a.git', 'git gc --prune=now'],
])('%s is %s', (uri, host, words) => {
  const [notice] = hostNotices([{ name: 'origin', uri }]);
  expect(notice?.host).toBe(host);
  expect(notice?.ask).toContain(words);
});
