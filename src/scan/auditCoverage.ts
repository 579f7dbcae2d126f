// The receipt of an audit: adds up what the steps read and names what they could not.
import type { Repository } from '../git/repository.ts';
import { displayPath } from '../model/path.ts';
import type { BytePath } from '../model/path.ts';
import type { Coverage } from '../model/report.ts';
import type { RepositoryRun } from '../model/run.ts';
import type { AuditHygiene } from './auditHygiene.ts';
import { createCoverage } from './coverage.ts';
import { imageData } from './notebookImages.ts';
import { noteSettings } from './noteSettings.ts';
import type { CollectedFindings } from './findings.ts';
import type { PathFilter } from './pathFilter.ts';
import type { ObjectScan } from './objects.ts';
import type { PresentScan } from './present.ts';
import { rootProblems } from './roots.ts';
import type { Roots } from './roots.ts';
import type { Traced } from './trace.ts';
import { trailCutOff } from './trailLimits.ts';

export interface AuditCoverageInput {
  readonly repository: Repository;
  readonly run: RepositoryRun;
  readonly roots: Roots;
  readonly objects: ObjectScan;
  readonly present: PresentScan;
  readonly traced: Traced;
  readonly hygiene: AuditHygiene;
  readonly leftOut: Pick<CollectedFindings, 'excludedPaths' | 'allowed'>;
  readonly filter: PathFilter;
}

export function collectCoverage(input: AuditCoverageInput): Coverage {
  const { repository, roots, objects, present, traced, hygiene } = input;
  const coverage = createCoverage();
  const fromRoots = rootProblems(roots, objects.storage.table);
  const missing = new Set([...objects.missing, ...fromRoots.missing]);
  const problems = [
    ...repository.problems,
    ...roots.problems,
    ...fromRoots.problems,
    ...objects.problems,
    ...present.problems,
    ...hygiene.problems,
  ];
  for (const problem of problems) coverage.problem(problem);
  for (const oid of missing) {
    coverage.problem({ kind: 'missing-object', message: 'object is named but absent', oid });
  }
  // The index and the work tree may have been too crowded already.
  if (traced.trail.isTruncated && !problems.includes(trailCutOff)) coverage.problem(trailCutOff);
  for (const { oid, bytes } of objects.contents.flatMap((part) => part.oversized)) {
    coverage.skip('max-blob', bytes, oid);
    coverage.problem({ kind: 'limit', message: 'blob is larger than --max-blob', oid });
  }
  for (const { oid, bytes } of objects.contents.flatMap((part) => part.leftOut)) {
    coverage.skip('max-memory', bytes, oid);
  }
  for (const { path, bytes } of present.oversized) {
    coverage.skip('max-blob', bytes, path);
    coverage.problem({ kind: 'limit', message: 'file is larger than --max-blob', path });
  }
  noteSettings(coverage, input.run.options, {
    paths: excludedPaths(input),
    allowed: input.leftOut.allowed,
  });
  const gitlinks = new Set(objects.names.flatMap((part) => part.gitlinks));
  for (const oid of gitlinks) coverage.skip('gitlink', 0, oid);
  if (repository.movedBy !== null) coverage.skip('not-the-work-tree', 0, repository.movedBy);
  for (const { reason, path } of present.skipped) coverage.skip(reason, 0, displayPath(path));
  for (const { oid, bytes, count } of objects.contents.flatMap((part) => part.images)) {
    coverage.skip(imageData, bytes, oid, count);
  }
  for (const { path, bytes, count } of present.images) {
    coverage.skip(imageData, bytes, displayPath(path), count);
  }
  for (const { oid, ...part } of objects.contents.flatMap((each) => each.unreadParts)) {
    coverage.unreadPart(part, { oid });
  }
  for (const { path, ...part } of present.unreadParts) {
    coverage.unreadPart(part, { path: displayPath(path) });
  }
  const sum = (of: (part: ObjectScan['contents'][number]) => number): number =>
    objects.contents.reduce((total, part) => total + of(part), 0);
  return coverage.build(
    {
      commits: sum((part) => part.commits),
      trees: objects.names.reduce((total, part) => total + part.trees, 0),
      blobs: sum((part) => part.blobs),
      bytes: sum((part) => part.blobBytes),
      messages: sum((part) => part.messages),
      worktreeFiles: present.worktreeFiles,
      missingObjects: missing.size,
      ...(objects.verified === undefined ? {} : { verifiedObjects: objects.verified }),
    },
    repository.shallow.size === 0 && !repository.partial,
  );
}

/** Files of HEAD, the index and the work tree, and paths of the history that hold something, at which nothing counts. */
function excludedPaths({ present, leftOut, filter, run }: AuditCoverageInput): Set<BytePath> {
  const paths = new Set([...present.excluded, ...leftOut.excludedPaths]);
  if (!filter.excludesAny || run.options.selection !== undefined) return paths;
  for (const path of present.headFiles.keys()) if (filter.isExcluded(path)) paths.add(path);
  for (const { path } of present.entries) if (filter.isExcluded(path)) paths.add(path);
  return paths;
}
