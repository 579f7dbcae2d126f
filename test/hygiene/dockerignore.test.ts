// The rules of https://docs.docker.com/build/concepts/context/#dockerignore-files, a line a case.
import { describe, expect, test } from 'vitest';
import { dockerVerdict, parseDockerignore } from '../../src/hygiene/dockerignore.ts';

const isExcluded = (text: string, path: string): boolean =>
  dockerVerdict(parseDockerignore(Buffer.from(text, 'latin1')), path).isExcluded;

const cases: readonly (readonly [text: string, path: string, expected: boolean])[] = [
  ['.env', '.env', true],
  ['.env', 'api/.env', false],
  ['/.env', '.env', true],
  ['./.env', '.env', true],
  ['api/../.env', '.env', true],
  ['.env/', '.env', true],
  ['  .env \r\n', '.env', true],
  ['\xef\xbb\xbf.env', '.env', true],
  ['# .env', '.env', false],
  [' # .env', '.env', false],
  ['.env # no', '.env', false],
  ['', '.env', false],
  ['**/.env', '.env', true],
  ['**/.env', 'a/b/.env', true],
  ['**/.env', 'a/x.env', false],
  ['**.env', 'a/x.env', true],
  ['**', 'a/b/.env', true],
  ['**/', '.env', true],
  ['**/**', 'a/.env', true],
  ['*', '.env', true],
  ['*', 'a/.env', true],
  ['*.env', 'prod.env', true],
  ['*.env', 'a/prod.env', false],
  ['*/*.env', 'a/prod.env', true],
  ['*/*.env', 'a/b/prod.env', false],
  ['.env*', '.env.local', true],
  ['.env.?', '.env.a', true],
  ['?env', '.env', true],
  ['a?b', 'a/b', false],
  ['a**/x.env', 'a/x.env', true],
  ['a**/x.env', 'a/b/c/x.env', true],
  ['a/**', 'a/b/.env', true],
  ['a/**', 'a', false],
  ['a/**/.env', 'a/.env', true],
  ['a/**/.env', 'a/b/c/.env', true],
  ['**/conf/*', 'a/conf/.env', true],
  ['**/conf/**', 'a/conf/b/.env', true],
  ['conf', 'conf/b/.env', true],
  ['co*', 'conf/.env', true],
  ['conf', 'a/conf/.env', false],
  ['.[de]nv', '.env', true],
  ['.[^e]nv', '.env', false],
  ['.[^a-d]nv', '.env', true],
  ['.[!x]nv', '.env', false],
  ['.[a-f]nv', '.env', true],
  ['[\\]]', ']', true],
  ['[]a]', ']', false],
  ['[a-]', 'a', false],
  ['[-x]', 'x', false],
  ['[x\\-]', '-', true],
  ['[', '[', false],
  ['a\\', 'a\\', false],
  ['\\*', '*', true],
  ['\\*', 'a', false],
  ['a.|)$(}+{b', 'a.|)$(}+{b', true],
  ['*\n!.env', '.env', false],
  ['*\n!.env\n.env', '.env', true],
  ['!.env\n*', '.env', true],
  ['.env*\n! .env.local', '.env.local', false],
  ['conf\n!conf/.env', 'conf/.env', false],
  ['**\n!a', 'a/.env', false],
  ['**\n!a\na/.env', 'a/.env', true],
  ['!', '.env', false],
  ['**/ /', '.env', true],
  ['*\n/!.env', '.env', false],
];

describe('dockerVerdict', () => {
  test.each(cases)('%j for %s: %s', (text, path, expected) => {
    expect(isExcluded(text, path)).toBe(expected);
  });

  test('tells the line that decides', () => {
    const patterns = parseDockerignore(Buffer.from('# a\n\n*\n!.env\n'));
    expect(dockerVerdict(patterns, '.env')).toEqual({ isExcluded: false, line: 4 });
    expect(dockerVerdict(patterns, 'x')).toEqual({ isExcluded: true, line: 3 });
    expect(dockerVerdict([], 'x')).toEqual({ isExcluded: false, line: 0 });
  });

  test('takes no more than pattern times text steps for a hostile line', () => {
    const text = `${'**/a*'.repeat(200)}b`;
    expect(isExcluded(text, 'a/'.repeat(500))).toBe(false);
  });
});
