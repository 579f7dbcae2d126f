// The traps of .gitignore, each in a real repository: what is said of a .env, and that git decides by the same line.
import { describe, expect, test } from 'vitest';
import { askGit } from '../git/ignoreOracle.ts';
import { makeRepository } from '../makeRepository.ts';
import { hygieneOf, summary } from './hygieneOf.ts';

interface Trap {
  /** Committed; strings are latin1. */
  readonly gitignores: Readonly<Record<string, string | Buffer>>;
  /** Added by force and committed. */
  readonly tracked?: readonly string[];
  /** Created after that. */
  readonly disk?: readonly string[];
  readonly settings?: readonly [key: string, value: string];
  /** `status check rule` by path. */
  readonly expected: Readonly<Record<string, string>>;
  /** Parts of messages by path. */
  readonly says?: Readonly<Record<string, string>>;
}

const one = (text: string | Buffer) => ({ '.gitignore': text });

const traps: Readonly<Record<string, Trap>> = {
  'tracked although ignored': {
    gitignores: one('.env\n'),
    tracked: ['.env'],
    expected: { '.env': 'fail tracked .gitignore:1:.env' },
    says: { '.env': 'which has no effect on tracked files' },
  },
  '/.env, which is for the top alone': {
    gitignores: one('/.env\n'),
    disk: ['.env', 'app/.env'],
    expected: { '.env': 'ok ignored .gitignore:1:/.env', 'app/.env': 'fail ignored no rule' },
    says: { 'app/.env': '.gitignore:1 holds a slash and is for one folder only' },
  },
  'app/.env, which is for one folder alone': {
    gitignores: one('app/.env\n'),
    disk: ['.env', 'app/.env', 'x/app/.env'],
    expected: {
      '.env': 'fail ignored no rule',
      'app/.env': 'ok ignored .gitignore:1:app/.env',
      'x/app/.env': 'fail ignored no rule',
    },
  },
  'a comment behind the name': {
    gitignores: one('.env # secrets\n'),
    disk: ['.env'],
    expected: { '.env': 'fail ignored no rule' },
    says: { '.env': '.gitignore:1 has a comment behind the name' },
  },
  'UTF-16, little endian': {
    gitignores: one(Buffer.from('\ufeff.env\r\n', 'utf16le')),
    disk: ['.env'],
    expected: { '.env': 'fail ignored no rule' },
    says: { '.env': '.gitignore is UTF-16' },
  },
  'UTF-16, big endian': {
    gitignores: one(Buffer.from('\ufeff*.log\n.env\n', 'utf16le').swap16()),
    disk: ['.env'],
    expected: { '.env': 'fail ignored no rule' },
    says: { '.env': '.gitignore is UTF-16' },
  },
  'a byte order mark of UTF-8': {
    gitignores: one('\xef\xbb\xbf.env\n'),
    disk: ['.env'],
    expected: { '.env': 'ok ignored .gitignore:1:.env' },
  },
  'a negation': {
    gitignores: one('.env*\n!.env.local\n'),
    disk: ['.env', '.env.local'],
    expected: {
      '.env': 'ok ignored .gitignore:1:.env*',
      '.env.local': 'fail ignored .gitignore:2:!.env.local',
    },
    says: { '.env.local': '.gitignore:2 takes it back' },
  },
  'a negation below an ignored folder, which has no effect': {
    gitignores: one('conf/\n!conf/.env\n'),
    disk: ['conf/.env'],
    expected: { 'conf/.env': 'ok ignored .gitignore:1:conf/' },
  },
  'spaces behind the name, which git drops': {
    gitignores: one('.env   \n'),
    disk: ['.env'],
    expected: { '.env': 'ok ignored .gitignore:1:.env' },
  },
  'an escaped space behind the name': {
    gitignores: one('.env\\ \n'),
    disk: ['.env'],
    expected: { '.env': 'fail ignored no rule' },
  },
  'a tab behind the name, which git keeps': {
    gitignores: one('.env\t\n'),
    disk: ['.env'],
    expected: { '.env': 'fail ignored no rule' },
    says: { '.env': '.gitignore:1 has white space around the name' },
  },
  'a space before the name': {
    gitignores: one(' .env\n'),
    disk: ['.env'],
    expected: { '.env': 'fail ignored no rule' },
    says: { '.env': '.gitignore:1 has white space around the name' },
  },
  'quotes around the name': {
    gitignores: one('".env"\n'),
    disk: ['.env'],
    expected: { '.env': 'fail ignored no rule' },
    says: { '.env': '.gitignore:1 has quotes around the name' },
  },
  'carriage returns': {
    gitignores: one('*.log\r\n.env\r\n'),
    disk: ['.env'],
    expected: { '.env': 'ok ignored .gitignore:2:.env' },
  },
  'a nested .gitignore that adds': {
    gitignores: { '.gitignore': '*.log\n', 'api/.gitignore': '.env\n' },
    disk: ['.env', 'api/.env', 'api/v1/.env'],
    expected: {
      '.env': 'fail ignored no rule',
      'api/.env': 'ok ignored api/.gitignore:1:.env',
      'api/v1/.env': 'ok ignored api/.gitignore:1:.env',
    },
  },
  'a nested .gitignore that takes back': {
    gitignores: { '.gitignore': '.env\n', 'api/.gitignore': '!.env\n' },
    disk: ['.env', 'api/.env'],
    expected: {
      '.env': 'ok ignored .gitignore:1:.env',
      'api/.env': 'fail ignored api/.gitignore:1:!.env',
    },
  },
  'upper and lower case': {
    gitignores: one('.ENV\n'),
    disk: ['.env'],
    settings: ['core.ignoreCase', 'false'],
    expected: { '.env': 'fail ignored no rule' },
    says: { '.env': '.gitignore:1 differs in upper and lower case' },
  },
  'upper and lower case where git ignores them': {
    gitignores: one('.ENV\n'),
    disk: ['.env'],
    settings: ['core.ignoreCase', 'true'],
    expected: { '.env': 'ok ignored .gitignore:1:.ENV' },
  },
  'a line for folders': {
    gitignores: one('.env/\n'),
    disk: ['.env'],
    expected: { '.env': 'fail ignored no rule' },
    says: { '.env': '.gitignore:1 ends in a slash and is for folders only' },
  },
  'an ignored folder above': {
    gitignores: one('conf\n'),
    disk: ['conf/deep/.env'],
    expected: { 'conf/deep/.env': 'ok ignored .gitignore:1:conf' },
  },
  'a folder named .env': {
    gitignores: one('*.log\n'),
    disk: ['.env/bin/python'],
    expected: { '.env': 'warn ignored no rule' },
  },
};

