import { describe, expect, it } from 'vitest';
import { parseEnvValues } from '../../src/hygiene/envValues.ts';

function read(text: string | Buffer, path = '.env'): (readonly [string, string])[] {
  const bytes = typeof text === 'string' ? Buffer.from(text) : text;
  return parseEnvValues(bytes, path).map(({ name, value }) => [name, value]);
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
      ['db', '{ user = "b", password = "c\\"d" }'],
      ['db.user', 'b'],
      ['db.password', 'c"d'],
    ]);
    expect(read(`keys = ["b", 'c']`).slice(1)).toEqual([
      ['keys.1', 'b'],
      ['keys.2', 'c'],
    ]);
    expect(read(`A='{"n": 1, "key": "b"}'\nC=d`).slice(1)).toEqual([
      ['A.key', 'b'],
      ['C', 'd'],
    ]);
  });

  it('tells names that come twice and what follows values of several lines', () => {
    expect(read('# c\nA=1\n\nB="x\ny"\nA=2\n')).toEqual([
      ['A', '1'],
      ['B', 'x\ny'],
      ['A', '2'],
    ]);
  });

  it('reads files with a byte order mark, in UTF-8 and UTF-16', () => {
    expect(read('\ufeffA=b')).toEqual([['A', 'b']]);
    expect(read(Buffer.from('\ufeffA=b\r\n', 'utf16le'))).toEqual([['A', 'b']]);
    expect(read(Buffer.from('\ufeffA=b', 'utf16le').swap16())).toEqual([['A', 'b']]);
  });

  it.each<[string, string, [string, string][]]>([
    [
      'service-account.json',
      '{\n"a": "b",\n"c": {"d": "e\\nf"}}',
      [
        ['a', 'b'],
        ['d', 'e\nf'],
      ],
    ],
    ['service-account.json', '{', []],
    ['.netrc', 'machine h\n login u password p', [['password of h', 'p']]],
    ['.pgpass', ['h', 5432, 'db', 'u', 'p\\:q'].join(':'), [['password of h', 'p:q']]],
    ['.htpasswd', 'u:hash', [['password hash of u', 'hash']]],
    ['.git-credentials', 'https://u:p%40q@h', [['password of h', 'p@q']]],
    [
      '.pypirc',
      '[pypi]\nusername = u\npassword: p',
      [
        ['username', 'u'],
        ['password', 'p'],
      ],
    ],
    ['x.tfvars', 'a = "b"\n', [['a', 'b']]],
    [
      'id_rsa',
      '-----BEGIN X-----\r\nabc\r\n-----END X-----\r\n',
      [['x', '-----BEGIN X-----\nabc\n-----END X-----']],
    ],
  ])('reads %s', (path, text, values) => {
    expect(read(text, path)).toEqual(values);
  });

  it('reads a key within an assignment as its value', () => {
    const key = '-----BEGIN X-----\nabc\n-----END X-----';
    expect(read(`KEY="${key}"\nB=c`)).toEqual([
      ['KEY', key],
      ['B', 'c'],
    ]);
  });

  it.each([
    ['quotes', '.env', 'A="'],
    ['quotes over lines', '.env', "A='\n"],
    ['a list of letters', '.env', 'a', 'A=['],
    ['a list of escaped quotes', '.env', '\\"', 'A=['],
    ['a list of open quotes', '.env', '"\\', 'A=['],
    ['a list of blanks', '.env', ' ', 'A=['],
    ['keys that do not end', 'id_rsa', '-----BEGIN A-----\n'],
    ['strings of JSON', 'a.json', '"a",', '[', '""]'],
    ['passwords', '.netrc', 'password x\n'],
    ['open passwords', '.netrc', 'password "\\\n'],
    ['fields', '.pgpass', 'a:'],
  ])('takes time in proportion to its length: %s', (_name, path, piece, start = '', end = '') => {
    const time = (length: number): number => {
      const text = start + piece.repeat(length / piece.length) + end;
      const startedAt = performance.now();
      read(text, path);
      return performance.now() - startedAt;
    };
    time(10_000);
    const small = Math.max(20, time(200_000));
    expect(time(800_000)).toBeLessThan(small * 10);
  });
});
