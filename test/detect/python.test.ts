// Python as Python reads it: which string literals are values, and which names are not. A line a case.
import { describe, expect, test } from 'vitest';
import { candidatesIn, valuesIn } from './candidates.ts';
import { fill } from './fill.ts';

describe('values in Python', () => {
  test.each<[string, string, string[]]>([
    ['an assignment', `password = "mk<pw:a>-x"`, ['mk<pw:a>-x']],
    ['single quotes', `SECRET_KEY = 'a9$kd!'`, ['a9$kd!']],
    ['an annotated name', `password: str = "mk<pw:a>-x"`, ['mk<pw:a>-x']],
    ['an optional annotation', `token: Optional[str] = "mk<pw:a>-x"`, ['mk<pw:a>-x']],
    ['a chain', `password = confirm = "mk<pw:a>-x"`, ['mk<pw:a>-x']],
    ['a tuple', `login, password = "ada", "mk<pw:a>-x"`, ['mk<pw:a>-x']],
    ['a tuple with the password first', `password, login = "mk<pw:a>-x", "ada"`, ['mk<pw:a>-x']],
    ['a walrus', `if (password := "mk<pw:a>-x"):`, ['mk<pw:a>-x']],
    ['an attribute', `self.db_password = "mk<pw:a>-x"`, ['mk<pw:a>-x']],
    ['a subscript', `data["password"] = "mk<pw:a>-x"`, ['mk<pw:a>-x']],
    ['an environment entry', `os.environ["API_KEY"] = "mk<pw:a>-x99"`, ['mk<pw:a>-x99']],
    ['a dict entry', `{"password": "mk<pw:a>-x"}`, ['mk<pw:a>-x']],
    [
      'several entries a line',
      `{"user": "a", "password": "p1<pw:a>", "token": "t2<pw:a>"}`,
      ['p1<pw:a>', 't2<pw:a>'],
    ],
    ['a keyword argument', `connect(user="a", password="mk<pw:a>-x", port=1)`, ['mk<pw:a>-x']],
    [
      'two keyword arguments',
      `f(old_password='a1<pw:a>', new_password='c3<pw:a>')`,
      ['a1<pw:a>', 'c3<pw:a>'],
    ],
    ['a default argument', `def f(password="mk<pw:a>-x"):`, ['mk<pw:a>-x']],
    ['a comparison', `if password == "mk<pw:a>-x":`, ['mk<pw:a>-x']],
    ['an inequality', `if user.password != 'mk<pw:a>-x':`, ['mk<pw:a>-x']],
    ['a default of getenv', `key = os.getenv("DB_PASSWORD", "mk<pw:a>-x")`, ['mk<pw:a>-x']],
    ['a default of environ.get', `os.environ.get('DB_PASSWORD', 'mk<pw:a>-x')`, ['mk<pw:a>-x']],
    ['a setdefault', `os.environ.setdefault("SECRET_KEY", "mk<pw:a>-x")`, ['mk<pw:a>-x']],
    [
      'a decouple default',
      `SECRET_KEY = config("SECRET_KEY", default="mk<pw:a>-x")`,
      ['mk<pw:a>-x'],
    ],
    ['an environs default', `env.str("SECRET_KEY", "mk<pw:a>-x")`, ['mk<pw:a>-x']],
    ['an or fallback', `os.environ.get("DB_PASSWORD") or "mk<pw:a>-x"`, ['mk<pw:a>-x']],
    [
      'a click option',
      `@click.option("--password", type=str, default="mk<pw:a>-x")`,
      ['mk<pw:a>-x'],
    ],
    ['a pydantic field', `password: str = Field("mk<pw:a>-x")`, ['mk<pw:a>-x']],
    ['a SecretStr', `password: SecretStr = SecretStr("mk<pw:a>-x")`, ['mk<pw:a>-x']],
    ['bytes', `secret = b"mk<pw:a>-x"`, ['mk<pw:a>-x']],
    ['a raw string', `password = r"mk\\<pw:a>"`, ['mk\\<pw:a>']],
    ['triple quotes', `secret = """mk<pw:a>-x"""`, ['mk<pw:a>-x']],
    ['an f-string', `password = f"mk<pw:a>-x"`, ['mk<pw:a>-x']],
    ['escapes', `password = "mk\\x54<pw:a>"`, ['mkT<pw:a>']],
    ['a value on the next line', `password = (\n    "mk<pw:a>-x"\n)`, ['mk<pw:a>-x']],
    ['implicit concatenation', `token = ("mk<pw:a>" "-x99")`, ['mk<pw:a>-x99']],
    ['concatenation over lines', `token = ("mk<pw:a>"\n         "-x99")`, ['mk<pw:a>-x99']],
    ['a list', `tokens = ["mk<pw:a>-x1", "mk<pw:a>-x2"]`, ['mk<pw:a>-x1', 'mk<pw:a>-x2']],
    ['a tuple as value', `{'password': (None, 'mk<pw:a>-x')}`, ['mk<pw:a>-x']],
    ['a setter', `user.set_password("mk<pw:a>-x")`, ['mk<pw:a>-x']],
    ['a commented-out assignment', `# password = "mk<pw:a>-x"`, ['mk<pw:a>-x']],
    ['JSON in a string', `data = '{"user":"a","password":"mk<pw:a>-x"}'`, ['mk<pw:a>-x']],
    ['escaped JSON in a string', `data = "{\\"password\\":\\"mk<pw:a>-x\\"}"`, ['mk<pw:a>-x']],
    ['a pair in a connection string', `dsn = "user=a password=mk<pw:a>-x host=b"`, ['mk<pw:a>-x']],
    ['a query string', `"version=1&auth_pwd=mk<pw:a>x&a=b"`, ['mk<pw:a>x']],
    ['a flag of a command', `call("set", "--password=mk<pw:a>-x")`, ['mk<pw:a>-x']],
    ['a flag and its value', `run(["tool", "--password", "mk<pw:a>-x"])`, ['mk<pw:a>-x']],
    ['SQL', `"CREATE ROLE a WITH LOGIN PASSWORD 'mk<pw:a>-x'"`, ['mk<pw:a>-x']],
    ['a URL', `url = "postgres://ada:mk<pw:a>-x@db.internal/x"`, ['mk<pw:a>-x']],
    ['a URL without user', `broker = 'redis://:mk<pw:a>-x@localhost:6379/0'`, ['mk<pw:a>-x']],
    ['a percent-encoded URL password', `"amqp://a:p%40<pw:h>@host/"`, ['p@<pw:h>']],
    ['a Basic header', `{"Authorization": "Basic <b64:a>"}`, ['<b64:a>']],
    [
      'a Bearer header',
      `headers["Authorization"] = "Bearer mk<pw:a>x.99-a_b"`,
      ['mk<pw:a>x.99-a_b'],
    ],
    ['a notebook cell', `"api_key = \\"mk<pw:a>-x9\\"\\n",`, ['mk<pw:a>-x9']],
  ])('%s', (_title, source, values) => {
    expect(valuesIn('python', source)).toEqual(values);
  });

  test.each<[string, string]>([
    ['a bare name', `password = other`],
    ['an attribute', `password = self.password`],
    ['a call without a literal', `password = get_password()`],
    ['a subscript', `password = data["password"]`],
    ['a name of an environment variable', `password = os.environ["DB_PASSWORD"]`],
    ['getenv without a default', `password = os.getenv("DB_PASSWORD")`],
    ['a keyword argument that passes a name on', `f(password=password, key=key)`],
    ['a lambda', `sorted(x, key=lambda a: a.b)`],
    ['an annotation', `def f(password: str, token: bytes) -> None:`],
    ['a pass statement', `try:\n    pass\nexcept KeyError:\n    pass`],
    ['a template', `password = "{password}"`],
    ['a percent template', `password = "%(password)s"`],
    ['a variable in a string', `password = "\${PASSWORD}"`],
    ['an angle placeholder', `password = "<password>"`],
    ['a docstring parameter', `:param password: the password of the user`],
    ['an empty string', `password = ""`],
    ['a type', `passwords: dict[str, str] = {}`],
    ['a pair of names', `login, password = read_login("name")`],
  ])('not %s', (_title, source) => {
    expect(valuesIn('python', source)).toEqual([]);
  });

  test('a joined value says so and spans its parts', () => {
    const source = `token = ("mk<pw:a>" "-x99")`;
    const [candidate] = candidatesIn(source);
    expect(candidate?.encoding).toBe('joined');
    expect(fill(source).slice(candidate?.startOffset, candidate?.endOffset)).toBe(
      fill('mk<pw:a>" "-x99'),
    );
  });

  test('works on a file that ends in the middle of a literal', () => {
    expect(valuesIn('python', `password = "mk<pw:a>-x"\ntoken = "abc`)).toContain('mk<pw:a>-x');
  });
});
