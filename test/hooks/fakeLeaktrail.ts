// A stand-in for leaktrail in tests of hooks and templates: writes down how it was called and ends as it is told.
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { delimiter, join } from 'node:path';
import { gitEnv } from '../makeRepository.ts';
import { temporaryFolder } from '../temporaryFolder.ts';

export interface Call {
  readonly args: readonly string[];
  /** What came on standard input. */
  readonly input: string;
}

export interface FakeLeaktrail {
  /** The folder with the `leaktrail` command; has a blank in its name. */
  readonly folder: string;
  /** The test repositories' environment with the folder first on the PATH. */
  readonly env: Readonly<Record<string, string>>;
  /** With a bare PATH: no leaktrail is on it. */
  readonly envWithout: Readonly<Record<string, string>>;
  /** Calls since the last time, oldest first. */
  calls(): readonly Call[];
  /** Sets the exit status of later calls; 0 at first. */
  endWith(status: number): void;
}

/** Makes the command. `readsInput`: whether it reads standard input to its end. */
export function fakeLeaktrail({ readsInput = true } = {}): FakeLeaktrail {
  const home = temporaryFolder('fake');
  const folder = join(home, 'with blank', 'bin');
  const log = join(home, 'calls');
  const status = join(home, 'status');
  writeCommand(join(folder, 'leaktrail'), { log, status, readsInput });
  writeFileSync(status, '0');
  return {
    folder,
    env: { ...gitEnv, PATH: `${folder}${delimiter}${gitEnv['PATH'] ?? ''}` },
    envWithout: { ...gitEnv, PATH: barePath() },
    calls: () => takeCalls(log),
    endWith: (code) => writeFileSync(status, String(code)),
  };
}

/** A further copy of the command, writing to a log of its own that the returned function reads. */
export function placeCommand(file: string, exitStatus = 0): () => readonly Call[] {
  const home = temporaryFolder('command');
  const log = join(home, 'calls');
  const status = join(home, 'status');
  writeFileSync(status, String(exitStatus));
  writeCommand(file, { log, status, readsInput: true });
  return () => takeCalls(log);
}

interface Command {
  readonly log: string;
  readonly status: string;
  readonly readsInput: boolean;
}

/** Arguments a line each, then the input, then a line of dots. */
function writeCommand(file: string, { log, status, readsInput }: Command): void {
  mkdirSync(join(file, '..'), { recursive: true });
  const script = `#!/bin/sh
{
  for argument in "$@"; do printf '%s\\n' "$argument"; done
  echo '--'
  ${readsInput ? 'cat' : ':'}
  echo '....'
} >>'${log}'
read -r status <'${status}'
exit "$status"
`;
  // \`read\` without a line end fails in sh, but sets the variable.
  writeFileSync(file, script);
  chmodSync(file, 0o755);
}

function takeCalls(log: string): readonly Call[] {
  if (!existsSync(log)) return [];
  const text = readFileSync(log, 'utf8');
  writeFileSync(log, '');
  return text
    .split('....\n')
    .slice(0, -1)
    .map((call) => {
      const [args = '', input = ''] = call.split(/^--\n/mu);
      return { args: args.split('\n').slice(0, -1), input };
    });
}

/** A folder with the few commands that hooks and git need, and no leaktrail: a PATH as bare as an editor's. */
export function barePath(): string {
  const folder = temporaryFolder('bare');
  for (const name of ['git', 'sh', 'cat']) {
    const found = (gitEnv['PATH'] ?? '')
      .split(delimiter)
      .map((entry) => join(entry, name))
      .find((file) => existsSync(file));
    if (found !== undefined) symlinkSync(found, join(folder, name));
  }
  return folder;
}
