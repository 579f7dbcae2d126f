import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { hasHuskyBlock, withHuskyBlock, withoutHuskyBlock } from '../../src/hooks/huskyScript.ts';
import { gitEnv } from '../makeRepository.ts';

const scripts: readonly (readonly [string, string])[] = [
  ['no script', ''],
  ['one line', 'npm test\n'],
  ['a last line without an end', 'npm test'],
  ['a script that leaves', 'npx lint-staged\nif false; then\n  exit 1\nfi\nexit 0\n'],
  ['a script that hands over', 'exec npm test'],
  ['a first line', '#!/bin/sh\nnpm test\n'],
  ['a first line alone', '#!/usr/bin/env sh'],
  ['husky 8', '#!/usr/bin/env sh\n. "$(dirname -- "$0")/_/husky.sh"\n\nnpm test\n'],
  ['bytes that are no UTF-8', 'echo \xE4\xFF\n'],
];

describe('lines in a script of husky', () => {
  it.each(scripts)('go in once and come out without a trace: %s', (_name, text) => {
    for (const name of ['pre-commit', 'pre-push'] as const) {
      const changed = withHuskyBlock(text, name);
      expect(hasHuskyBlock(changed)).toBe(true);
      expect(withHuskyBlock(changed, name)).toBe(changed);
      expect(withoutHuskyBlock(changed)).toBe(text);
    }
  });

  it('stand at the end of pre-commit', () => {
    for (const text of ['npm test\n', '# never exit 0\nexecute --all\n']) {
      const changed = withHuskyBlock(text, 'pre-commit');
      expect(changed.startsWith(`${text}# >>> leaktrail`)).toBe(true);
    }
  });

  it.each([
    ['npm test\nexit 0\n'],
    ['if [ -n "$CI" ]; then\n  echo none here\n  exit 0\nfi\nnpm test\n'],
    ['[ -n "$CI" ] && exit 0\nnpm test\n'],
    ['npm test; exec true'],
    ['if true; then\nexit 0\nfi\n'],
  ])('run in a pre-commit that leaves before its end: %j', (text) => {
    for (const head of ['', '#!/bin/sh\n']) {
      const changed = withHuskyBlock(head + text, 'pre-commit');
      expect(changed.startsWith(`${head}# >>> leaktrail`)).toBe(true);
      const { status } = spawnSync('sh', ['-e', '-c', `leaktrail() { return 7; }\n${changed}`], {
        env: { ...gitEnv, CI: '1' },
      });
      expect(status).toBe(7);
    }
  });

  it('stand at the start of pre-push, behind what starts husky', () => {
    const old = '#!/usr/bin/env sh\n. "$(dirname -- "$0")/_/husky.sh"\n';
    expect(withHuskyBlock(`${old}npm test\n`, 'pre-push').startsWith(`${old}# >>> leaktrail`)).toBe(
      true,
    );
  });

  it('of an older version are replaced where they stand', () => {
    const now = withHuskyBlock('a\n', 'pre-commit');
    const older = now.replace('leaktrail staged', 'leaktrail old');
    expect(withHuskyBlock(`${older}b\n`, 'pre-commit')).toBe(`${now}b\n`);
  });

  it('do not go into a script in another language', () => {
    expect(() => withHuskyBlock('#!/usr/bin/env node\n', 'pre-commit')).toThrow(/node: call/u);
  });
});
