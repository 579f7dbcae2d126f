// The rules of CLI.md, "hygiene", one case each, on plain values.
import { describe, expect, test } from 'vitest';
import { treeIgnoreSources } from '../../src/git/ignoreSources.ts';
import { envFileNames } from '../../src/hygiene/envFileNames.ts';
import { lacksLine } from '../../src/hygiene/advice.ts';
import { checkHygiene, judgePaths } from '../../src/hygiene/checkHygiene.ts';
import type { HygieneFacts, IndexPath } from '../../src/hygiene/pathFacts.ts';
import { summary } from './hygieneOf.ts';

const entry = (path: string, more: Partial<IndexPath> = {}): IndexPath => ({
  path,
  mode: 0o100644,
  skipWorktree: false,
  assumeUnchanged: false,
  intentToAdd: false,
  ...more,
});

interface Given {
  readonly index?: readonly (string | IndexPath)[];
  readonly head?: readonly string[];
  readonly history?: readonly string[];
  readonly disk?: readonly string[];
  readonly projects?: readonly string[];
  readonly secrets?: readonly string[];
  /** Examples on disk. */
  readonly examples?: readonly string[];
  /** Names of real values by example. */
  readonly realValues?: Readonly<Record<string, readonly string[]>>;
  readonly gitignores?: Readonly<Record<string, string>>;
  readonly exclude?: string;
  readonly envFiles?: readonly string[];
  readonly isBare?: boolean;
}

function factsOf(given: Given): HygieneFacts {
  const { index = [], head = [], history = [], disk = [], projects = [], secrets = [] } = given;
  const { examples = [] } = given;
  const gitignores = Object.entries(given.gitignores ?? {});
  const sources = treeIgnoreSources(
    new Map(gitignores.map(([path, text]) => [path, Buffer.from(text, 'latin1')])),
  );
  return {
    indexEntries: index.map((path) => (typeof path === 'string' ? entry(path) : path)),
    headPaths: head,
    historyPaths: history,
    worktree: given.isBare === true ? null : { envFiles: disk, projectFiles: projects, examples },
    realExamples: new Map(Object.entries(given.realValues ?? {})),
    pathsWithSecrets: new Set(secrets),
    names: envFileNames(given.envFiles),
    ignoreSources: {
      ...sources,
      common:
        given.exclude === undefined
          ? []
          : [{ source: '.git/info/exclude', bytes: Buffer.from(given.exclude) }],
    },
  };
}

const check = (given: Given) => checkHygiene(factsOf(given));
const verdicts = (given: Given): Record<string, string> =>
  Object.fromEntries(check(given).map((found) => [found.path, summary(found)]));

const env = { '.gitignore': '.env\n' };
const utf16 = { '.gitignore': Buffer.from('\ufeff.env\n', 'utf16le').toString('latin1') };
const ignore = ['.gitignore'];

