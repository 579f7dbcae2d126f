// The generic extractors: what each starts from, and how far it looks.
import type { Rule } from '../model/rule.ts';

/** The extractors, as rules name them in `extractor`, and what they start from. */
export const extractorKeywords = {
  // Few and short, because every hit costs: `pass` serves password, passwd, passphrase and _PASS.
  assignment: [
    'pass',
    'pwd',
    'secret',
    'token',
    'key',
    'auth',
    'cred',
    '_pw',
    '-pw',
    'pw=',
    'pw =',
    'pw:',
    'pw"',
    "pw'",
    'salt',
    'ticket',
  ],
  // Also the values that name themselves, and the places that have their own grammar.
  header: ['basic ', 'bearer ', 'ntlm '],
  sql: ['identified by', 'identified with'],
  command: [
    'curl ',
    'mysql',
    'psql ',
    'mongo',
    'redis-cli ',
    'sshpass ',
    'docker login',
    'http -a',
    'smbclient ',
    '| chpasswd',
  ],
  // Calls that take a user and a password by their place.
  login: [
    'basicauth(',
    'basic_auth(',
    'digestauth(',
    'ntlmauth(',
    'auth=(',
    'auth = (',
    'networkcredential(',
    'passwordcredentials(',
    '.login(',
    'mysql.connect(',
    'mysql_connect(',
    'mysql_pconnect(',
    'mysqli_connect(',
    'sqldb.connect(',
    '->connect(',
    'getconnection(',
    'create_user(',
    'create_superuser(',
    'mysqli(',
    'pdo(',
    'userpwd',
    '@tcp(',
  ],
  jwk: ['"kty"', "'kty'", 'kty:'],
  pgpass: [':5432:', ':5433:', ':6432:', ':*:'],
  manifest: ['kind: secret', '"kind": "secret', '"kind":"secret'],
  hash: ['$1$', '$5$', '$6$', '$y$', '$2a$', '$2b$', '$2y$', '$apr1$', '{sha}'],
  url: ['://', ':\\/\\/'],
} as const;

export type Extractor = keyof typeof extractorKeywords;

/** Bytes that an extractor looks at, before and after the end of a keyword. */
export interface Reach {
  readonly before: number;
  readonly after: number;
}

export const extractorReach: Reach = { before: 320, after: 2048 };
/** Of the extractors that read a whole object, and of encoded text. */
export const objectReach: Reach = { before: 3000, after: 6000 };

/** How far the extractors of one keyword look. */
export function reachOf(extractors: readonly Extractor[]): Reach {
  if (extractors.some((name) => name === 'manifest' || name === 'jwk')) return objectReach;
  return extractors.length > 0 ? extractorReach : { before: 0, after: 0 };
}

/** The extractors that some rules ask for, by keyword. */
export function extractorsByKeyword(
  rules: readonly Rule[],
): ReadonlyMap<string, readonly Extractor[]> {
  const found = new Map<string, Extractor[]>();
  for (const extractor of enabledExtractors(rules)) {
    for (const keyword of extractorKeywords[extractor]) {
      found.set(keyword, [...(found.get(keyword) ?? []), extractor]);
    }
  }
  return found;
}

function enabledExtractors(rules: readonly Rule[]): readonly Extractor[] {
  const asked = new Set(rules.map((rule) => rule.extractor));
  const generic: readonly Extractor[] = asked.has('assignment')
    ? ['assignment', 'header', 'sql', 'command', 'login', 'jwk', 'pgpass', 'hash', 'manifest']
    : [];
  return asked.has('url') ? [...generic, 'url'] : generic;
}
