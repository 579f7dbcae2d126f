// The commands that the templates of services and frameworks run, with the leaktrail under test and a stand-in for npm alone;
// that the files have the form their services ask for is tested in test/templates.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { root } from './docs/pages.ts';
import { openSandbox } from './docs/sandbox.ts';
import { runStatements } from './docs/statements.ts';

/** The lines of shell of a template, from the one that makes a folder to the one that runs leaktrail. */
function linesOf(file: string): string {
  const lines = readFileSync(join(root, 'templates', file), 'utf8').split('\n');
  const shell = lines.flatMap(
    (line) => /^\s*(?:- )?((?:tool=|\(cd |node |mkdir ).*)$/u.exec(line)?.[1] ?? [],
  );
  return `${shell.join('\n')}\n`;
}

const templates = [
  ['gitlab-ci.yml', 'gl-secret-detection-report.json'],
  ['bitbucket-pipelines.yml', 'test-results/leaktrail.xml'],
  ['azure-pipelines.yml', 'leaktrail.xml'],
  ['Jenkinsfile', 'leaktrail.xml'],
] as const;

test.each(templates)('%s checks the range and writes %s', async (file, report) => {
  const { cwd, env, logs } = openSandbox();
  const good = await runStatements([linesOf(file)], { cwd, env, logs });
  expect(good).toMatchObject([{ status: 0 }]);
  expect(readFileSync(join(cwd, report), 'utf8')).toMatch(/^[<{]/u);
  // From the first commit on there is something to find.
  const first = { ...env, CI_MERGE_REQUEST_DIFF_BASE_SHA: String(env['FIRST_COMMIT']) };
  const bad = await runStatements([linesOf(file)], { cwd, env: first, logs: `${logs}-bad` });
  expect(bad).toMatchObject([{ status: 1 }]);
});

test('docs/CI.md names what makes each template fetch the whole history', () => {
  const page = readFileSync(join(root, 'docs/CI.md'), 'utf8');
  const rows = [...page.matchAll(/\(\.\.\/(templates\/\S+\.yml)\) +\| `\S+` +\| `([^`]+)`/gu)];
  expect(rows).toHaveLength(3);
  for (const [, file = '', setting = ''] of rows) {
    expect(readFileSync(join(root, file), 'utf8')).toContain(setting);
  }
});

test('the entries of .pre-commit-hooks.yaml run', async () => {
  const { cwd, env, logs } = openSandbox();
  const hooks: unknown = parse(readFileSync(join(root, '.pre-commit-hooks.yaml'), 'utf8'));
  const entries = [hooks].flat().map((hook) => String(Object(hook)['entry']));
  const refs = { PRE_COMMIT_FROM_REF: env['FIRST_COMMIT'] ?? '', PRE_COMMIT_TO_REF: 'HEAD' };
  const files = entries.map((entry) => (entry.endsWith(' files') ? `${entry} .gitignore` : entry));
  const ends = await runStatements(
    files.map((entry) => `${entry}\n`),
    { cwd, env: { ...env, ...refs }, logs },
  );
  expect(ends.map(({ status }) => status)).toEqual([0, 0, 1]);
});
