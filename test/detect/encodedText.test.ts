// Secrets in encoded text, a line a form. Values are drawn when the tests run.
import { describe, expect, test } from 'vitest';
import { createDetector } from '../../src/detect/detector.ts';
import { loadRules } from '../../src/rules/load.ts';
import { expandTemplate } from '../../src/rules/templates.ts';

const detector = createDetector(loadRules());
const drawn = (template: string): string => expandTemplate(template, 'encoded');

const password = drawn('<alnum:14>');
const marked = `${password}!x`;
const github = drawn('<crc32:ghp_>');
const gitlab = drawn('glpat-<alnum:20>');
const slack = drawn('xoxb-<digits:12>-<digits:12>-<alnum:24>');
const anthropic = drawn('sk-ant-api03-<alnum:93>AA');
const openai = drawn('sk-proj-<alnum:74>T3BlbkFJ<alnum:74>');
const webhook = drawn('hooks.slack.com/services/T<upalnum:9>/B<upalnum:9>/<alnum:24>');

const env = `HOST=db.internal.example.net\nPORT=5432\nDB_USER=app\nDB_PASSWORD=${password}\nLOG_LEVEL=info\nGITHUB=${github}\nZONE=eu-west\n`;
const json = JSON.stringify({ host: 'db', password, n: 1 });

const base64 = (text: string | Buffer): string => Buffer.from(text).toString('base64');
const wrapped = (text: string, width: number, joint: string): string =>
  text.replace(new RegExp(`.{${width}}(?=.)`, 'gu'), `$&${joint}`);
const escaped = (text: string, write: (hex: string) => string): string =>
  [...text].map((char) => write(char.charCodeAt(0).toString(16).padStart(2, '0'))).join('');
const unicode = (text: string): string => escaped(text, (hex) => `\\u00${hex}`);
const short = (text: string): string => escaped(text, (hex) => `\\x${hex}`);
const percent = (text: string): string =>
  text.replace(/[^A-Za-z0-9]/gu, (mark) => escaped(mark, (hex) => `%${hex.toUpperCase()}`));
const entities = (text: string): string =>
  text.replace(/[^A-Za-z0-9]/gu, (mark) => `&#${mark.charCodeAt(0)};`);

/** Value and encoding of every match. */
function found(text: string | Buffer): [string, string | undefined][] {
  return detector.scan(Buffer.from(text)).map(({ value, encoding }) => [value, encoding]);
}

describe('base64 over several lines is one text', () => {
  test.each([
    ['76 columns', wrapped(base64(`A=1\n${env}`), 76, '\n')],
    ['64 columns and CR LF', wrapped(base64(env), 64, '\r\n')],
    ['60 columns, of the URL alphabet', wrapped(Buffer.from(env).toString('base64url'), 60, '\n')],
    ['a YAML block', `data:\n  env: |\n    ${wrapped(base64(env), 64, '\n    ')}\n  other: x\n`],
    ['a string with escaped line ends', `x = "${wrapped(base64(env), 64, '\\n')}"`],
    ['one with CR and LF escaped', `x = "${wrapped(base64(env), 72, '\\r\\n')}"`],
    ['literals side by side', `x = ("${wrapped(base64(env), 64, '"\n     "')}")`],
    ['literals added', `x = "${wrapped(base64(env), 64, '" +\n  "')}";`],
  ])('%s', (_title, text) => {
    expect(found(text)).toEqual([
      [password, 'base64'],
      [github, 'base64'],
    ]);
  });

  test('and a match has the lines and columns at which its characters stand', () => {
    const text = `data:\n  env: |\n    ${wrapped(base64(env), 64, '\n    ')}\n`;
    const match = detector.scan(Buffer.from(text)).find(({ value }) => value === github);
    const stored = text.slice(match?.startOffset, match?.endOffset).replaceAll('\n    ', '');
    const lineAt = (offset = 0): number => text.slice(0, offset).split('\n').length;
    expect(match).toMatchObject({
      line: lineAt(match?.startOffset),
      endLine: lineAt(match?.endOffset),
    });
    expect(base64(env)).toContain(stored);
    expect(base64(env).indexOf(stored)).toBe(Math.floor((env.indexOf(github) * 4) / 3));
  });

  const oneLine = `DB_PASSWORD=${password}\nMODE=production\nX=1\n\n`;
  test.each([
    ['a word on the next line', `x: ${base64(oneLine)}\nfoo: 1\n`],
    ['a longer line', `x: ${base64(oneLine)}\n${'y'.repeat(80)}\n`],
  ])('but %s is no part of it', (_title, text) => {
    expect(found(text)).toEqual([[password, 'base64']]);
  });

  test('of a long text, the middle is read as well', () => {
    const filler = 'nothing to be seen on this line of the file\n'.repeat(300);
    for (const text of [
      base64(filler + env + filler),
      wrapped(base64(filler + env + filler), 76, '\n'),
    ]) {
      expect(found(text)).toEqual([
        [password, 'base64'],
        [github, 'base64'],
      ]);
    }
  });
});

