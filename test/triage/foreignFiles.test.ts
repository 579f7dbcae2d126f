import { describe, expect, it } from 'vitest';
import { parseGitleaksIgnore } from '../../src/triage/gitleaksIgnore.ts';
import { parseSecretsBaseline, sha1 } from '../../src/triage/secretsBaseline.ts';

const commit = 'c0de'.repeat(10);

describe('.gitleaksignore', () => {
  const parse = (text: string): ReturnType<typeof parseGitleaksIgnore> =>
    parseGitleaksIgnore(Buffer.from(text), '.gitleaksignore');

  it.each([
    [`${commit}:a/b.py:aws-token:4`, { commit, path: 'a/b.py', ruleId: 'aws-token', line: 4 }],
    ['C0DEC0D:a.py:r:4', { commit: 'c0dec0d', path: 'a.py', ruleId: 'r', line: 4 }],
    ['a/b.py:aws-token:12', { path: 'a/b.py', ruleId: 'aws-token', line: 12 }],
    ['a:b.py:r:1\r', { path: 'a:b.py', ruleId: 'r', line: 1 }],
    ['a\\b.py:r:1', { path: 'a/b.py', ruleId: 'r', line: 1 }],
    ['a.py:r:1 # known', { path: 'a.py', ruleId: 'r', line: 1 }],
  ])('%j is read', (line, entry) => {
    expect(parse(`# comment\n\n${line}\n`)).toEqual({
      ofPath: new Map([[entry.path, [entry]]]),
      warnings: [],
    });
  });

  it('tells of lines that say nothing, and reads the others', () => {
    const { ofPath, warnings } = parse('a.py:r:1\nwhat\na.py:r:two\na.py:r:2\n');
    expect(ofPath.get('a.py')).toHaveLength(2);
    expect(warnings.map((warning) => warning.split(': ')[0])).toEqual([
      '.gitleaksignore:2',
      '.gitleaksignore:3',
    ]);
  });
});

describe('.secrets.baseline', () => {
  const parse = (value: unknown): ReturnType<typeof parseSecretsBaseline> =>
    parseSecretsBaseline(JSON.stringify(value), '.secrets.baseline');

  it('gives hashes with what an audit said of them, and what filters exclude', () => {
    const entry = (text: string, more: object): object => {
      return { type: 'Secret Keyword', hashed_secret: sha1(text), line_number: 3, ...more };
    };
    const { hashes, ofPath, excluded, warnings } = parse({
      version: '1.5.0',
      filters_used: [
        { path: 'detect_secrets.filters.regex.should_exclude_file', pattern: ['^docs/', 'x'] },
        { path: 'detect_secrets.filters.regex.should_exclude_line', pattern: ['fake'] },
        { path: 'detect_secrets.filters.regex.should_exclude_secret', pattern: ['^Y'] },
        { path: 'detect_secrets.filters.heuristic.is_sequential_string' },
      ],
      results: {
        'a.py': [entry('one', { is_secret: true }), entry('two', { is_secret: false })],
        'b\\c.py': [entry('three', { is_verified: false }), { hashed_secret: 'no hash' }, 7],
      },
    });
    expect([...hashes]).toEqual([
      [sha1('one'), true],
      [sha1('two'), false],
      [sha1('three'), undefined],
    ]);
    expect([...ofPath.keys()]).toEqual(['a.py', 'b/c.py']);
    expect(excluded).toEqual({ files: ['^docs/', 'x'], lines: ['fake'], secrets: ['^Y'] });
    expect(warnings).toEqual([]);
  });

  it.each([
    [
      { exclude: { files: 'a|b', lines: null }, results: {} },
      { files: ['a|b'], lines: [] },
    ],
    [
      { exclude_regex: '^t/', results: {} },
      { files: ['^t/'], lines: [] },
    ],
  ])('reads earlier layouts: %j', (value, expected) => {
    expect(parse(value).excluded).toMatchObject(expected);
  });

  it.each([
    ['{\n"results": {,}\n}', /^\.secrets\.baseline:2: this is no JSON/u],
    ['{\n\n"results":', /^\.secrets\.baseline:3: this is no JSON/u],
    ['[]', /^\.secrets\.baseline:1: it has no 'results'/u],
  ])('leaves %j out with its line', (text, message) => {
    const { hashes, warnings } = parseSecretsBaseline(text, '.secrets.baseline');
    expect(hashes.size).toBe(0);
    expect(warnings).toEqual([expect.stringMatching(message)]);
  });
});
