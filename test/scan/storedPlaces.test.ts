// Places at which a secret is stored: all versions of a file, other forms of it, messages.
import { expect, test } from 'vitest';
import { runAudit } from '../../src/scan/audit.ts';
import { githubToken } from '../e2e/githubToken.ts';
import { makeRepository } from '../makeRepository.ts';
import { runIn } from '../scanRepository.ts';

test('every version and form of a secret is a place, though the trail has one event', async () => {
  const token = githubToken('stored places');
  const packed = Buffer.from(`token=${token}`).toString('base64');
  const repo = makeRepository([
    { write: { 'a.py': `TOKEN = "${token}"\n` }, message: 'A' },
    { write: { 'a.py': `# edited\nTOKEN = "${token}"\n` }, message: 'B' },
    { write: { 'a.py': `TOKEN = "${packed}"\n` }, message: `Hide ${token}` },
  ]);
  const run = runIn(repo.dir, { enable: ['github-personal-access-token'] });
  const report = await runAudit({ ...run, wantsPlaces: true });
  const [finding] = report.findings;
  expect(report.findings).toHaveLength(1);
  const texts = finding?.storedAt?.map(({ oid, startOffset, endOffset }) => {
    const type = repo.git('cat-file', '-t', oid);
    const bytes = repo.gitBytes(['cat-file', type, oid]);
    const start = type === 'commit' ? bytes.indexOf('\n\n') + 2 : 0;
    return bytes.subarray(start).toString('latin1', startOffset, endOffset);
  });
  const encoded = texts?.filter((text) => text !== token) ?? [];
  expect(texts).toHaveLength(4);
  expect(encoded).toHaveLength(1);
  // Of base64 the bytes that the secret fills.
  expect(packed).toContain(encoded[0]);
  const plain = await runAudit(run);
  expect(plain.findings[0]).not.toHaveProperty('storedAt');
});
