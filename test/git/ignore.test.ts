// The traps of ignore files, a line a case; each expectation is confirmed by git itself.
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createIgnoreRules } from '../../src/git/ignore.ts';
import { treeIgnoreSources } from '../../src/git/ignoreSources.ts';
import { makeRepository } from '../makeRepository.ts';
import { askGit } from './ignoreOracle.ts';

/** What it shows, the .gitignore files by path, the path asked about (a folder ends in `/`), `source:line:pattern` or null, ignored. */
type Trap = readonly [string, Readonly<Record<string, string>>, string, string | null, boolean];

const top = (text: string): Record<string, string> => ({ '.gitignore': text });
const utf16 = (text: string): string => Buffer.from(text, 'utf16le').toString('latin1');

const traps: readonly Trap[] = [
  ['a plain name covers every folder', top('.env\n'), 'a/b/.env', '.gitignore:1:.env', true],
  ['a name does not cover its variants', top('.env\n'), '.env.local', null, false],
  ['a leading slash covers the top alone', top('/.env\n'), 'app/.env', null, false],
  ['a leading slash covers the top', top('/.env\n'), '.env', '.gitignore:1:/.env', true],
  ['a slash in the middle anchors', top('app/.env\n'), 'app/.env', '.gitignore:1:app/.env', true],
  ['an anchored pattern names no other folder', top('app/.env\n'), 'x/app/.env', null, false],
  ['a comment after a pattern is part of it', top('.env # keep out\n'), '.env', null, false],
  ['a line that starts with # is a comment', top('#.env\n'), '#.env', null, false],
  ['an escaped # is a name', top('\\#.env\n'), '#.env', '.gitignore:1:\\#.env', true],
  ['an escaped ! is a name', top('\\!.env\n'), '!.env', '.gitignore:1:\\!.env', true],
  ['UTF-8 with byte order mark', top('\xef\xbb\xbf.env\n'), '.env', '.gitignore:1:.env', true],
  ['a mark hides no comment', top('\xef\xbb\xbf#.env\n'), '#.env', null, false],
  ['UTF-16 is not read as text', top(`\xff\xfe${utf16('.env\n')}`), '.env', null, false],
  ['UTF-16 that starts with a star', top(utf16('*.env\n')), 'readme', '.gitignore:1:*', true],
  ['a carriage return before the line feed', top('.env\r\n'), '.env', '.gitignore:1:.env', true],
  ['a carriage return at the very end', top('.env\r'), '.env', '.gitignore:1:.env', true],
  ['only one carriage return goes', top('.env\r\r\n'), '.env', null, false],
  ['trailing spaces go', top('.env   \n'), '.env', '.gitignore:1:.env', true],
  ['a trailing tab stays', top('.env\t\n'), '.env', null, false],
  ['a no-break space stays', top('.env\xc2\xa0\n'), '.env', null, false],
  ['an escaped trailing space stays', top('.env\\ \n'), '.env ', '.gitignore:1:.env\\ ', true],
  [
    'an escaped backslash escapes no space',
    top('.env\\\\ \n'),
    '.env\\',
    '.gitignore:1:.env\\\\',
    true,
  ],
  ['leading spaces stay', top('  .env\n'), '.env', null, false],
  ['a lone backslash names nothing', top('\\\n'), '\\', null, false],
  ['a later negation wins', top('.env\n!.env\n'), '.env', '.gitignore:2:!.env', false],
  ['an earlier negation loses', top('!.env\n.env\n'), '.env', '.gitignore:2:.env', true],
  [
    'negated variants',
    top('.env.*\n!.env.example\n'),
    '.env.example',
    '.gitignore:2:!.env.example',
    false,
  ],
  [
    'nested files win',
    { ...top('.env\n'), 'a/.gitignore': '!.env\n' },
    'a/.env',
    'a/.gitignore:1:!.env',
    false,
  ],
  ['nested files hold below them alone', { 'a/.gitignore': '.env\n' }, 'b/.env', null, false],
  [
    'nested anchors count from their folder',
    { 'a/.gitignore': '/.env\n' },
    'a/.env',
    'a/.gitignore:1:/.env',
    true,
  ],
  ['nested anchors stay there', { 'a/.gitignore': '/.env\n' }, 'a/b/.env', null, false],
  [
    'nothing comes back out of an ignored folder',
    top('a/\n!a/.env\n'),
    'a/.env',
    '.gitignore:1:a/',
    true,
  ],
  [
    'nor by a file within it',
    { ...top('a\n'), 'a/.gitignore': '!.env\n' },
    'a/.env',
    '.gitignore:1:a',
    true,
  ],
  [
    'it does when its contents are ignored',
    top('a/*\n!a/.env\n'),
    'a/.env',
    '.gitignore:2:!a/.env',
    false,
  ],
  ['a folder pattern is no file pattern', top('.env/\n'), '.env', null, false],
  ['a folder pattern takes a folder', top('.env/\n'), '.env/', '.gitignore:1:.env/', true],
  ['and all below it', top('.env/\n'), '.env/local', '.gitignore:1:.env/', true],
  ['case counts', top('.ENV\n'), '.env', null, false],
  ['a star stops at a slash', top('/a/*.env\n'), 'a/b/x.env', null, false],
  ['two stars in front', top('**/.env\n'), 'a/b/.env', '.gitignore:1:**/.env', true],
  ['two stars in front take the top too', top('**/.env\n'), '.env', '.gitignore:1:**/.env', true],
  ['two stars at the end', top('a/**\n'), 'a/b/.env', '.gitignore:1:a/**', true],
  ['two stars at the end leave the folder', top('a/**\n'), 'a/', null, false],
  ['two stars between', top('a/**/.env\n'), 'a/b/c/.env', '.gitignore:1:a/**/.env', true],
  ['two stars between nothing', top('a/**/.env\n'), 'a/.env', '.gitignore:1:a/**/.env', true],
  [
    'two stars before an escaped slash',
    top('a/**\\/.env\n'),
    'a/b/c/.env',
    '.gitignore:1:a/**\\/.env',
    true,
  ],
  ['two stars beside a name are one', top('a/**.env\n'), 'a/b/x.env', null, false],
  ['two stars after a literal start', top('a**/.env\n'), 'a/b/.env', '.gitignore:1:a**/.env', true],
  ['a bracket takes no slash', top('a[!b].env\n/a[!b].env\n'), 'a/.env', null, false],
  ['a bracket with a slash in it', top('/a[/].env\n'), 'a/.env', null, false],
  ['an open bracket names nothing', top('.env[\n'), '.env[', null, false],
  ['an unknown class names nothing', top('.[[:word:]]nv\n'), '.env', null, false],
  ['the last of several lines', top('.env\n*.env\n'), '.env', '.gitignore:2:*.env', true],
  ['blank lines are counted', top('\n\n# x\n.env'), '.env', '.gitignore:4:.env', true],
];

