// Every command that reads a repository, as one list: what is true of one run is to be true of all.
import { join } from 'node:path';
import { expect } from 'vitest';
import { makeRepository } from '../makeRepository.ts';
import type { TestRepository } from '../makeRepository.ts';
import { temporaryFolder } from '../temporaryFolder.ts';
import { expectNoStack, findingOf, parseReport } from './auditRepository.ts';
import { githubToken, tokenLine } from './githubToken.ts';
import { runLeaktrail } from './runLeaktrail.ts';
import type { RunOptions } from './runLeaktrail.ts';

const noOid = '0'.repeat(40);

/** A secret that was taken out again, one in HEAD, one that is staged, and a value of a .env file that was committed. */
export function makeFilledRepository(): TestRepository {
  const repo = makeRepository([
    { write: { 'old.py': `${tokenLine('old')}\n`, 'value.txt': 'x' }, message: 'Begin' },
    { write: { 'old.py': 'pass\n', '.gitignore': '.env\n' }, message: 'Drop' },
    { write: { 'head.py': `${tokenLine('head')}\n` }, message: 'Add' },
  ]);
  repo.write('.env', `TOKEN=${githubToken('old')}\n`);
  repo.write('staged.py', `${tokenLine('staged')}\n`);
  repo.git('add', 'staged.py');
  return repo;
}

/** `seeds` of the tokens that a command has to find; without any it prints no report. */
export interface Command {
  readonly name: string;
  readonly args: readonly string[];
  readonly input?: string;
  readonly exitCode: number;
  readonly seeds: readonly string[];
}

/** Made before an attack is armed: git is needed for it. */
export function commandsFor({ commits, git }: TestRepository): Command[] {
  const [first = '', second = '', head = ''] = commits;
  const loose = git('commit-tree', `${head}^{tree}`, '-p', second, '-m', 'New');
  const folder = temporaryFolder('plan');
  const plan = ['--dir', join(folder, 'plan'), '-f', 'json'];
  const found = (name: string, args: readonly string[], seeds: string[], input = ''): Command => ({
    name,
    args: [...args, '-f', 'json'],
    input,
    exitCode: 1,
    seeds,
  });
  const told = (name: string, args: readonly string[], exitCode: number): Command => ({
    name,
    args,
    exitCode,
    seeds: [],
  });
  return [
    found('audit', ['audit', '--no-cache'], ['old', 'head', 'staged']),
    found('audit by git', ['audit', '--log-opts', '--all'], ['old', 'head']),
    found('staged', ['staged'], ['staged']),
    found('range', ['range', `${first}..HEAD`], ['head']),
    found('range by git', ['range', 'HEAD@{0}~1..HEAD', '--log-opts', '--first-parent'], ['head']),
    found('push', ['push'], ['old', 'head'], `refs/heads/main ${head} refs/heads/main ${noOid}\n`),
    found('receive', ['receive'], ['head'], `${second} ${loose} refs/heads/new\n`),
    found('trace', ['trace'], ['old']),
    found('files', ['files', '.'], ['old', 'head', 'staged']),
    told('env', ['env', '-f', 'json'], 0),
    told('plan', ['plan', ...plan], 1),
    told('plan --verify', ['plan', '--verify', ...plan], 1),
    told('baseline', ['baseline', '--baseline', join(folder, 'baseline')], 0),
    told('explain', ['explain', 'head.py:1'], 0),
    told('hook status', ['hook', 'status'], 0),
  ];
}

export interface EveryRun extends Pick<RunOptions, 'env'> {
  readonly cwd: string;
  /** Looks for traces of the attack. */
  readonly after: (command: string) => void;
  /** Objects are missing: what would end with 0 may end with 3. */
  readonly isIncomplete?: boolean;
}

/** Runs all of them; each has to end as it would without an attack and find what is there. */
export async function runEach(
  commands: readonly Command[],
  { cwd, env = {}, after, isIncomplete = false }: EveryRun,
): Promise<void> {
  for (const { name, args, input = '', exitCode, seeds } of commands) {
    const run = await runLeaktrail(args, { cwd, input, env });
    after(name);
    expectNoStack(run);
    const endings = isIncomplete && exitCode === 0 ? [0, 3] : [exitCode];
    expect(endings, `${name}: ${run.stderr}`).toContain(run.exitCode);
    if (seeds.length === 0) continue;
    const report = parseReport(run.stdout, name);
    for (const seed of seeds) findingOf(report, seed);
  }
}
