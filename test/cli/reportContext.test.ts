import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { remoteUri } from '../../src/git/remoteUri.ts';
import { makeRepository } from '../makeRepository.ts';
import { makeReport, sampleReport } from '../report/sampleReport.ts';
import { temporaryFolder } from '../temporaryFolder.ts';
import { runWith } from './runWith.ts';

it.each([
  ['https://git.example/shop.git', 'https://git.example/shop.git'],
  ['https://me:t0ken@git.example/shop.git?x=1#y', 'https://git.example/shop.git'],
  ['https://t0ken@git.example/shop.git', 'https://git.example/shop.git'],
  ['git@git.example:team/shop.git', 'ssh://git@git.example/team/shop.git'],
  ['git.example:/srv/shop.git', 'ssh://git.example/srv/shop.git'],
  ['ssh://git:pw@git.example:2222/shop.git', 'ssh://git@git.example:2222/shop.git'],
  ['/srv/git/a b.git', 'file:///srv/git/a%20b.git'],
  ['../other.git', 'file:///srv/other.git'],
  ['file:///srv/shop.git', 'file:///srv/shop.git'],
  ['HTTPS://me:t0ken@git.example/a b.git', 'https://git.example/a%20b.git'],
  ['https://m e:t0ken@git.example/shop.git', 'https://git.example/shop.git'],
  ['https://me:p@ss@git.example/shop.git', 'https://git.example/shop.git'],
  ['git@git.example:shop.git?token=x#y', 'ssh://git@git.example/shop.git'],
  ['git+ssh://me:pw@git.example/shop.git', 'git+ssh://git.example/shop.git'],
])('takes %j as %j', (remote, uri) => {
  expect(remoteUri(remote, '/srv/shop')).toBe(uri);
});

it.each([
  'https://me:p#w@git.example/shop.git',
  'https://me:p/w@git.example/shop.git',
  'https://me:1#w@git.example/shop.git',
  'https://me:1?w@git.example/shop.git',
  'https://me:1/w@git.example/shop.git',
  'https://me:12\\34@git.example/shop.git',
  'https://t0k/en@git.example/shop.git',
  'https://me:t0ken@git example/shop.git',
  'https://me:t0ken@git.example:port/shop.git',
  'file://me:t0ken@git.example/shop.git',
  'https:/me:t0ken@git.example/shop.git',
  'https:me:t0ken@git.example/shop.git',
  'me:t0ken@git.example:shop.git',
  'm e:t0ken@git.example/shop.git',
  '//me:t0ken@git.example/shop.git',
  'ext::curl -u me:pw git.example',
])('states the folder for %j, whose credentials cannot be told apart', (remote) => {
  expect(remoteUri(remote, '/srv/shop')).toBe('file:///srv/shop');
});

/** The provenance that a SARIF report of a repository states. */
async function provenanceOf(cwd: string): Promise<unknown> {
  const { head } = sampleReport().target;
  const report = makeReport([], { target: { ...sampleReport().target, path: '.', head } });
  const { stdout } = await runWith(['-f', 'sarif'], { cwd, report });
  return JSON.parse(stdout).runs[0].versionControlProvenance?.[0]?.repositoryUri;
}

it('states the address of the remote origin, without credentials', async () => {
  const repo = makeRepository([{ write: { a: 'x' }, message: 'a' }]);
  repo.git('remote', 'add', 'origin', 'https://me@git.example/shop.git');
  expect(await provenanceOf(repo.dir)).toBe('https://git.example/shop.git');
});

it('states the folder of a repository without a remote, and of one that is not here', async () => {
  const repo = makeRepository([{ write: { a: 'x' }, message: 'a' }]);
  expect(await provenanceOf(repo.dir)).toBe(pathToFileURL(repo.dir).href);
  const folder = join(temporaryFolder('context'), 'gone');
  mkdirSync(folder);
  expect(await provenanceOf(folder)).toBe(pathToFileURL(folder).href);
});

it('gives findings of the history a place where GitHub is the reader, and nowhere else', async () => {
  const report = sampleReport();
  const located = async (env: Readonly<Record<string, string>>): Promise<number> => {
    const { stdout } = await runWith(['-f', 'sarif'], { report, env });
    const results: { readonly locations?: unknown }[] = JSON.parse(stdout).runs[0].results;
    return results.filter(({ locations }) => locations !== undefined).length;
  };
  expect(await located({ GITHUB_ACTIONS: 'true' })).toBe(report.findings.length);
  expect(await located({})).toBeLessThan(report.findings.length);
});

it('states the time of the scan to GitLab', async () => {
  const { stdout } = await runWith(['-f', 'gitlab'], { report: makeReport([]) });
  expect(JSON.parse(stdout).scan.end_time).toBe('2026-01-02T03:04:05');
});