const repo = makeRepository();

describe('createIgnoreRules', () => {
  test.each(traps)('%s', (_title, files, asked, named, ignored) => {
    const path = asked.replace(/\/$/u, '');
    const contents = new Map(
      Object.entries(files).map(([name, text]) => [name, Buffer.from(text, 'latin1')]),
    );
    const verdict = createIgnoreRules(treeIgnoreSources(contents)).check(path, asked !== path);
    const rule = verdict.rule;
    expect(rule === null ? null : `${rule.source}:${rule.line}:${rule.pattern}`).toBe(named);
    expect(verdict.ignored).toBe(ignored);
    expect(gitAnswer(contents, path, asked !== path)).toBe(named);
  });

  test('ignores case where core.ignoreCase is set, in letters of ASCII alone', () => {
    const contents = new Map([
      ['.gitignore', Buffer.from('.ENV\n[A-C]x\n\\Q\n\xc3\x89\n', 'latin1')],
    ]);
    const rules = createIgnoreRules(treeIgnoreSources(contents, true));
    const answers = ['.env', '.Env', 'bX', 'q', 'Q', '\xc3\xa9'].map(
      (path) => rules.check(path, false).ignored,
    );
    expect(answers).toEqual([true, true, true, false, false, false]);
  });

  test('answers for a path of any depth', () => {
    const path = `${'a/'.repeat(50_000)}.env`;
    const rules = createIgnoreRules(
      treeIgnoreSources(new Map([['.gitignore', Buffer.from('.env')]])),
    );
    expect(rules.check(path, false).ignored).toBe(true);
  }, 60_000);
});

function gitAnswer(
  contents: ReadonlyMap<string, Buffer>,
  path: string,
  isDirectory: boolean,
): string | null {
  for (const name of ['.gitignore', 'a', 'b', '.env']) {
    rmSync(join(repo.dir, name), { recursive: true, force: true });
  }
  for (const [name, bytes] of contents) repo.write(name, bytes);
  if (isDirectory) mkdirSync(join(repo.dir, path), { recursive: true });
  const [answer] = askGit({ dir: repo.dir, env: repo.env, paths: [path] });
  const rule = answer?.rule ?? null;
  return rule === null ? null : `${rule.source}:${rule.line}:${rule.pattern}`;
}
