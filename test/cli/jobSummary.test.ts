import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { sampleReport } from '../report/sampleReport.ts';
import { render } from '../report/render.ts';
import { temporaryFolder } from '../temporaryFolder.ts';
import { runWith } from './runWith.ts';

const report = sampleReport();

it('adds the job summary to the file that GitHub names, beside the annotations', async () => {
  const file = join(temporaryFolder('summary'), 'summary.md');
  writeFileSync(file, '# Before\n');
  const { exitCode, stdout } = await runWith(['-f', 'github'], {
    report,
    env: { GITHUB_STEP_SUMMARY: file },
  });
  expect(exitCode).toBe(1);
  expect(stdout).toBe(await render('github', report));
  expect(readFileSync(file, 'utf8')).toBe(`# Before\n${await render('markdown', report)}`);
});

it('writes none without that name, nor in another format', async () => {
  const file = join(temporaryFolder('summary'), 'summary.md');
  writeFileSync(file, '');
  await runWith(['-f', 'github'], { report });
  await runWith(['-f', 'json'], { report, env: { GITHUB_STEP_SUMMARY: file } });
  expect(readFileSync(file, 'utf8')).toBe('');
});

it('says that there is no job summary where the file cannot be written, and ends as ever', async () => {
  const folder = join(temporaryFolder('summary'), 'folder');
  mkdirSync(folder);
  const { exitCode, stdout, stderr } = await runWith(['-f', 'github'], {
    report,
    env: { GITHUB_STEP_SUMMARY: folder },
  });
  expect(exitCode).toBe(1);
  expect(stdout).toContain('::error ');
  expect(stderr).toContain(`leaktrail: no job summary: cannot write ${folder}: EISDIR\n`);
});
