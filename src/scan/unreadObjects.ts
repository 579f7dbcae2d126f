// What of the storage was not read, for damage, for want of room, or because the scan was stopped.
import { findOid, loosePack } from '../git/objectTable.ts';
import type { Storage } from '../git/storage.ts';
import type { Oid } from '../model/oid.ts';
import type { Problem } from '../model/problem.ts';
import type { RepositoryRun } from '../model/run.ts';
import type { ContentResult } from './contentScanner.ts';
import type { NameResult } from './nameScanner.ts';
import type { ScanShared } from './shared.ts';

/** Objects that are there but were not scanned: damaged or too large. */
export function unreadObjects(
  parts: readonly { readonly problems: readonly Problem[] }[],
  contents: readonly ContentResult[],
): Set<Oid> {
  const damaged = parts.flatMap((part) => part.problems).flatMap(({ oid }) => oid ?? []);
  const oversized = contents.flatMap((part) => part.oversized).map(({ oid }) => oid);
  const cutOff = contents.flatMap((part) => part.cutOff);
  return new Set([...damaged, ...oversized, ...cutOff]);
}

/** How many of them are loose. */
export function unreadLoose({ table }: Storage, unread: Iterable<Oid>): number {
  const objects = [...unread].map((oid) => findOid(table, oid));
  return objects.filter((object) => table.pack[object] === loosePack).length;
}

/** What an abort or a time limit left unread of the objects. */
export function stopProblems(
  { storage: { table } }: Pick<ScanShared, 'storage'>,
  run: RepositoryRun,
  names: readonly NameResult[],
  contents: readonly ContentResult[],
): Problem[] {
  if (!run.signal.aborted) return [];
  const cutOff = new Set(contents.flatMap((part) => part.cutOff));
  const unread = [...unreadObjects([...names, ...contents], contents)];
  const read =
    names.reduce((sum, part) => sum + part.trees, 0) +
    contents.reduce((sum, part) => sum + part.blobs + part.commits + part.tagRows.length / 2, 0) +
    unread.filter((oid) => !cutOff.has(oid)).length;
  const left = Math.max(cutOff.size, table.count - read);
  const consequence =
    left === 0
      ? 'all objects were scanned, but not all was told of them'
      : `${left} of ${table.count} objects were not scanned`;
  return [stopProblem(run, consequence)];
}

/** The problem of a run that was stopped, with what came of it. */
export function stopProblem({ signal }: RepositoryRun, consequence: string): Problem {
  const reason: unknown = signal.reason;
  const why = reason instanceof Error ? reason.message : 'the scan was stopped';
  return { kind: 'limit', message: `${why}: ${consequence}` };
}
