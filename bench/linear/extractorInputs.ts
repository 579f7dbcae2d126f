// Contents made to be hard on the extractors that read a language's own notation, and on the decoders.
import { gzipSync } from 'node:zlib';
import { zipSync } from 'fflate';
import { createTar } from 'nanotar';
import type { Detector } from '../../src/detect/detector.ts';
import { extractorKeywords } from '../../src/detect/extractors.ts';
import { encodedByKeyword } from '../../src/detect/decode/encodedKeywords.ts';
import { expandTemplate } from '../../src/rules/templates.ts';
import { repeated, type LinearInput, type LinearSubject } from './measure.ts';
import { scanned } from './ruleInputs.ts';

const value = expandTemplate('<alnum:20>', 'linear');
const word = 'password';
const hex = Buffer.from(`password=${value}\n`).toString('hex');
const once = Buffer.from(`password=${value}\n`.repeat(3)).toString('base64');
const twice = Buffer.from(once).toString('base64');
const thrice = Buffer.from(twice).toString('base64');

/** What may stand around a name and its value, in the languages and out of them. */
const notations: Readonly<Record<string, readonly string[]>> = {
  python: [
    'password = """',
    "password = '''x",
    `${word} = f"{`,
    'password = (\n    "a"\n    "b"\n',
    'password = ("a" "b" ',
    'password = "a" + ',
    '"password": {"a": ',
    `password = "${value}" + \\\n`,
    `os.environ.get("password", `,
    `d["password"]["token"]`,
    `password: str = Field(default=`,
    `("password", "token", "secret"), `,
  ],
  brackets: ['password=(', 'password={', 'password=[', 'token:{"key":[', 'password=([{', 'key(('],
  quotes: [
    'password="',
    "password='",
    'password=`',
    `${word}=\\"`,
    'password=\\\\\\"',
    `"password": "\\"`,
    `${word}=&quot;`,
  ],
  backslashes: [
    'password=\\',
    'password="\\\\\\\\',
    `password="${'\\'.repeat(300)}`,
    '\\"password\\"',
  ],
  operators: [
    'password=',
    'password:',
    'password==',
    'password => ',
    'password||',
    'password,',
    'password ',
    'password?',
    'password<',
    'password>',
    '--password ',
    ':password ',
    '${password:-',
    'a=b:c=d:key=',
  ],
  yaml: [
    'password: |\n  a\n',
    'password: >-\n',
    '- name: password\n  value: ',
    'password: &a *a\n',
    'password: !!str ',
    'password: # comment\n',
    `password:\n  ${' '.repeat(300)}`,
  ],
  json: [
    '{"password":',
    `{"password":"${value}","a":`,
    '[{"name":"password","value":',
    '"password","',
  ],
  dotenv: [
    `PASSWORD=${value}\n`,
    'PASSWORD=a ',
    'export PASSWORD=$(',
    'PASSWORD=\n',
    `PASSWORD="${value}`,
  ],
  shell: [
    'cat <<password\n',
    'export password=$(echo ',
    'curl -u a:b ',
    'curl ',
    "curl -H 'token: ",
  ],
  xml: [
    '<password>',
    '<password attr="',
    `<password>${value}</password>`,
    '<key>password</key><string>',
    '<add key="password" value="',
  ],
  comments: [
    `password = "${value}" # leaktrail:allow `,
    `password = "${value}" # gitleaks:allow\n`,
    'password /* ',
    'password <!-- ',
  ],
  'key blocks': [
    '-----BEGIN RSA PRIVATE KEY-----',
    '-----BEGIN RSA PRIVATE KEY-----\n',
    `-----BEGIN PGP PRIVATE KEY BLOCK-----\n`,
    `-----BEGIN PRIVATE KEY-----\n${'A'.repeat(64)}\n`,
    '-----BEGIN RSA PRIVATE KEY-----\\n"\n"',
    '-----BEGIN RSA PRIVATE KEY-----\n-----END RSA ',
  ],
  urls: [
    '://a:b@',
    'postgres://user:password@',
    'https://user:',
    '://:@',
    `postgres://u:${value}@h/d?password=`,
    'Server=a;Password=b;',
    `Server=a;Password=${value};`,
  ],
  headers: ['Authorization: Bearer ', 'Authorization: Basic ', `bearer ${value} `, 'x-api-key: '],
  notebook: [
    `{"cells":[{"source":["password = \\"${value}\\"\\n",`,
    `"${word} = \\"`,
    '\\"password\\\\\\": \\\\\\"',
  ],
  'long alphabet': [
    'a',
    'A1',
    '0',
    '=',
    ':',
    '"',
    '\\',
    '+',
    '(',
    '/',
    '%41',
    '\\u0041',
    '\n',
    ' ',
  ],
};

