import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execFileSync } from 'node:child_process';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { configBoolean, gitConfig, parseConfig } from '../../src/git/config.ts';
import { gitEnv } from '../makeRepository.ts';
import { temporaryFolder } from '../temporaryFolder.ts';

const file = join(temporaryFolder('config'), 'config');

/** Entries as git reads them; undefined when git refuses the file. */
function gitEntries(text: string): { key: string; value: string | null }[] | undefined {
  writeFileSync(file, text);
  let output: string;
  try {
    const args = ['config', '--no-includes', '-f', file, '-l', '-z'];
    output = execFileSync('git', args, { env: { ...gitEnv }, stdio: 'pipe' }).toString('utf8');
  } catch {
    return undefined;
  }
  return output
    .split('\0')
    .slice(0, -1)
    .map((entry) => {
      const end = entry.indexOf('\n');
      return end < 0
        ? { key: entry, value: null }
        : { key: entry.slice(0, end), value: entry.slice(end + 1) };
    });
}

const accepted: readonly string[] = [
  '[core]\n\tbare = false\n',
  '[core] bare\n',
  '[CORE]BARE=TRUE',
  '[a]x=1\nx=2\n[a]\nx = 3\n',
  '[remote "Origin"]\n url = https://example.com/x.git # mine\n',
  '[a "S\\"x\\y"] k=2\n',
  '[A.Sub]\nk=1\n[a.B "C"] k = 2\n',
  '[a "]"]\nk=1\n[a ""]\nk=2\n',
  '[a]\n x = "q  " # c\n y= \n z\n w = a  b  c  \n',
  '[a]\n v = "" tail\n u = "  "\n t = a "b " c ; d\n',
  '[a]\n k = one\\\n  two\\\n\n j = 3\n',
  '[a]\n j = \\t"\\n"\\b\\\\\\"\n e = "a;b"#c\n',
  '; top\n# other\n[a] ; after\nk = v;w\n',
  '\uFEFF[a]\r\nk = v\r\nm = "x y"\r\n',
  '[a]\nk = caf\u00e9 \u{1f600}\n',
  '[a] k = 1 [b] j = 2\n',
  '[a]\n v = \u00a0x\u3000 \n w = \uFEFF\n u = \fx\v\n',
  '[a\r"b"]\r k = v\r',
  '[a]\n v = x \\\n\n w = y \\\n  z\n u = \\',
  '[a] \n[b]\n',
  'k = 1\n',
  '',
];

describe('parseConfig', () => {
  test.each(accepted)('reads what git reads: %j', (text) => {
    expect(parseConfig(text)).toEqual({ entries: gitEntries(text), badLines: [] });
  });

  test.each([
    ['[a]\n1x = 2\nk = 1\n', 2],
    ['[a\nk = 1\n[a]\nk = 1\n', 1],
    ['[a]\nbad = "open\nk = 1\n', 2],
    ['[a]\nbad = \\q\nk = 1\n', 2],
    ['[a]\nbad key = 1\nk = 1\n', 2],
    ['[a]\nbad # comment\nk = 1\n', 2],
    ['<<<<<<< HEAD\n[a]\nk = 1\n', 1],
    ['[a]\n \v bad = 1\nk = 1\n', 2],
  ])('leaves out the line that git refuses: %j', (text, line) => {
    expect(gitEntries(text)).toBeUndefined();
    const { entries, badLines } = parseConfig(text);
    expect(badLines[0]).toBe(line);
    expect(entries).toContainEqual({ key: 'a.k', value: '1' });
  });

  test('agrees with git on random files that git accepts', () => {
    const tokens = [
      '[a]',
      '[b "C"]',
      'k',
      ' ',
      '=',
      '"',
      '\\',
      '\n',
      '#',
      ';',
      'n',
      'é',
      '\t',
      '.',
    ];
    const text = fc.array(fc.constantFrom(...tokens), { maxLength: 12 });
    fc.assert(
      fc.property(text, (parts) => {
        const config = `[z]\nk${parts.join('')}`;
        const wanted = gitEntries(config);
        if (wanted !== undefined) expect(parseConfig(config).entries).toEqual(wanted);
      }),
      { numRuns: 150, seed: 7 },
    );
  });
});

describe('gitConfig', () => {
  const { entries } = parseConfig(
    '[core]\nBare=no\n[remote "Up"]\nurl=a\nurl=b\npromisor\n[remote "down"]\nurl=c\n',
  );
  const config = gitConfig(entries);

  test('gives the last value, ignoring the case of section and name alone', () => {
    expect(config.get('Remote.Up.URL')).toBe('b');
    expect(config.get('remote.up.url')).toBeUndefined();
    expect(config.all('remote.Up.url')).toEqual(['a', 'b']);
    expect(config.subsections('remote')).toEqual(['Up', 'down']);
  });

  test('reads booleans, a name without a value being true', () => {
    expect(config.boolean('core.bare')).toBe(false);
    expect(config.boolean('remote.Up.promisor')).toBe(true);
    expect(config.boolean('core.absent')).toBeUndefined();
  });

  test.each(['true', 'YES', 'On', '1', '-2', '1k', 'false', 'no', 'OFF', '0', '', '00', 'maybe'])(
    'reads the boolean %j as git does',
    (value) => {
      const text = `[a]\nk = ${value}\n`;
      writeFileSync(file, text);
      let wanted: boolean | undefined;
      try {
        const args = ['config', '-f', file, '--type=bool', 'a.k'];
        const output = execFileSync('git', args, { env: { ...gitEnv }, stdio: 'pipe' });
        wanted = output.toString().trim() === 'true';
      } catch {
        wanted = undefined;
      }
      expect(configBoolean(value)).toBe(wanted);
    },
  );
});

test('a heading of megabytes counts as damaged, and what follows it is read', () => {
  const text = `[a "${'b'.repeat(10_000_000)}"]\n\tlost = 1\n[c]\n\tkept = 2\n`;
  expect(parseConfig(text)).toEqual({
    entries: [{ key: 'c.kept', value: '2' }],
    badLines: [1, 2],
  });
});
