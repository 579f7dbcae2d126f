// git's configuration, ignore files and quoted paths.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseConfig } from '../../../src/git/config.ts';
import { createIgnoreRules } from '../../../src/git/ignore.ts';
import { unquotePath } from '../../../src/git/quoting.ts';
import { displayPath, shownPath } from '../../../src/model/path.ts';
import { askGit } from '../../git/ignoreOracle.ts';
import { makeRepository } from '../../makeRepository.ts';
import { demand, demandSame, once, runGit } from '../target.ts';
import type { Target } from '../target.ts';

const config: Target = {
  name: 'git config',
  seeds: () => [
    '[core]\n\trepositoryformatversion = 0\n\tfilemode = true\n[remote "or\\"igin"]\n\turl = https://example.com/x.git ; c\n',
    '\uFEFF[a.B]\nname\n[a "b\\\\c"] x = "y # z" # w\n\tlong = one \\\n  two\r\n[include]\npath=~/x\n',
    '[a]\nb = \\t\\n\\b\\"\\\\\nc="  d  " e\n; comment\n# other\n d = 1\\\n',
  ],
  words: [
    '[core]\n',
    '[a "',
    '"]',
    ' = ',
    '\\\n',
    '\\"',
    '\\',
    '#',
    ';',
    '"',
    '\r\n',
    '\r',
    '\n',
    '\t',
    '[',
    ']',
    '\xef\xbb\xbf',
    '\v',
    '\f',
  ],
  run(bytes) {
    const text = bytes.toString('utf8');
    const { entries, badLines } = parseConfig(text);
    const lines = text.split('\n').length + 1;
    demand(
      badLines.every((line, i) => line > (badLines[i - 1] ?? 0) && line <= lines),
      'lines that are there, in order',
    );
    for (const { key } of entries) demand(/^[a-z0-9.-]/u.test(key), `a key: ${key}`);
  },
  oracle(bytes) {
    const text = bytes.toString('utf8');
    // Text that is no UTF-8 is not compared, and NUL separates what git lists.
    if (!Buffer.from(text).equals(bytes) || text.includes('\0')) return;
    const git = runGit(['config', '--file', '-', '--list', '-z'], {
      cwd: repository().dir,
      input: bytes,
    });
    if (!git.isGood) {
      demand(parseConfig(text).badLines.length > 0, 'git refuses a line of it');
      return;
    }
    const { entries, badLines } = parseConfig(text);
    demandSame(badLines, [], 'git reads every line');
    const expected = git.stdout.toString('utf8').split('\0').slice(0, -1);
    // Before 2.45 git makes a space of every white space within a value.
    const plain = (value: string): string => value.replaceAll(/[\t\r]/gu, ' ');
    const found = entries.map(({ key, value }) => [key, value === null ? null : plain(value)]);
    const theirs = expected.map((entry) => {
      const end = entry.indexOf('\n');
      return end < 0 ? [entry, null] : [entry.slice(0, end), plain(entry.slice(end + 1))];
    });
    demandSame(found, theirs, 'as git config --list');
  },
};

const askedPaths = [
  '.env',
  '.env.local',
  'a/.env',
  'a/b/c',
  'a b',
  'b',
  'B',
  'prod.env',
  'x.env/y',
  'a/b',
  'a\\b',
  '[a]',
  'ä',
];

const repository = once(() => makeRepository());

function check(bytes: Buffer) {
  const rules = createIgnoreRules({
    ignoreCase: false,
    readGitignore: (folder) => (folder === '' ? bytes : undefined),
    common: [],
  });
  return askedPaths.map((path) => rules.check(Buffer.from(path).toString('latin1'), false));
}

const ignore: Target = {
  name: 'ignore file',
  seeds: () => [
    '.env\n.env.*\n!.env.example\n',
    '/a/\n**/b\n*.env\\ \n[a-c]?\\*\n',
    'a/**/c\r\n[[:alpha:]]\n[!b]\n# c\n\\#d\n',
  ],
  words: [
    '**',
    '*',
    '?',
    '[',
    ']',
    '[[:alpha:]]',
    '[!',
    '[^',
    '\\',
    '!',
    '/',
    '**/',
    '/**',
    ' ',
    '\\ ',
    '\n',
    '\r\n',
    '\xef\xbb\xbf',
    '.env',
    'a',
    'b',
    '-',
    '\0',
  ],
  run(bytes) {
    const lines = bytes.toString('latin1').split('\n');
    for (const { ignored, rule } of check(bytes)) {
      demand(rule !== null || !ignored, 'a rule for what is ignored');
      if (rule === null) continue;
      demand(rule.negated === !ignored, 'a rule that says what is said');
      demand(
        (lines[rule.line - 1] ?? '').includes(rule.pattern),
        'a pattern that stands in its line',
      );
    }
  },
  oracle(bytes) {
    const { dir, env } = repository();
    writeFileSync(join(dir, '.gitignore'), bytes);
    const paths = askedPaths.map((path) => Buffer.from(path).toString('latin1'));
    const theirs = askGit({ dir, env, paths }).map(({ rule }) => rule);
    const ours = check(bytes).map(({ rule }) =>
      rule === null ? null : { source: rule.source, line: rule.line, pattern: rule.pattern },
    );
    demandSame(ours, theirs, 'as git check-ignore');
  },
};

const quotedPath: Target = {
  name: 'quoted path',
  seeds: () => ['"a\\303\\244\\t\\"\\\\b" rest', '"plain"', 'a\xff\x01b'],
  words: ['\\', '"', '\\377', '\\n', '\\400', '\xff'],
  run(bytes) {
    const text = bytes.toString('latin1');
    const found = unquotePath(text);
    if (found !== undefined)
      demand(
        found.length <= text.length && text[found.length - 1] === '"',
        'it ends with its quote',
      );
    // The other way: any path survives being shown.
    demandSame(shownPath(displayPath(text)), text, 'the path that was shown');
  },
};

export const gitFileTargets: readonly Target[] = [config, ignore, quotedPath];
