// Completion as shells do it: the real bash with the script, and zsh and fish where the machine has them.
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { temporaryFolder } from '../temporaryFolder.ts';
import { bin, runLeaktrail } from './runLeaktrail.ts';

const folder = temporaryFolder('completion');
const place = join(folder, 'place');

beforeAll(async () => {
  for (const shell of ['bash', 'zsh', 'fish']) {
    const { exitCode, stdout, stderr } = await runLeaktrail(['completion', shell]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    writeFileSync(join(folder, shell), stdout);
  }
  mkdirSync(join(place, 'shop one'), { recursive: true });
  writeFileSync(join(place, 'report.json'), '');
  const command = `#!/bin/sh\nexec '${process.execPath}' '${bin}' "$@"\n`;
  writeFileSync(join(folder, 'leaktrail'), command);
  chmodSync(join(folder, 'leaktrail'), 0o755);
});

/** What bash offers for the last word, as readline hands the words over. */
function offered(...words: readonly string[]): string[] {
  const script = `
source '${join(folder, 'bash')}'
complete -p leaktrail | grep -q 'default -F _leaktrail leaktrail' || exit 9
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1))
_leaktrail
((\${#COMPREPLY[@]})) && printf '%s\\n' "\${COMPREPLY[@]}"
exit 0`;
  const { stdout, status } = run('bash', ['-c', script, 'bash', 'leaktrail', ...words]);
  expect(status).toBe(0);
  return stdout.split('\n').filter((line) => line !== '');
}

function run(program: string, args: readonly string[]) {
  const env = { ...process.env, PATH: `${folder}:${process.env['PATH']}` };
  return spawnSync(program, args, { cwd: place, encoding: 'utf8', env });
}

function has(shell: string): boolean {
  return spawnSync(shell, ['-c', 'exit 0']).status === 0;
}

describe('bash', () => {
  test.each([
    [['st'], ['staged']],
    [
      ['rules', ''],
      ['list', 'show', 'check', 'help'],
    ],
    [['hook', 'un'], ['uninstall']],
    [
      ['--format', 'js'],
      ['json', 'jsonl'],
    ],
    [['-f', 'sar'], ['sarif']],
    [
      ['--format', '=', 'js'],
      ['json', 'jsonl'],
    ],
    [
      ['--format', '='],
      ['text', 'json', 'jsonl'],
    ],
    [
      ['audit', '--quiet', '--min-confidence', ''],
      ['high', 'medium', 'low'],
    ],
    [['--progress', 'n'], ['never']],
    [
      ['env', '--f'],
      ['--fix', '--format'],
    ],
    [
      ['staged', '--al'],
      ['--all', '--allow-incomplete'],
    ],
    [['--al'], ['--allow-incomplete']],
    [
      ['completion', ''],
      ['bash', 'zsh', 'fish'],
    ],
    [['hook', 'install', '--pre'], ['--pre-push']],
    [['staged', 'sh'], ['shop one']],
    [['-o', 'staged', 'en'], ['env']],
    [['rules', 'show', 'github-personal'], ['github-personal-access-token']],
    [['--disable', 'npm-access'], ['npm-access-token']],
    [['plan', '--dir', 'sh'], ['shop one']],
    [['explain', 're'], []],
  ])('%j is completed', (words, expected) => {
    const words2 = offered(...words);
    expect(words2.slice(0, expected.length)).toEqual(expected);
    if (words.at(-1) !== '=') expect(words2).toHaveLength(expected.length);
  });

  test('commands and folders are offered first, options of the command and of all after a dash', () => {
    const first = offered('');
    expect(first).toEqual(expect.arrayContaining(['audit', 'staged', 'completion', 'shop one']));
    expect(first).not.toContain('report.json');
    const options = offered('trace', '--');
    expect(options).toEqual(expect.arrayContaining(['--from', '--all-values', '--format']));
    expect(options).not.toContain('--fix');
    expect(new Set(options).size).toBe(options.length);
  });
});

// Elsewhere test/cli/completion.test.ts holds the scripts by their structure.
describe.runIf(has('fish'))('fish', () => {
  test.each([
    ['leaktrail st', ['staged']],
    ['leaktrail --format js', ['json', 'jsonl']],
    ['leaktrail hook un', ['uninstall']],
    ['leaktrail env --fi', ['--fix']],
    ['leaktrail -o staged rules sh', ['show']],
    ['leaktrail rules show github-personal', ['github-personal-access-token']],
    ['leaktrail report rep', ['report.json']],
    ['leaktrail staged sh', ['shop one/']],
  ])('%s is completed', (line, expected) => {
    const { stdout, stderr } = run('fish', [
      '--no-config',
      '-c',
      `source '${join(folder, 'fish')}'; complete -C '${line}'`,
    ]);
    expect(stderr).toBe('');
    const words = stdout.split('\n').map((each) => each.split('\t')[0]?.replaceAll('\\', ''));
    expect(words.filter((word) => word !== '')).toEqual(expected);
  });
});

describe.runIf(has('zsh'))('zsh', () => {
  test.each([
    ['leaktrail stag', 'leaktrail staged'],
    ['leaktrail --format sar', 'leaktrail --format sarif'],
    ['leaktrail hook un', 'leaktrail hook uninstall'],
    ['leaktrail env --fi', 'leaktrail env --fix'],
    ['leaktrail rules show github-personal', 'leaktrail rules show github-personal-access-token'],
    ['leaktrail report rep', 'leaktrail report report.json'],
    ['leaktrail staged sh', 'leaktrail staged shop\\ one/'],
  ])('%s is completed', (line, expected) => {
    expect(completedByZsh(line)).toBe(expected);
  });
});

/** The line after a tab, from an interactive zsh behind a pseudo-terminal; what follows the tab waits for its end. */
function completedByZsh(line: string): string {
  const setUp = `
PS1=
autoload -Uz compinit
compinit -u -D
source '${join(folder, 'zsh')}'
show() { print -r -- "<<$BUFFER>>"; exit }
zle -N show
bindkey '^X' show
print rea''dy`;
  writeFileSync(join(folder, 'zshrc'), setUp);
  const script = `
zmodload zsh/zpty
zpty shell zsh -f -i
zpty -w shell 'source ${join(folder, 'zshrc')}'
zpty -m -r shell out '*ready*'
zpty -w -n shell '${line}'$'\\t\\x18'
zpty -m -r shell out '*<<*>>*'
print -r -- "$out"`;
  const { stdout } = run('zsh', ['-f', '-c', script]);
  return /<<([^<>\r\n]*)>>/u.exec(stdout)?.[1]?.trimEnd() ?? stdout;
}
