// What is reported in Python files, from the notation through the score: a line a case.
import { describe, expect, test } from 'vitest';
import { fill } from './fill.ts';
import { reportedIn } from './reported.ts';

describe('in Python is reported', () => {
  test.each<[string, string, string[]]>([
    ['an assignment', `password = "<pw:k>"`, ['<pw:k>']],
    ['a chain', `password = confirm = "<pw:k>"`, ['<pw:k>']],
    ['a chain that ends with the telling name', `a = b = password = "<pw:k>"`, ['<pw:k>']],
    ['an annotated name', `password: str = "<pw:k>"`, ['<pw:k>']],
    ['a union annotation', `password: str | None = "<pw:k>"`, ['<pw:k>']],
    ['a nested annotation', `password: Annotated[str, "doc"] = "<pw:k>"`, ['<pw:k>']],
    ['a ClassVar', `API_KEY: typing.ClassVar[typing.Optional[str]] = "<pw:f>"`, ['<pw:f>']],
    ['a final', `API_KEY: Final = "<pw:f>"`, ['<pw:f>']],
    ['an annotation in quotes', `password: "str" = "<pw:k>"`, ['<pw:k>']],
    ['a tuple', `user, password = "ada", "<pw:k>"`, ['<pw:k>']],
    ['a tuple in parentheses', `(user, password) = ("ada", "<pw:k>")`, ['<pw:k>']],
    ['a list target', `[user, password] = ["ada", "<pw:k>"]`, ['<pw:k>']],
    ['a tuple of attributes', `self.user, self.password = "ada", "<pw:k>"`, ['<pw:k>']],
    ['a tuple with a number', `user, port, password = "ada", 5432, "<pw:k>"`, ['<pw:k>']],
    ['a tuple with the password first', `password, port = "<pw:k>", 5432`, ['<pw:k>']],
    ['a walrus', `if (password := "<pw:k>"):`, ['<pw:k>']],
    ['an attribute', `self.db.password = "<pw:k>"`, ['<pw:k>']],
    ['a private attribute', `self._password = "<pw:k>"`, ['<pw:k>']],
    ['a dunder attribute', `self.__password = "<pw:k>"`, ['<pw:k>']],
    ['a subscript', `config["password"] = "<pw:k>"`, ['<pw:k>']],
    ['a nested subscript', `config["db"]["password"] = "<pw:k>"`, ['<pw:k>']],
    ['a subscript of bytes', `config[b"password"] = b"<pw:k>"`, ['<pw:k>']],
    ['an environment entry', `os.environ["DB_PASSWORD"] = "<pw:k>"`, ['<pw:k>']],
    ['an augmented assignment', `password += "<pw:k>"`, ['<pw:k>']],
    ['a conditional expression', `password = "<pw:k>" if debug else None`, ['<pw:k>']],
    ['the other branch', `password = args.password if args.password else "<pw:k>"`, ['<pw:k>']],
    ['an or', `password = args.password or "<pw:k>"`, ['<pw:k>']],
    ['a semicolon after', `user = "ada"; password = "<pw:k>"; port = 1`, ['<pw:k>']],
    [
      'dict entries',
      `{"user": "ada", "password": "<pw:k>", "api_token": "<pw:f>"}`,
      ['<pw:k>', '<pw:f>'],
    ],
    ['a dict call', `dict(user="ada", password="<pw:k>")`, ['<pw:k>']],
    ['a nested dict', `{"db": {"password": "<pw:k>"}}`, ['<pw:k>']],
    ['a bytes key', `{b"password": b"<pw:k>"}`, ['<pw:k>']],
    ['an update', `settings.update({"password": "<pw:k>"})`, ['<pw:k>']],
    ['pairs in a list', `[("user", "ada"), ("password", "<pw:k>")]`, ['<pw:k>']],
    ['a keyword argument', `connect(host="db", password="<pw:k>")`, ['<pw:k>']],
    [
      'keyword arguments over lines',
      `connect(\n    host="db",\n    password="<pw:k>",\n)`,
      ['<pw:k>'],
    ],
    ['a default argument', `def connect(host, password="<pw:k>", port=1):`, ['<pw:k>']],
    ['an annotated default argument', `def connect(password: str = "<pw:k>"):`, ['<pw:k>']],
    [
      'an optional default argument',
      `async def f(a, *, api_key: Optional[str] = "<pw:f>") -> None:`,
      ['<pw:f>'],
    ],
    ['a lambda', `f = lambda password="<pw:k>": password`, ['<pw:k>']],
    [
      'a dataclass field',
      `@dataclass\nclass A:\n    password: str = field(default="<pw:k>")`,
      ['<pw:k>'],
    ],
    ['a repr-less field', `    password: str = field(repr=False, default="<pw:k>")`, ['<pw:k>']],
    ['a pydantic field', `    password: str = Field("<pw:k>", min_length=8)`, ['<pw:k>']],
    [
      'a pydantic default',
      `    password: SecretStr = Field(default=SecretStr("<pw:k>"))`,
      ['<pw:k>'],
    ],
    [
      'a pydantic field with more before',
      `    api_key: str = Field(alias="API", default="<pw:f>")`,
      ['<pw:f>'],
    ],
    [
      'a default factory',
      `    password: str = field(default_factory=lambda: "<pw:k>")`,
      ['<pw:k>'],
    ],
    ['an attrs field', `    password = attr.ib(default="<pw:k>")`, ['<pw:k>']],
    ['a comparison', `if password == "<pw:k>":`, ['<pw:k>']],
    ['an inequality', `assert user.password != "<pw:k>"`, ['<pw:k>']],
    ['a comparison of an entry', `if request.form["password"] == "<pw:k>":`, ['<pw:k>']],
    ['a comparison of a get', `if request.form.get("password") == "<pw:k>":`, ['<pw:k>']],
    ['compare_digest', `hmac.compare_digest(password, "<pw:k>")`, ['<pw:k>']],
    ['the default of getenv', `os.getenv("DB_PASSWORD", "<pw:k>")`, ['<pw:k>']],
    ['the named default of getenv', `os.getenv("DB_PASSWORD", default="<pw:k>")`, ['<pw:k>']],
    ['the default of getenv assigned', `x = os.getenv("DB_PASSWORD", "<pw:k>")`, ['<pw:k>']],
    [
      'a default on the next line',
      `x = os.getenv(\n    "DB_PASSWORD",\n    "<pw:k>",\n)`,
      ['<pw:k>'],
    ],
    ['the default of environ.get', `os.environ.get("DB_PASSWORD", "<pw:k>")`, ['<pw:k>']],
    ['an or after environ.get', `os.environ.get("DB_PASSWORD") or "<pw:k>"`, ['<pw:k>']],
    ['decouple', `SECRET_KEY = config("SECRET_KEY", default="<pw:f>")`, ['<pw:f>']],
    [
      'decouple with a cast',
      `password = config("DB_PASSWORD", cast=str, default="<pw:k>")`,
      ['<pw:k>'],
    ],
    ['environ of Django', `env("DB_PASSWORD", default="<pw:k>")`, ['<pw:k>']],
    ['env.str', `env.str("DB_PASSWORD", "<pw:k>")`, ['<pw:k>']],
    ['env.str, named', `env.str("DB_PASSWORD", default="<pw:k>")`, ['<pw:k>']],
    ['an Env scheme', `env = environ.Env(DB_PASSWORD=(str, "<pw:k>"))`, ['<pw:k>']],
    ['a settings default', `getattr(settings, "API_KEY", "<pw:f>")`, ['<pw:f>']],
    [
      'an argparse default',
      `parser.add_argument("--password", help="the password", default="<pw:k>")`,
      ['<pw:k>'],
    ],
    [
      'an argparse default with a short flag',
      `parser.add_argument("-p", "--password", default="<pw:k>")`,
      ['<pw:k>'],
    ],
    ['a typer default', `password: str = typer.Option("<pw:k>", "--password")`, ['<pw:k>']],
    ['implicit concatenation', `token = "<pw:f>" "<pw:d>"`, ['<pw:f><pw:d>']],
    [
      'implicit concatenation over lines',
      `token = (\n    "<pw:f>"\n    "<pw:d>"\n)`,
      ['<pw:f><pw:d>'],
    ],
    [
      'a comment between the parts',
      `token = (\n    "<pw:f>"  # one\n    "<pw:d>"\n)`,
      ['<pw:f><pw:d>'],
    ],
    ['parts with different quotes', `token = "<pw:f>" '<pw:d>'`, ['<pw:f><pw:d>']],
    ['parts with prefixes', `token = b"<pw:f>" b"<pw:d>"`, ['<pw:f><pw:d>']],
    ['a sum', `token = "<pw:f>" + "<pw:d>"`, ['<pw:f><pw:d>']],
    ['a backslash line', `token = "<pw:f>" \\\n    "<pw:d>"`, ['<pw:f><pw:d>']],
    ['a value on the next line', `token = \\\n    "<pw:f>"`, ['<pw:f>']],
    ['an f-string without fields', `password = f"<pw:k>"`, ['<pw:k>']],
    ['an f-string URL', `url = f"postgres://ada:<pw:k>@{host}/{name}"`, ['<pw:k>']],
    ['an f-string header', `headers = {"Authorization": f"Bearer <pw:d>"}`, ['<pw:d>']],
    ['an f-string pair', `dsn = f"host={host} user=ada password=<pw:k>"`, ['<pw:k>']],
    ['an f-string with a constant secret part', `api_key = f"<pw:d>{suffix}"`, ['<pw:d>{suffix}']],
    ['bytes', `secret = b"<pw:k>"`, ['<pw:k>']],
    ['a raw string', `password = r"<pw:k>\\d"`, ['<pw:k>\\d']],
    ['raw bytes', `password = rb'<pw:k>'`, ['<pw:k>']],
    ['triple quotes', `password = """<pw:k>"""`, ['<pw:k>']],
    ['triple quotes over lines', `secret_key = """\n<pw:d>\n"""`, ['<pw:d>']],
    ['triple quotes with a strip', `secret_key = '''\n    <pw:d>\n'''.strip()`, ['<pw:d>']],
    ['a strip', `api_key = "<pw:f>".strip()`, ['<pw:f>']],
    ['an encode', `secret = "<pw:k>".encode("utf-8")`, ['<pw:k>']],
    ['b64decode', `secret_key = base64.b64decode("<pw:d>")`, ['<pw:d>']],
    ['fromhex', `secret_key = bytes.fromhex("<hex:a>")`, ['<hex:a>']],
    ['a setter', `user.set_password("<pw:k>")`, ['<pw:k>']],
    ['a list of tokens', `API_TOKENS = [\n    "<pw:f>",\n    "<pw:d>",\n]`, ['<pw:f>', '<pw:d>']],
    ['a commented-out assignment', `# password = "<pw:k>"`, ['<pw:k>']],
    ['a doctest', `    >>> client = Client(password="<pw:k>")`, ['<pw:k>']],
    ['a return', `def get_password():\n    return "<pw:k>"`, []],
    ['JSON in a string', `body = '{"user": "ada", "password": "<pw:k>"}'`, ['<pw:k>']],
    [
      'JSON with escapes in a string',
      `body = "{\\"user\\": \\"ada\\", \\"password\\": \\"<pw:k>\\"}"`,
      ['<pw:k>'],
    ],
    ['YAML in a triple-quoted string', `body = """\ndb:\n  password: <pw:k>\n"""`, ['<pw:k>']],
    ['a match statement', `match password:\n    case "<pw:k>":\n        pass`, []],
  ])('%s', (_title, source, values) => {
    expect(reportedIn('app/main.py', source)).toEqual(values.map(fill));
  });
});

