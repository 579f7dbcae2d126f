// Random histories as real repositories, each made by one `git fast-import` (git-fast-import): any graph of commits
// with several roots, octopus and criss-cross merges, branches that are never merged or that nothing names any more;
// files that move, come back, become folders; refs to commits, tags and blobs.
import * as fc from 'fast-check';
import { githubToken } from '../e2e/githubToken.ts';
import { firstSeconds, makeRepository } from '../makeRepository.ts';
import type { TestRepository } from '../makeRepository.ts';

/** The secrets that occur, all of one form. */
export const tokens = Array.from({ length: 5 }, (_, i) => githubToken(`random history ${i}`));
export const tokenPattern = new RegExp(tokens.join('|'), 'gu');

const [a, b, c, d, e] = tokens;
const contents: readonly string[] = [
  `A = "${a}"\n`,
  `#\n#\nA = "${a}"\n`,
  `A = "${a}"\n\nA = "${a}"\nB = "${a}"; C = "${a}"\n`,
  `B = "${b}"\n`,
  `A = "${a}"\nB = "${b}"\n`,
  `C = "${c}"; D = "${d}"\n`,
  `D = "${d}"\nE = "${e}"\n`,
  '',
  'pass\n',
];
const paths = ['a.py', 'b.py', 'd/a.py', 'd/e/b.py', 'd', 'e.yml/f', '.env', 'd/.env', 'ü.txt'];

const onePath = fc.constantFrom(...paths);
const change = fc.oneof(
  { weight: 5, arbitrary: fc.record({ write: onePath, content: fc.nat(contents.length - 1) }) },
  { weight: 2, arbitrary: fc.record({ remove: onePath }) },
  { weight: 2, arbitrary: fc.record({ move: onePath, to: onePath }) },
  { weight: 1, arbitrary: fc.record({ revertTo: fc.nat() }) },
);
const commitPlan = fc.record({
  /** How far back each parent is. */
  parents: fc.oneof(
    { weight: 5, arbitrary: fc.constant<number[]>([1]) },
    { weight: 2, arbitrary: fc.uniqueArray(fc.integer({ min: 1, max: 4 }), { minLength: 2 }) },
    { weight: 2, arbitrary: fc.uniqueArray(fc.integer({ min: 1, max: 6 }), { maxLength: 1 }) },
  ),
  takesAll: fc.boolean(),
  changes: fc.array(change, { maxLength: 3 }),
  /** Clocks differ. */
  day: fc.option(fc.nat(20), { freq: 5 }),
});
const refPlan = fc.record({
  kind: fc.constantFrom('branch', 'branch', 'tag', 'blob'),
  at: fc.nat(),
});

export const historyPlan = fc.record({
  commits: fc.array(commitPlan, { minLength: 3, maxLength: 14 }),
  refs: fc.array(refPlan, { maxLength: 4 }),
  /** Commit of the branch of HEAD; null for a HEAD that is unborn. */
  head: fc.option(fc.nat(), { freq: 8 }),
});
export type HistoryPlan = typeof historyPlan extends fc.Arbitrary<infer Plan> ? Plan : never;

/** A bare repository with this history. Commits that no ref reaches stay in its pack. */
export function randomRepository({ commits, refs, head }: HistoryPlan): TestRepository {
  const repo = makeRepository({ bare: true });
  const blobMark = (content: number): number => 1000 + content;
  const stream = contents.map((text, content) => `blob\nmark :${blobMark(content)}\n${data(text)}`);
  const states: ReadonlyMap<string, number>[] = [];
  for (const [position, plan] of commits.entries()) {
    const parents = plan.parents.filter((back) => back <= position).map((back) => position - back);
    const sources = plan.takesAll ? parents : parents.slice(0, 1);
    const files = new Map(sources.flatMap((parent) => [...states[parent]!]));
    for (const [path, content] of files) put(files, path, content);
    for (const item of plan.changes) apply(files, item, states);
    states.push(files);
    const seconds = firstSeconds + (plan.day ?? position) * 86_400;
    stream.push(
      `commit refs/temporary/${position}\nmark :${position + 1}\n`,
      `author Ada <ada@example.com> ${seconds - (position % 3) * 5000} +0100\n`,
      `committer Ada <ada@example.com> ${seconds} +0000\n${data(`Change ${position}`)}`,
      ...parents.map((parent, i) => `${i === 0 ? 'from' : 'merge'} :${parent + 1}\n`),
      'deleteall\n',
      ...[...files].map(([path, content]) => `M 100644 :${blobMark(content)} ${path}\n`),
      `\nreset refs/temporary/${position}\nfrom ${'0'.repeat(40)}\n\n`,
    );
  }
  for (const [i, { kind, at }] of refs.entries()) {
    const commit = (at % commits.length) + 1;
    if (kind === 'branch') stream.push(`reset refs/heads/b${i}\nfrom :${commit}\n\n`);
    else {
      const target = kind === 'tag' ? commit : blobMark(at % contents.length);
      const tagger = `tagger Ada <ada@example.com> ${firstSeconds} +0000`;
      stream.push(`tag t${i}\nfrom :${target}\n${tagger}\n${data('A tag')}`);
    }
  }
  if (head !== null) {
    stream.push(`reset refs/heads/main\nfrom :${(head % commits.length) + 1}\n\n`);
  }
  repo.gitBytes(['fast-import', '--quiet', '--force'], stream.join(''));
  return repo;
}

function apply(
  files: Map<string, number>,
  item: HistoryPlan['commits'][number]['changes'][number],
  states: readonly ReadonlyMap<string, number>[],
): void {
  if ('write' in item) put(files, item.write, item.content);
  else if ('remove' in item) files.delete(item.remove);
  else if ('move' in item) {
    const content = files.get(item.move);
    files.delete(item.move);
    if (content !== undefined) put(files, item.to, content);
  } else if (states.length > 0) {
    files.clear();
    for (const [path, content] of states[item.revertTo % states.length]!) files.set(path, content);
  }
}

/** Writes a file; what stands in its way (a file as a folder, a folder as a file) goes. */
function put(files: Map<string, number>, path: string, content: number): void {
  for (const other of files.keys()) {
    if (other.startsWith(`${path}/`) || path.startsWith(`${other}/`)) files.delete(other);
  }
  files.set(path, content);
}

function data(text: string): string {
  return `data ${Buffer.byteLength(text)}\n${text}\n`;
}
