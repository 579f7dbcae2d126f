// Unquoted values and the grammars around them: .env, YAML, INI, shell, XML and the rest. A line a case.
import { describe, expect, test } from 'vitest';
import type { FileKind } from '../../src/model/rule.ts';
import { candidatesIn, valuesIn } from './candidates.ts';

describe('values in .env files', () => {
  test.each<[string, string, string[]]>([
    ['a plain value', 'DB_PASSWORD=mk<pw:a>-x\n', ['mk<pw:a>-x']],
    ['a file of one line without an end', 'DB_PASS=k1', ['k1']],
    ['export', 'export API_KEY=mk<pw:a>-x\n', ['mk<pw:a>-x']],
    ['double quotes', 'SECRET_KEY="mk <pw:a>"\n', ['mk <pw:a>']],
    ['single quotes', "SECRET_KEY='mk<pw:a>#x'\n", ['mk<pw:a>#x']],
    ['a comment after the value', 'DB_PASSWORD=mk<pw:a>-x # for tests\n', ['mk<pw:a>-x']],
    ['a hash inside the value', 'DB_PASSWORD=mk<pw:a>#x\n', ['mk<pw:a>#x']],
    ['CRLF line ends', 'DB_PASSWORD=mk<pw:a>-x\r\nA=b\r\n', ['mk<pw:a>-x']],
    ['a byte order mark', '\ufeffDB_PASSWORD=mk<pw:a>-x\n', ['mk<pw:a>-x']],
    ['a commented-out line', '#DB_PASSWORD=mk<pw:a>-x\n', ['mk<pw:a>-x']],
    ['spaces around the sign', 'DB_PASSWORD = mk<pw:a>-x\n', ['mk<pw:a>-x']],
    ['a reference to another variable', 'DB_PASSWORD=${OTHER}\n', []],
    ['a command', 'DB_PASSWORD=$(cat /run/secret)\n', []],
    ['nothing', 'DB_PASSWORD=\nA=b\n', []],
    ['several on a line', 'DB_USER=root DB_PASSWORD=mk<pw:a>x DB_HOST=db\n', ['mk<pw:a>x']],
    ['a URL', 'DATABASE_URL=postgres://ada:mk<pw:a>x@db:5432/x\n', ['mk<pw:a>x']],
    ['punctuation', 'SMTP_PASS=!a%b^c&d*\n', ['!a%b^c&d*']],
  ])('%s', (_title, source, values) => {
    expect(valuesIn('dotenv', source)).toEqual(values);
  });
});