const statuses: readonly (readonly [string, Given, string])[] = [
  ['tracked', { index: ['.env'] }, 'fail tracked no rule'],
  [
    'tracked although ignored',
    { index: ['.env', '.gitignore'], gitignores: env, disk: ['.env'] },
    'fail tracked .gitignore:1:.env',
  ],
  [
    'tracked and marked skip-worktree',
    { index: [entry('.env', { skipWorktree: true })] },
    'fail tracked no rule',
  ],
  [
    'tracked and marked assume-unchanged',
    { index: [entry('.env', { assumeUnchanged: true })] },
    'fail tracked no rule',
  ],
  [
    'announced by intent-to-add',
    { index: [entry('.env', { intentToAdd: true })] },
    'fail tracked no rule',
  ],
  [
    'tracked as a symbolic link',
    { index: [entry('.env', { mode: 0o120000 })] },
    'fail tracked no rule',
  ],
  [
    'still in HEAD',
    { head: ['.env'], index: ignore, gitignores: env },
    'fail tracked .gitignore:1:.env',
  ],
  ['on disk and not ignored', { disk: ['.env'] }, 'fail ignored no rule'],
  [
    'on disk and taken back by a negation',
    { disk: ['.env'], index: ignore, gitignores: { '.gitignore': '.env\n!.env\n' } },
    'fail ignored .gitignore:2:!.env',
  ],
  [
    'on disk, not ignored, and in the history',
    { disk: ['.env'], history: ['.env'] },
    'fail ignored no rule',
  ],
  ['nowhere and not ignored', {}, 'warn ignored no rule'],
  ['ignored by an untracked .gitignore', { gitignores: env }, 'warn shared-rule .gitignore:1:.env'],
  [
    'ignored by a .gitignore that is only announced',
    { gitignores: env, index: [entry('.gitignore', { intentToAdd: true })] },
    'warn shared-rule .gitignore:1:.env',
  ],
  [
    'ignored on this machine only',
    { exclude: '.env\n', disk: ['.env'] },
    'warn shared-rule .git/info/exclude:1:.env',
  ],
  [
    'in history only',
    { history: ['.env'], index: ignore, gitignores: env },
    'warn history .gitignore:1:.env',
  ],
  ['in the history and not ignored', { history: ['.env'] }, 'warn history no rule'],
  [
    'in the history, on disk and ignored',
    { history: ['.env'], disk: ['.env'], index: ignore, gitignores: env },
    'warn history .gitignore:1:.env',
  ],
  ['nowhere and ignored', { index: ignore, gitignores: env }, 'ok ignored .gitignore:1:.env'],
  [
    'on disk and ignored',
    { disk: ['.env'], index: ignore, gitignores: env },
    'ok ignored .gitignore:1:.env',
  ],
  [
    'a gitlink in its place',
    { index: [...ignore, entry('.env', { mode: 0o160000 })], gitignores: env },
    'ok ignored .gitignore:1:.env',
  ],
  ['in HEAD of a bare repository', { head: ['.env'], isBare: true }, 'fail tracked no rule'],
  ['not ignored in a bare repository', { isBare: true }, 'warn ignored no rule'],
  [
    'ignored in a bare repository',
    { head: ignore, gitignores: env, isBare: true },
    'ok ignored .gitignore:1:.env',
  ],
  [
    'in the history of a bare repository',
    { head: ignore, gitignores: env, history: ['.env'], isBare: true },
    'warn history .gitignore:1:.env',
  ],
];

