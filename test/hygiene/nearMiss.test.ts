import { expect, test } from 'vitest';
import { createIgnoreRules } from '../../src/git/ignore.ts';
import { treeIgnoreSources } from '../../src/git/ignoreSources.ts';
import { createMissExplainer } from '../../src/hygiene/nearMiss.ts';

const top = (text: string): Record<string, string> => ({ '.gitignore': text });
const utf16 = Buffer.from('\ufeff.env\n', 'utf16le').toString('latin1');

const cases: readonly (readonly [
  string,
  Readonly<Record<string, string>>,
  string,
  string | undefined,
])[] = [
  [
    'a comment',
    top('a\n.env # secret\n'),
    '.env',
    '.gitignore:2 has a comment behind the name, which git takes as part of it',
  ],
  [
    'quotes',
    top('".env"\n'),
    '.env',
    '.gitignore:1 has quotes around the name, which git takes as part of it',
  ],
  [
    'a space in front',
    top('  .env\n'),
    '.env',
    '.gitignore:1 has white space around the name, which git takes as part of it',
  ],
  [
    'a tab behind',
    top('.env\t\n'),
    '.env',
    '.gitignore:1 has white space around the name, which git takes as part of it',
  ],
  [
    'a no-break space',
    top('.env\xc2\xa0\n'),
    '.env',
    '.gitignore:1 has white space around the name, which git takes as part of it',
  ],
  ['a folder', top('.env/\n'), 'a/.env', '.gitignore:1 ends in a slash and is for folders only'],
  [
    'the top alone',
    top('/.env\n'),
    'app/.env',
    '.gitignore:1 holds a slash and is for one folder only',
  ],
  [
    'another folder',
    top('api/.env\n'),
    '.env',
    '.gitignore:1 holds a slash and is for one folder only',
  ],
  ['upper case', top('.ENV\n'), '.env', '.gitignore:1 differs in upper and lower case'],
  ['UTF-16', top(utf16), '.env', '.gitignore is UTF-16, which git does not read as text'],
  ['a negation', top('.env\n!.env\n'), '.env', '.gitignore:2 takes it back'],
  [
    'a nested file',
    { 'a/.gitignore': '.env/\n' },
    'a/b/.env',
    'a/.gitignore:1 ends in a slash and is for folders only',
  ],
  ['another name', top('.env\n'), '.env.local', undefined],
  ['a commented line', top('#.env\n'), '.env', undefined],
  ['no file', {}, '.env', undefined],
];

test.each(cases)('explains %s', (_title, files, path, expected) => {
  const sources = treeIgnoreSources(
    new Map(Object.entries(files).map(([name, text]) => [name, Buffer.from(text, 'latin1')])),
  );
  const verdict = createIgnoreRules(sources).check(path, false);
  expect(verdict.ignored).toBe(false);
  expect(createMissExplainer(sources)(path, verdict)).toBe(expected);
});
