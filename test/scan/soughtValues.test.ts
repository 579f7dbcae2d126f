import { describe, expect, it } from 'vitest';
import { createDetector } from '../../src/detect/detector.ts';
import { chooseValues } from '../../src/scan/soughtValues.ts';
import { loadRules } from '../../src/rules/load.ts';

const detector = createDetector(loadRules());
const random = ['q7Vb', 'Zk29', 'xTnR', '4mWd', 'Ls83'].join('');

function choose(pairs: readonly (readonly [string, string])[], all = false) {
  const values = pairs.map(([name, value], i) => ({ name, value, line: i + 1 }));
  return chooseValues([{ file: '.env', values }], { detector, all });
}

describe('the choice of values', () => {
  it.each([
    ['EMPTY', '', 'empty'],
    ['BLANK', '   ', 'empty'],
    ['REF', '${OTHER}', 'reference'],
    ['REF', '$OTHER', 'reference'],
    ['REF', '$(pass show x)', 'reference'],
    ['DEBUG', 'true', 'short'],
    ['PORT', '8000', 'short'],
    ['DB_PASSWORD', 'abc12', 'short'],
    ['HOST', 'localhost', 'common'],
    ['ENVIRONMENT', 'production', 'common'],
    ['DB_PASSWORD', 'changeme', 'common'],
    ['DB_PASSWORD', 'postgres', 'common'],
    ['SECRET_KEY', 'your-secret-key', 'common'],
    ['API_KEY', 'xxxxxxxxxxxx', 'common'],
    ['DJANGO_SETTINGS_MODULE', 'project.settings', 'common'],
    ['BASE_URL', 'https://api.example.com/v2', 'common'],
    ['KEY_FILE', '/etc/ssl/private/key.pem', 'common'],
    ['TOKEN_HOST', 'login.example.com', 'common'],
    ['ADMIN_EMAIL', 'someone@example.com', 'common'],
    ['ALLOWED', 'one.example.com two.example.com', 'common'],
  ])('leaves out %s=%s', (name, value, reason) => {
    const { sought, scope } = choose([[name, value]]);
    expect(sought).toEqual([]);
    expect(scope.leftOut).toEqual([{ name, file: '.env', reason }]);
  });

  it.each([
    ['DB_PASSWORD', 'wond3r'],
    ['SESSION_SALT', 'tea with the hatter'],
    ['ANYTHING', random],
    ['SENTRY_DSN', `https://${random.toLowerCase()}@sentry.internal/1`],
  ])('takes %s', (name, value) => {
    expect(choose([[name, value]]).sought).toContainEqual({ name, value });
  });

  it('takes the password out of an address as well, as it is before it was encoded', () => {
    const [login, rest] = ['postgres://app', 'wond3r%2Fland@db/app'];
    const value = `${login}:${rest}`;
    const { sought, scope } = choose([['DATABASE_URL', value]]);
    expect(sought).toEqual([
      { name: 'DATABASE_URL', value },
      { name: 'password of DATABASE_URL', value: ['wond3r', 'land'].join('/'), partOf: value },
    ]);
    expect(scope.sought).toEqual([{ name: 'DATABASE_URL', file: '.env' }]);
  });

  it('takes everything that can be told from other text when asked to', () => {
    const pairs = [
      ['HOST', 'localhost'],
      ['PORT', '8000'],
      ['A', 'abc'],
      ['B', ''],
    ] as const;
    const { sought, scope } = choose(pairs, true);
    expect(sought.map(({ name }) => name)).toEqual(['HOST', 'PORT']);
    expect(scope.leftOut.map(({ reason }) => reason)).toEqual(['short', 'empty']);
  });
});
