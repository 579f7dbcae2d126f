import { describe, expect, it } from 'vitest';
import { mask, redactSecret } from '../../src/report/redact.ts';
import { toDocument } from '../../src/report/toDocument.ts';
import { madeUp, makeFinding, makeOccurrence, makeReport, sampleReport } from './sampleReport.ts';

const token = `${'gh'}p_${madeUp(77, 36)}`;
const hidden = redactSecret(token);

describe('toDocument', () => {
  it('hides a secret in every text of the report', () => {
    const occurrence = makeOccurrence({
      path: `keys/${token}.txt`,
      author: { name: `Jane ${token}`, email: `${token}@example.org` },
      summary: `Use ${token}`,
    });
    const report = makeReport(
      [
        makeFinding({
          secret: { value: token, entropy: 4 },
          introduced: occurrence,
          occurrences: [occurrence],
          reachableFrom: [`refs/heads/${token}`],
          advice: [`Look for ${token}`],
          suppressed: { by: 'ignore-file', reason: `is ${token}` },
        }),
      ],
      {
        target: {
          ...sampleReport().target,
          path: token,
          head: { ref: `refs/heads/${token}`, oid: null },
        },
        coverage: {
          ...sampleReport().coverage,
          skipped: [{ reason: 'symlink', count: 1, bytes: 0, examples: [token] }],
          problems: [{ kind: 'unreadable-file', message: `cannot read ${token}`, path: token }],
        },
        hygiene: [
          {
            check: 'tracked',
            path: `${token}/.env`,
            status: 'fail',
            rule: { source: `${token}/.gitignore`, line: 1, pattern: token },
            message: `${token}/.env is tracked`,
            fix: `git rm --cached ${token}/.env`,
          },
        ],
      },
    );
    const text = JSON.stringify(toDocument(report, { showSecrets: false }));
    expect(text).not.toContain(token);
    expect(text.split(hidden).length - 1).toBe(22);
    expect(JSON.stringify(toDocument(report, { showSecrets: true }))).toContain(token);
  });

  it('cuts the reasons of comments where no secret is cut with them', () => {
    const reasonOf = (reason: string, by = 'inline-comment', showSecrets = false): unknown => {
      const secret = { value: token, entropy: 4 };
      const report = makeReport([makeFinding({ secret, suppressed: { by, reason } })]);
      return toDocument(report, { showSecrets }).findings[0]?.suppressed?.reason;
    };
    const before = '😀'.repeat(190);
    expect(reasonOf(`${before}${token} and more`)).toBe(`${before}${hidden.slice(0, 10)}`);
    expect(reasonOf(`${before}${token}`, 'inline-comment', true)).toBe(
      `${before}${token.slice(0, 10)}`,
    );
    expect(reasonOf(`${before}${token}`, 'baseline')).toBe(`${before}${hidden}`);
  });

  it('hides a secret in base64 as well', () => {
    const encoded = Buffer.from(token).toString('base64');
    const occurrence = makeOccurrence({ summary: `Use ${encoded}.` });
    const report = makeReport([
      makeFinding({ secret: { value: token, entropy: 4 }, occurrences: [occurrence] }),
    ]);
    const [finding] = toDocument(report, { showSecrets: false }).findings;
    expect(finding?.occurrences[0]?.summary).toMatch(/^Use [^=]{16}=*\.$/u);
  });

  it('holds the value with showSecrets alone, and the length in code points', () => {
    const report = makeReport([
      makeFinding({ secret: { value: '🔑🔑🔑', entropy: 1.23456, encoding: 'base64' } }),
    ]);
    expect(toDocument(report, { showSecrets: false }).findings[0]?.secret).toEqual({
      redacted: mask,
      length: 3,
      entropy: 1.23,
      encoding: 'base64',
    });
    expect(toDocument(report, { showSecrets: true }).findings[0]?.secret).toEqual({
      redacted: mask,
      length: 3,
      entropy: 1.23,
      encoding: 'base64',
      value: '🔑🔑🔑',
    });
  });

  it('gives the same document whatever the order of the findings', () => {
    const report = sampleReport();
    const reversed = { ...report, findings: report.findings.toReversed() };
    const options = { showSecrets: false };
    expect(toDocument(reversed, options)).toEqual(toDocument(report, options));
  });

  it('rounds scores and days', () => {
    const [finding] = toDocument(
      makeReport([makeFinding({ score: 0.87654, exposedDays: 12.3456 })]),
      { showSecrets: false },
    ).findings;
    expect(finding).toMatchObject({ score: 0.877, exposedDays: 12.35, occurrenceCount: 1 });
  });
});
