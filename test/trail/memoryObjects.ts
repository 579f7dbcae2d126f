// Objects held in memory under the ids that git would give them, and a reader that keeps only the promise that
// ObjectReader makes: bytes are overwritten by the next read.
import type { GitObject, ObjectReader } from '../../src/git/objectReader.ts';
import { hashObject } from '../../src/git/hash.ts';
import type { ObjectFormat, ObjectType, Oid } from '../../src/model/oid.ts';
import type { BytePath } from '../../src/model/path.ts';
import { parseCommit } from '../../src/git/commit.ts';
import { CommitTableBuilder } from '../../src/trail/commitTable.ts';
import type { CommitTable } from '../../src/trail/commitTable.ts';

export interface TreeItem {
  readonly mode: string;
  readonly name: BytePath;
  readonly oid: Oid;
}

export interface NewCommit {
  readonly tree: Oid;
  readonly parents: readonly Oid[];
  readonly seconds: number;
  readonly authorSeconds?: number;
  readonly offset?: string;
  readonly message?: string;
}

export interface MemoryObjects {
  readonly format: ObjectFormat;
  readonly objects: ReadonlyMap<Oid, { readonly type: ObjectType; readonly bytes: Buffer }>;
  readonly reader: ObjectReader;
  /** Number of reads so far, per oid. */
  readonly reads: ReadonlyMap<Oid, number>;
  put(type: ObjectType, content: string | Buffer): Oid;
  /** A tree of exactly these entries, in this order. */
  tree(items: readonly TreeItem[]): Oid;
  /** The trees for a set of files; the oid of the root. */
  files(files: ReadonlyMap<BytePath, Oid>): Oid;
  commit(commit: NewCommit): Oid;
  tag(object: Oid, type: ObjectType): Oid;
  forget(oid: Oid): void;
  /** The commit table of all commits. */
  table(): CommitTable;
}

export function memoryObjects(format: ObjectFormat = 'sha1'): MemoryObjects {
  const objects = new Map<Oid, { type: ObjectType; bytes: Buffer }>();
  const reads = new Map<Oid, number>();
  let lent = Buffer.alloc(0);
  const memory: MemoryObjects = {
    format,
    objects,
    reads,
    reader: {
      read(oid): GitObject | undefined {
        lent.fill(0xff);
        reads.set(oid, (reads.get(oid) ?? 0) + 1);
        const object = objects.get(oid);
        if (object === undefined) return undefined;
        lent = Buffer.from(object.bytes);
        return { type: object.type, bytes: lent };
      },
    },
    put(type, content) {
      const bytes = typeof content === 'string' ? Buffer.from(content) : content;
      const oid = hashObject(format, type, bytes);
      objects.set(oid, { type, bytes });
      return oid;
    },
    tree: (items) =>
      memory.put(
        'tree',
        Buffer.concat(
          items.flatMap(({ mode, name, oid }) => [
            Buffer.from(`${mode} ${name}\0`, 'latin1'),
            Buffer.from(oid, 'hex'),
          ]),
        ),
      ),
    files(files) {
      const items: TreeItem[] = [];
      const folders = new Map<string, Map<BytePath, Oid>>();
      for (const [path, oid] of files) {
        const slash = path.indexOf('/');
        if (slash < 0) {
          items.push({ mode: '100644', name: path, oid });
          continue;
        }
        const folder = folders.get(path.slice(0, slash)) ?? new Map<BytePath, Oid>();
        folders.set(path.slice(0, slash), folder.set(path.slice(slash + 1), oid));
      }
      for (const [name, below] of folders) {
        items.push({ mode: '40000', name, oid: memory.files(below) });
      }
      // git sorts a directory as if its name ended in a slash.
      const key = ({ mode, name }: TreeItem): string => (mode === '40000' ? `${name}/` : name);
      return memory.tree(items.toSorted((a, b) => (key(a) < key(b) ? -1 : 1)));
    },
    commit({ tree, parents, seconds, authorSeconds = seconds, offset = '+0000', message = '' }) {
      const person = (time: number): string => `Ada Example <ada@example.com> ${time} ${offset}`;
      return memory.put(
        'commit',
        [
          `tree ${tree}`,
          ...parents.map((parent) => `parent ${parent}`),
          `author ${person(authorSeconds)}`,
          `committer ${person(seconds)}`,
          '',
          message,
        ].join('\n'),
      );
    },
    tag: (object, type) =>
      memory.put('tag', `object ${object}\ntype ${type}\ntag v1\ntagger A <a> 1 +0000\n\nv1\n`),
    forget: (oid) => void objects.delete(oid),
    table() {
      const builder = new CommitTableBuilder(format);
      for (const [oid, { type, bytes }] of objects) {
        if (type === 'commit') addCommit(builder, oid, bytes);
      }
      return builder.build();
    },
  };
  return memory;
}

/** Adds a commit to a table from its content. */
export function addCommit(builder: CommitTableBuilder, oid: Oid, content: Buffer): void {
  const { tree, parents, author, committer } = parseCommit(content);
  builder.add({
    oid: Buffer.from(oid, 'hex'),
    tree: Buffer.from(tree ?? '', 'hex'),
    parents: parents.map((parent) => Buffer.from(parent, 'hex')),
    authorSeconds: author.seconds,
    commitSeconds: committer.seconds,
  });
}
