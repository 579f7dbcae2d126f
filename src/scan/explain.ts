// Finds the line that `explain` is asked about: a line of a file, or the first place of a finding of the repository.
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { createExplainer } from '../detect/explain.ts';
import { fileKindOf, isNotebook } from '../detect/paths.ts';
import { createObjectStore } from '../git/objectStore.ts';
import { parseCommit } from '../git/commit.ts';
import { openRepository } from '../git/repository.ts';
import { openStorage } from '../git/storage.ts';
import { parseTag } from '../git/tag.ts';
import { UsageError } from '../model/errors.ts';
import type { Explanation } from '../model/explanation.ts';
import type { Finding } from '../model/finding.ts';
import type { FileKind } from '../model/rule.ts';
import type { ExplainRun } from '../model/run.ts';
import { runAudit } from './audit.ts';
import { leastScoreOf } from './judgement.ts';
import { explainInNotebook } from './notebookExplained.ts';
import { detectorSettings } from './settings.ts';
import { rulesFor } from './thread.ts';

/** A content and the line of it in question. */
interface Asked {
  readonly bytes: Buffer;
  readonly path: string | null;
  readonly commit: string | null;
  readonly line: number;
  readonly kind: FileKind;
  readonly notes: readonly string[];
}

/**
 * Explains `PATH:LINE`, a file below the current folder, or a fingerprint of the repository of the current folder. Throws
 * UsageError where there is no such file, line or finding.
 */
export async function runExplain(run: ExplainRun): Promise<Explanation> {
  const settings = detectorSettings(run);
  const explainLine = createExplainer(rulesFor(settings), settings);
  const asked = /^[0-9a-f]{32}$/u.test(run.target)
    ? await placeOfFinding(run)
    : await fileLine(run);
  const { bytes, path, commit, line, kind } = asked;
  const explained = explainLine(bytes, line, kind, leastScoreOf(run.options.minConfidence));
  if (explained === undefined) throw new UsageError(`'${path ?? ''}' has no line ${line}`);
  const { values, notes } = explained;
  const explanation = { path, commit, line, kind, values, notes: [...asked.notes, ...notes] };
  const isInNotebook = path !== null && isNotebook(path);
  return isInNotebook ? explainInNotebook(explanation, bytes) : explanation;
}

async function fileLine({ target, cwd }: ExplainRun): Promise<Asked> {
  const match = /^(.+):([1-9]\d*)$/su.exec(target);
  const [, path = '', line = ''] = match ?? [];
  if (match === null) {
    throw new UsageError(
      `'${target}' is neither PATH:LINE nor a fingerprint of 32 hexadecimal digits, as reports show it`,
    );
  }
  let bytes: Buffer;
  try {
    bytes = await readFile(resolve(cwd, path));
  } catch (cause) {
    throw new UsageError(`cannot read the file '${path}'`, { cause });
  }
  return { bytes, path, commit: null, line: Number(line), kind: fileKindOf(path), notes: [] };
}

async function placeOfFinding(run: ExplainRun): Promise<Asked> {
  // All that is found at any score: what was left out may be what is asked about.
  const options = { ...run.options, minConfidence: 'low' as const };
  const report = await runAudit({ ...run, options, repoPath: '.' });
  const finding = report.findings.find(({ fingerprint }) => fingerprint === run.target);
  if (finding === undefined) {
    throw new UsageError(
      `the repository holds no finding ${run.target} (fingerprints change with LEAKTRAIL_FINGERPRINT_KEY)`,
    );
  }
  const { path, commit, line } = finding.introduced;
  const bytes = await contentOf(run, finding);
  if (bytes === undefined) throw new UsageError('the object that holds the finding cannot be read');
  const kind = path === null ? (commit === null ? 'unknown' : 'message') : fileKindOf(path);
  return { bytes, path, commit, line, kind, notes: [statesOf(finding)] };
}

/** The bytes in which a finding first stands: a blob, a message, or a file of the working tree. */
async function contentOf(run: ExplainRun, finding: Finding): Promise<Buffer | undefined> {
  const { blob, commit, path } = finding.introduced;
  const repository = await openRepository(run.cwd, run.env);
  const { storage } = openStorage(repository.objectDirs, repository.objectFormat, 0);
  const store = createObjectStore(storage);
  try {
    const oid = blob ?? commit;
    const object = oid === null ? undefined : store.read(oid);
    if (object?.type === 'commit')
      return object.bytes.subarray(parseCommit(object.bytes).messageStart);
    if (object?.type === 'tag') return object.bytes.subarray(parseTag(object.bytes).messageStart);
    if (object !== undefined) return object.bytes;
    if (path === null || repository.workTree === null) return undefined;
    return await readFile(resolve(repository.workTree, path));
  } finally {
    store.close();
  }
}

function statesOf({ state, marks, severity, occurrences }: Finding): string {
  const marked = marks.length === 0 ? '' : `; its paths are marked ${marks.join(', ')}`;
  return `state ${state}, severity ${severity}, occurrences: ${occurrences.length}${marked}`;
}
