// The program as scripts/build.js lays it out: what is kept of its compiled code is used, and never trusted blindly.
import { spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { makeRepository } from '../makeRepository.ts';
import { temporaryFolder } from '../temporaryFolder.ts';
import { tokenLine } from './githubToken.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const repo = makeRepository([{ write: { 'a.py': 'a = 1\n' }, message: 'Begin' }]);
repo.write('b.py', `${tokenLine('b')}\n`);
repo.git('add', '-A');

interface Outcome {
  readonly status: number | null;
  readonly found: number;
  readonly stderr: string;
}

/** A copy of the built program, without what is kept. */
function installed(): {
  readonly lib: string;
  readonly kept: () => string[];
  readonly run: (env?: Readonly<Record<string, string>>) => Outcome;
} {
  const folder = temporaryFolder('installed');
  for (const name of ['bin', 'dist/lib', 'package.json']) {
    const filter = (file: string): boolean => !/program-.*\.bin$/u.test(file);
    cpSync(join(root, name), join(folder, name), { recursive: true, filter });
  }
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  const lib = join(folder, 'dist/lib');

  function run(env: Readonly<Record<string, string>> = {}): Outcome {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [join(folder, 'bin/leaktrail.js'), 'staged', '--format', 'jsonl', '--no-color'],
      { cwd: repo.dir, encoding: 'utf8', env: { ...repo.env, ...env } },
    );
    const found = stdout.split('\n').filter((line) => line.includes('"ruleId"')).length;
    return { status, found, stderr };
  }
  return { lib, kept: () => readdirSync(lib).filter((name) => name.startsWith('program-')), run };
}

const right = { status: 1, found: 1, stderr: '' };

test('compiled code is kept once, and used', () => {
  const { kept, run, lib } = installed();
  expect(kept()).toEqual([]);
  expect(run()).toEqual(right);
  const [name = '', ...more] = kept();
  expect(name).toMatch(/-staged\.bin$/u);
  expect(more).toEqual([]);
  const before = readFileSync(join(lib, name));
  expect(run()).toEqual(right);
  expect(kept()).toEqual([name]);
  expect(readFileSync(join(lib, name)).equals(before)).toBe(true);
});

test.each<[string, (code: Buffer) => Buffer]>([
  ['empty', () => Buffer.alloc(0)],
  ['cut off', (code) => code.subarray(0, code.length / 2)],
  ['changed', (code) => Buffer.from(code.map((byte, i) => (i === 5000 ? byte ^ 1 : byte)))],
])('kept code that is %s is made again', (_, damage) => {
  const { kept, run, lib } = installed();
  run();
  const file = join(lib, kept()[0] ?? '');
  const good = readFileSync(file);
  writeFileSync(file, damage(good));
  expect(run()).toEqual(right);
  expect(readFileSync(file).length).toBeGreaterThan(good.length / 2);
  expect(run()).toEqual(right);
});

test('nothing is kept where Node is told to keep nothing, and under coverage', () => {
  const { kept, run } = installed();
  expect(run({ NODE_DISABLE_COMPILE_CACHE: '1' })).toEqual(right);
  expect(run({ NODE_V8_COVERAGE: temporaryFolder('coverage') })).toEqual(right);
  expect(kept()).toEqual([]);
});

test('a place that cannot be written to changes nothing, and nothing is left beside it', () => {
  const { kept, run, lib } = installed();
  run();
  const names = kept();
  // Not even root puts a file in the place of a folder that holds something.
  const place = join(lib, names[0] ?? '');
  rmSync(place);
  mkdirSync(join(place, 'something'), { recursive: true });
  expect(run()).toEqual(right);
  expect(kept()).toEqual(names);
});
