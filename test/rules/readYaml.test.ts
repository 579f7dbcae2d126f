// YAML from a stranger's repository: whatever it is made of, it is read or refused, in little time.
import { expect, test } from 'vitest';
import { ConfigError } from '../../src/model/errors.ts';
import { readYaml } from '../../src/rules/readYaml.ts';

const longest = 2 ** 16;
const pieces = [
  ['? ', '[', '- ', '!!x ', '{', 'a: ', '&a ', "' ", ' [x],', ': ', '{a', '-\n', '#\n', '- &a x\n'],
  [
    '- *a\n',
    '%a b\n',
    '---\n',
    'a\n...\n',
    '"',
    '- |\n',
    '\t',
    '? \n',
    'a: 1\n',
    '{"a":',
    '[[],',
    '[? ',
  ],
].flat();

test.each(pieces)('a file full of %j is read or refused in time', (piece) => {
  const startedAt = performance.now();
  readOrRefuse(piece.repeat(longest / piece.length));
  expect(performance.now() - startedAt).toBeLessThan(20_000);
});

test('keys of many parts are refused, each level of them would double the time', () => {
  expect(() => readYaml(`a: 1\n${'? '.repeat(600)}a`, 'c.yaml')).toThrow(/c\.yaml:2: nested/u);
  expect(() => readYaml('a: 1\n? ? b\n', 'c.yaml')).toThrow('c.yaml:2: expected a text as the key');
  expect(() => readYaml(`a: [${'? '.repeat(600)}a]`, 'c.yaml')).toThrow(/c\.yaml:1: nested/u);
});

test('aliases that unfold to millions of values are refused', () => {
  const names = Array.from('abcdefghij');
  const lines = names.map((name, i) => {
    const inner = i === 0 ? 'x' : `*${names[i - 1]}`;
    return `${name}: &${name} [${Array.from({ length: 9 }, () => inner).join(', ')}]`;
  });
  expect(() => readYaml(lines.join('\n'), 'c.yaml')).toThrow(/c\.yaml: its aliases unfold/u);
});

test('an error names the line', () => {
  expect(() => readYaml('a: 1\nb: [\n', 'c.yaml')).toThrow(/^c\.yaml:[23]: /u);
  expect(() => readYaml('a: 1\na: 2\n', 'c.yaml')).toThrow('c.yaml:2: Map keys must be unique');
});

function readOrRefuse(text: string): void {
  try {
    readYaml(text, 'c.yaml');
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
  }
}
