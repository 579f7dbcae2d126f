// Which configuration a run obeys, and which options it leaves to the command line.
import { rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createObjectStore } from '../../src/git/objectStore.ts';
import { openRepository } from '../../src/git/repository.ts';
import { openStorage } from '../../src/git/storage.ts';
import { noSettings } from '../../src/model/settings.ts';
import type { RunContext, RunOptions } from '../../src/model/run.ts';
import { folderReader } from '../../src/config/configFolder.ts';
import { suppressionRules } from '../../src/config/suppressionFiles.ts';
import { commitReader } from '../../src/scan/commitReader.ts';
import {
  announceSettings,
  configureRun,
  configureWith,
  withSettings,
} from '../../src/scan/configureRun.ts';
import { makeRepository } from '../makeRepository.ts';
import { plainOptions as options } from './plainOptions.ts';

function runIn(cwd: string, changes: Partial<RunOptions> = {}): RunContext {
  return {
    cwd,
    env: {},
    options: { ...options, ...changes },
    signal: new AbortController().signal,
    onProgress: () => undefined,
  };
}

test('the command line counts more than a configuration, and that more than the defaults', () => {
  const settings = {
    ...noSettings,
    enable: ['a', 'b'],
    disable: ['b'],
    minConfidence: 'high' as const,
    maxBlobBytes: 5,
  };
  expect(withSettings(options, settings)).toEqual({
    ...options,
    settings,
    enable: ['a', 'b'],
    disable: ['b'],
    minConfidence: 'high',
    maxBlobBytes: 5,
  });
  expect(
    withSettings(
      { ...options, asksForConfidence: true, maxBlobBytes: 9, disable: ['c'] },
      settings,
    ),
  ).toMatchObject({ minConfidence: 'medium', maxBlobBytes: 9, disable: ['b', 'c'] });
  expect(withSettings({ ...options, enable: ['b'] }, settings)).toMatchObject({
    enable: ['b'],
    disable: [],
  });
});

test('files of a commit are read from its tree, the work tree notwithstanding', async () => {
  const repo = makeRepository([
    {
      write: { 'leaktrail.yaml': 'extends: sub/a.yaml\n', 'sub/a.yaml': 'minConfidence: low\n' },
      message: 'Configure',
    },
  ]);
  const [base = ''] = repo.commits;
  repo.write('leaktrail.yaml', 'minConfidence: high\n');
  symlinkSync('sub/a.yaml', join(repo.dir, 'link.yaml'));
  const linked = repo.commit('Change');
  const repository = await openRepository(repo.dir, {});
  const { storage } = openStorage(repository.objectDirs, repository.objectFormat, 0);
  const store = createObjectStore(storage);
  const read = commitReader(store, base, 'sha1');
  expect(configureWith(runIn(repo.dir), read).options.minConfidence).toBe('low');
  expect(['sub', 'sub/b.yaml', 'leaktrail.yaml/x', 'none/a'].map(read)).toEqual(
    Array(4).fill(undefined),
  );
  expect(() => commitReader(store, linked, 'sha1')('link.yaml')).toThrow('is a symbolic link');
  const warnings: string[] = [];
  const rules = suppressionRules((message) => warnings.push(message));
  expect(commitReader(store, linked, 'sha1', rules)('link.yaml')).toBeUndefined();
  expect(folderReader(repo.dir, rules)('link.yaml')).toBeUndefined();
  expect(warnings).toEqual(Array(2).fill('link.yaml is left out: it is a symbolic link'));
  const few = { ...rules, largestBytes: 1 };
  expect(() => commitReader(store, base, 'sha1', few)('leaktrail.yaml')).toThrow('larger than 1');
  expect(() => folderReader(repo.dir, few)('leaktrail.yaml')).toThrow('larger than 1 bytes');
  expect(commitReader(store, null, 'sha1')('leaktrail.yaml')).toBeUndefined();
  store.close();
  const run = await configureRun(runIn(repo.dir), repository);
  expect(run.options.minConfidence).toBe('high');
  expect(await configureRun(run, repository)).toBe(run);
  const none = await configureRun(runIn(repo.dir, { config: false }), repository);
  expect(none.options.settings).toBe(noSettings);
});

test("npm's file counts as none in the tree of a commit, too, where it is linked or large", async () => {
  const repo = makeRepository([
    { write: { 'package.json': `{"leaktrail": "${'x'.repeat(2 ** 20)}"}` }, message: 'Large' },
  ]);
  const [large = ''] = repo.commits;
  rmSync(join(repo.dir, 'package.json'));
  symlinkSync('/etc/passwd', join(repo.dir, 'package.json'));
  const linked = repo.commit('Link');
  const repository = await openRepository(repo.dir, {});
  const { storage } = openStorage(repository.objectDirs, repository.objectFormat, 0);
  const store = createObjectStore(storage);
  const warningsOf = (commit: string): readonly string[] | undefined =>
    configureWith(runIn(repo.dir), commitReader(store, commit, 'sha1')).options.settings?.warnings;
  expect(warningsOf(large)).toEqual([
    'package.json: larger than 1048576 bytes: no configuration is taken from it',
  ]);
  expect(warningsOf(linked)).toEqual([
    expect.stringMatching(
      /^package\.json: is a symbolic link.*no configuration is taken from it$/u,
    ),
  ]);
  store.close();
});

test('the file and its warnings are said', () => {
  const said: string[] = [];
  announceSettings({
    ...runIn('.', { settings: { ...noSettings, source: 'x.yaml', warnings: ['x.yaml:1: odd'] } }),
    onWarning: (line) => said.push(line),
    onDetail: (line) => said.push(line),
  });
  expect(said).toEqual(['configuration: x.yaml', 'x.yaml:1: odd']);
});
