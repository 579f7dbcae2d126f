import { describe, expect, it } from 'vitest';
import { parseEnvValues } from '../../src/hygiene/envValues.ts';

function read(text: string | Buffer, path = '.env'): (readonly [string, string, number])[] {
  const bytes = typeof text === 'string' ? Buffer.from(text) : text;
  return parseEnvValues(bytes, path).map(({ name, value, line }) => [name, value, line]);
}

describe('values of .env files', () => {
  it.each([
    ['A=b', 'b'],
    ['A = b ', 'b'],
    ['export A=b', 'b'],
    ['  A=b', 'b'],
    ['A: b', 'b'],
    ['A=', ''],
    ['A=""', ''],
    ['A=b # comment', 'b'],
    ['A=b#c', 'b#c'],
    ['A=# comment', ''],
    ['A="b # c" # d', 'b # c'],
    ["A='b\\n'", 'b\\n'],
    ['A="b\\nc"', 'b\nc'],
    ['A="b\\"c"', 'b"c'],
    ['A="b\\$c"', 'b$c'],
    ['A="b\\d"', 'b\\d'],
    ["A='it\\'s'", "it\\'s"],
    ['A=`b"c`', 'b"c'],
    ['A="b\nc"', 'b\nc'],
    ['A="b\r\nc"\r\n', 'b\nc'],
    ['A="""b\n"c"""', 'b\n"c'],
    ['A="not closed', '"not closed'],
    ['A=b=c==', 'b=c=='],
    ['A=b\r\n', 'b'],
    ['A=b # comment\r\n', 'b'],
    ['A= # comment\r\n', ''],
    ['"A" = "b"', 'b'],
    ['a.b-c = "d"', 'd'],
  ])('reads %j', (text, value) => {
    expect(read(text).map((each) => each[1])).toEqual([value]);
  });

  it('reads the strings within tables, lists and JSON on one line as well', () => {
    expect(read('db = { user = "b", password = "c\\"d" } # e\n')).toEqual([
      ['db', '{ user = "b", password = "c\\"d" }', 1],
      ['db.user', 'b', 1],
      ['db.password', 'c"d', 1],
    ]);
    expect(read(`keys = ["b", 'c']`).slice(1)).toEqual([
      ['keys.1', 'b', 1],
      ['keys.2', 'c', 1],
    ]);
    expect(read(`A='{"n": 1, "key": "b"}'\nC=d`).slice(1)).toEqual([
      ['A.key', 'b', 1],
      ['C', 'd', 2],
    ]);
  });

  it('tells lines, names that come twice and what follows values of several lines', () => {
    expect(read('# c\nA=1\n\nB="x\ny"\nA=2\n')).toEqual([
      ['A', '1', 2],
      ['B', 'x\ny', 4],
      ['A', '2', 6],
    ]);
  });

  it('reads files with a byte order mark, in UTF-8 and UTF-16', () => {
    expect(read('\ufeffA=b')).toEqual([['A', 'b', 1]]);
    expect(read(Buffer.from('\ufeffA=b\r\n', 'utf16le'))).toEqual([['A', 'b', 1]]);
    expect(read(Buffer.from('\ufeffA=b', 'utf16le').swap16())).toEqual([['A', 'b', 1]]);
  });

  it.each<[string, string, [string, string, number][]]>([
    [
      'service-account.json',
      '{\n"a": "b",\n"c": {"d": "e\\nf"}}',
      [
        ['a', 'b', 2],
        ['d', 'e\nf', 3],
      ],
    ],
    ['service-account.json', '{', []],
    ['.netrc', 'machine h\n login u password p', [['password of h', 'p', 2]]],
    ['.pgpass', ['h', 5432, 'db', 'u', 'p\\:q'].join(':'), [['password of h', 'p:q', 1]]],
    ['.htpasswd', 'u:hash', [['password hash of u', 'hash', 1]]],
    ['.git-credentials', 'https://u:p%40q@h', [['password of h', 'p@q', 1]]],
    [
      '.pypirc',
      '[pypi]\nusername = u\npassword: p',
      [
        ['username', 'u', 2],
        ['password', 'p', 3],
      ],
    ],
    ['x.tfvars', 'a = "b"\n', [['a', 'b', 1]]],
    [
      'id_rsa',
      '-----BEGIN X-----\r\nabc\r\n-----END X-----\r\n',
      [['x', '-----BEGIN X-----\nabc\n-----END X-----', 1]],
    ],
  ])('reads %s', (path, text, values) => {
    expect(read(text, path)).toEqual(values);
  });

  it('reads a key within an assignment as its value', () => {
    const key = '-----BEGIN X-----\nabc\n-----END X-----';
    expect(read(`KEY="${key}"\nB=c`)).toEqual([
      ['KEY', key, 1],
      ['B', 'c', 4],
    ]);
  });

  it('takes no longer than its length', () => {
    const startedAt = performance.now();
    read('A="'.repeat(100_000));
    read("A='\n".repeat(100_000));
    expect(performance.now() - startedAt).toBeLessThan(5000);
  });
});
