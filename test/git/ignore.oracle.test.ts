// Our ignore rules against git's own, on generated ignore files and paths: not one answer may differ.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { gitConfig } from '../../src/git/config.ts';
import { createIgnoreRules } from '../../src/git/ignore.ts';
import { worktreeFile, worktreeIgnoreSources } from '../../src/git/ignoreSources.ts';
import { makeRepository } from '../makeRepository.ts';
import { temporaryFolder } from '../temporaryFolder.ts';
import { askGit } from './ignoreOracle.ts';

/** A tree with ignore files, and the paths to ask about. Everything is latin1. */
interface Case {
  /** Contents by folder; `''` is the top. */
  readonly gitignores: Readonly<Record<string, string>>;
  readonly infoExclude: string;
  readonly excludesFile: string;
  readonly folders: readonly string[];
  readonly paths: readonly string[];
  readonly ignoreCase: boolean;
}

const seed = 20_240_101;
const runs = 400;

/** Names close to each other, so that patterns meet them; `\xc3\xa9` is an é, `\xff` no UTF-8 at all. */
const names =
  'a|b|ab|A|aB|a b|a |a\t|a-c|a]|[a]|a\\|\\a|*a|a?|.env|.ENV|.env.local|prod.env|.envrc|#a|!a|\xc3\xa9|\xff|1|_'.split(
    '|',
  );

const repo = makeRepository();
const home = temporaryFolder('home');
const env = { ...repo.env, HOME: home, XDG_CONFIG_HOME: '' };
const globalFile = join(home, '.config', 'git', 'ignore');
mkdirSync(join(home, '.config', 'git'), { recursive: true });

describe('createIgnoreRules', () => {
  test('answers as git check-ignore for generated ignore files and paths', () => {
    const counts = { asked: 0, ignored: 0, named: 0 };
    fc.assert(
      fc.property(cases(), (generated) => {
        write(generated);
        const ours = ask(generated);
        const theirs = askGit({
          dir: repo.dir,
          env,
          paths: generated.paths,
          settings: [`core.ignoreCase=${generated.ignoreCase}`],
        });
        expect(ours.map(({ path, rule }) => ({ path, rule }))).toEqual(theirs);
        counts.asked += ours.length;
        counts.ignored += ours.filter(({ ignored }) => ignored).length;
        counts.named += ours.filter(({ rule }) => rule !== null).length;
      }),
      { seed, numRuns: runs },
    );
    expect(counts.asked).toBeGreaterThan(10_000);
    expect(counts.ignored).toBeGreaterThan(counts.asked / 8);
    expect(counts.named - counts.ignored).toBeGreaterThan(100);
    expect(counts.asked - counts.named).toBeGreaterThan(counts.asked / 5);
  }, 120_000);

  test('answers so for more than 5,000 trees, a dozen to a call of git', () => {
    const counts = { trees: 0, asked: 0, ignored: 0 };
    fc.assert(
      fc.property(fc.array(cases(), { minLength: 12, maxLength: 14 }), (trees) => {
        const generated = side(trees);
        write(generated);
        const { paths, ignoreCase } = generated;
        const settings = [`core.ignoreCase=${ignoreCase}`];
        const ours = ask(generated);
        const theirs = askGit({ dir: repo.dir, env, paths, settings });
        expect(ours.map(({ path, rule }) => ({ path, rule }))).toEqual(theirs);
        remove(generated);
        counts.trees += trees.length;
        counts.asked += ours.length;
        counts.ignored += ours.filter(({ ignored }) => ignored).length;
      }),
      { seed, numRuns: 420 },
    );
    expect(counts.trees).toBeGreaterThan(5_000);
    expect(counts.asked).toBeGreaterThan(100_000);
    expect(counts.ignored).toBeGreaterThan(counts.asked / 8);
  }, 300_000);
});

/** Where nested .gitignore files may lie; there in every tree, since making folders takes longer than git's answers. */
const nestedFolders = names
  .slice(0, 4)
  .flatMap((name, _i, all) => [name, ...all.map((each) => `${name}/${each}`)]);

/** The trees side by side, each in a folder of its own; what holds for the whole repository is that of the first. */
function side(trees: readonly Case[]): Case {
  const below = (i: number, path: string): string => (path === '' ? `t${i}` : `t${i}/${path}`);
  const first = trees[0]!;
  return {
    ...first,
    gitignores: Object.fromEntries(
      trees.flatMap(({ gitignores }, i) =>
        Object.entries(gitignores).map(([folder, text]) => [below(i, folder), text]),
      ),
    ),
    folders: trees.flatMap((_tree, i) => nestedFolders.map((path) => below(i, path))),
    paths: trees.flatMap(({ paths }, i) => paths.map((path) => below(i, path))),
  };
}

function remove({ gitignores }: Case): void {
  for (const folder of Object.keys(gitignores)) {
    rmSync(worktreeFile(repo.dir, `${folder}/.gitignore`));
  }
}

function write({ gitignores, infoExclude, excludesFile, folders }: Case): void {
  for (const name of names) rmSync(worktreeFile(repo.dir, name), { recursive: true, force: true });
  rmSync(join(repo.dir, '.gitignore'), { force: true });
  for (const folder of [...folders, ...Object.keys(gitignores)]) {
    mkdirSync(worktreeFile(repo.dir, folder), { recursive: true });
  }
  for (const [folder, contents] of Object.entries(gitignores)) {
    const file = worktreeFile(repo.dir, folder === '' ? '.gitignore' : `${folder}/.gitignore`);
    writeFileSync(file, contents, 'latin1');
  }
  writeFileSync(join(repo.gitDir, 'info', 'exclude'), infoExclude, 'latin1');
  writeFileSync(globalFile, excludesFile, 'latin1');
}

