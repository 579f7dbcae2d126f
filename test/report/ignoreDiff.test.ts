import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { appendLines } from '../../src/hygiene/fixes.ts';
import type { IgnoreEdit } from '../../src/model/hygiene.ts';
import { ignoreDiff } from '../../src/report/ignoreDiff.ts';
import { githubToken } from '../e2e/githubToken.ts';
import { gitEnv } from '../makeRepository.ts';
import { temporaryFolder } from '../temporaryFolder.ts';

function edit(before: string | undefined, lines: string[], file = '.gitignore'): IgnoreEdit {
  const bytes = before === undefined ? undefined : Buffer.from(before);
  return { file, lines, before: bytes, after: appendLines(bytes, lines) };
}

const diffOf = (edits: readonly IgnoreEdit[], secrets: readonly string[] = []): string =>
  [...ignoreDiff(edits, { color: false, secrets })].join('');

describe('ignoreDiff', () => {
  test('shows a new file', () => {
    expect(diffOf([edit(undefined, ['.env', '/a.env'])])).toBe(
      '--- /dev/null\n+++ b/.gitignore\n@@ -0,0 +1,2 @@\n+.env\n+/a.env\n',
    );
  });

  test('shows the last three lines of a file before the new ones', () => {
    expect(diffOf([edit('1\n2\n3\n4\n', ['.env'], 'api/.gitignore')])).toBe(
      '--- a/api/.gitignore\n+++ b/api/.gitignore\n@@ -2,3 +2,4 @@\n 2\n 3\n 4\n+.env\n',
    );
  });

  test('says that a line end was missing', () => {
    expect(diffOf([edit('1\n2', ['.env'])])).toBe(
      '--- a/.gitignore\n+++ b/.gitignore\n@@ -1,2 +1,3 @@\n 1\n-2\n\\ No newline at end of file\n+2\n+.env\n',
    );
  });

  test.each<readonly [string, string | undefined, string]>([
    ['of a new file', undefined, 'new/.gitignore'],
    ['of an empty file', '', '.gitignore'],
    ['of a short file', 'a\n', '.gitignore'],
    ['of a long file', 'a\nb\nc\nd\ne\n', '.gitignore'],
    ['of a file without a last line end', 'a\nb\nc\nd', '.gitignore'],
    ['of a single line without an end', 'a', '.gitignore'],
  ])('writes what git apply takes: the diff %s', (_title, before, file) => {
    const folder = temporaryFolder('diff');
    const change = edit(before, ['.env', '*.tfvars'], file);
    if (before !== undefined) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), before);
    }
    const input = diffOf([change]);
    execFileSync('git', ['apply', '-'], { cwd: folder, env: gitEnv, input });
    expect(readFileSync(join(folder, file))).toEqual(Buffer.from(change.after));
  });

  test('escapes what would move the cursor, and hides secrets', () => {
    const token = githubToken('gitignore');
    const text = diffOf([edit(`\u001b[2J\u202e\n# ${token}\r\n`, ['.env'])], [token]);
    expect(text).toContain(' \\x1b[2J\\u202e\n');
    expect(text).not.toContain('\r');
    expect(text).not.toContain(token);
  });

  test('paints added lines where colour is wanted', () => {
    const [text] = [...ignoreDiff([edit('a\n', ['.env'])], { color: true, secrets: [] })];
    expect(text).toContain('\u001b[32m+.env\u001b[39m\n');
    expect(text).toContain('\n a\n');
  });
});
