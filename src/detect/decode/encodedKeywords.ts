// What is sought in encoded text, and how it shows there: names of secrets and prefixes of tokens in base64 (once and
// twice), in hexadecimal, and with characters escaped as URLs, JSON, JavaScript and HTML escape them. Each form is a
// keyword of the sieve, so the lists are short: what stands in files, not all that could.

export type Encoding = 'base64' | 'hex' | 'percent' | 'backslash' | 'entity';

export interface EncodedKeyword {
  /** As it stands in the content, in its own case for base64. */
  readonly text: string;
  readonly encoding: Encoding;
  /** Base64 (RFC 4648, section 4): which of the four characters of a group the first one is, 0 to 3; else 0. */
  readonly phase: number;
}

// What decoded text is worth a look for.
const names = [
  'password',
  'passwd',
  'secret',
  'token',
  'api_key',
  'apikey',
  'credential',
  'private',
  'db_pass',
];
const prefixes = [
  'ghp_',
  'github_pat_',
  'glpat-',
  'sk-ant-',
  'sk-proj-',
  'xoxb-',
  'xoxp-',
  'AKIA',
  'AIzaSy',
];
const schemes = ['postgres://', 'mysql://', 'mongodb'];
const sought = [...names, ...names.map((name) => name.toUpperCase()), ...prefixes, ...schemes];
const soughtTwice = ['password', 'PASSWORD', 'secret', 'SECRET', 'token', 'TOKEN', 'ghp_', 'AKIA'];

// How names end, and what may follow them: `=`, `:` and quotes.
const nameEnds = ['word', 'pass', 'pwd', 'secret', 'token', 'key'];
const marksAfterNames: readonly (readonly [Encoding, readonly string[]])[] = [
  ['percent', ['%3d', '%3a', '%22']],
  ['backslash', ['\\u003d', '\\u0022', '\\u0027', '\\x22', '\\x3d']],
  ['entity', ['&#61;', '&#x3d;']],
];

// Addresses that hold a secret, whose slashes JSON writes as `\/` and URLs as %2F.
const addresses = ['://', 'hooks.slack.com/', 'discord.com/api/', 'discordapp.com/api/'];

/** All forms, at least five characters each, by the keyword of the sieve, which has lower-case letters. */
export function encodedByKeyword(): ReadonlyMap<string, readonly EncodedKeyword[]> {
  return (known ??= byLowerCase(allForms()));
}

// Made when first needed: most runs meet none.
let known: ReadonlyMap<string, readonly EncodedKeyword[]> | undefined;

function byLowerCase(forms: readonly EncodedKeyword[]): Map<string, EncodedKeyword[]> {
  const lists = new Map<string, EncodedKeyword[]>();
  for (const form of forms) {
    const keyword = form.text.toLowerCase();
    lists.set(keyword, [...(lists.get(keyword) ?? []), form]);
  }
  return lists;
}

function allForms(): EncodedKeyword[] {
  return [
    ...sought.flatMap((word) => [
      ...base64Forms(Buffer.from(word)),
      ...base64Forms(Buffer.from(word, 'utf16le')),
      ...hexForms(Buffer.from(word)),
    ]),
    ...soughtTwice.flatMap((word) =>
      base64Forms(Buffer.from(word)).flatMap(({ text }) => base64Forms(Buffer.from(text))),
    ),
    ...nameEnds.flatMap((end) =>
      marksAfterNames.flatMap(([encoding, marks]) =>
        marks.map((mark) => ({ text: end + mark, encoding, phase: 0 })),
      ),
    ),
    ...['password', 'secret', 'token'].flatMap(fullForms),
    ...prefixes.flatMap(escapedPrefix),
    { text: 'private%20key-----', encoding: 'percent', phase: 0 },
    { text: 'private+key-----%0', encoding: 'percent', phase: 0 },
    ...addresses.flatMap((address) => [
      { text: address.replaceAll('/', '\\/'), encoding: 'backslash' as const, phase: 0 },
      { text: percentOf(address, /[:/]/gu), encoding: 'percent' as const, phase: 0 },
    ]),
  ];
}

// For each byte offset modulo three the characters that the word alone decides.
function base64Forms(word: Buffer): EncodedKeyword[] {
  return [0, 1, 2].flatMap((offset) => {
    const encoded = Buffer.concat([Buffer.alloc(offset), word]).toString('base64');
    const first = Math.ceil((offset * 8) / 6);
    const last = Math.floor(((offset + word.length) * 8) / 6);
    const text = encoded.slice(first, last);
    return text.length >= 5 ? [{ text, encoding: 'base64' as const, phase: first % 4 }] : [];
  });
}

// Only those with a letter among their digits: runs of plain digits are everywhere.
function hexForms(word: Buffer): EncodedKeyword[] {
  const text = word.toString('hex');
  const isTelling = word.length >= 4 && /[a-f]/u.test(text);
  return isTelling ? [{ text, encoding: 'hex', phase: 0 }] : [];
}

// A token's prefix with its mark escaped, with its first letter escaped, and escaped from end to end.
function escapedPrefix(prefix: string): EncodedKeyword[] {
  const mark = /[-_]/u.exec(prefix)?.[0];
  const head = mark === undefined ? prefix : prefix.slice(0, prefix.indexOf(mark));
  const first = prefix.charAt(0);
  const escapedFirst = [unicodeOf(first), shortOf(first)].map((text) => ({
    text: text + head.slice(1),
    encoding: 'backslash' as const,
    phase: 0,
  }));
  if (mark === undefined) return [...escapedFirst, ...fullForms(prefix.slice(0, 4))];
  return [
    ...escapedFirst,
    ...fullForms(prefix.slice(0, 4)),
    { text: head + percentOf(mark, /./gu), encoding: 'percent', phase: 0 },
    { text: head + unicodeOf(mark), encoding: 'backslash', phase: 0 },
    { text: head + shortOf(mark), encoding: 'backslash', phase: 0 },
    { text: `${head}&#${mark.charCodeAt(0)};`, encoding: 'entity', phase: 0 },
  ];
}

function fullForms(word: string): EncodedKeyword[] {
  const each = (write: (letter: string) => string): string => [...word].map(write).join('');
  return [
    { text: each(unicodeOf), encoding: 'backslash', phase: 0 },
    { text: each(shortOf), encoding: 'backslash', phase: 0 },
    { text: percentOf(word, /./gu), encoding: 'percent', phase: 0 },
  ];
}

function percentOf(text: string, escaped: RegExp): string {
  return text.replace(escaped, (letter) => `%${hexOf(letter)}`);
}

function unicodeOf(letter: string): string {
  return `\\u00${hexOf(letter)}`;
}

function shortOf(letter: string): string {
  return `\\x${hexOf(letter)}`;
}

function hexOf(letter: string): string {
  return letter.charCodeAt(0).toString(16).padStart(2, '0');
}