function ask({ gitignores, folders, paths, ignoreCase }: Case) {
  const rules = createIgnoreRules(
    worktreeIgnoreSources({
      workTree: repo.dir,
      commonDir: repo.gitDir,
      config: gitConfig([{ key: 'core.ignorecase', value: String(ignoreCase) }]),
      userConfig: gitConfig([]),
      env,
    }),
  );
  const isFolder = new Set([...folders, ...Object.keys(gitignores)].flatMap(withParents));
  return paths.map((path) => {
    const { ignored, rule } = rules.check(path, isFolder.has(path));
    const shown = rule === null ? null : omitNegated(rule);
    expect(rule?.negated ?? true).toBe(!ignored);
    return { path, ignored, rule: shown };
  });
}

function omitNegated({ source, line, pattern }: { source: string; line: number; pattern: string }) {
  return { source, line, pattern };
}

function withParents(path: string): string[] {
  const parts = path.split('/');
  return parts.map((_part, i) => parts.slice(0, i + 1).join('/'));
}

function cases(): fc.Arbitrary<Case> {
  const path = fc.array(fc.constantFrom(...names), { minLength: 1, maxLength: 4 });
  const joined = path.map((parts) => parts.join('/'));
  const folder = fc.array(fc.constantFrom(...names.slice(0, 4)), { minLength: 1, maxLength: 2 });
  const contents = ignoreFiles();
  return fc
    .record({
      top: contents,
      nested: fc.array(
        fc.tuple(
          folder.map((parts) => parts.join('/')),
          contents,
        ),
        { maxLength: 3 },
      ),
      infoExclude: fc.oneof(fc.constant(''), contents),
      excludesFile: fc.oneof(fc.constant(''), contents),
      folders: fc.array(joined, { maxLength: 6 }),
      files: fc.array(joined, { minLength: 20, maxLength: 40 }),
      ignoreCase: fc.boolean(),
    })
    .map(({ top, nested, folders, files, ...rest }) => ({
      ...rest,
      gitignores: { '': top, ...Object.fromEntries(nested) },
      folders,
      paths: [...new Set([...files, ...folders, ...nested.map(([at]) => at)])],
    }));
}

function ignoreFiles(): fc.Arbitrary<string> {
  return fc
    .record({
      start: fc.constantFrom('', '', '', '\xef\xbb\xbf', '\xff\xfe'),
      lines: fc.array(ignoreLines(), { maxLength: 6 }),
      lineEnd: fc.constantFrom('\n', '\n', '\r\n'),
      isLastEnded: fc.boolean(),
    })
    .map(
      ({ start, lines, lineEnd, isLastEnded }) =>
        start + lines.join(lineEnd) + (isLastEnded ? lineEnd : ''),
    );
}

function ignoreLines(): fc.Arbitrary<string> {
  const name = fc.constantFrom(...names);
  const piece = fc.oneof(
    { weight: 4, arbitrary: name },
    {
      weight: 4,
      arbitrary: fc.constantFrom('*', '**', '?', '/', '/', '/**', '**/', '/**/', '/*', '*.', '***'),
    },
    { weight: 3, arbitrary: fc.constantFrom('a', 'b', '.env', 'env', 'A', '.', '-', ']', ' ') },
    {
      weight: 2,
      arbitrary: fc.constantFrom('\\', '\\a', '\\A', '\\*', '\\ ', '\\[', '\\/', '\\\\'),
    },
    { weight: 2, arbitrary: brackets() },
  );
  const part = fc.oneof(name, fc.constantFrom('*', '**', '*b', 'a*', '?', '.e*'), brackets());
  const path = fc.array(part, { minLength: 1, maxLength: 3 }).map((parts) => [parts.join('/')]);
  const mixed = fc.array(piece, { minLength: 1, maxLength: 4 });
  const ending = fc.constantFrom(
    '',
    '',
    '',
    '',
    '/',
    ' ',
    '   ',
    '\\ ',
    '\t',
    '\r',
    ' # no',
    '\0a',
  );
  const start = fc.constantFrom('', '', '', '', '!', '!', '/', '#', '\\#', '\\!', '!!', ' ');
  return fc
    .tuple(start, fc.oneof(path, mixed), ending)
    .map(([first, pieces, last]) => first + pieces.join('') + last);
}

function brackets(): fc.Arbitrary<string> {
  const posix = ['alnum', 'alpha', 'blank', 'cntrl', 'digit', 'graph', 'lower', 'print', 'punct'];
  const classes = [...posix, 'space', 'upper', 'xdigit', 'none', ''].map((name) => `[:${name}:]`);
  const member = fc.oneof(
    fc.constantFrom('a', 'b', 'A', 'c', '-', '.', 'a-c', 'A-C', 'a-', '-a', '+--', '!', '^'),
    fc.constantFrom(']', '\\]', '\\', '\\-', '[', '[:', '/', '\xa0-\xff', 'a-\\c', '\\a-c', ' '),
    fc.constantFrom(...classes),
  );
  return fc
    .tuple(
      fc.constantFrom('[', '[', '[', '[!', '[^'),
      fc.array(member, { minLength: 1, maxLength: 4 }),
      fc.constantFrom(']', ']', ']', ']', ''),
    )
    .map(([open, members, close]) => open + members.join('') + close);
}
