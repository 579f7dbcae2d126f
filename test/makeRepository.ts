// Git repositories for tests, built by the git binary with fixed authors, dates and settings, so that
// the same calls give the same oids on every machine.
//
//   const repo = makeRepository([{ write: { '.env': 'A=1\n' }, message: 'Add settings' }]);
//   repo.remove('.env');
//   const oid = repo.commit('Drop settings');
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from './temporaryFolder.ts';

export interface RepositoryOptions {
  readonly objectFormat?: 'sha1' | 'sha256';
  readonly bare?: boolean;
  /** First branch, `main` by default. */
  readonly branch?: string;
  /** Where to create it; a new temporary folder by default. */
  readonly dir?: string;
}

export interface CommitOptions {
  /** `Name <address>`; also the committer. */
  readonly author?: string;
  /** In any form git takes (`1704067200 +0200`, ISO 8601); without it, an hour after the last one. */
  readonly date?: string;
  readonly allowEmpty?: boolean;
  /** Stages everything in the work tree first; true by default. */
  readonly all?: boolean;
}

/** One commit of a history given as data; the parts are applied in the order of this list. */
export interface HistoryStep extends CommitOptions {
  /** Switches to this branch first; one that does not exist starts at `from` or HEAD. */
  readonly branch?: string;
  readonly from?: string;
  readonly write?: Readonly<Record<string, string | Buffer>>;
  readonly remove?: readonly string[];
  /** Merges these branches with a merge commit instead of committing. */
  readonly merge?: string | readonly string[];
  readonly message: string;
  /** A lightweight tag on the new commit. */
  readonly tag?: string;
}

export interface TestRepository {
  /** Top of the work tree; of a bare repository the repository itself. */
  readonly dir: string;
  readonly gitDir: string;
  /** The environment git is run with: no user or system configuration, fixed names. */
  readonly env: Readonly<Record<string, string>>;
  /** Oids of the commits made by `commit`, `merge` and the history, oldest first. */
  readonly commits: readonly string[];
  /** Standard output of git in `dir`, without white space at the end; throws when git fails. */
  git(...args: string[]): string;
  /** Standard output of git as bytes; `input` is its standard input. */
  gitBytes(args: readonly string[], input?: string | Buffer): Buffer;
  /** Writes a file (and its folders) in the work tree; a path that is no UTF-8 is given as bytes. */
  write(path: string | Buffer, contents: string | Buffer): void;
  remove(path: string): void;
  commit(message: string, options?: CommitOptions): string;
  /** Merges branches with a merge commit; of conflicting changes ours win. */
  merge(branches: string | readonly string[], message?: string, options?: CommitOptions): string;
  /** Applies history steps; returns the oids of their commits. */
  apply(history: readonly HistoryStep[]): string[];
  /** `git clone` of this repository into a new folder. */
  clone(...args: string[]): TestRepository;
}

/** Seconds of the first commit: 2024-01-01T00:00:00Z. Each further one is `stepSeconds` later. */
export const firstSeconds = 1_704_067_200;
export const stepSeconds = 3600;
export const defaultAuthor = 'Ada Example <ada@example.com>';

/** A new repository: empty, or with the history given. */
export function makeRepository(
  history?: readonly HistoryStep[] | RepositoryOptions,
  options: RepositoryOptions = {},
): TestRepository {
  const settings = history === undefined || isHistory(history) ? options : history;
  const dir = settings.dir ?? temporaryFolder('repository');
  mkdirSync(dir, { recursive: true });
  const format = settings.objectFormat ?? 'sha1';
  const init = ['init', '-q', `--object-format=${format}`, '-b', settings.branch ?? 'main'];
  execFileSync('git', [...init, ...(settings.bare ? ['--bare'] : []), dir], { env: gitEnv });
  const repo = testRepository(dir, settings.bare ?? false);
  if (history !== undefined && isHistory(history)) repo.apply(history);
  return repo;
}

function isHistory(
  history: readonly HistoryStep[] | RepositoryOptions,
): history is readonly HistoryStep[] {
  return Array.isArray(history);
}