describe('of the idioms of Python is reported', () => {
  test.each<[string, string, string[]]>([
    [
      'Django: SECRET_KEY',
      `SECRET_KEY = 'django-insecure-<pw:d><pw:f>'`,
      ['django-insecure-<pw:d><pw:f>'],
    ],
    [
      'Django: DATABASES',
      `DATABASES = {\n    'default': {\n        'ENGINE': 'django.db.backends.postgresql',\n        'NAME': 'shop',\n        'USER': 'ada',\n        'PASSWORD': '<pw:k>',\n        'HOST': 'db',\n    }\n}`,
      ['<pw:k>'],
    ],
    ['Django: EMAIL_HOST_PASSWORD', `EMAIL_HOST_PASSWORD = '<pw:k>'`, ['<pw:k>']],
    ['Django: create_user', `User.objects.create_user("ada", "ada@shop.io", "<pw:k>")`, ['<pw:k>']],
    [
      'Django: create_user by name',
      `User.objects.create_user(username="ada", password="<pw:k>")`,
      ['<pw:k>'],
    ],
    [
      'Django: a login of a test client',
      `self.client.login(username="ada", password="<pw:k>")`,
      ['<pw:k>'],
    ],
    ['Flask: app.config', `app.config["SECRET_KEY"] = "<pw:f>"`, ['<pw:f>']],
    ['Flask: app.secret_key', `app.secret_key = b'<pw:f>'`, ['<pw:f>']],
    ['Flask: from_mapping', `app.config.from_mapping(SECRET_KEY="<pw:f>", DEBUG=True)`, ['<pw:f>']],
    ['Flask: config.update', `app.config.update(\n    SECRET_KEY="<pw:f>",\n)`, ['<pw:f>']],
    ['Flask: JWT', `app.config['JWT_SECRET_KEY'] = '<pw:f>'`, ['<pw:f>']],
    [
      'FastAPI: a setting',
      `class Settings(BaseSettings):\n    secret_key: str = "<pw:f>"`,
      ['<pw:f>'],
    ],
    ['FastAPI: a header', `async def f(x_api_key: str = Header("<pw:f>")):`, ['<pw:f>']],
    ['PyJWT', `jwt.encode({"sub": 1}, "<pw:d>", algorithm="HS256")`, []],
    [
      'SQLAlchemy: create_engine',
      `engine = create_engine("postgresql+psycopg2://ada:<pw:k>@db/shop")`,
      ['<pw:k>'],
    ],
    [
      'SQLAlchemy: an encoded password',
      `create_engine("mysql://ada:%23<pw:k>@db/shop")`,
      ['#<pw:k>'],
    ],
    [
      'SQLAlchemy: URL.create',
      `URL.create("postgresql", username="ada", password="<pw:k>", host="db")`,
      ['<pw:k>'],
    ],
    [
      'SQLAlchemy: Flask',
      `app.config["SQLALCHEMY_DATABASE_URI"] = "mysql://ada:<pw:k>@db/shop"`,
      ['<pw:k>'],
    ],
    ['Celery: broker_url', `broker_url = "amqp://ada:<pw:k>@mq:5672//"`, ['<pw:k>']],
    ['Celery: an app', `app = Celery("shop", broker="redis://:<pw:k>@cache:6379/0")`, ['<pw:k>']],
    ['redis', `redis.Redis(host="cache", port=6379, password="<pw:k>")`, ['<pw:k>']],
    ['psycopg2', `psycopg2.connect("dbname=shop user=ada password=<pw:k> host=db")`, ['<pw:k>']],
    ['pymysql by place', `pymysql.connect("db", "ada", "<pw:k>", "shop")`, ['<pw:k>']],
    ['pymysql by name', `pymysql.connect(host='db', user='ada', passwd='<pw:k>')`, ['<pw:k>']],
    ['pymongo', `MongoClient("mongodb+srv://ada:<pw:k>@cluster0.x1.mongodb.net/")`, ['<pw:k>']],
    [
      'boto3',
      `boto3.client("s3", aws_access_key_id="AKIA<aws:id>", aws_secret_access_key="<aws:key>")`,
      ['AKIA<aws:id>', '<aws:key>'],
    ],
    [
      'boto3 over lines',
      `session = boto3.Session(\n    aws_access_key_id='AKIA<aws:id>',\n    aws_secret_access_key='<aws:key>',\n)`,
      ['AKIA<aws:id>', '<aws:key>'],
    ],
    ['OpenAI: the module', `openai.api_key = "<pw:d><pw:f>"`, ['<pw:d><pw:f>']],
    ['OpenAI: a client', `client = OpenAI(api_key="<pw:d><pw:f>")`, ['<pw:d><pw:f>']],
    ['requests: auth', `requests.get(url, auth=("ada", "<pw:k>"))`, ['<pw:k>']],
    [
      'requests: HTTPBasicAuth',
      `requests.get(url, auth=HTTPBasicAuth("ada", "<pw:k>"))`,
      ['<pw:k>'],
    ],
    ['requests: a session', `session.auth = ("ada", "<pw:k>")`, ['<pw:k>']],
    [
      'requests: a Bearer header',
      `requests.get(url, headers={"Authorization": "Bearer <pw:d>"})`,
      ['<pw:d>'],
    ],
    ['requests: a Token header', `headers = {"Authorization": "Token <pw:d>"}`, ['<pw:d>']],
    ['requests: an X-Api-Key header', `headers = {"X-Api-Key": "<pw:f>"}`, ['<pw:f>']],
    ['requests: a header of a session', `session.headers["X-Auth-Token"] = "<pw:f>"`, ['<pw:f>']],
    ['requests: parameters', `requests.get(url, params={"api_key": "<pw:f>"})`, ['<pw:f>']],
    ['requests: a query', `requests.get("https://shop.io/v1?api_key=<pw:f>&page=1")`, ['<pw:f>']],
    ['smtplib', `server.login("ada@shop.io", "<pw:k>")`, ['<pw:k>']],
    ['paramiko', `ssh.connect(host, username="ada", password="<pw:k>")`, ['<pw:k>']],
    ['paramiko by place', `transport.connect(None, "ada", "<pw:k>")`, []],
    ['fabric', `env.password = "<pw:k>"`, ['<pw:k>']],
    ['a notebook', `{"cells": [{"source": ["password = \\"<pw:k>\\"\\n", "x = 1"]}]}`, ['<pw:k>']],
  ])('%s', (title, source, values) => {
    expect(reportedIn(title === 'a notebook' ? 'a.ipynb' : 'app/main.py', source)).toEqual(
      values.map(fill),
    );
  });
});

