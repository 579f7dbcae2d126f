// Runs the shell part of a template in a checkout that brings a leaktrail and settings of npm of its own along, as a
// pull request can. `npm` and `npx` are stand-ins: npm refuses what npm would read settings of the checkout for, and
// npx leaves a mark, because it would run the checkout's program.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { gitEnv } from '../makeRepository.ts';
import { temporaryFolder } from '../temporaryFolder.ts';

export interface TemplateRun {
  readonly status: number | null;
  readonly stderr: string;
  /** The checkout. */
  readonly cwd: string;
  /** What was installed by npm, as it was named. */
  readonly installed: readonly string[];
  /** The arguments of each call of the leaktrail that npm installed, and whether it was run in the checkout. */
  readonly calls: readonly { readonly args: readonly string[]; readonly inCheckout: boolean }[];
  /** Whether a program of the checkout was run. */
  readonly ranHostile: boolean;
}

/** `status`: that of leaktrail. */
export function runTemplate(
  script: string,
  { status = 0, npmStatus = 0, env = {}, shell = 'sh' } = {},
): TemplateRun {
  const home = realpathSync(temporaryFolder('template'));
  const cwd = join(home, 'checkout');
  const hostile = join(home, 'hostile');
  for (const name of ['.bin/leaktrail', 'leaktrail/bin/leaktrail.js']) {
    write(join(cwd, 'node_modules', name), `#!/bin/sh\n: >'${hostile}'\n`);
  }
  writeFileSync(join(cwd, '.npmrc'), 'registry=http://127.0.0.1:9/\n');
  writeFileSync(join(cwd, 'package.json'), '{ "packageManager": "yarn@1.0.0" }');
  write(join(home, 'bin', 'npx'), `#!/bin/sh\n: >'${hostile}'\n`);
  write(join(home, 'bin', 'npm'), npm(home, status, npmStatus));
  const result = spawnSync(shell, ['-e', '-c', script], {
    cwd,
    env: {
      ...gitEnv,
      PATH: `${join(home, 'bin')}${delimiter}${gitEnv['PATH'] ?? ''}`,
      TMPDIR: temporaryFolder('tmp'),
      ...env,
    },
    encoding: 'utf8',
    input: '',
  });
  const lines = existsSync(join(home, 'log'))
    ? readFileSync(join(home, 'log'), 'utf8').trimEnd().split('\n').map(readCall)
    : [];
  return {
    status: result.status,
    stderr: result.stderr,
    cwd,
    installed: lines.flatMap((line) => (line.program === 'npm' ? (line.args.at(-1) ?? []) : [])),
    calls: lines
      .filter((line) => line.program === 'leaktrail')
      .map((line) => ({ args: line.args, inCheckout: line.cwd === cwd })),
    ranHostile: existsSync(hostile),
  };
}

interface LoggedCall {
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd: string;
}

function readCall(line: string): LoggedCall {
  const { program, args, cwd } = Object(JSON.parse(line));
  return { program: String(program), args: [args].flat().map(String), cwd: String(cwd) };
}

/** An npm that puts a leaktrail below its `--prefix`, and knows no checkout. */
function npm(home: string, status: number, npmStatus: number): string {
  const log = `require('node:fs').appendFileSync(${JSON.stringify(join(home, 'log'))},
  JSON.stringify({ program, args: process.argv.slice(2), cwd: process.cwd() }) + '\\n');`;
  const leaktrail = `const program = 'leaktrail';\n${log}\nprocess.exit(${status});\n`;
  return `#!/usr/bin/env node
const program = 'npm';
${log}
const { existsSync, mkdirSync, writeFileSync } = require('node:fs');
const { dirname, resolve } = require('node:path');
const prefix = resolve(process.argv[process.argv.indexOf('--prefix') + 1]);
for (let folder = process.cwd(); folder !== dirname(folder); folder = dirname(folder)) {
  if (existsSync(folder + '/.npmrc')) throw new Error('npm reads ' + folder + '/.npmrc');
}
if (existsSync(prefix + '/.npmrc')) throw new Error('npm reads the .npmrc of ' + prefix);
const folder = prefix + '/node_modules/leaktrail/bin';
mkdirSync(folder, { recursive: true });
writeFileSync(folder + '/leaktrail.js', ${JSON.stringify(leaktrail)});
process.exit(${npmStatus});
`;
}

function write(file: string, text: string): void {
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, text, { mode: 0o755 });
}
