// The features of a score in words: what they say together, by what they speak of. No word of the value is named.
import type { FileKind } from '../model/rule.ts';
import type { Candidate } from './assignment/candidate.ts';
import type { ScoreParts } from './score.ts';

/** One line of an explanation. `weight` is in log-odds: above 0 it speaks for a secret. */
export interface Reason {
  readonly weight: number;
  readonly text: string;
}

/** Below this a reason is left out. */
const leastTold = 0.05;
const mostNamed = 4;

/** What a score rests on, the strongest reason first. */
export function reasonsOf(
  candidate: Candidate,
  kind: FileKind,
  { weighed }: ScoreParts,
): readonly Reason[] {
  const parts = topics.map((): Weighed[] => []);
  for (const part of weighed) {
    const topic = topics.findIndex(({ features }) => features.test(part.feature));
    parts[topic]?.push(part);
  }
  return topics
    .flatMap(({ words }, i): Reason[] => {
      const own = (parts[i] ?? []).toSorted(
        (left, right) => Math.abs(right.weight) - Math.abs(left.weight),
      );
      const weight = Math.round(own.reduce((sum, part) => sum + part.weight, 0) * 100) / 100;
      if (Math.abs(weight) < leastTold) return [];
      const names = own.map(({ feature }) => feature);
      return [{ weight, text: words(candidate, kind, names) }];
    })
    .toSorted((left, right) => Math.abs(right.weight) - Math.abs(left.weight));
}

type Weighed = ScoreParts['weighed'][number];

interface Topic {
  readonly features: RegExp;
  readonly words: (candidate: Candidate, kind: FileKind, features: readonly string[]) => string;
}

// Every feature belongs to the first topic that takes it.
const topics: readonly Topic[] = [
  { features: /^bias$/u, words: () => 'where any such value starts' },
  {
    features: /^(?:nc|n|nl|nx):/u,
    words: ({ name, role }, _kind, features) =>
      role === 'url'
        ? 'the scheme of the URL and its user'
        : `the name ${name}${nameClassIn(features)}`,
  },
  {
    features: /^(?:role|syntax|op|prefix|setter|role\.name):|^inString$/u,
    words: ({ role, syntax }) => `${roleWords[role]}, ${syntaxWords[syntax]}`,
  },
  { features: /^k[:.]/u, words: (_candidate, kind) => `so written in a file of kind ${kind}` },
  {
    features: /^(?:vl|len\.name):/u,
    words: ({ value }) => `${Array.from(value).length} characters`,
  },
  {
    features: /^(?:vc|cls\.name|ve|vr):|^vx:(?:switch|run|few|dense|sequence)/u,
    words: ({ value }) => `its characters: ${classesIn(value)}`,
  },
  {
    features: /^(?:vw|word)[:.]/u,
    words: (_candidate, _kind, features) =>
      features.some((feature) => /^(?:vw:|word\.\w+:)[01]/u.test(feature))
        ? 'its letters follow each other as at random'
        : 'its letters follow each other as in words',
  },
  {
    features: /^vs:/u,
    words: (_candidate, _kind, features) => `its shape: ${named(features, shapeWords)}`,
  },
  {
    features: /^vx:/u,
    words: (_candidate, _kind, features) => named(features, groupWords),
  },
  { features: /^v:/u, words: () => 'words in it' },
  {
    features: /^eq:/u,
    words: () => 'it repeats its own name',
  },
  {
    features: /^uh?:/u,
    words: (_candidate, _kind, features) =>
      `the other parts of the URL: ${named(features, urlWords)}`,
  },
  {
    features: /^(?:l|b|a|c|callee|arg|role\.after)[:.]/u,
    words: () => 'what stands around it on its line',
  },
];

function nameClassIn(features: readonly string[]): string {
  const found = features.find((feature) => feature.startsWith('nc:'))?.slice(3) ?? 'o';
  const about = features.includes('nx:about') ? ', yet ends in a word about it' : '';
  return `${nameClassWords[found] ?? ''}${about}`;
}

const nameClassWords: Readonly<Record<string, string>> = {
  P: ' says password',
  S: ' says secret',
  T: ' says token',
  K: ' says key of something secret',
  k: ' says key',
  A: ' says credential',
  N: ' says salt',
};

