import { describe, expect, test } from 'vitest';
import { envFileNames } from '../../src/hygiene/envFileNames.ts';

const cases: readonly (readonly [globs: string[], path: string, expected: boolean])[] = [
  [[], 'a/.env', true],
  [[], 'a.secret', false],
  [['*.secret'], 'a.secret', true],
  [['*.secret'], 'deep/er/a.SECRET', true],
  [['*.Secret'], 'a.secret', true],
  [['*.secret'], '.env', true],
  [['/a.secret'], 'b/a.secret', false],
  [['deploy/*.conf'], 'deploy/a.conf', true],
  [['deploy/*.conf'], 'deploy/x/a.conf', false],
  [['deploy/*.conf'], 'x/deploy/a.conf', false],
  [['**/vault/*.conf'], 'x/vault/a.conf', true],
  [['*.conf', '!public.conf'], 'x/public.conf', false],
  [['!public.conf', '*.conf'], 'x/public.conf', true],
  [['!.env'], '.env', true],
  // A glob is for files alone: a folder of that name makes nothing below it one.
  [['vault'], 'vault/a.txt', false],
  [['vault'], 'x/vault', true],
  [['*.sëcret'], Buffer.from('a.sëcret').toString('latin1'), true],
];

describe('envFileNames', () => {
  test.each(cases)('with %j, %s: %s', (globs, path, expected) => {
    const { isEnvLike, mayBeEnvLike } = envFileNames(globs);
    expect(isEnvLike(path)).toBe(expected);
    // What a path makes one, its name must promise: histories are searched by names.
    if (expected) expect(mayBeEnvLike(path.slice(path.lastIndexOf('/') + 1))).toBe(true);
  });

  test('takes no name for one that no glob names in any folder', () => {
    expect(envFileNames(['deploy/*.conf']).mayBeEnvLike('a.txt')).toBe(false);
  });
});
