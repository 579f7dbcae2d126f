// Expressions for git-filter-repo, read as it reads them (FilteringOptions.get_replace_text), and applied in Python.
import { expect, test } from 'vitest';
import { expressionsFor } from '../../src/remedy/expressions.ts';
import { pathLines } from '../../src/remedy/pathsFile.ts';
import { runPython } from '../python.ts';

// What git-filter-repo does with the file, in the order in which it does it.
const program = `
import json, re, sys
case = json.load(sys.stdin)
literals, regexes = [], []
for line in case["lines"].encode("latin-1").splitlines(keepends=True):
  line = line.rstrip(b"\\r\\n")
  line, replacement = line.rsplit(b"==>", 1)
  if line.startswith(b"regex:"): regexes.append((re.compile(line[6:]), replacement))
  else:
    assert line.startswith(b"literal:")
    literals.append((line[8:], replacement))
data = case["content"].encode("latin-1")
for a, b in literals: data = data.replace(a, b)
for a, b in regexes: data = a.sub(b, data)
sys.stdout.buffer.write(data)
`;

function applied(texts: readonly string[], content: string, after?: readonly string[]): string {
  const stored = texts.map((text) => ({ text, ...(after === undefined ? {} : { after }) }));
  const input = JSON.stringify({ lines: expressionsFor(stored).lines.join(''), content });
  const { stdout, stderr } = runPython(['-c', program], input);
  expect(stderr).toBe('');
  return stdout.toString('latin1');
}

const gone = '***REMOVED***';
const block = ['-----BEGIN X-----', 'abcd+/==', 'efgh', '-----END X-----'];

test.each([
  ['a plain value', ['sk-abcdefgh'], 'k="sk-abcdefgh"', `k="${gone}"`],
  ['with ==> in it', ['abc==>defgh'], '(abc==>defgh)', `(${gone})`],
  ['ending in =', ['abcdefgh=='], '(abcdefgh==)', `(${gone})`],
  [
    'beginning as a prefix word',
    ['regex:a.cdef', 'glob:abcdef*'],
    'regex:a.cdef glob:abcdef* regex:abcdef',
    `${gone} ${gone} regex:abcdef`,
  ],
  ['literal:', ['literal:abcdef'], 'x literal:abcdef', `x ${gone}`],
  ['bytes beyond ASCII', ['p\xc3\xa4ssw\xf6rter'], 'x p\xc3\xa4ssw\xf6rter y', `x ${gone} y`],
  ['a NUL', ['abcd\0efgh'], 'abcd\0efgh', gone],
  ['spaces at its ends', [' abcdefgh '], '[ abcdefgh ]', `[${gone}]`],
  ['signs of regular expressions', ['a.b*c+(d)[e]\\f^$|'], 'a.b*c+(d)[e]\\f^$|', gone],
  ['the longer first', ['abcdefgh1', 'abcdefgh1ij'], 'abcdefgh1ij abcdefgh1', `${gone} ${gone}`],
  ['a block', [block.join('\n')], `k:\n${block.join('\n')}\n`, `k:\n${gone}\n`],
  ['a block with CR LF', [block.join('\n')], block.join('\r\n'), gone],
  ['a block, indented', [block.join('\n')], `  ${block.join('\n    ')}`, `  ${gone}`],
  [
    'a block and a line of it',
    [block.join('\n'), 'abcd+/=='],
    `${block.join('\n')} abcd+/==`,
    `${gone} ${gone}`,
  ],
  ['short as a word alone', ['pw1x'], 'pw1x xpw1x pw1x2 "pw1x"', `${gone} xpw1x pw1x2 "${gone}"`],
  ['short with signs at its ends', ['!a?'], 'x!a?y', `x${gone}y`],
])('%s', (_title, texts, content, result) => {
  expect(applied(texts, content)).toBe(result);
});

test('a short value that continues a word goes where it was seen', () => {
  expect(applied(['pw1x'], `mysql -p${'pw1x'} xpw1x`, ['mysql -p'])).toBe(`mysql -p${gone} xpw1x`);
});

test('a plain word goes only behind what stood before it', () => {
  const content = 'password = "welcome"\nwelcome\nsay("welcome") -pwelcomes\n';
  expect(applied(['welcome'], content, ['password = "'])).toBe(
    `password = "${gone}"\nwelcome\nsay("welcome") -pwelcomes\n`,
  );
  expect(applied(['welcome'], content, [''])).toBe(
    `password = "welcome"\n${gone}\nsay("welcome") -pwelcomes\n`,
  );
  expect(applied(['welcome'], content)).toBe(content);
});

test('what stood before a plain word may be a secret itself', () => {
  const texts = [{ text: 'Xy7-Qz9-Rt' }, { text: 'welcome', after: ['k = "Xy7-Qz9-Rt", "'] }];
  const lines = expressionsFor(texts).lines.join('');
  expect(lines).toContain(String.raw`(?<=MOVED\*\*\*\"\,\x20\")welcome`);
});

test('short and plain values are told', () => {
  const texts = ['abc123', 'welcome', 'Xy7-Qz9-Rt'].map((text) => ({ text }));
  expect(expressionsFor(texts)).toMatchObject({ shortTexts: ['abc123'], plainWords: ['welcome'] });
});

test('the same text twice is one expression', () => {
  expect(expressionsFor([{ text: 'abcdefgh1' }, { text: 'abcdefgh1' }]).lines).toHaveLength(1);
});

test('paths are matched whole, whatever their characters', () => {
  const check = `
import json, re, sys
case = json.load(sys.stdin)
found = []
for line in case["lines"]:
  line = line.encode("latin-1").rstrip(b"\\r\\n")
  assert not line.startswith(b"#") and b"==>" not in line and line.startswith(b"regex:")
  found.append([p for p in case["paths"] if re.compile(line[6:]).search(p.encode("latin-1"))])
print(json.dumps(found))
`;
  const paths = ['.env', '#a==>b', 'glob:*', 'a\nb', 'd/\xff'];
  const input = JSON.stringify({
    lines: pathLines(paths),
    paths: [...paths, 'x.env', '.env/bin', 'aenv'],
  });
  const { stdout, stderr } = runPython(['-c', check], input);
  expect(stderr).toBe('');
  expect(JSON.parse(String(stdout))).toEqual(paths.map((path) => [path]));
});
