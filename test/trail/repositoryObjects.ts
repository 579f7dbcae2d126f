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
    refs: lines(repo.git('for-each-ref', '--format=%(refname) %(objectname)')).map((line) => {
      const [name = '', oid = ''] = line.split(' ');
      return { name, oid, target: targetOf(repo, oid) };
    }),
    reflogOids: lines(repo.git('log', '--no-walk', '--reflog', '--format=%H')),
  };
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
  const format = '--format=%H %ct %at %P';
  const output = repo.gitBytes(['log', '--no-walk', '--stdin', format], oids.join('\n'));
  return new Map(
    lines(output.toString()).map((line) => {
      const [oid = '', commitSeconds, authorSeconds, ...parents] = line.trim().split(' ');
      const times = { commitSeconds: Number(commitSeconds), authorSeconds: Number(authorSeconds) };
      return [oid, { oid, parents, ...times, files: filesOf(repo, oid) }];
    }),
  );
}

function filesOf(repo: TestRepository, treeish: Oid): [string, Oid][] {
  return repo
    .gitBytes(['ls-tree', '-r', '-z', treeish])
    .toString('latin1')
    .split('\0')
    .flatMap((entry): [string, Oid][] => {
      const [, type, oid, path] = /^\d+ (\w+) (\w+)\t(.*)$/su.exec(entry) ?? [];
      return type === 'blob' ? [[path ?? '', oid ?? '']] : [];
    });
}

function targetOf(repo: TestRepository, oid: Oid): NaiveTarget {
  const peeled = repo.git('rev-parse', `${oid}^{}`);
  const type = repo.git('cat-file', '-t', peeled);
  if (type === 'commit') return { commit: peeled };
  return { blobs: type === 'blob' ? [peeled] : filesOf(repo, peeled).map(([, blob]) => blob) };
}

function lines(text: string): string[] {
  return text.split('\n').filter((line) => line !== '');
}
