import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { baselineState } from '../../src/cache/baselineState.ts';
import { noSettings } from '../../src/model/settings.ts';
import { temporaryFolder } from '../temporaryFolder.ts';

const options = {
  ruleFiles: [],
  enable: [],
  disable: [],
  minConfidence: 'medium',
  useCache: true,
  incremental: true,
} as const;

test('the day counts only where a baseline is read, and so do its contents', () => {
  const cwd = temporaryFolder('baseline-state');
  const workTree = temporaryFolder('baseline-tree');
  const days = ['2026-01-01T10:00:00Z', '2026-01-01T23:00:00Z', '2026-01-02T01:00:00Z'];
  const states = (baselineFile?: string, tree: string | null = workTree): string[] =>
    days.map((now) => {
      const asked = { ...options, ...(baselineFile === undefined ? {} : { baselineFile }) };
      const run = { cwd, options: asked, now: new Date(now) };
      return baselineState(run, { workTree: tree }).join();
    });
  expect(states()).toEqual(['', '', '']);
  const [missing] = states('known');
  expect(missing).not.toBe('');

  writeFileSync(join(cwd, 'known'), 'a');
  writeFileSync(join(workTree, '.leaktrail-baseline'), 'a');
  for (const list of [states(), states('known'), states(undefined, null)]) {
    expect(list[0]).toBe(list[1]);
    expect(list[0]).not.toBe(list[2]);
  }
  const [before] = states('known');
  writeFileSync(join(cwd, 'known'), 'b');
  expect(states('known')[0]).not.toBe(before);
  expect(before).not.toBe(missing);
});

test('what is no file counts as none, or is refused where it was named', () => {
  const workTree = temporaryFolder('baseline-link');
  symlinkSync('/dev/zero', join(workTree, '.leaktrail-baseline'));
  const state = (more: object = {}): readonly string[] =>
    baselineState({ cwd: workTree, options: { ...options, ...more } }, { workTree });
  expect(state()).toEqual([]);
  mkdirSync(join(workTree, 'folder'));
  symlinkSync('folder', join(workTree, 'linked'));
  writeFileSync(join(workTree, 'folder', 'known'), 'a');
  const configured = (file: string): object => ({ settings: { ...noSettings, baseline: file } });
  expect(state(configured('folder/known'))).toHaveLength(3);
  expect(state(configured('linked/known'))).toEqual(['linked/known']);
  expect(() => state({ baselineFile: 'folder' })).toThrow('folder: is no regular file');
});
