// Key ids and their secrets are told as pairs, in one file and across files and commits.
import { expect, test } from 'vitest';
import { makeRepository } from '../makeRepository.ts';
import { auditRepository, parseReport } from './auditRepository.ts';
import { runLeaktrail } from './runLeaktrail.ts';
import { plantedValue } from './plantedSecrets.ts';

const keyId = (seed: string): string => plantedValue('<aws-key-id:AKIA>', seed);
const secretKey = (seed: string): string => plantedValue('<base64:40>', seed);

test.each([
  ['in one file', { 'settings.py': ['id', 'secret'] }, {}],
  ['in two files of a commit', { 'settings.py': ['id'], '.env': ['secret'] }, {}],
  ['in two commits', { 'settings.py': ['id'] }, { 'deploy.sh': ['secret'] }],
])('an AWS key id and its secret %s are a pair', async (_title, first, second) => {
  const lines = {
    id: `AWS_ACCESS_KEY_ID="${keyId('pair')}"\n`,
    secret: `AWS_SECRET_ACCESS_KEY="${secretKey('pair')}"\n`,
  };
  const write = (files: Record<string, string[]>): Record<string, string> =>
    Object.fromEntries(
      Object.entries(files).map(([path, parts]) => [
        path,
        parts.map((part) => (part === 'id' ? lines.id : lines.secret)).join(''),
      ]),
    );
  const repo = makeRepository([
    { write: write(first), message: 'One' },
    ...(Object.keys(second).length === 0 ? [] : [{ write: write(second), message: 'Two' }]),
  ]);
  const { stdout } = await auditRepository(repo.dir);
  const { findings } = parseReport(stdout);
  const idFinding = findings.find(({ ruleId }) => ruleId === 'aws-access-key-id');
  const secretFinding = findings.find(({ ruleId }) => ruleId.startsWith('aws-secret-access-key'));
  expect(idFinding?.pairedWith).toMatchObject([{ fingerprint: secretFinding?.fingerprint }]);
  expect(secretFinding?.pairedWith).toMatchObject([{ fingerprint: idFinding?.fingerprint }]);
  const text = await runLeaktrail(['audit', repo.dir]);
  expect(text.stdout).toMatch(/pair\s+with AWS secret access key/u);
});
