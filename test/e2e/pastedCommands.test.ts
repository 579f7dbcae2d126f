// Commands that a report or a plan prints are pasted into a shell. No name of a repository may run there: the shell's own
// redirection would leave a file, and every program that the commands call is replaced by one that does nothing.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeRepository } from '../makeRepository.ts';
import { temporaryFolder } from '../temporaryFolder.ts';
import { auditRepository } from './auditRepository.ts';
import { tokenLine } from './githubToken.ts';
import { runLeaktrail } from './runLeaktrail.ts';

const names = [
  "';: > MARK;'",
  "\\';: > MARK;#",
  "\u0001';: > MARK;#",
  "\u0001\\';: > MARK;#",
  '$(: > MARK)',
  '`: > MARK`',
  '"; : > MARK; "',
  'a\n: > MARK\n',
  ' & : > MARK #',
  '| : > MARK',
];

const programs = ['git', 'leaktrail', 'cp', 'mkdir', 'rm', 'pip', 'pipx', 'python3', 'mv'];

/** Runs a text in a folder of its own; whether it left a mark. */
function leavesMark(shell: string, text: string): boolean {
  const folder = temporaryFolder('paste');
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  for (const name of programs)
    writeFileSync(join(bin, name), '#!/bin/sh\nexit 0\n', { mode: 0o755 });
  spawnSync(`/bin/${shell}`, ['-c', text], { cwd: folder, env: { PATH: bin } });
  return readdirSync(folder).includes('MARK');
}

test.each(['sh', 'bash'])('nothing of a name runs in %s', async (shell) => {
  expect(leavesMark(shell, `git add ${names[4]}`)).toBe(true);
  const repo = makeRepository();
  for (const [index, name] of names.entries()) {
    repo.write(`${index}.env${name}`, `${tokenLine(`paste ${index}`)}\n`);
    repo.write(`.env.${name}`, `${tokenLine(`env ${index}`)}\n`);
    repo.write(`-${index}${name}.py`, `${tokenLine(`dash ${index}`)}\n`);
  }
  repo.commit('Add');
  repo.git('tag', "x';>MARK;'");
  repo.git('branch', '$(>MARK)');
  const { report } = await auditRepository(repo.dir);
  const fixes = report.hygiene.flatMap(({ fix }) => fix.split('; then '));
  const commands = fixes.filter((fix) => fix.startsWith('git '));
  expect(commands.length).toBeGreaterThanOrEqual(names.length);
  const folder = join(temporaryFolder('plan'), "it';:>MARK;'s");
  const plan = await runLeaktrail(['plan', repo.dir, '--dir', folder, '-f', 'json']);
  const { steps } = readPlan(plan.stdout);
  expect(steps.length).toBeGreaterThan(2);
  for (const command of [...commands, ...steps])
    expect(leavesMark(shell, command), command).toBe(false);
});

/** All commands of a plan, wherever they stand in it. */
function readPlan(text: string): { steps: string[] } {
  const steps: string[] = [];
  JSON.parse(text, (key, value: unknown) => {
    if (key === 'commands' && Array.isArray(value)) steps.push(...value.map(String));
    return value;
  });
  return { steps };
}
