// The oracle for object reading: what `git cat-file` says of every object.
import type { TestRepository } from '../makeRepository.ts';

export interface OracleObject {
  readonly type: string;
  readonly bytes: Buffer;
}

/** All objects of a repository, alternates included, by hexadecimal id. */
export function readAllWithGit(repo: TestRepository): Map<string, OracleObject> {
  const output = repo.gitBytes([
    '--no-replace-objects',
    'cat-file',
    '--batch-all-objects',
    '--batch',
    '--unordered',
  ]);
  const objects = new Map<string, OracleObject>();
  for (let at = 0; at < output.length;) {
    const end = output.indexOf(10, at);
    const [oid = '', type = '', size = '0'] = output.toString('latin1', at, end).split(' ');
    const start = end + 1;
    objects.set(oid, { type, bytes: output.subarray(start, start + Number(size)) });
    at = start + Number(size) + 1;
  }
  return objects;
}
