// What an audit says about .env files and .gitignore.
import { expect, test } from 'vitest';
import { makeRepository } from '../makeRepository.ts';
import { auditRepository, findingOf } from './auditRepository.ts';
import { githubToken } from './githubToken.ts';

const dotenv = `GITHUB_TOKEN=${githubToken('dotenv')}\n`;

test('a tracked .env fails, and its secret is found', async () => {
  const repo = makeRepository([
    { write: { '.env': dotenv, '.gitignore': '*.log\n' }, message: 'Add settings' },
  ]);
  const { exitCode, report } = await auditRepository(repo.dir);
  expect(exitCode).toBe(1);
  expect(findingOf(report, 'dotenv').introduced).toMatchObject({ path: '.env', line: 1 });
  expect(report.hygiene).toContainEqual(
    expect.objectContaining({ path: '.env', check: 'tracked', status: 'fail' }),
  );
});

test('a .env on disk that nothing ignores fails', async () => {
  const repo = makeRepository([{ write: { 'x.txt': 'x\n' }, message: 'Begin' }]);
  repo.write('.env', 'A=1\n');
  const { exitCode, report } = await auditRepository(repo.dir);
  expect(exitCode).toBe(0);
  expect(report.hygiene).toContainEqual(
    expect.objectContaining({ path: '.env', status: 'fail', rule: null }),
  );
});

test('a .env that a shared rule ignores is fine, with the rule as git tells it', async () => {
  const repo = makeRepository([
    { write: { '.gitignore': '# secrets\n.env\n' }, message: 'Ignore' },
  ]);
  repo.write('.env', 'A=1\n');
  const { exitCode, report } = await auditRepository(repo.dir);
  expect(exitCode).toBe(0);
  const entries = report.hygiene.filter(({ path }) => path === '.env');
  expect(entries.map(({ status }) => status)).not.toContain('fail');
  expect(entries.map(({ status }) => status)).not.toContain('warn');
  expect(entries).toContainEqual(
    expect.objectContaining({ rule: { source: '.gitignore', line: 2, pattern: '.env' } }),
  );
});

test('a .env that could be created unseen is a warning and leaves the status at 0', async () => {
  const repo = makeRepository([{ write: { 'x.txt': 'x\n' }, message: 'Begin' }]);
  const { exitCode, report } = await auditRepository(repo.dir);
  expect(exitCode).toBe(0);
  expect(report.hygiene).toContainEqual(expect.objectContaining({ path: '.env', status: 'warn' }));
});

test('a .env of the past is a warning', async () => {
  const repo = makeRepository([
    { write: { 'api/.env': 'A=1\n' }, message: 'Add settings' },
    { remove: ['api/.env'], write: { '.gitignore': '.env\n' }, message: 'Drop settings' },
  ]);
  const { report } = await auditRepository(repo.dir);
  expect(report.hygiene).toContainEqual(
    expect.objectContaining({ path: 'api/.env', check: 'history', status: 'warn' }),
  );
});