/** The same handle for a repository that exists already (a clone, a linked worktree, a submodule). */
export function testRepository(dir: string, bare = false): TestRepository {
  const commits: string[] = [];
  const run = (args: readonly string[], env = gitEnv, input?: string | Buffer): Buffer =>
    execFileSync('git', args, {
      cwd: dir,
      env: { ...env },
      maxBuffer: 1 << 30,
      stdio: ['pipe', 'pipe', 'pipe'],
      ...(input === undefined ? {} : { input }),
    });
  const text = (args: readonly string[], env = gitEnv): string =>
    run(args, env).toString('utf8').trimEnd();

  const repo: TestRepository = {
    dir,
    gitDir: text(['rev-parse', '--absolute-git-dir']),
    env: gitEnv,
    commits,
    git: (...args) => text(args),
    gitBytes: (args, input) => run(args, gitEnv, input),
    write(path, contents) {
      const file = Buffer.concat([Buffer.from(`${dir}/`), Buffer.from(path)]);
      const folder = file.subarray(0, file.lastIndexOf(0x2f));
      mkdirSync(folder, { recursive: true });
      writeFileSync(file, contents);
    },
    remove: (path) => rmSync(join(dir, path), { recursive: true }),
    commit(message, options = {}) {
      if (options.all ?? true) run(['add', '-A']);
      const args = ['commit', '-q', '--no-verify', '--cleanup=verbatim', '-m', message];
      run([...args, ...(options.allowEmpty ? ['--allow-empty'] : [])], personEnv(options));
      return recordHead();
    },
    merge(branches, message = 'Merge', options = {}) {
      const names = typeof branches === 'string' ? [branches] : branches;
      const strategy = names.length === 1 ? ['-X', 'ours'] : [];
      const args = ['merge', '-q', '--no-ff', '--no-verify', '--allow-unrelated-histories'];
      run([...args, ...strategy, '-m', message, ...names], personEnv(options));
      return recordHead();
    },
    apply: (history) => history.map(applyStep),
    clone(...args) {
      const target = join(temporaryFolder('clone'), 'clone');
      // The serving process does not see the settings given through the environment.
      if (args.some((arg) => arg.startsWith('--filter'))) {
        run(['config', 'uploadpack.allowFilter', 'true']);
        run(['config', 'uploadpack.allowAnySHA1InWant', 'true']);
      }
      run(['clone', '-q', '--no-local', ...args, `file://${dir}`, target]);
      return testRepository(target, args.includes('--bare') || args.includes('--mirror'));
    },
  };
  return repo;

  function recordHead(): string {
    const oid = text(['rev-parse', 'HEAD']);
    commits.push(oid);
    return oid;
  }

  function personEnv({ author = defaultAuthor, date }: CommitOptions): Record<string, string> {
    if (bare) throw new Error('A bare test repository takes no commits: clone into it instead.');
    const parts = /^(.*) <(.*)>$/u.exec(author);
    const when = date ?? `${firstSeconds + commits.length * stepSeconds} +0000`;
    const [name, email] = [parts?.[1] ?? author, parts?.[2] ?? ''];
    return {
      ...gitEnv,
      GIT_AUTHOR_NAME: name,
      GIT_AUTHOR_EMAIL: email,
      GIT_AUTHOR_DATE: when,
      GIT_COMMITTER_NAME: name,
      GIT_COMMITTER_EMAIL: email,
      GIT_COMMITTER_DATE: when,
    };
  }

  function applyStep(step: HistoryStep): string {
    if (step.branch !== undefined) switchTo(step.branch, step.from);
    for (const [path, contents] of Object.entries(step.write ?? {})) repo.write(path, contents);
    for (const path of step.remove ?? []) repo.remove(path);
    const oid =
      step.merge === undefined
        ? repo.commit(step.message, step)
        : repo.merge(step.merge, step.message, step);
    if (step.tag !== undefined) run(['tag', step.tag]);
    return oid;
  }

  function switchTo(branch: string, from?: string): void {
    const known = text(['for-each-ref', '--format=%(refname)', `refs/heads/${branch}`]) !== '';
    if (known) run(['checkout', '-q', branch]);
    else run(['checkout', '-q', '-b', branch, ...(from === undefined ? [] : [from])]);
  }
}

/** Settings that make git's results the same everywhere, given through the environment. */
const fixedConfig: readonly (readonly [string, string])[] = [
  ['gc.auto', '0'],
  ['maintenance.auto', 'false'],
  ['core.autocrlf', 'false'],
  ['commit.gpgSign', 'false'],
  ['tag.gpgSign', 'false'],
  ['protocol.file.allow', 'always'],
  ['advice.detachedHead', 'false'],
];

/** The environment for git itself and for programs under test that read user configuration. */
export const gitEnv: Readonly<Record<string, string>> = {
  PATH: process.env['PATH'] ?? '',
  HOME: temporaryFolder('home'),
  LC_ALL: 'C',
  TZ: 'UTC',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_TERMINAL_PROMPT: '0',
  GIT_AUTHOR_NAME: 'Ada Example',
  GIT_AUTHOR_EMAIL: 'ada@example.com',
  GIT_AUTHOR_DATE: `${firstSeconds} +0000`,
  GIT_COMMITTER_NAME: 'Ada Example',
  GIT_COMMITTER_EMAIL: 'ada@example.com',
  GIT_COMMITTER_DATE: `${firstSeconds} +0000`,
  GIT_CONFIG_COUNT: String(fixedConfig.length),
  ...Object.fromEntries(
    fixedConfig.flatMap(([key, value], i) => [
      [`GIT_CONFIG_KEY_${i}`, key],
      [`GIT_CONFIG_VALUE_${i}`, value],
    ]),
  ),
};
