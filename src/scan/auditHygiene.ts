// The hygiene part of an audit: hands hygiene/ what the scan knows of paths.
import type { Environment } from '../git/environment.ts';
import type { Repository } from '../git/repository.ts';
import { collectHygiene } from '../hygiene/collectHygiene.ts';
import type { HygieneEntry } from '../model/hygiene.ts';
import { baseName } from '../model/path.ts';
import type { BytePath } from '../model/path.ts';
import type { Problem } from '../model/problem.ts';
import type { ObjectScan } from './objects.ts';
import type { PresentScan } from './present.ts';
import type { Traced } from './trace.ts';

export interface AuditHygieneInput {
  readonly repository: Repository;
  readonly env: Environment;
  readonly objects: Pick<ObjectScan, 'store'>;
  readonly present: Pick<PresentScan, 'entries' | 'headFiles'>;
  readonly traced: Pick<Traced, 'envLikePaths'>;
  readonly pathsWithSecrets: ReadonlySet<BytePath>;
}

export interface AuditHygiene {
  readonly entries: readonly HygieneEntry[];
  readonly problems: readonly Problem[];
}

export async function auditHygiene(input: AuditHygieneInput): Promise<AuditHygiene> {
  const { repository, env, objects, present, traced, pathsWithSecrets } = input;
  const problems: Problem[] = [];
  const headGitignores = new Map<BytePath, Uint8Array>();
  for (const [path, { oid, kind }] of present.headFiles) {
    // git does not follow a symlink of that name.
    if (kind !== 'file' || baseName(path) !== '.gitignore') continue;
    const object = objects.store.read(oid);
    if (object !== undefined) headGitignores.set(path, Buffer.from(object.bytes));
  }
  const entries = await collectHygiene({
    repository,
    indexEntries: present.entries,
    headPaths: present.headFiles.keys(),
    headGitignores,
    historyPaths: traced.envLikePaths,
    pathsWithSecrets,
    env,
    onProblem: (problem) => problems.push(problem),
  });
  return { entries, problems };
}