describe('encodings inside encodings are resolved', () => {
  test.each([
    ['base64 in base64', base64(base64(env)), 'base64'],
    ['JSON in a JSON string in base64', base64(JSON.stringify({ s: json })), 'base64'],
    [
      'percent escapes in base64',
      base64(`u=https://x.example/?q=${percent(`{"password":"${password}"}`)}`),
      'base64',
    ],
    ['UTF-16 in base64', base64(Buffer.from(env, 'utf16le')), 'base64'],
    ['UTF-16 in base64, one character on', base64(Buffer.from(`x${env}`, 'utf16le')), 'base64'],
    ['UTF-16 in base64, two characters on', base64(Buffer.from(`xy${env}`, 'utf16le')), 'base64'],
    ['base64 in hexadecimal', Buffer.from(`token: ${base64(env)}`).toString('hex'), 'hex'],
    ['text beyond ASCII in base64', base64(`# ключ базы данных, не показывать\n${env}`), 'base64'],
  ])('%s', (_title, text, encoding) => {
    expect(found(`cfg: ${text}\n`)[0]).toEqual([password, encoding]);
  });

  test('a command that PowerShell takes in base64 is read', () => {
    const command = base64(Buffer.from(`$env:GH = "${github}"`, 'utf16le'));
    expect(found(`powershell -enc ${command}`)).toEqual([[github, 'base64']]);
  });
});