describe('checkHygiene', () => {
  test.each(statuses)('a .env %s', (_title, given, expected) => {
    expect(verdicts(given)['.env']).toBe(expected);
  });

  test('gives one entry per path, sorted by path', () => {
    const paths = check({
      index: ['b/.env', entry('b/.env', { mode: 0o100755 }), 'a/prod.env'],
      head: ['b/.env', 'README.md'],
      history: ['a/.env', 'b/.env', 'app.py'],
      disk: ['b/.env', '.env.local'],
    }).map(({ path }) => path);
    expect(paths).toEqual(['.env', '.env.local', 'a/.env', 'a/prod.env', 'b/.env']);
  });

  test('looks at the place beside each project file, tracked or on disk', () => {
    const given: Given = {
      index: ['api/manage.py', 'web/package.json'],
      projects: ['new/setup.py'],
    };
    expect(Object.keys(verdicts(given))).toEqual(['.env', 'api/.env', 'new/.env', 'web/.env']);
  });

  test('looks at the place beside each project file of HEAD when there is no work tree', () => {
    const given: Given = { head: ['api/manage.py'], isBare: true };
    expect(Object.keys(verdicts(given))).toEqual(['.env', 'api/.env']);
  });

  test('asks for no variants that exist nowhere, and for no examples', () => {
    const given: Given = { index: ['.env.example', 'a/.env.sample'], head: ['.env.example'] };
    expect(Object.keys(verdicts(given))).toEqual(['.env']);
  });

  test('counts an example that holds real values, tracked or on disk', () => {
    const found = verdicts({
      index: ['.env.example', 'a/.env.example', 'b/.env.example', 'd/.env.example'],
      examples: ['c/.env.example', 'd/.env.example', 'e/.env.example'],
      secrets: ['.env.example', 'b/.env.example'],
      realValues: { '.env.example': ['KEY'], 'c/.env.example': ['KEY'], 'e/.env.example': ['A'] },
      gitignores: { '.gitignore': 'e\n' },
      envFiles: ['d/.env.example'],
    });
    expect(found).toEqual({
      '.env': 'warn ignored no rule',
      '.env.example': 'fail tracked no rule',
      'b/.env.example': 'warn history no rule',
      'c/.env.example': 'fail ignored no rule',
      'd/.env.example': 'fail tracked no rule',
      'e/.env.example': 'warn shared-rule .gitignore:1:e',
    });
  });

  test('counts a token file or a key when a secret was found in it', () => {
    const found = verdicts({
      index: ['.npmrc', 'public.pem'],
      head: ['.npmrc'],
      secrets: ['.npmrc', 'gone.pem', 'app.py'],
    });
    expect(found).toMatchObject({
      '.npmrc': 'fail tracked no rule',
      'gone.pem': 'warn history no rule',
    });
    expect(Object.keys(found)).toHaveLength(3);
  });

  test('counts what the configuration names, wherever it stands', () => {
    const found = verdicts({
      index: ['deploy/a.conf', 'other/a.conf'],
      history: ['deploy/old.conf', 'deploy/old.txt'],
      disk: ['deploy/new.conf'],
      envFiles: ['deploy/*.conf'],
    });
    expect(found).toEqual({
      '.env': 'warn ignored no rule',
      'deploy/a.conf': 'fail tracked no rule',
      'deploy/new.conf': 'fail ignored no rule',
      'deploy/old.conf': 'warn history no rule',
    });
  });

  test('takes what HEAD has in a folder that a sparse index leaves out for tracked', () => {
    const found = check({
      index: [entry('api/', { mode: 0o040000, skipWorktree: true }), 'top.py'],
      head: ['api/.env', 'api/sub/manage.py', 'top.py'],
    });
    expect(found.map((item) => `${item.path}: ${summary(item)}`)).toEqual([
      '.env: warn ignored no rule',
      'api/.env: fail tracked no rule',
      'api/sub/.env: warn ignored no rule',
    ]);
    expect(found[1]?.message).toContain('skip-worktree');
  });

  test('shows paths, sources and patterns that are no UTF-8 as git quotes them', () => {
    const [, found] = check({
      disk: ['\xff/.env'],
      gitignores: { '\xff/.gitignore': '\xff\n!.env\n' },
    });
    expect(found).toMatchObject({
      path: String.raw`"\377/.env"`,
      rule: { source: String.raw`"\377/.gitignore"`, line: 2, pattern: '!.env' },
    });
  });

  test('takes a tracked core.excludesFile for no shared rule', () => {
    const facts = factsOf({ index: ['shared-excludes'] });
    const common = [{ source: 'shared-excludes', bytes: Buffer.from('.env\n') }];
    const [found] = checkHygiene({ ...facts, ignoreSources: { ...facts.ignoreSources, common } });
    expect(found && summary(found)).toBe('warn shared-rule shared-excludes:1:.env');
  });
});

