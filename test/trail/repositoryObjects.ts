// The objects of a real repository as git prints them, with what the oracle needs to know of its commits and
// refs, each asked of git: nothing of leaktrail's own readers is involved.
import type { ObjectReader } from '../../src/git/objectReader.ts';
import type { ObjectFormat, ObjectType, Oid } from '../../src/model/oid.ts';
import { CommitTableBuilder } from '../../src/trail/commitTable.ts';
import type { CommitTable } from '../../src/trail/commitTable.ts';
import type { SoughtMatch } from '../../src/trail/soughtSecrets.ts';
import type { TestRepository } from '../makeRepository.ts';
import { addCommit } from './memoryObjects.ts';
import type { NaiveCommit, NaiveTarget } from './naiveTrail.ts';

export interface RepositoryObjects {
  readonly format: ObjectFormat;
  readonly reader: ObjectReader;
  readonly table: CommitTable;
  /** Every match of a pattern in every blob; the matched text is the secret's id. */
  sought(pattern: RegExp): Map<Oid, SoughtMatch[]>;
  readonly commits: ReadonlyMap<Oid, NaiveCommit>;
  readonly refs: readonly {
    readonly name: string;
    readonly oid: Oid;
    readonly target: NaiveTarget;
  }[];
  readonly reflogOids: readonly Oid[];
}

export function repositoryObjects(repo: TestRepository): RepositoryObjects {
  const objects = allObjects(repo);
  const format = repo.git('rev-parse', '--show-object-format') === 'sha256' ? 'sha256' : 'sha1';
  const builder = new CommitTableBuilder(format);
  const commitOids: Oid[] = [];
  for (const [oid, { type, bytes }] of objects) {
    if (type !== 'commit') continue;
    commitOids.push(oid);
    addCommit(builder, oid, bytes);
  }
  return {
    format,
    reader: { read: (oid) => objects.get(oid) },
    table: builder.build(),
    sought(pattern) {
      const found = new Map<Oid, SoughtMatch[]>();
      for (const [oid, { type, bytes }] of objects) {
        const matches = type === 'blob' ? matchesIn(bytes.toString('utf8'), pattern) : [];
        if (matches.length > 0) found.set(oid, matches);
      }
      return found;
    },
    commits: naiveCommits(repo, commitOids),
    refs: refsOf(repo),
    // From empty input: without any reflog entry git would otherwise ask for a commit.
    reflogOids: lines(
      repo.gitBytes(['rev-list', '--no-walk', '--reflog', '--stdin'], '').toString(),
    ),
  };
}

/** All refs with what they stand for. */
export function refsOf(repo: TestRepository): RepositoryObjects['refs'] {
  const refs = lines(repo.git('for-each-ref', '--format=%(refname) %(objectname)')).map((line) => {
    const [name = '', oid = ''] = line.split(' ');
    return { name, oid };
  });
  const peeled = repo.gitBytes(
    ['cat-file', '--batch-check'],
    refs.map(({ oid }) => `${oid}^{}\n`).join(''),
  );
  const targets = lines(peeled.toString()).map((line) => line.split(' '));
  return refs.map((ref, i) => {
    const [oid = '', type] = targets[i] ?? [];
    return {
      ...ref,
      target: type === 'commit' ? { commit: oid } : { blobs: blobsOf(repo, oid, type) },
    };
  });
}

function blobsOf(repo: TestRepository, oid: Oid, type: string | undefined): Oid[] {
  if (type === 'blob') return [oid];
  return [...filesOfTrees(repo, [oid]).values()].flat().map(([, blob]) => blob);
}

/** Loose and packed objects, reachable or not (git-cat-file, "BATCH OUTPUT"). */
function allObjects(repo: TestRepository): Map<Oid, { type: ObjectType; bytes: Buffer }> {
  const output = repo.gitBytes(['cat-file', '--batch-all-objects', '--batch', '--unordered']);
  const objects = new Map<Oid, { type: ObjectType; bytes: Buffer }>();
  for (let at = 0; at < output.length;) {
    const lineEnd = output.indexOf('\n', at);
    const [oid = '', type = '', size] = output.toString('latin1', at, lineEnd).split(' ');
    const end = lineEnd + 1 + Number(size);
    if (type !== 'commit' && type !== 'tree' && type !== 'blob' && type !== 'tag') {
      throw new Error(`git cat-file printed ${type}`);
    }
    objects.set(oid, { type, bytes: output.subarray(lineEnd + 1, end) });
    at = end + 1;
  }
  return objects;
}

function matchesIn(text: string, pattern: RegExp): SoughtMatch[] {
  return text.split('\n').flatMap((line, index) =>
    [...line.matchAll(pattern)].map((match) => ({
      secretId: match[0],
      line: index + 1,
      column: match.index + 1,
      endLine: index + 1,
      endColumn: match.index + 1 + match[0].length,
    })),
  );
}

/** Parents as the commits name them; those behind a shallow border are not there to be found. */
function naiveCommits(repo: TestRepository, oids: readonly Oid[]): Map<Oid, NaiveCommit> {
  const format = '--format=%H %T %ct %at %P';
  const output = repo.gitBytes(['log', '--no-walk', '--stdin', format], oids.join('\n'));
  const rows = lines(output.toString()).map((line) => line.trim().split(' '));
  const files = filesOfTrees(repo, [...new Set(rows.map(([, tree = '']) => tree))]);
  return new Map(
    rows.map(([oid = '', tree = '', commitSeconds, authorSeconds, ...parents]) => {
      const times = { commitSeconds: Number(commitSeconds), authorSeconds: Number(authorSeconds) };
      return [oid, { oid, parents, ...times, files: files.get(tree) ?? [] }];
    }),
  );
}

/** What `git ls-tree -r` lists of each tree, in one call: how each differs from the empty tree (git-diff-tree). */
function filesOfTrees(repo: TestRepository, trees: readonly Oid[]): Map<Oid, [string, Oid][]> {
  const empty = repo.gitBytes(['hash-object', '-t', 'tree', '--stdin'], '').toString().trim();
  const pairs = trees.map((tree) => `${empty} ${tree}\n`).join('');
  const output = repo.gitBytes(['diff-tree', '--stdin', '-r', '-z', '--no-renames'], pairs);
  const listed = new Map<Oid, [string, Oid][]>();
  let files: [string, Oid][] = [];
  const parts = output.toString('latin1').split('\0').values();
  for (const part of parts) {
    // Lines that name a pair, then, up to the next zero byte, a file; its path follows.
    for (const line of lines(part)) {
      const [first, second = '', , oid = ''] = line.split(' ');
      if (first === empty) {
        files = [];
        listed.set(second, files);
      } else {
        const path: string = parts.next().value ?? '';
        if (second !== '160000') files.push([path, oid]);
      }
    }
  }
  return listed;
}

function lines(text: string): string[] {
  return text.split('\n').filter((line) => line !== '');
}
