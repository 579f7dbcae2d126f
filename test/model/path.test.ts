import { describe, expect, it } from 'vitest';
import {
  baseName,
  bytePath,
  displayPath,
  isWorktreePath,
  shownPath,
} from '../../src/model/path.ts';

describe('a path', () => {
  it.each([
    ['plain', 'src/app.py', 'src/app.py'],
    ['UTF-8', bytePath('naïve/ключ.env'), 'naïve/ключ.env'],
    ['latin1', 'caf\u00e9.env', '"caf\\351.env"'],
    ['latin1 with a quote, a backslash and a newline', '\u00ff"\\\n', '"\\377\\"\\\\\\n"'],
    ['in quotes of its own', '"quoted"', '"quoted"'],
    ['a quote alone', '"', '"'],
    ['in quotes of its own, with an escape', String.raw`"a\n\303"`, String.raw`"\"a\\n\\303\""`],
    ['quotes, escapes and UTF-8', bytePath(String.raw`"é\303"`), String.raw`"é\303"`],
  ])('is shown and read back: %s', (_name, path, shown) => {
    expect(displayPath(path)).toBe(shown);
    expect(shownPath(shown)).toBe(path);
  });

  it.each([
    ['a.py', true],
    ['a/.b/..c/...', true],
    ['.github/x', true],
    ['a/.gitignore', true],
    ['', false],
    ['/etc/passwd', false],
    ['../a', false],
    ['a/../../b', false],
    ['a/..', false],
    ['"../\\377"', false],
    ['"a\\377"', true],
    ['.git/config', false],
    ['a/.GIT', false],
  ])('%j is one of a work tree: %s', (path, expected) => {
    expect(isWorktreePath(path)).toBe(expected);
  });

  it('has a base name', () => {
    expect(baseName('a/b/.env')).toBe('.env');
    expect(baseName('.env')).toBe('.env');
  });
});