describe('the advice of an entry', () => {
  const advice = (given: Given, path = '.env') => {
    const found = check(given).find((item) => item.path === path);
    return `${found?.message} | ${found?.fix}`;
  };

  test.each<readonly [string, Given, string]>([
    [
      'a tracked file',
      { index: ['.env'] },
      'tracked: every clone holds it | git rm --cached -- .env; then add this line to .gitignore: .env',
    ],
    [
      'a tracked file that is ignored',
      { index: ['.env', '.gitignore'], gitignores: env },
      'tracked, although .gitignore:1 ignores it (which has no effect on tracked files): every clone holds it | git rm --cached -- .env',
    ],
    [
      'a file whose removal is not committed',
      { head: ['.env'], index: ignore, gitignores: env },
      'still in HEAD, although .gitignore:1 ignores it (which has no effect on tracked files): its removal is staged, but not committed | git commit -m "Stop tracking a file of secrets"',
    ],
    [
      'a file of a bare repository',
      { head: ['.env'], isBare: true },
      'in HEAD: every clone holds it | git rm --cached -- .env; then add this line to .gitignore: .env',
    ],
    [
      'a file on disk',
      { disk: ['.env'] },
      'not ignored: "git add ." would take it in | add this line to .gitignore: .env',
    ],
    [
      'a place',
      {},
      'does not exist, but would not be ignored: "git add ." would take it in | add this line to .gitignore: .env',
    ],
    [
      'a file ignored on this machine',
      { disk: ['.env'], exclude: '.env\n' },
      'ignored by .git/info/exclude:1, on this machine only: other clones do not | add this line to .gitignore: .env',
    ],
    [
      'an untracked .gitignore',
      { gitignores: env },
      'ignored by .gitignore:1, which is not committed: other clones do not | git add -- .gitignore',
    ],
    [
      'a file of the past',
      { history: ['.env'], index: ignore, gitignores: env },
      'no longer tracked, but the history holds it | replace the secrets it held, then git filter-repo --invert-paths --path .env',
    ],
    [
      'a file of the past that nothing ignores',
      { history: ['.env'] },
      'no longer tracked, but the history holds it, and nothing ignores a new one | replace the secrets it held, then git filter-repo --invert-paths --path .env; then add this line to .gitignore: .env',
    ],
    [
      'an ignored file',
      { disk: ['.env'], index: ignore, gitignores: env },
      'ignored by .gitignore:1 | ',
    ],
    [
      'an ignored place',
      { index: ignore, gitignores: env },
      'does not exist and would be ignored by .gitignore:1 | ',
    ],
  ])('for %s', (_title, given, expected) => {
    expect(advice(given)).toBe(expected);
  });

  test.each<readonly [string, Given, string]>([
    [
      'a tracked example',
      { index: ['.env.example'], realValues: { '.env.example': ['KEY (as in .env)'] } },
      'tracked, and it holds a real value: KEY (as in .env); every clone has it | put a placeholder there, and replace what stands there now where it is used: others may know it',
    ],
    [
      'an example on disk',
      { examples: ['.env.example'], realValues: { '.env.example': ['A', 'B'] } },
      'it holds real values: A, B; "git add ." would take it in | put placeholders there',
    ],
    [
      'an ignored example',
      {
        examples: ['.env.example'],
        realValues: { '.env.example': ['A'] },
        gitignores: { '.gitignore': '.env*\n' },
        index: ignore,
      },
      'ignored by .gitignore:1, and it holds a real value: A | ',
    ],
    [
      'an example of the past',
      { index: ['.env.example'], secrets: ['.env.example'] },
      'no real value now, but the history holds one | replace the secret that it held where it is used: others may know it',
    ],
  ])('for %s', (_title, given, expected) => {
    expect(advice(given, '.env.example')).toBe(expected);
    expect(judgePaths(factsOf(given)).at(-1)).toMatchObject({
      missingLine: null,
      isPresent: false,
    });
  });

  test('quotes paths for the shell and keeps git from reading them as patterns', () => {
    const path = "it's [x]$(x)/prod.env";
    expect(advice({ index: [path] }, path)).toContain(
      String.raw`git --literal-pathspecs rm --cached -- 'it'\''s [x]$(x)/prod.env'`,
    );
  });

  test('says to store a UTF-16 file anew instead of adding a line to it', () => {
    expect(advice({ index: ignore, gitignores: utf16 })).toBe(
      'does not exist, but would not be ignored (.gitignore is UTF-16, which git does not read as text): "git add ." would take it in | save .gitignore as UTF-8',
    );
  });

  test('names the file that takes a path back, when a line at the top cannot help', () => {
    const given: Given = {
      disk: ['api/.env'],
      gitignores: { ...env, 'api/.gitignore': '!.env\n' },
    };
    expect(advice(given, 'api/.env')).toContain('add this line to api/.gitignore: .env');
    expect(judgePaths(factsOf(given)).at(-1)?.missingLine).toEqual({
      file: 'api/.gitignore',
      line: '.env',
      isUtf16: false,
    });
  });

  test.each<readonly [string, Given, boolean]>([
    ['a tracked file', { index: ['.env'] }, true],
    ['a file on disk', { disk: ['.env'] }, true],
    ['a tracked file that is ignored', { index: ['.env', '.gitignore'], gitignores: env }, false],
    ['a file that does not exist', {}, false],
    ['a tracked file whose ignore file is UTF-16', { index: ['.env'], gitignores: utf16 }, false],
  ])('lets know whether a failing file lacks a line: %s', (_title, given, isLacking) => {
    expect(check(given).some(lacksLine)).toBe(isLacking);
  });

  test('looks for the missing line as another clone would see it', () => {
    const given: Given = {
      disk: ['api/.env'],
      exclude: 'api/\n',
      gitignores: { ...env, 'api/.gitignore': '!.env\n' },
    };
    expect(verdicts(given)['api/.env']).toBe('warn shared-rule .git/info/exclude:1:api/');
    expect(advice(given, 'api/.env')).toContain('add this line to api/.gitignore: .env');
  });
});
