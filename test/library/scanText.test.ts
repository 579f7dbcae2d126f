import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { loadRules } from '../../src/library/loadRules.ts';
import { scanText } from '../../src/library/scanText.ts';
import type { Coverage } from '../../src/model/report.ts';
import { acmeRules } from '../acmeRules.ts';
import { githubToken, tokenLine } from '../e2e/githubToken.ts';

const rule = 'github-personal-access-token';
const line = `${tokenLine('text')}\n`;

test('text and bytes give findings with place and redacted secret', () => {
  const [found, ...more] = scanText(`a = 1\n${line}`, { path: 'src/a.py' });
  expect(more).toEqual([]);
  expect(found).toMatchObject({
    ruleId: rule,
    severity: 'critical',
    state: 'worktree',
    introduced: { event: 'present', commit: null, path: 'src/a.py', line: 2, column: 17 },
    secret: { length: 40 },
  });
  expect(JSON.stringify(found)).not.toContain(githubToken('text').slice(8, 32));
  expect(scanText(Buffer.from(`a = 1\n${line}`), { path: 'src/a.py' })).toEqual([found]);
  expect(scanText(new Uint8Array(gzipSync(line)))[0]?.secret.encoding).toBe('gzip');
});

test('the secret itself comes on demand alone', () => {
  const [found] = scanText(line, { showSecrets: true });
  expect(found?.secret.value).toBe(githubToken('text'));
});

test('the path says what kind of file it is', () => {
  const text = `password: ${'hV7kQ2pLw'}${'9Zr4TbX'}\n`;
  expect(scanText(text, { path: 'a.yaml' })).toHaveLength(1);
  expect(scanText(text, { path: 'a.py' })).toEqual([]);
});

test('a comment beside it accepts a secret', () => {
  expect(scanText(line.replace('\n', ' # leaktrail:allow\n'), { path: 'a.py' })).toEqual([]);
});

test('rules are those given, as often as they are used', () => {
  const acme = `token acme_${'k3x9'.repeat(4)}\n`;
  expect(scanText(acme)).toEqual([]);
  const rules = loadRules(acmeRules());
  const all = loadRules([], { disable: [rule] });
  for (let i = 0; i < 2; i++) {
    expect(scanText(acme + line, { rules }).map(({ ruleId }) => ruleId)).toEqual([
      rule,
      'acme-token',
    ]);
    expect(scanText(line, { rules: all }).map(({ ruleId }) => ruleId)).not.toContain(rule);
  }
  expect(scanText(line, { rules: loadRules(acmeRules(), { enable: ['acme-*'] }) })).toEqual([]);
});

test('what is not read is told', () => {
  const bytes = Buffer.from(gzipSync(line.repeat(50)));
  let coverage: Coverage | undefined;
  scanText(bytes.subarray(0, 40), { onCoverage: (told) => (coverage = told) });
  expect(coverage).toMatchObject({ worktreeFiles: 1, bytes: 40 });
  expect(coverage?.skipped.map(({ reason }) => reason)).toEqual(['damaged-member']);
});

test('wrong input is refused in one line', () => {
  expect(() => scanText(7 as never)).toThrow('scanText takes a string or a Uint8Array');
  expect(() => scanText('', { rules: [] as never })).toThrow('rules is no rule set');
  expect(() => loadRules('absent.yaml')).toThrow('cannot read the rule file absent.yaml');
  expect(() => loadRules([], { enable: ['githbu-*'] })).toThrow('no rule is called githbu-*');
  expect(() => loadRules([], { disable: ['*'] })).toThrow('no rule is left: disable fewer');
});
