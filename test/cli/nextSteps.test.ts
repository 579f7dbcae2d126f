import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { installHook } from '../../src/hooks/install.ts';
import type { Report } from '../../src/model/report.ts';
import { displayWidth } from '../../src/report/wrap.ts';
import { makeRepository } from '../makeRepository.ts';
import { makeFinding, makeReport, sampleReport } from '../report/sampleReport.ts';
import { runWith } from './runWith.ts';

const { target } = makeReport([]);
const unsafe: Report = {
  ...makeReport([makeFinding()]),
  target: { ...target, bare: false },
  verdict: {
    verdict: 'not safe',
    reasons: [{ kind: 'head', count: 1, text: '1 secret in the files of HEAD' }],
    onlyHere: [],
  },
};

/** What an audit of a repository ends with, from `Next` on. */
async function endOf(
  cwd: string,
  options: { args?: string[]; env?: Record<string, string>; isPipe?: true; report?: Report } = {},
): Promise<string> {
  const { args = [], env = {}, isPipe, report = unsafe } = options;
  const terminal = isPipe === undefined ? { terminal: 80 } : {};
  const { stdout } = await runWith(['--no-color', ...args], { cwd, env, report, ...terminal });
  const at = stdout.indexOf('\nNext\n');
  return at < 0 ? '' : stdout.slice(at);
}

function repository() {
  return makeRepository([{ write: { a: 'x' }, message: 'a' }]);
}

it('ends on a terminal with what makes sense now, and no longer with what the verdict says of it', async () => {
  const { dir } = repository();
  const { stdout } = await runWith(['--no-color'], { cwd: dir, report: unsafe, terminal: 80 });
  expect(stdout.slice(stdout.indexOf('Verdict'))).toBe(`Verdict: not safe
  because      - 1 secret in the files of HEAD

Next
  leaktrail plan
      what to rotate, replace and purge, in order
  leaktrail baseline --reason "known before leaktrail"
      accept what is no secret: it no longer counts
  leaktrail hook install
      check each commit from now on
`);
});

it.each([
  [{ isPipe: true as const }],
  [{ env: { CI: 'true' } }],
  [{ args: ['--quiet'] }],
  [{ args: ['-f', 'json'] }],
])('has no such end with %j', async (options) => {
  expect(await endOf(repository().dir, options)).toBe('');
});

it('leaves out what is done', async () => {
  const { dir, env } = { ...repository(), env: { HOME: '/nonexistent' } };
  const clean: Report = { ...makeReport([]), target: { ...target, bare: false } };
  expect(await endOf(dir, { report: clean, env })).toBe(
    '\nNext\n  leaktrail hook install  check each commit from now on\n',
  );
  const program = { node: process.execPath, script: join(dir, 'leaktrail.js') };
  await installHook({ repoPath: dir, prePush: false, env, version: '0.1.0', program });
  expect(await endOf(dir, { report: clean, env })).toBe(
    '\nNext\n  leaktrail range  in CI: check each push and pull request (docs/CI.md)\n',
  );
  writeFileSync(join(dir, '.gitlab-ci.yml'), 'script: [npx leaktrail range]\n');
  expect(await endOf(dir, { report: clean, env })).toBe('');
  writeFileSync(join(dir, '.leaktrail-baseline'), '{}');
  expect(await endOf(dir, { env })).not.toContain('leaktrail baseline');
});

it.skipIf(process.platform === 'win32')('waits for no pipe where a pipeline would be', async () => {
  const { dir, env } = { ...repository(), env: { HOME: '/nonexistent' } };
  execFileSync('mkfifo', [join(dir, 'pipe')]);
  symlinkSync('pipe', join(dir, '.gitlab-ci.yml'));
  symlinkSync('pipe', join(dir, 'Jenkinsfile'));
  mkdirSync(join(dir, '.github/workflows'), { recursive: true });
  symlinkSync('../../pipe', join(dir, '.github/workflows/check.yml'));
  const clean: Report = { ...makeReport([]), target: { ...target, bare: false } };
  expect(await endOf(dir, { report: clean, env })).toContain('leaktrail hook install');
});

it('names the repository that was named, and fits into the terminal', async () => {
  const { dir } = repository();
  const report = {
    ...unsafe,
    target: { ...unsafe.target, path: `${dir}/../${dir.split('/').at(-1)}` },
  };
  const text = await endOf('/', { report });
  expect(text).toContain(`leaktrail hook install ${report.target.path}\n`);
  const purposes = text.split('\n').filter((line) => line.startsWith('      '));
  expect(purposes.filter((line) => displayWidth(line) > 80)).toEqual([]);
});

it('says nothing where the repository is not there, as for a report of another machine', async () => {
  const report = { ...unsafe, target: { ...unsafe.target, path: './no/such/folder' } };
  expect(await endOf('/', { report })).toBe('');
  const saved = await runWith(['report', '-'], {
    stdin: (await runWith(['-f', 'json'], { report: sampleReport() })).stdout,
    terminal: 80,
  });
  expect(saved.stdout).not.toContain('\nNext\n');
});

it('names `env --fix` as long as a line is missing, not until the file is tracked no more', async () => {
  const { dir } = repository();
  const endWith = async (fix: string): Promise<string> => {
    const entry = { check: 'tracked', path: '.env', status: 'fail', rule: null } as const;
    const hygiene = [{ ...entry, message: 'tracked', fix }];
    return endOf(dir, { report: { ...unsafe, hygiene } });
  };
  const untrack = 'git rm --cached -- .env';
  expect(await endWith(`${untrack}; then add this line to .gitignore: .env`)).toContain(
    'env --fix',
  );
  expect(await endWith(untrack)).not.toContain('env --fix');
});
