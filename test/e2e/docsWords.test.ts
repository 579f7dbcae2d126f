// What the pages name exists: commands, options, files, anchors, exit codes.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { failureCode } from '../../src/cli/exitCode.ts';
import { exitCodeOf } from '../../src/report/exitCode.ts';
import { stateText } from '../../src/report/findingFacts.ts';
import { foreignOptions } from './docs/foreignOptions.ts';
import { readHelp } from './docs/help.ts';
import type { Help } from './docs/help.ts';
import { labelsOf } from './docs/labels.ts';
import { inlineCodeOf, linksOf, readPages, root } from './docs/pages.ts';
import type { Page } from './docs/pages.ts';
import { runLeaktrail } from './runLeaktrail.ts';

const pages = readPages();
const variables = new Set(
  ['src', 'bin', 'bench', 'test/browser', 'test/e2e'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.(?:ts|m?js)$/u.test(name))
      .flatMap(
        (name) => readFileSync(join(root, folder, name), 'utf8').match(/\bLEAKTRAIL_\w+/gu) ?? [],
      ),
  ),
);
const byPath = new Map(pages.map((page) => [page.path, page]));

test.each(pages)('links of $path lead somewhere', (page) => {
  const dead = linksOf(page).filter(({ text }) => !leads(page, text));
  expect(dead).toEqual([]);
});

function leads(page: Page, target: string): boolean {
  if (/^https:\/\/\S+\.\S+/u.test(target)) return true;
  const [path = '', anchor] = target.split('#');
  const file = path === '' ? page.path : join(dirname(page.path), path);
  if (!existsSync(join(root, file))) return false;
  return anchor === undefined || byPath.get(file)?.anchors.has(anchor) === true;
}

test.each(pages)('files of the project that $path names are there', (page) => {
  const file =
    /^(?:\.ci|bench|bin|docs|fixtures|patterns|schemas|scripts|src|templates|test)\/[\w./-]+$/u;
  const named = inlineCodeOf(page).filter(({ text }) => file.test(text));
  expect(named.filter(({ text }) => !existsSync(join(root, text)))).toEqual([]);
});

test.each(pages)('variables of leaktrail that $path names are read somewhere', ({ prose }) => {
  const named = prose.flatMap(({ text }) => text.match(/\bLEAKTRAIL_\w+/gu) ?? []);
  expect(named.filter((name) => !variables.has(name))).toEqual([]);
});

test.each(pages.filter(({ path }) => path.startsWith('docs/')))(
  '$path is in the list of the README',
  ({ path }) => {
    const readme = byPath.get('README.md');
    expect(readme && linksOf(readme).map(({ text }) => text.split('#')[0])).toContain(path);
  },
);