describe('a trap', () => {
  test.each(Object.entries(traps))('%s', async (_title, trap) => {
    const { gitignores, tracked = [], disk = [], settings, expected, says = {} } = trap;
    const repo = makeRepository();
    if (settings !== undefined) repo.git('config', ...settings);
    for (const [file, text] of Object.entries(gitignores)) {
      repo.write(file, typeof text === 'string' ? Buffer.from(text, 'latin1') : text);
    }
    repo.git('add', '-f', '.');
    for (const path of tracked) repo.write(path, 'A=1\n');
    if (tracked.length > 0) repo.git('add', '-f', ...tracked);
    repo.git('commit', '-q', '-m', 'Begin');
    for (const path of disk) repo.write(path, 'A=1\n');
    const entries = await hygieneOf(repo);
    const asked = Object.keys(expected);
    const found = entries.filter(({ path }) => asked.includes(path));
    expect(Object.fromEntries(found.map((entry) => [entry.path, summary(entry)]))).toEqual(
      expected,
    );
    for (const { path, message } of found) expect(message).toContain(says[path] ?? '');
    const answers = askGit({ dir: repo.dir, env: repo.env, paths: found.map(({ path }) => path) });
    expect(found.map(({ path, rule }) => ({ path, rule }))).toEqual(answers);
  });
});

const key = ['-----BEGIN', 'PRIVATE KEY-----\nAAAA\n-----END', 'PRIVATE KEY-----\n'].join(' ');

describe('files by what they hold', () => {
  test.each<readonly [string, string, string | undefined]>([
    [
      'conf/my-project-0a1b2c3d4e5f.json',
      JSON.stringify({ type: 'service_account', private_key: key }),
      'fail',
    ],
    ['service-account.json', '{}', 'fail'],
    ['my-project-0a1b2c3d4e5f.json', '{"type": "module"}', undefined],
    ['tls/server.key', key, 'fail'],
    ['tls/server.pem', key, 'fail'],
    ['tls/public.pem', '-----BEGIN CERTIFICATE-----\n', undefined],
    ['id_ed25519', 'x', 'fail'],
    ['id_ed25519.pub', 'x', undefined],
    ['.npmrc', '//registry.example/:_authToken=x1y2\n', 'fail'],
    ['.npmrc', '//registry.example/:_authToken=${NPM_TOKEN}\n', undefined],
    ['.netrc', 'machine a login b\n', 'fail'],
    ['.pypirc', '[pypi]\n', 'fail'],
    ['prod.tfvars', 'a = 1\n', 'fail'],
    ['.streamlit/secrets.toml', 'a = 1\n', 'fail'],
    ['.flaskenv', 'A=1\n', 'fail'],
    ['.envrc', 'export A=1\n', 'fail'],
  ])('%s with %j: %s', async (path, contents, status) => {
    const repo = makeRepository();
    repo.write(path, contents);
    const entry = (await hygieneOf(repo)).find((each) => each.path === path);
    expect(entry?.status).toBe(status);
  });
});

test.each(
  'manage.py pyproject.toml requirements.txt package.json docker-compose.yml docker-compose.prod.yaml compose.yaml'.split(
    ' ',
  ),
)('the place beside %s is looked at, on disk and tracked', async (name) => {
  const repo = makeRepository([{ write: { [`a/${name}`]: 'x\n' }, message: 'Begin' }]);
  repo.write(`b/${name}`, 'x\n');
  expect((await hygieneOf(repo)).map((entry) => `${entry.path} ${summary(entry)}`)).toEqual([
    '.env warn ignored no rule',
    'a/.env warn ignored no rule',
    'b/.env warn ignored no rule',
  ]);
});
