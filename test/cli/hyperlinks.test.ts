import { hostname } from 'node:os';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { hasHyperlinks } from '../../src/cli/hyperlinks.ts';
import { makeRepository } from '../makeRepository.ts';
import { madeUp, makeFinding, makeOccurrence, makeReport } from '../report/sampleReport.ts';
import { runWith } from './runWith.ts';

const vte = { TERM: 'xterm-256color', VTE_VERSION: '7006' };

it.each([
  [true, vte],
  [true, { ...vte, NO_COLOR: '1' }],
  [true, { TERM: 'xterm-256color', WT_SESSION: 'x' }],
  [true, { TERM: 'xterm-kitty' }],
  [true, { TERM: 'foot' }],
  [true, { DOMTERM: '1' }],
  [true, { KONSOLE_VERSION: '230800' }],
  [true, { TERM_PROGRAM: 'iTerm.app', TERM_PROGRAM_VERSION: '3.4.19' }],
  [true, { TERM_PROGRAM: 'vscode', TERM_PROGRAM_VERSION: '1.90.2' }],
  [true, { TERM_PROGRAM: 'WezTerm', TERM_PROGRAM_VERSION: '20240203-110809-5046fc22' }],
  [false, { TERM: 'xterm-256color' }],
  [false, { TERM_PROGRAM: 'iTerm.app', TERM_PROGRAM_VERSION: '3.0.15' }],
  [false, { TERM_PROGRAM: 'vscode', TERM_PROGRAM_VERSION: '1.71.0' }],
  [false, { TERM_PROGRAM: 'Apple_Terminal', TERM_PROGRAM_VERSION: '455' }],
  [false, { VTE_VERSION: '5000' }],
  [false, { ...vte, TERM: 'dumb' }],
  [false, { ...vte, CI: 'true' }],
  [false, { ...vte, FORCE_HYPERLINK: '0' }],
  [true, { TERM: 'dumb', FORCE_HYPERLINK: '1' }],
])('a terminal has hyperlinks: %s with %j', (has, env) => {
  expect(hasHyperlinks({ isTTY: true }, env)).toBe(has);
});

it('what is no terminal has none, unless it is told to', () => {
  expect(hasHyperlinks({}, vte)).toBe(false);
  expect(hasHyperlinks({}, { FORCE_HYPERLINK: '1' })).toBe(true);
});

const held = makeOccurrence({ path: 'a b/ö.env', line: 3, event: 'present', commit: null });
const gone = makeOccurrence({ path: 'old.env', line: 4 });
const finding = makeFinding({
  introduced: gone,
  occurrences: [gone, held],
  reachableFrom: ['refs/heads/main', 'refs/remotes/origin/main'],
});

function uris(text: string): string[] {
  return [...text.matchAll(/\u001b\]8;;([^\u001b]+)\u001b\\/gu)].map(([, uri = '']) => uri);
}

it('links files of the work tree and commits of a known service, on a terminal alone', async () => {
  const repo = makeRepository([{ write: { a: 'x' }, message: 'a' }]);
  repo.git('remote', 'add', 'origin', `https://me:${madeUp(1, 12)}@github.com/team/shop.git`);
  const run = { cwd: repo.dir, report: makeReport([finding]), env: vte };
  const linked = await runWith(['--no-color', '--quiet'], { ...run, terminal: 80 });
  const folder = pathToFileURL(repo.dir).href.replace('file://', `file://${hostname()}`);
  expect([...new Set(uris(linked.stdout))]).toEqual([
    `https://github.com/team/shop/commit/${gone.commit}`,
    `${folder}/a%20b/%C3%B6.env`,
  ]);
  const plain = await runWith(['--no-color'], run);
  expect(plain.stdout).not.toContain('\u001b');
  // The same lines: what leads somewhere takes no columns.
  expect(linked.stdout.replaceAll(/\u001b\]8;;[^\u001b]*\u001b\\/gu, '')).toBe(plain.stdout);
});

it('links no commit that was not pushed, and none of an unknown service', async () => {
  const repo = makeRepository([{ write: { a: 'x' }, message: 'a' }]);
  repo.git('remote', 'add', 'origin', 'https://github.com/team/shop.git');
  const { target } = makeReport([]);
  const local = makeReport([makeFinding({ introduced: gone, reachableFrom: ['refs/heads/x'] })], {
    target: { ...target, bare: false, remoteRefs: 1 },
  });
  const run = { cwd: repo.dir, env: vte, terminal: 80 };
  expect(uris((await runWith([], { ...run, report: local })).stdout)).toEqual([]);
  repo.git('remote', 'set-url', 'origin', 'https://git.example/team/shop.git');
  const { stdout } = await runWith([], { ...run, report: makeReport([finding]) });
  expect(uris(stdout).filter((uri) => uri.startsWith('http'))).toEqual([]);
});

it('writes no links to files, and none of standard input', async () => {
  const repo = makeRepository([{ write: { a: 'x' }, message: 'a' }]);
  const present = makeOccurrence({ path: '-', event: 'present', commit: null, blob: null });
  const report = makeReport([makeFinding({ state: 'worktree', introduced: present })], {
    mode: 'files',
  });
  const run = { cwd: repo.dir, env: { FORCE_HYPERLINK: '1' }, report, terminal: 80 };
  expect(uris((await runWith(['-'], run)).stdout)).toEqual([]);
  const both = await runWith(['-o', '-', '-o', 'r.txt'], { ...run, report: makeReport([finding]) });
  expect(uris(both.stdout).length).toBeGreaterThan(0);
  const { readFileSync } = await import('node:fs');
  expect(readFileSync(`${repo.dir}/r.txt`, 'utf8')).not.toContain('\u001b');
});
