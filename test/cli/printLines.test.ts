import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import { printLines } from '../../src/cli/printLines.ts';

async function printed(lines: readonly string[], columns?: number): Promise<string> {
  const stdout = new PassThrough();
  const stream = columns === undefined ? stdout : Object.assign(stdout, { isTTY: true, columns });
  await printLines({ stdout: stream, env: {} }, lines);
  return String(stdout.read());
}

it('breaks what is wider than the terminal and nothing else', async () => {
  const lines = ['short', '  an entry that goes on and on', '/a/path/that/must/stay/whole: gone'];
  expect(await printed(lines)).toBe(`${lines.join('\n')}\n`);
  expect(await printed(lines, 20)).toBe(
    'short\n  an entry that\n    goes on and on\n/a/path/that/must/stay/whole:\n  gone\n',
  );
});

it('lets no escape through', async () => {
  expect(await printed(['a\u001b[2J'], 80)).toBe('a\\x1b[2J\n');
});
