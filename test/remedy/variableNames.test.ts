// Names of environment variables from the code around a secret.
import { expect, test } from 'vitest';
import { uniqueNames, variableName } from '../../src/remedy/variableNames.ts';

const place = { above: '', path: 'settings.py', ruleId: 'generic-secret', provider: 'generic' };

test.each([
  ['DB_PASSWORD = "', 'DB_PASSWORD'],
  ['openaiApiKey: "', 'OPENAI_API_KEY'],
  ['OPENAI_KEY: str = "', 'OPENAI_KEY'],
  ['self.stripe_secret = "', 'STRIPE_SECRET'],
  ['    "django-secret": "', 'DJANGO_SECRET'],
  ['connect(user="x", db_password="', 'DB_PASSWORD'],
  ['app.config["MAIL_SECRET"] = "', 'MAIL_SECRET'],
  ['os.environ.get("THE_NAME", "', 'THE_NAME'],
  ['config("THE_NAME", default="', 'THE_NAME'],
  ['DATABASE_URL = "postgres://u:', 'DATABASE_PASSWORD'],
  ["connect('redis://:", 'REDIS_PASSWORD'],
  ['get("https://me:', 'URL_PASSWORD'],
  ['url = "postgresql+psycopg://me:', 'POSTGRESQL_PASSWORD'],
  ['export SMTP_PASS=', 'SMTP_PASS'],
  ['password = "', 'APP_PASSWORD'],
  ['  <apiToken>', 'API_TOKEN'],
  ['run("', 'APP_SECRET'],
])('%s names it %s', (before, name) => {
  expect(variableName({ ...place, before })).toBe(name);
});

test('vague names get the provider, the database or the file before them', () => {
  const before = 'key = "';
  expect(variableName({ ...place, before, provider: 'stripe' })).toBe('STRIPE_KEY');
  expect(
    variableName({ ...place, before: '"PASSWORD": "', above: `'ENGINE': '${'django'}.db.x'` }),
  ).toBe('DB_PASSWORD');
  expect(variableName({ ...place, before, path: 'lib/mailer.py' })).toBe('MAILER_KEY');
});

test('of two secrets with one name the second gets a number', () => {
  const names = uniqueNames([
    ['a', 'KEY'],
    ['b', 'KEY'],
    ['c', 'KEY'],
  ]);
  expect([...names.values()]).toEqual(['KEY', 'KEY_2', 'KEY_3']);
});