describe('in Python is not reported', () => {
  test.each<[string, string]>([
    ['a bare name', `password = <pw:i>`],
    ['an attribute', `password = self.otherName`],
    ['a call', `password = getpass("Password for ada: ")`],
    ['a call of a name', `password = read_password(otherName)`],
    ['an environment variable', `password = os.environ["DB_PASSWORD_9X"]`],
    ['getenv', `password = os.getenv("DB_PASSWORD_9X")`],
    ['environ.get', `password = os.environ.get("DB_PASSWORD_9X")`],
    ['environ.get with None', `password = os.environ.get("DB_PASSWORD_9X", None)`],
    ['environ.get with an empty default', `password = os.environ.get("DB_PASSWORD_9X", "")`],
    ['config', `SECRET_KEY = config("DJANGO_SECRET_KEY")`],
    ['env', `SECRET_KEY = env("DJANGO_SECRET_KEY")`],
    ['env.str', `SECRET_KEY = env.str("DJANGO_SECRET_KEY")`],
    ['a default that is another variable', `os.getenv("DB_PASSWORD", os.getenv("PG_PASSWORD_9X"))`],
    ['a Field that reads the environment', `password: str = Field(..., env="DB_PASSWORD_9X")`],
    ['a Field with an alias', `password: str = Field(alias="DB_PASSWORD_9X")`],
    ['a keyword argument passed on', `connect(password=password, token=self.token)`],
    ['a percent template', `password = "%s-%s" % (a, b)`],
    [
      'a named percent template',
      `url = "postgres://%(user)s:%(password)s@%(host)s/%(name)s" % config`,
    ],
    ['a format template', `password = "{0}-{1}".format(a, b)`],
    [
      'a named format template',
      `url = "postgres://{user}:{password}@{host}/{name}".format(**config)`,
    ],
    ['an f-string of fields', `token = f"{prefix}.{payload}.{signature}"`],
    ['an f-string URL', `url = f"postgres://{user}:{password}@{host}:{port}/{name}"`],
    ['an f-string header', `headers = {"Authorization": f"Bearer {token}"}`],
    ['an f-string pair', `dsn = f"user={user} password={password} host={host}"`],
    ['a percent header', `headers = {"Authorization": "Bearer %s" % token}`],
    ['a Template', `Template("password=$password")`],
    ['a docstring', `"""Set the password: it must have eight letters."""`],
    ['a parameter in a docstring', `    :param password: the password of the user`],
    ['an argument of a docstring', `    Args:\n        api_key: The API key of the service.\n`],
    ['a help text', `parser.add_argument("--password", help="password of the database user")`],
    ['an error message', `raise ValueError("password: must be given")`],
    ['a log line', `logger.info("token: %s", token)`],
    ['a sort key', `sorted(rows, key=lambda row: row["name"])`],
    ['a Django field', `password = models.CharField("password", max_length=128)`],
    [
      'a form field',
      `password = forms.CharField(label="Your password", widget=forms.PasswordInput)`,
    ],
    ['a column', `password_hash = Column("password_hash", String(128))`],
    ['a dict of names', `{"password": "db_password", "token": "api_token"}`],
    ['a URL name', `path("password/reset/", name="password_reset")`],
    ['an empty string', `password = ""`],
    ['a placeholder', `API_KEY = "your-api-key-here"`],
    ['a masked value', `password = "********"`],
  ])('%s', (_title, source) => {
    expect(reportedIn('app/main.py', source)).toEqual([]);
  });
});