/** One subject for each extractor, language and alphabet. */
export function extractorSubjects(detector: Detector): LinearSubject[] {
  const extractors = Object.entries(extractorKeywords).map(([name, keywords]) => ({
    name: `extractor ${name}`,
    inputs: keywords.flatMap((keyword) =>
      ['', ' ', '\n', '"', `"a", "${value}"`, `a:${value}@`, `${value}\n`].map((tail) =>
        scanned(JSON.stringify(keyword + tail.slice(0, 8)), keyword + tail, detector),
      ),
    ),
  }));
  const notationSubjects = Object.entries(notations).map(([name, units]) => ({
    name: `notation ${name}`,
    inputs: units.map((unit) => scanned(JSON.stringify(unit).slice(0, 40), unit, detector)),
  }));
  return [...extractors, ...notationSubjects];
}

/** One subject for each encoding. */
export function decoderSubjects(detector: Detector): LinearSubject[] {
  const byEncoding = new Map<string, Set<string>>();
  for (const form of [...encodedByKeyword().values()].flat()) {
    const units = byEncoding.get(form.encoding) ?? new Set();
    byEncoding.set(form.encoding, units.add(form.text));
  }
  const keywords = [...byEncoding].map(([encoding, texts]) => ({
    name: `decoder ${encoding}, keywords`,
    inputs: [...texts]
      .filter((_, i) => i % every === 0)
      .flatMap((text) => [
        scanned(text, text, detector),
        scanned(`${text}, run`, `${text}${'b'.repeat(40)}`, detector),
      ]),
  }));
  const texts: Readonly<Record<string, readonly string[]>> = {
    base64: [once, twice, thrice, wrapped(once), wrapped(twice), `"${once}"\n`, `${once}=\n`],
    hex: [hex, wrapped(hex), `${hex}\n`],
    percent: [`password%3D${value}%26`, '%70%61%73%73', `password%3D`, `https%3A%2F%2Fu%3Ap%40h `],
    backslash: [`\\u0022password\\u0022: \\u0022${value}\\u0022`, 'password\\u0022', ':\\/\\/a:b@'],
    entity: [`password&#61;&quot;${value}&quot;`, 'password&#61;', '&amp;&amp;password'],
  };
  const decoded = Object.entries(texts).map(([name, units]) => ({
    name: `decoder ${name}`,
    inputs: units.map((unit, i) => scanned(`${i + 1}: ${unit.slice(0, 24)}`, unit, detector)),
  }));
  const line = `password = "${value}"\n`;
  const whole = (
    name: string,
    pack: (content: Buffer, sizeBytes: number) => Uint8Array,
  ): LinearInput => ({
    name,
    prepare(sizeBytes) {
      const bytes = pack(repeated(line, sizeBytes), sizeBytes);
      return { sizeBytes, run: () => detector.scan(bytes) };
    },
  });
  const members = (bytes: number): [string, Buffer][] =>
    Array.from({ length: Math.ceil(bytes / 400) }, (_, i) => [`f${i}.env`, repeated(line, 400)]);
  return [
    ...keywords,
    ...decoded,
    {
      name: 'decoder utf-16',
      inputs: [
        whole('matches', (content) => Buffer.from(`\uFEFF${content.toString()}`, 'utf16le')),
        whole('one line', (content) =>
          Buffer.from(`\uFEFF${content.toString().replaceAll('\n', ' ')}`, 'utf16le'),
        ),
      ],
    },
    {
      name: 'decoder archives',
      inputs: [
        whole('gzip', (content) => gzipSync(content)),
        whole('gzip in gzip', (content) => gzipSync(gzipSync(content))),
        whole('many gzip members', (_content, size) =>
          Buffer.concat(members(size).map(([, bytes]) => gzipSync(bytes))),
        ),
        whole('zip of many', (_content, size) => zipSync(Object.fromEntries(members(size)))),
        whole('stored zip of many', (_content, size) =>
          zipSync(Object.fromEntries(members(size)), { level: 0 }),
        ),
        whole('tar of many', (_content, size) =>
          createTar(members(size).map(([name, data]) => ({ name, data }))),
        ),
        whole('heads of zip members', (_content, size) => repeated('PK\u0003\u0004', size)),
        whole('heads of gzip members', (_content, size) =>
          repeated(Buffer.from([0x1f, 0x8b, 8, 0]), size),
        ),
      ],
    },
  ];
}

/** They are alike: of hundreds some are tried. */
const every = 9;

function wrapped(text: string): string {
  return `${
    text
      .repeat(8)
      .match(/.{1,76}/gu)
      ?.join('\n') ?? ''
  }\n`;
}
