// The commit graph out of the rows that threads made of commits.
import type { Storage } from '../git/storage.ts';
import { CommitTableBuilder } from '../trail/commitTable.ts';
import type { CommitTable } from '../trail/commitTable.ts';
import type { ContentResult } from './contentScanner.ts';

/** Links all commits that were read. Parents and trees that are absent are left out. */
export function linkCommits(storage: Storage, contents: readonly ContentResult[]): CommitTable {
  const { table } = storage;
  const builder = new CommitTableBuilder(table.format);
  const noTree = new Uint8Array(table.oidBytes);
  const binary = (object: number): Uint8Array =>
    object < 0
      ? noTree
      : table.oids.subarray(object * table.oidBytes, (object + 1) * table.oidBytes);
  const rows: { commit: number; rows: Float64Array; at: number }[] = [];
  for (const { commitRows } of contents) {
    for (let at = 0; at < commitRows.length; at += 5 + commitRows[at + 4]!) {
      rows.push({ commit: commitRows[at]!, rows: commitRows, at });
    }
  }
  rows.sort((left, right) => left.commit - right.commit);
  for (const { commit, rows: words, at } of rows) {
    const parents = words.subarray(at + 5, at + 5 + words[at + 4]!);
    builder.add({
      oid: binary(commit),
      tree: binary(words[at + 1]!),
      parents: Array.from(parents)
        .filter((parent) => parent >= 0)
        .map(binary),
      authorSeconds: words[at + 2]!,
      commitSeconds: words[at + 3]!,
    });
  }
  return builder.build();
}