describe('damaged and partial Python files', () => {
  test.each<[string, string, string[]]>([
    ['end within a literal after one', `password = "<pw:k>"\ntoken = "abc`, ['<pw:k>']],
    ['begin within a literal', `ada"\npassword = "<pw:k>"`, ['<pw:k>']],
    ['begin within a call', `    host="db",\n    password="<pw:k>",\n`, ['<pw:k>']],
    ['begin within a dict', `'USER': 'ada', 'PASSWORD': '<pw:k>'}`, ['<pw:k>']],
    [
      'hold merge conflicts',
      `<<<<<<< HEAD\npassword = "<pw:k>"\n=======\npassword = ""\n>>>>>>> x\n`,
      ['<pw:k>'],
    ],
    ['are a patch', `+password = "<pw:k>"\n-password = "<pw:i>q"\n`, ['<pw:k>', '<pw:i>q']],
    ['lack a closing parenthesis', `connect(password="<pw:k>"`, ['<pw:k>']],
    ['are cut off before the closing quote', `api_key = "<pw:d>`, ['<pw:d>']],
    ['are Python 2', `print "x"\npassword = u'<pw:k>'\n`, ['<pw:k>']],
    ['have CR line ends', `user = "ada"\rpassword = "<pw:k>"\rport = 1\r`, ['<pw:k>']],
    ['have a byte order mark', `\ufeffpassword = "<pw:k>"`, ['<pw:k>']],
  ])('that %s', (_title, source, values) => {
    expect(reportedIn('app/main.py', source)).toEqual(values.map(fill));
  });
});

describe('in the source of a notebook', () => {
  test.each<[string, string | string[], string[]]>([
    ['a name after an escaped line feed', 'import os\npassword = "<pw:k>"\n', ['<pw:k>']],
    ['a magic on a line of its own', ['%env DB_PASSWORD=<pw:k>\n', 'x = 1'], ['<pw:k>']],
    ['a magic as the last line', ['x = 1\n', '%env DB_PASSWORD=<pw:k>'], ['<pw:k>']],
    ['a magic in one string', '%env DB_PASSWORD=<pw:k>\nx = 1\n', ['<pw:k>']],
  ])('%s is read', (_title, source, values) => {
    const cells = [
      { cell_type: 'code', source: typeof source === 'string' ? fill(source) : source.map(fill) },
    ];
    const text = JSON.stringify({ cells, nbformat: 4, nbformat_minor: 5, metadata: {} }, null, 1);
    expect(reportedIn('a.ipynb', text)).toEqual(values.map(fill));
  });
});
