// The programs of examples/, each run as its first line says.
import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { makeRepository } from '../makeRepository.ts';
import type { TestRepository } from '../makeRepository.ts';
import { githubToken, tokenLine } from './githubToken.ts';
import { runProgram } from './libraryPrograms.ts';
import type { ProgramResult } from './libraryPrograms.ts';

const folder = fileURLToPath(new URL('../../examples/', import.meta.url));
const sources = Object.fromEntries(
  readdirSync(folder).map((name) => [name, readFileSync(`${folder}${name}`, 'utf8')]),
);
const tried = new Set<string>();

function run(name: string, options: Parameters<typeof runProgram>[1]): ProgramResult {
  tried.add(`${name}.mjs`);
  return runProgram({ [`${name}.mjs`]: sources[`${name}.mjs`] ?? '', ...sources }, options);
}

const title = 'GitHub personal access token (classic)';
const pattern = title.replaceAll(/[()]/gu, '\\$&');

/** A token that came and went, and, where it is asked for, one that is there. */
function history(inHead: boolean): TestRepository {
  const repo = makeRepository([
    { write: { 'a.py': `${tokenLine('gone')}\n` }, message: 'Begin' },
    { write: { 'a.py': 'a = 1\n' }, message: 'Clean' },
  ]);
  if (inHead) repo.apply([{ write: { 'b.py': `\n${tokenLine('here')}\n` }, message: 'Add' }]);
  return repo;
}

test('audit.mjs tells progress, findings and the verdict', () => {
  const repo = history(true);
  const { status, stdout, stderr } = run('audit', { args: [repo.dir] });
  expect(stdout.split('\n')).toEqual([
    expect.stringMatching(
      `^critical ${pattern} \\S+ at a\\.py:1, gone since ${repo.commits[1]?.slice(0, 10)}$`,
    ),
    expect.stringMatching(`^critical ${pattern} \\S+ at b\\.py:2$`),
    '3 blobs read; not safe',
    '',
  ]);
  expect(stdout).not.toContain(githubToken('here').slice(8, 32));
  expect(stderr).toMatch(/^(?:[a-z .]+(?: \d+ %)?, \d+ found\n)+$/u);
  expect(status).toBe(1);
  expect(run('audit', { args: [`${repo.dir}/absent`] })).toMatchObject({
    status: 2,
    stdout: '',
    stderr: expect.stringMatching(/absent does not exist: name a repository\n$/u),
  });
});

test('redact.mjs takes secrets out of a text, or keeps the text back', () => {
  const input = `before\n${tokenLine('log')}\nafter\n`;
  const expected = 'before\nGITHUB_TOKEN = "<github-personal-access-token>"\nafter\n';
  expect(run('redact', { input })).toEqual({ status: 0, stdout: expected, stderr: '' });
  const encoded = Buffer.from(`${tokenLine('encoded')}\n`).toString('base64');
  expect(run('redact', { input: `data: ${encoded}\n` })).toEqual({
    status: 1,
    stdout: '',
    stderr: 'line 1: github-personal-access-token could not be taken out\n',
  });
});

test('own-rules.mjs finds what its rules say', () => {
  const repo = makeRepository();
  repo.write('a.txt', `acme_${'k3x9'.repeat(8)}\n`);
  repo.write('b.txt', 'b\n');
  const found = 'a.txt:1 acme-api-token: Revoke it at acme.example, then issue a new one.\n';
  const { dir: cwd } = repo;
  const result = run('own-rules', { cwd, args: ['a.txt', 'b.txt'] });
  expect(result).toEqual({ status: 1, stdout: found, stderr: '' });
  expect(run('own-rules', { cwd, args: ['b.txt'] })).toMatchObject({ status: 0, stdout: '' });
  const absent = run('own-rules', { cwd, args: ['absent'] });
  expect(absent).toMatchObject({ status: 2, stderr: expect.stringMatching(/^usage: .*absent/u) });
});

test('pre-receive.mjs refuses a push that brings a secret in', () => {
  const repo = history(false);
  const [first = '', clean = ''] = repo.commits;
  const [leak = ''] = repo.apply([
    { branch: 'topic', write: { 'c.py': `${tokenLine('pushed')}\n` }, message: 'Leak' },
  ]);
  repo.git('switch', '-q', 'main');
  const zeros = '0'.repeat(40);
  const cwd = repo.dir;
  const push = (...lines: string[]): ProgramResult =>
    run('pre-receive', { cwd, input: lines.map((line) => `${line}\n`).join('') });
  expect(push(`${first} ${clean} refs/heads/main`, `${clean} ${zeros} refs/heads/old`)).toEqual({
    status: 0,
    stdout: '',
    stderr: '',
  });
  const stderr = `refs/heads/topic: ${title} in c.py:1, commit ${leak.slice(0, 10)}\n`;
  expect(push(`${zeros} ${leak} refs/heads/topic`)).toEqual({ status: 1, stdout: '', stderr });
});

test('gate.mjs fails for what stands in HEAD, not for history', () => {
  const { dir } = history(true);
  const stderr = `b.py:2 ${title} (critical)\n`;
  expect(run('gate', { args: [dir] })).toEqual({ status: 1, stdout: '1 in HEAD\n', stderr });
  const past = run('gate', { args: [history(false).dir] });
  expect(past).toEqual({ status: 0, stdout: 'no secret in HEAD\n', stderr: '' });
});

test('each example is tried', () => {
  expect(Object.keys(sources).filter((name) => name.endsWith('.mjs'))).toEqual(
    [...tried].toSorted(),
  );
});