describe('tests that docs/COVERAGE.md names', () => {
  const rows = (byPath.get('docs/COVERAGE.md')?.prose ?? []).filter(({ text }) =>
    /^\| (?!-|[a-z]+ +\|.* test )/u.test(text),
  );
  const named = rows.map(({ line, text }) => {
    const [, file = '', title = ''] = /\]\(\.\.\/(test\S+)\): (.+?) +\|$/u.exec(text) ?? [];
    return { line, file, title };
  });

  test('are in each of its rows', () => {
    expect(named.length).toBeGreaterThan(40);
    expect(named.filter(({ title }) => title === '')).toEqual([]);
  });

  test.each(named.filter(({ title }) => title !== ''))('line $line: $title', ({ file, title }) => {
    const source = readFileSync(join(root, file), 'utf8');
    expect(source.split(/['"`]/u)).toContain(title);
  });
});

describe('tests that SECURITY.md names', () => {
  const text = readFileSync(join(root, 'SECURITY.md'), 'utf8');
  const named = [...text.matchAll(/\]\((test\/\S+)\): (.+?) +\|$/gmu)].map(
    ([, file = '', title = '']) => ({ file, title }),
  );

  test('stand in the rows of its table', () => expect(named.length).toBeGreaterThan(12));

  test.each(named)('$title', ({ file, title }) => {
    expect(readFileSync(join(root, file), 'utf8').split(/['"`]/u)).toContain(title);
  });
});

describe('commands and options', () => {
  let help: Help;
  beforeAll(async () => {
    help = await readHelp();
  });

  test('the help lists them', () => {
    expect([...help.commands.keys()]).toEqual(expect.arrayContaining(['audit', 'hook install']));
    expect([...help.options]).toEqual(expect.arrayContaining(['-f', '--format', '--verify']));
  });

  test.each(pages)('in inline code of $path exist', (page) => {
    const wrong = inlineCodeOf(page).flatMap(({ line, text }) =>
      alternativesOf(text).flatMap((words) => unknownIn(words, help).map((word) => [line, word])),
    );
    expect(wrong).toEqual([]);
  });

  test('of other programs are named by a page', () => {
    const named = new Set(
      pages.flatMap((page) => inlineCodeOf(page).flatMap(({ text }) => text.split(' ').map(bare))),
    );
    const unused = Object.values(foreignOptions).flat();
    expect(unused.filter((option) => !named.has(option))).toEqual([]);
  });
});

/** `rules list|show ID` as `rules list` and `rules show ID`. */
function alternativesOf(code: string): string[][] {
  const words = code.split(/\s+/u);
  const at = words.findIndex((word) => /^[a-z]+(?:\|[a-z]+)+$/u.test(word));
  if (at < 0) return [words];
  return (words[at] ?? '').split('|').map((word) => words.with(at, word));
}

/** Words of a command or an option that no help knows. */
function unknownIn(words: readonly string[], { commands, options }: Help): string[] {
  const [program = '', ...rest] = words;
  if (program.startsWith('-')) {
    return words.filter((word) => isOption(word) && !options.has(bare(word)) && !isForeign(word));
  }
  if (program !== 'leaktrail') return [];
  const named = rest.filter((word) => /^[a-z]{2,}$/u.test(word));
  const [first] = named;
  const isCommand = rest[0] === first && first !== undefined;
  if (first === 'help') return named[1] === undefined || commands.has(named[1]) ? [] : [named[1]];
  if (isCommand && !commands.has(first)) return [first];
  const below = [...commands.keys()].some((name) => name.startsWith(`${first} `));
  const path = isCommand ? (below && named[1] !== undefined ? `${first} ${named[1]}` : first) : '';
  const own = commands.get(path);
  if (own === undefined) return [path];
  const common = commands.get('');
  return rest.filter((word) => isOption(word) && !own.has(bare(word)) && !common?.has(bare(word)));
}

function isOption(word: string): boolean {
  return /^--?[a-z]/u.test(word);
}

function bare(word: string): string {
  return word.replace(/[=,;:].*$/u, '');
}

function isForeign(word: string): boolean {
  return Object.values(foreignOptions).some((list) => list.includes(bare(word)));
}

describe('docs/READING.md', () => {
  const page = byPath.get('docs/READING.md');
  const prose = page?.prose.map(({ text }) => text).join('\n') ?? '';

  test('explains every label of the reports that it shows', () => {
    const shown = page?.blocks.map(({ text }) => text).join('') ?? '';
    const labels = labelsOf(shown);
    expect(labels).toEqual(expect.arrayContaining(['secret', 'to do', 'because', 'next']));
    const explained = (label: string) =>
      prose.includes(`\`${label}\``) || prose.includes(`**${label}**`);
    expect(labels.filter((label) => !explained(label))).toEqual([]);
  });

  const states = ['head', 'history', 'index', 'worktree', 'unreachable', 'message'] as const;
  test.each(states)('tells what the text report calls the state %s', (state) => {
    const [finding, removed] = [null, { commit: '', date: '' }].map((value) =>
      Object.assign(Object.create(null), { state, removed: value }),
    );
    for (const one of [finding, removed]) {
      expect(prose).toMatch(new RegExp(`\\| ${stateText(one, false)} +\\| \`${state}\``, 'u'));
    }
  });
});

test('figures of the README stand where they were measured', () => {
  const read = (file: string) => readFileSync(join(root, file), 'utf8');
  const section = /## Compared with others([^]*?)\n## /u.exec(read('README.md'))?.[1] ?? '';
  const plain = section.replaceAll(/\b\d+\.\d+\.\d+\S*/gu, '');
  const figures = plain.match(/\b\d+\.\d+\b|\b\d+(?= MB)/gu) ?? [];
  expect(figures.length).toBeGreaterThan(20);
  const measured = read('docs/PERFORMANCE.md') + read('docs/ACCURACY.md');
  expect(figures.filter((figure) => !measured.includes(figure))).toEqual([]);
});

describe('exit codes', () => {
  const policy = { findingsCode: 1, allowsIncomplete: false };
  const statusOf = (findings: number, complete: boolean) =>
    exitCodeOf(
      {
        mode: 'audit',
        hygiene: [],
        summary: Object.assign(Object.create(null), { findings }),
        coverage: Object.assign(Object.create(null), { complete }),
      },
      policy,
    );
  const codes = new Map([
    [statusOf(0, true), 'nothing found'],
    [statusOf(1, true), 'findings'],
    [failureCode, 'failure'],
    [statusOf(0, false), 'incomplete'],
  ]);

  const tables = pages.filter(({ prose }) =>
    prose.some(({ text }) => /^\| exit code +\|/u.test(text)),
  );

  test('are told in a table of the README', () => {
    expect(tables.map(({ path }) => path)).toContain('README.md');
  });

  test.each(tables)('of $path are those of the program', ({ path, prose }) => {
    const start = prose.findIndex(({ text }) => /^\| exit code +\|/u.test(text));
    const rows = prose.slice(start + 2).map(({ text }) => /^\| (\d+) +\| (.*)/u.exec(text));
    const end = rows.findIndex((row) => row === null);
    const told = rows.slice(0, end).map((row) => [Number(row?.[1]), row?.[2] ?? ''] as const);
    expect(told.map(([code]) => code)).toEqual([0, 1, 2, 3]);
    expect([...codes.keys()]).toEqual(expect.arrayContaining([0, 1, 2, 3]));
    if (path !== 'README.md') return;
    for (const [code, meaning] of told) expect(meaning).toContain(codes.get(code));
  });

  test('are those of --help', async () => {
    const { stdout } = await runLeaktrail(['--help']);
    const status = /Exit status: ([^]*)/u.exec(stdout)?.[1]?.replaceAll(/\s+/gu, ' ') ?? '';
    for (const [code, meaning] of codes) {
      expect(status).toMatch(new RegExp(`\\b${code} [^,]*${meaning}`, 'u'));
    }
  });
});
