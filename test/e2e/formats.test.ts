// The formats of the real command on a real repository: files exist where a report says so, by git's own word, and no
// format shows a token (runLeaktrail throws where one does).
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeRepository } from '../makeRepository.ts';
import type { TestRepository } from '../makeRepository.ts';
import { temporaryFolder } from '../temporaryFolder.ts';
import { tokenLine } from './githubToken.ts';
import { runLeaktrail } from './runLeaktrail.ts';

const hostilePath = 'ü, b:c/100% [x](y) <b>.py';

/** A token that moved within its file, one whose file has gone, one that only another branch has. */
function repository(): TestRepository {
  return makeRepository([
    {
      write: {
        'moved.py': `${tokenLine('moved')}\n`,
        'gone.py': `${tokenLine('gone')}\n`,
        [hostilePath]: `${tokenLine('hostile')}\n`,
      },
      message: 'Add | <b>scripts</b> @all',
    },
    { branch: 'side', write: { 'side.py': `${tokenLine('side')}\n` }, message: 'Add to the side' },
    {
      branch: 'main',
      write: { 'moved.py': `# a\n# b\n${tokenLine('moved')}\n` },
      remove: ['gone.py'],
      message: 'Remove a script',
    },
  ]);
}

interface Location {
  readonly physicalLocation: {
    readonly artifactLocation: { readonly uri: string };
    readonly region: { readonly startLine: number };
  };
}

interface Run {
  readonly versionControlProvenance: readonly { readonly revisionId: string }[];
  readonly results: readonly {
    readonly locations?: readonly Location[];
    readonly relatedLocations: readonly Location[];
  }[];
}

function placesOf(locations: readonly Location[] = []): string[] {
  return locations.map(({ physicalLocation: { artifactLocation, region } }) => {
    return `${decodeURIComponent(artifactLocation.uri)}:${region.startLine}`;
  });
}

test('SARIF names files and lines of HEAD alone, as git has them, the history beside them', async () => {
  const repo = repository();
  const { exitCode, stdout } = await runLeaktrail(['-f', 'sarif'], { cwd: repo.dir });
  expect(exitCode).toBe(1);
  const run: Run = JSON.parse(stdout).runs[0];
  expect(run.versionControlProvenance[0]?.revisionId).toBe(repo.git('rev-parse', 'HEAD'));
  const located = run.results.map(({ locations, relatedLocations }) => [
    placesOf(locations),
    placesOf(relatedLocations),
  ]);
  expect(located).toHaveLength(4);
  expect(located).toEqual(
    expect.arrayContaining([
      [[], ['gone.py:1', 'gone.py:1']],
      [[], ['side.py:1']],
      [['moved.py:3'], ['moved.py:1']],
      [[`${hostilePath}:1`], [`${hostilePath}:1`]],
    ]),
  );
  for (const place of located.flatMap(([now = []]) => now)) {
    const [, path = '', line = ''] = /^(.*):(\d+)$/u.exec(place) ?? [];
    expect(repo.git('show', `HEAD:${path}`).split('\n')[Number(line) - 1]).toContain(
      'GITHUB_TOKEN',
    );
  }
});

test('One scan writes every format, each by the ending of its file', async () => {
  const repo = repository();
  const folder = temporaryFolder('formats');
  const names = ['r.json', 'r.jsonl', 'r.sarif', 'r.gitlab.json', 'r.xml', 'r.csv', 'r.md'];
  const outputs = names.flatMap((name) => ['-o', join(folder, name)]);
  const run = await runLeaktrail(outputs, { cwd: repo.dir });
  expect(run).toEqual({ exitCode: 1, stdout: '', stderr: '' });
  const [json, jsonl, sarif, gitlab, xml, csv, markdown] = names.map((name) =>
    readFileSync(join(folder, name), 'utf8'),
  );
  expect(JSON.parse(json ?? '').findings).toHaveLength(4);
  expect(jsonl?.split('\n')).toHaveLength(5);
  expect(JSON.parse(sarif ?? '').runs[0].results).toHaveLength(4);
  expect(JSON.parse(gitlab ?? '').vulnerabilities).toHaveLength(4);
  expect(xml?.match(/<failure /gu)).toHaveLength(4);
  expect(csv?.split('\r\n')).toHaveLength(6);
  expect(markdown?.match(/^\| (?:critical|high) \|/gmu)).toHaveLength(4);
  const again = await runLeaktrail(['report', join(folder, 'r.json'), '-f', 'csv']);
  expect(again.stdout).toBe(csv);
});

test('In a GitHub workflow annotations go to standard output, the summary to its file', async () => {
  const repo = repository();
  const summary = join(temporaryFolder('summary'), 'summary.md');
  const { exitCode, stdout } = await runLeaktrail(['-f', 'github'], {
    cwd: repo.dir,
    env: { GITHUB_STEP_SUMMARY: summary },
  });
  expect(exitCode).toBe(1);
  expect(stdout).toContain('::error file=moved.py,line=3,');
  expect(stdout).toContain('::error file=ü%2C b%3Ac/100%25 [x](y) <b>.py,line=1,');
  expect(stdout).not.toMatch(/file=(?:gone|side)/u);
  expect(readFileSync(summary, 'utf8')).toMatch(/^## .* leaktrail: 4 secrets found/u);
});