const roleWords: Readonly<Record<Candidate['role'], string>> = {
  assign: 'assigned',
  entry: 'the value of an entry',
  compare: 'compared with',
  argument: 'the argument after its name',
  default: 'a default',
  setter: 'the argument of a call with that name',
  call: 'the argument of a call that is assigned',
  flag: 'the value of an option',
  tag: 'the text of an element',
  field: 'the value beside its name',
  sql: 'in an SQL statement',
  header: 'in an HTTP header',
  list: 'one of a list',
  netrc: 'in a line of a .netrc',
  login: 'beside a user, by its place in a call',
  url: 'in a URL',
  manifest: 'in a Kubernetes manifest',
  hash: 'a password hash',
  jwk: 'in a JSON Web Key',
};

const syntaxWords: Readonly<Record<Candidate['syntax'], string>> = {
  quoted: 'in quotes',
  bare: 'without quotes',
  text: 'as text',
  number: 'as numbers',
};

function classesIn(value: string): string {
  const kinds = [
    [/[a-z]/u, 'lower-case letters'],
    [/[A-Z]/u, 'upper-case letters'],
    [/\d/u, 'digits'],
    [/[!-/:-@[-`{-~]/u, 'marks'],
    [/\s/u, 'spaces'],
    [/[^\x00-\x7f]/u, 'other letters'],
  ] as const;
  return kinds.flatMap(([pattern, word]) => (pattern.test(value) ? [word] : [])).join(', ');
}

/** The telling ends of feature names, through a table where the name is no word. */
function named(features: readonly string[], words: Readonly<Record<string, string>>): string {
  const ends = features.map((feature) => {
    const end = feature.slice(feature.indexOf(':') + 1).replace(/\.[Psw]$/u, '');
    return words[end] ?? end;
  });
  return [...new Set(ends)].slice(0, mostNamed).join(', ');
}

const shapeWords: Readonly<Record<string, string>> = {
  template: 'a template',
  percent: 'a format string',
  dollar: 'a variable',
  angle: 'something in brackets',
  masked: 'masked',
  url: 'a URL',
  path: 'a path',
  file: 'the name of a file',
  dotted: 'a dotted name',
  namespace: 'a qualified name',
  call: 'a call',
  const: 'a CONSTANT_NAME',
  snake: 'a snake_case name',
  kebab: 'a kebab-case name',
  headername: 'the name of a header',
  camel: 'a camelCase name',
  pascal: 'a PascalCase name',
  typeish: 'the name of a type',
  lowerword: 'one lower-case word',
  titleword: 'one capitalised word',
  upperword: 'one upper-case word',
  worddigits: 'a word and digits',
  number: 'a number',
  version: 'a version',
  date: 'a date',
  uuid: 'a UUID',
  hex: 'hexadecimal',
  base64url: 'URL-safe base64',
  padded: 'padded base64',
  email: 'an e-mail address',
  host: 'the name of a host',
  ip: 'an IP address',
  colon: 'two words with a colon',
  hashed: 'a hash',
  hash: 'a digest',
  vault: 'a reference to a vault',
  sentence: 'a sentence',
  spaced: 'text with spaces',
  'edge space': 'spaces at its end',
  newline: 'several lines',
  endpunct: 'ends like a sentence',
  html: 'HTML',
  json: 'JSON',
  regex: 'a regular expression',
  query: 'a query string',
  assign: 'an assignment',
  mime: 'a media type',
  algorithm: 'the name of an algorithm',
  punctonly: 'marks only',
  nonascii: 'letters beyond ASCII',
  control: 'control characters',
  comma: 'commas',
  quote: 'quotes',
  escape: 'escapes',
  jwt: 'a JSON Web Token',
  ssh: 'a public SSH key',
  cert: 'a certificate',
};

const groupWords: Readonly<Record<string, string>> = {
  'all placeholder': 'it consists of words that stand for a secret in examples',
  placeholder: 'it holds words that stand for a secret in examples',
  'glued placeholder': 'it is made of such words glued together',
  'type name': 'it is the name of a type',
  'secret word': 'it holds a word such as password',
  'dressed secret word': 'it holds a word such as password, with digits and marks',
  'holds example': 'it says example',
  'holds fake': 'it says that it is to be replaced',
  cut: 'it is cut short',
  code: 'it looks like code',
  'encoded object': 'it is an encoded object',
  'encoded login': 'it is an encoded user:password',
};

const urlWords: Readonly<Record<string, string>> = {
  'user is password': 'user and password are the same',
};