describe('values elsewhere', () => {
  test.each<[FileKind, string, string, string[]]>([
    ['config', 'YAML', 'db:\n  password: mk<pw:a>-x\n', ['mk<pw:a>-x']],
    ['config', 'YAML in quotes', "  password: 'mk: <pw:a>'\n", ['mk: <pw:a>']],
    ['config', 'YAML with brackets in it', 'password: Us#<pw:c>]Q5p=J}\n', ['Us#<pw:c>]Q5p=J}']],
    ['config', 'a YAML block', 'password: |\n  mk<pw:a>-x\nnext: 1\n', ['mk<pw:a>-x']],
    ['shell', 'a variable beside a colon', 'docker run -v "$PWD:/repo:ro" x\n', []],
    [
      'config',
      'a compose environment list',
      '    - POSTGRES_PASSWORD=mk<pw:a>-x\n',
      ['mk<pw:a>-x'],
    ],
    ['config', 'a compose list in quotes', '    - "DB_PASSWD=mk<pw:a>x"\n', ['mk<pw:a>x']],
    [
      'config',
      'name and value on two lines',
      '- name: DB_PASSWORD\n  value: mk<pw:a>-x\n',
      ['mk<pw:a>-x'],
    ],
    ['config', 'JSON', '{"password" : "mk<pw:a>-x"}', ['mk<pw:a>-x']],
    ['config', 'JSON inside JSON', '{"a": "{\\"token\\": \\"mk<pw:a>-x\\"}"}', ['mk<pw:a>-x']],
    ['config', 'two fields', '{"name": "password", "value": "mk<pw:a>-x"}', ['mk<pw:a>-x']],
    ['config', 'a Postman header', '{"key": "X-Api-Key",\n "value": "mk<pw:a>-x"}', ['mk<pw:a>-x']],
    ['config', 'INI', '[db]\npassword = mk<pw:a>-x\n', ['mk<pw:a>-x']],
    ['config', 'properties', 'spring.datasource.password=mk<pw:a>-x\n', ['mk<pw:a>-x']],
    [
      'config',
      'a default of a property',
      'a.password=${DB_PASSWORD:-mk<pw:a>-x}\n',
      ['mk<pw:a>-x'],
    ],
    ['config', 'TOML', 'api_key = "mk<pw:a>-x"\n', ['mk<pw:a>-x']],
    ['config', 'XML', '<db><password>mk<pw:a>-x</password></db>', ['mk<pw:a>-x']],
    ['config', 'an XML attribute', '<login user="a" password="mk<pw:a>-x"/>', ['mk<pw:a>-x']],
    ['config', '.NET settings', '<add key="DbPassword" value="mk<pw:a>-x" />', ['mk<pw:a>-x']],
    ['config', 'a connection string', '"Server=a;User=b;Password=mk<pw:a>x;Pool=1"', ['mk<pw:a>x']],
    ['config', 'Terraform', 'password = "mk<pw:a>-x"\n', ['mk<pw:a>-x']],
    [
      'config',
      'a Terraform variable',
      'variable "db_password" {\n  default = "mk<pw:a>-x"\n}',
      ['mk<pw:a>-x'],
    ],
    ['config', 'npm', '//registry.example.org/:_authToken=mk<pw:a>-x9\n', ['mk<pw:a>-x9']],
    ['config', 'a VCR header', '    Authorization:\n    - Basic <b64:a>\n', ['<b64:a>']],
    ['credentials', '.netrc', 'machine a.example login ada password mk<pw:a>-x\n', ['mk<pw:a>-x']],
    [
      'credentials',
      '.netrc over lines',
      'machine a\n  login ada\n  password mk<pw:a>-x\n',
      ['mk<pw:a>-x'],
    ],
    ['credentials', '.pgpass', 'db.example:5432:main:ada:mk<pw:a>-x\n', ['mk<pw:a>-x']],
    ['credentials', 'AWS', 'aws_secret_access_key = abc/def+123\n', ['abc/def+123']],
    ['shell', 'an export', 'export PGPASSWORD="mk<pw:a>-x"\n', ['mk<pw:a>-x']],
    ['shell', 'a long flag', 'tool --password mk<pw:a>-x --verbose\n', ['mk<pw:a>-x']],
    ['shell', 'a long flag with a sign', "tool --password='mk<pw:a>-x'\n", ['mk<pw:a>-x']],
    ['shell', 'curl', 'curl -u ada:mk<pw:a>-x https://example.org\n', ['mk<pw:a>-x']],
    ['shell', 'curl with quotes', "curl --user 'ada:mk<pw:a>-x' -X PATCH\n", ['mk<pw:a>-x']],
    ['shell', 'mysql', 'mysql -uroot -pmk<pw:a>x db\n', ['mk<pw:a>x']],
    ['shell', 'a Dockerfile', 'ENV DB_PASSWORD=mk<pw:a>-x\n', ['mk<pw:a>-x']],
    [
      'shell',
      'a docker flag',
      'docker run -e POSTGRES_PASSWORD=mk<pw:a>x -p 1:1 db\n',
      ['mk<pw:a>x'],
    ],
    [
      'shell',
      'a header',
      "curl -H 'X-Api-Key: mk<pw:a>-x9' https://example.org\n",
      ['mk<pw:a>-x9'],
    ],
    ['code', 'JavaScript', `const apiKey = 'mk<pw:a>-x9';`, ['mk<pw:a>-x9']],
    ['code', 'a TypeScript annotation', `const password: string = "mk<pw:a>-x";`, ['mk<pw:a>-x']],
    ['code', 'a fallback', `const secret = process.env.SECRET_KEY || 'mk<pw:a>-x'`, ['mk<pw:a>-x']],
    ['code', 'Java', `private static final String PASSWORD = "mk<pw:a>-x";`, ['mk<pw:a>-x']],
    ['code', 'Go', `password := "mk<pw:a>-x"`, ['mk<pw:a>-x']],
    ['code', 'a Go struct', `Config{Password: "mk<pw:a>-x", Port: 1}`, ['mk<pw:a>-x']],
    ['code', 'Ruby', `config.secret_key = "mk<pw:a>-x"`, ['mk<pw:a>-x']],
    ['code', 'a Ruby hash', `{ :password => 'mk<pw:a>-x' }`, ['mk<pw:a>-x']],
    ['code', 'PHP', `$password = 'mk<pw:a>-x';`, ['mk<pw:a>-x']],
    ['code', 'a PHP constant', `define('DB_PASSWORD', 'mk<pw:a>-x');`, ['mk<pw:a>-x']],
    ['code', 'C#', `Password = "mk<pw:a>-x",`, ['mk<pw:a>-x']],
    ['code', 'a C macro', `#define DB_PASSWORD "mk<pw:a>-x"`, ['mk<pw:a>-x']],
    ['code', 'a C array', `char password[] = "mk<pw:a>-x";`, ['mk<pw:a>-x']],
    ['code', 'Rust', `const API_KEY: &str = "mk<pw:a>-x9";`, ['mk<pw:a>-x9']],
    ['code', 'Swift', `let apiKey: String = "mk<pw:a>-x9"`, ['mk<pw:a>-x9']],
    ['code', 'Kotlin', `val password: String = "mk<pw:a>-x"`, ['mk<pw:a>-x']],
    ['code', 'a JSON Web Key', `{ kty: 'oct', k: '<pw:d>' }`, ['<pw:d>']],
    ['code', 'Oracle SQL', `CREATE USER a IDENTIFIED BY "mk<pw:a>-x";`, ['mk<pw:a>-x']],
    [
      'code',
      'a byte array',
      `key := []byte{1, 2, 3, 4, 5, 6, 7, 8, 9}`,
      ['1, 2, 3, 4, 5, 6, 7, 8, 9'],
    ],
    ['markup', 'HTML entities', `{&#34;password&#34;: &#34;mk<pw:a>-x&#34;}`, ['mk<pw:a>-x']],
    ['markup', 'bold names', '- **password**: mk<pw:a>-x\n', ['mk<pw:a>-x']],
  ])('in %s: %s', (kind, _title, source, values) => {
    expect(valuesIn(kind, source)).toEqual(values);
  });

  test.each<[FileKind, string, string]>([
    ['code', 'a bare name', `password = other;`],
    ['code', 'a property', `this.token = request.token;`],
    ['code', 'a type', `interface A { password: string; token: number; }`],
    ['code', 'a Ruby symbol as type', `#  password_reset_token :datetime`],
    ['code', 'a loop variable', `for (const key in map) { use(key, map[key]); }`],
    ['code', 'a concatenation', `"WITH PASSWORD '" + newPassword + "' VALID"`],
    ['markup', 'prose with flags', 'with the --username and --password options instead of\n'],
    ['config', 'a template', 'password: "{{ vault_password }}"\n'],
    ['config', 'a placeholder', 'password: <your password>\n'],
    ['translation', 'a translation', '"PASSWORD": "Pass<pw:e>"'],
    ['lock', 'a lock file', 'token = "mk<pw:a>-x"'],
  ])('in %s not %s', (kind, _title, source) => {
    expect(valuesIn(kind, source)).toEqual([]);
  });

  test('a Kubernetes secret is decoded, wherever its kind stands', () => {
    const manifest =
      'apiVersion: v1\ndata:\n  extra: bWtUcjUteA==\nkind: Secret\nmetadata:\n  name: a\n';
    expect(valuesIn('config', manifest)).toEqual(['mk<pw:a>-x']);
    expect(candidatesIn(manifest)[0]?.encoding).toBe('base64');
    const plain = 'kind: Secret\nstringData:\n  extra: mk<pw:a>-x\ntype: Opaque\n';
    expect(valuesIn('config', plain)).toEqual(['mk<pw:a>-x']);
  });

  test('password hashes count where they guard an account', () => {
    const hash = '$apr1$tp8gabcd$fjg65tI1eipoBh62aEjIy0';
    expect(valuesIn('credentials', `ada:${hash}\n`)).toEqual([hash]);
    expect(valuesIn('code', `x = "${hash}"`)).toEqual([]);
  });
});
