// Commits under a path that not every file system can hold.
import type { TestRepository } from '../makeRepository.ts';

/** Commits contents at a path (as bytes, where it is no UTF-8) without writing it to the work tree. */
export function commitPath(
  repo: TestRepository,
  path: string | Buffer,
  contents: string,
  message = 'Add',
): string {
  const blob = repo.gitBytes(['hash-object', '-w', '--stdin'], contents).toString().trim();
  const entry = [Buffer.from(`100644 ${blob}\t`), Buffer.from(path), Buffer.from('\0')];
  repo.gitBytes(['update-index', '-z', '--index-info'], Buffer.concat(entry));
  return repo.commit(message, { all: false });
}