describe('escaped assignments and tokens are read', () => {
  const url = 'https://x.example/?';
  test.each<[string, string, string, string | undefined]>([
    ['a form field', `-d "user=a&password%3D${percent(marked)}%26y"`, marked, 'percent'],
    [
      'JSON in a query',
      `${url}q=%7B%22password%22%3A%22${percent(marked)}%22%7D`,
      marked,
      'percent',
    ],
    [
      'JSON in a query, value as it is',
      `${url}q=%7B%22password%22%3A%22${password}%22%7D`,
      password,
      undefined,
    ],
    [
      'an address in a query',
      `u=postgres%3A%2F%2Fapp%3A${password}%40db.internal%2Fx`,
      password,
      undefined,
    ],
    ['a token with %2D', `${url}t=${percent(gitlab)}`, gitlab, 'percent'],
    ['a token with %5F', `${url}t=${percent(github)}`, github, 'percent'],
    ['a token with several', `${url}t=${percent(slack)}`, slack, 'percent'],
    [
      'everything escaped for a URL',
      `u=${escaped(`password=${password}`, (hex) => `%${hex}`)}`,
      password,
      'percent',
    ],
    ['a token in \\u escapes', `x = "${unicode(github)}"`, github, 'unicode-escape'],
    [
      'a token with \\u002d',
      `x = "${openai.replaceAll('-', '\\u002d')}"`,
      openai,
      'unicode-escape',
    ],
    ['a token with \\x2d', `x = "${openai.replaceAll('-', '\\x2d')}"`, openai, 'json-escape'],
    [
      'a token whose first letter is escaped',
      `x = "\\u0073k-ant${anthropic.slice(6)}"`,
      anthropic,
      'unicode-escape',
    ],
    ['one with \\x', `x = "\\x67hp_${github.slice(4)}"`, github, 'json-escape'],
    ['one with both', `x = "\\x67hp\\x5f${github.slice(4)}"`, github, 'json-escape'],
    [
      'quotes as \\u0022',
      `x = "{\\u0022password\\u0022: \\u0022${password}\\u0022}"`,
      password,
      undefined,
    ],
    [
      'an equals sign as \\u003d',
      `x = "a\\u0026password\\u003d${password}\\u0026b=c"`,
      password,
      undefined,
    ],
    [
      'everything in \\x escapes',
      `x = "${short(`password=${password};`)}"`,
      password,
      'json-escape',
    ],
    [
      'slashes as \\/',
      `{"dsn":"mysql:\\/\\/app:${password}@db.internal\\/x"}`,
      password,
      undefined,
    ],
    ['an equals sign as &#x3D;', `<p>password&#x3D;${password}</p>`, password, undefined],
    [
      'quotes as &quot;',
      `<p data-x="{&quot;password&quot;:&quot;${password}&quot;}">`,
      password,
      undefined,
    ],
    ['a token with &#45;', `<a>${entities(gitlab)}</a>`, gitlab, 'html-entity'],
  ])('%s', (_title, text, value, encoding) => {
    expect(found(`${text}\n`)).toEqual([[value, encoding]]);
  });

  test('a webhook is found although its slashes are escaped', () => {
    for (const address of [webhook.replaceAll('/', '\\/'), webhook.replaceAll('/', '%2F')]) {
      const [match] = detector.scan(Buffer.from(`{"u":"https:\\/\\/${address}"}`));
      expect(match?.ruleId).toMatch(/^slack/u);
      expect(webhook).toContain(match?.value);
    }
  });

  test('a place is that of the escaped text', () => {
    const text = `é = 1\nx = "${unicode(github)}"\n`;
    const [match] = detector.scan(Buffer.from(text));
    expect(match).toMatchObject({ line: 2, column: 6, endColumn: 6 + 6 * github.length });
  });

  test.each([
    [
      'in a value under a telling name',
      `token = "\\u0067\\u0068${github.slice(2)}"`,
      'unicode-escape',
    ],
    ['in joined literals', `token = ("${github.slice(0, 9)}"\n  "${github.slice(9)}")`, 'joined'],
  ])("a provider's token is recognised %s", (_title, text, encoding) => {
    expect(detector.scan(Buffer.from(text))).toMatchObject([
      { ruleId: 'github-personal-access-token', value: github, encoding },
    ]);
  });

  test.each([
    'x = "\\u0022key\\u0022"',
    'https://x.example/?next=https%3A%2F%2Fy.example%2F%3Fkey%3D',
    '{"url":"https:\\/\\/api.example.org\\/users\\/ada"}',
    '&quot;key&#61;&quot;',
    'regex = /[\\u0041-\\u005a]token\\u003d/',
    'regex = /^(https?):\\/\\/([^:\\/]*):([^#\\/?]+)@/',
  ])('%s holds nothing', (text) => {
    expect(found(text)).toEqual([]);
  });
});

describe('encoded text full of keywords', () => {
  const text = 'password=a\n'.repeat(4000);
  test.each([
    ['one line of base64', base64(text)],
    ['wrapped base64', wrapped(base64(text), 76, '\n')],
    ['base64 of base64', base64(base64(text))],
    ['hexadecimal', Buffer.from(text).toString('hex')],
  ])('is scanned once, not once for each keyword: %s', (_title, content) => {
    // Scanning all that a keyword may look at, for each of them, took 20 s to 100 s.
    const startedAt = performance.now();
    detector.scan(Buffer.from(content));
    expect(performance.now() - startedAt).toBeLessThan(8000);
  });
});
