// The short forms of rules as the patterns that they become.
import { describe, expect, it } from 'vitest';
import { loadEngine } from '../../src/rules/engine.ts';
import { assignedPattern, tokenPattern } from '../../src/rules/shorthand.ts';

function secretOf(source: string, text: string): string | undefined {
  const bytes = Buffer.from(text);
  const hit = loadEngine().compile(source).exec(bytes, 0, bytes.length);
  return hit === undefined ? undefined : bytes.toString('latin1', hit.secretStart, hit.secretEnd);
}

describe('tokenPattern', () => {
  const source = tokenPattern('tk-[a-z0-9-]{6}');

  it.each([
    ['"tk-abc123"', 'tk-abc123'],
    ['x=tk-abc123', 'tk-abc123'],
    ['-ptk-abc123', undefined],
    ['a line\\ntk-abc123', 'tk-abc123'],
    ['q?t=%3Dtk-abc123&x', 'tk-abc123'],
    ['tk-abc1234', undefined],
    ['tk-abc123-', undefined],
    ['tk-abc123.', 'tk-abc123'],
    ['xtk-abc123', undefined],
  ])('finds in %j the token %j', (text, secret) => {
    expect(secretOf(source, text)).toBe(secret);
  });
});

describe('assignedPattern', () => {
  const source = assignedPattern({ name: 'acme', value: '[0-9a-f]{8}' });
  const value = ['0a1b', '2c3d'].join('');

  it.each([
    `ACME_API_KEY=${value}`,
    `acme_token: "${value}"`,
    `acmeToken := '${value}'`,
    `"acmeToken" => "${value}"`,
    `$acmeToken .= "${value}"`,
    `String acmeToken = "${value}";`,
    `var acmeToken string = "${value}"`,
    `acme_token: Optional[str] = "${value}"`,
    `System.setProperty("ACME_TOKEN", "${value}")`,
    `os.getenv("ACME_KEY", "${value}")`,
    `env.str("ACME_KEY", default="${value}")`,
    `{"name": "ACME_KEY", "value": "${value}"}`,
    `<acmeToken>\n    ${value}\n</acmeToken>`,
    `acme SECRET ${value}`,
    `acme-secret-key-${value}`,
    `acme ${value}`,
    `acme_TOKEN ::= "${value}"`,
    `acme: { key: '${value}' }`,
  ])('finds the value in %j', (text) => {
    expect(secretOf(source, text)).toBe(value);
  });

  it.each([
    `uses: acme/acme-action@${value}`,
    `github.com/acme/x/commit/${value}`,
    `acme-1.0.tgz#${value}`,
    `acme_key = ${value}4`,
    `acme is fine, ${value} is another matter`,
  ])('finds nothing in %j', (text) => {
    expect(secretOf(source, text)).toBeUndefined();
  });
});
