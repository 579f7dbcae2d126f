// `leaktrail trace`: the values of the user's own .env files, sought in everything that the repository holds.
import { createReadStream } from 'node:fs';
import { readFile, realpath, stat } from 'node:fs/promises';
import { basename, relative, resolve, sep } from 'node:path';
import { createDetector } from '../detect/detector.ts';
import { errorCode } from '../git/fileErrors.ts';
import type { Repository } from '../git/repository.ts';
import { openRepository } from '../git/repository.ts';
import { realOrSame } from '../git/fileSystem.ts';
import { worktreeFile } from '../git/ignoreSources.ts';
import { envFileNames } from '../hygiene/envFileNames.ts';
import { parseEnvValues } from '../hygiene/envValues.ts';
import { collectWorktreeEnvFiles } from '../hygiene/worktreeEnvFiles.ts';
import { UsageError } from '../model/errors.ts';
import { bytePath, displayPath } from '../model/path.ts';
import type { BytePath } from '../model/path.ts';
import type { Problem } from '../model/problem.ts';
import type { Report } from '../model/report.ts';
import type { RepositoryRun } from '../model/run.ts';
import type { TraceScope } from '../model/trace.ts';
import { loadRules } from '../rules/load.ts';
import { configureRun } from '../scan/configureRun.ts';
import { worktreeIgnoreRules } from '../scan/presentWorktree.ts';
import { detectorSettings } from '../scan/settings.ts';
import { auditForValues } from '../scan/soughtAudit.ts';
import { chooseValues } from '../scan/soughtValues.ts';
import type { FileValues } from '../scan/soughtValues.ts';

export interface TraceRun extends RepositoryRun {
  /** As the user named them, relative to `cwd`; `-` is `stdin`. Empty = the .env-like files of the work tree. */
  readonly envFiles: readonly string[];
  readonly stdin: AsyncIterable<Uint8Array>;
  /** Every value, common ones too. */
  readonly all: boolean;
}

/** Throws UsageError where there is nothing to look for: that is no clean result. */
export async function runTrace(run: TraceRun): Promise<Report> {
  const repository = await openRepository(resolve(run.cwd, run.repoPath), run.env);
  const read =
    run.envFiles.length > 0 ? await namedFiles(run, repository) : await ownFiles(run, repository);
  const { engine } = detectorSettings(run);
  const detector = createDetector(loadRules(), { engine });
  const { sought, scope } = chooseValues(read.files, { detector, all: run.all });
  if (sought.length === 0) throw new UsageError(nothingSought(scope, read));
  const report = await auditForValues(run, sought, read.paths);
  const unsought = [...read.problems, ...undecodable(scope)];
  const problems = [...report.coverage.problems, ...unsought];
  const complete = report.coverage.complete && unsought.length === 0;
  return { ...report, coverage: { ...report.coverage, complete, problems }, trace: scope };
}

interface ReadFiles {
  readonly files: readonly FileValues[];
  /** Those that lie in the work tree. */
  readonly paths: ReadonlySet<BytePath>;
  readonly problems: readonly Problem[];
}

/** Values that exist and were not sought: their bytes are not known from the text. */
function undecodable({ leftOut }: TraceScope): Problem[] {
  return leftOut
    .filter(({ reason }) => reason === 'undecodable')
    .map(({ name, file }) => {
      const message = `the value of ${name} is no UTF-8 and was not looked for: save the file as UTF-8`;
      return { kind: 'unsupported', message, path: file };
    });
}

function nothingSought(scope: TraceScope, { files, problems }: ReadFiles): string {
  const [unread] = problems;
  if (files.length === 0 && unread !== undefined) {
    return `cannot take values from ${unread.path ?? '.'}: ${unread.message}`;
  }
  if (files.length === 0) {
    return 'there is no .env file to take values from: name one with --from';
  }
  const [problem] = undecodable(scope);
  if (problem !== undefined) return `nothing to look for: ${problem.message}`;
  const names = files.map(({ file }) => file).join(', ');
  return scope.leftOut.length === 0
    ? `there is no value in ${names}`
    : `nothing to look for: the values of ${names} are empty, short or common (--all-values takes them all the same)`;
}

async function ownFiles(run: TraceRun, repository: Repository): Promise<ReadFiles> {
  const { workTree } = repository;
  if (workTree === null) {
    throw new UsageError('a bare repository has no .env files of its own: name one with --from');
  }
  const ignore = await worktreeIgnoreRules({ repository, run }, workTree);
  const { options } = await configureRun(run, repository);
  const names = envFileNames(options.settings?.envFiles);
  const { envFiles, problems: unread } = await collectWorktreeEnvFiles(workTree, ignore, names);
  const files: FileValues[] = [];
  const problems = [...unread];
  for (const path of envFiles) {
    try {
      const file = worktreeFile(workTree, path);
      // A link may lead to a pipe or a device, of which the end never comes.
      if (!(await stat(file)).isFile()) {
        problems.push(unreadable(path, 'it leads to no regular file'));
        continue;
      }
      files.push({ file: displayPath(path), values: parseEnvValues(await readFile(file), path) });
    } catch (error) {
      const code = errorCode(error);
      if (code === 'unknown') throw error;
      problems.push(unreadable(path, code));
    }
  }
  return { files, paths: new Set(envFiles), problems };
}

function unreadable(path: BytePath, why: string): Problem {
  const message = `its values cannot be read (${why})`;
  return { kind: 'unreadable-file', message, path: displayPath(path) };
}

async function namedFiles(run: TraceRun, { workTree }: Repository): Promise<ReadFiles> {
  const top = workTree === null ? undefined : await realpath(workTree);
  const files: FileValues[] = [];
  const paths = new Set<BytePath>();
  for (const name of new Set(run.envFiles)) {
    if (name === '-') {
      const bytes = await collect(run.stdin, 'standard input');
      files.push({ file: 'standard input', values: parseEnvValues(bytes, '.env') });
      continue;
    }
    const file = resolve(run.cwd, name);
    const bytes = await contentsOf(file, name);
    files.push({ file: name, values: parseEnvValues(bytes, bytePath(basename(file))) });
    // The pipe of a shell's `<(…)` has a path that leads nowhere.
    const inside = top === undefined ? '..' : relative(top, await realOrSame(file));
    if (!inside.startsWith('..')) paths.add(bytePath(inside.split(sep).join('/')));
  }
  return { files, paths, problems: [] };
}

/** No file of values is larger; a device has no end. */
const mostBytes = 64 * 2 ** 20;

async function collect(source: AsyncIterable<Uint8Array>, name: string): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of source) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > mostBytes) {
      throw new UsageError(`cannot take values from ${name}: it is larger than 64 MB`);
    }
  }
  return Buffer.concat(chunks);
}

async function contentsOf(file: string, name: string): Promise<Uint8Array> {
  try {
    return await collect(createReadStream(file), name);
  } catch (cause) {
    if (cause instanceof UsageError) throw cause;
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
    const why = code === 'ENOENT' ? 'there is no such file' : `it cannot be read (${code})`;
    throw new UsageError(`cannot take values from ${name}: ${why}`, { cause });
  }
}
