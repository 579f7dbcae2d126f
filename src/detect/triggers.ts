// Which keywords start which work: those of the provider rules (RE2 on a window) and those of the
// generic extractors. One table by keyword id, beside the sieve over all of them.
import type { Rule } from '../model/rule.ts';
import { compileRule, type CompiledRule } from '../rules/compileRule.ts';
import { loadEngine } from '../rules/engine.ts';
import type { RuleSet } from '../rules/ruleSet.ts';
import { encodedKeywords, type EncodedKeyword } from './decode/encodedKeywords.ts';
import { valueRunOf, type MayMatch } from './valueRun.ts';
import { buildSieve, type KeywordSieve } from './keywordSieve.ts';
import { preparedSieve } from './preparedSieve.ts';

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

/** A provider rule with the cheap look that comes before its pattern. */
export interface TriggeredRule {
  readonly compiled: CompiledRule;
  readonly mayMatch: MayMatch;
}

/** What one keyword starts. */
export interface Trigger {
  readonly keyword: string;
  readonly rules: readonly TriggeredRule[];
  readonly extractors: readonly Extractor[];
  /** What it is in encoded text; several have the same letters. */
  readonly encoded: readonly EncodedKeyword[];
  /** Bytes before and after the end of the keyword that `verify` may look at. */
  readonly before: number;
  readonly after: number;
}

export interface Triggers {
  readonly sieve: KeywordSieve;
  /** By keyword id. */
  readonly byKeyword: readonly Trigger[];
}

/** Bytes that the generic extractors look at, before and after the end of a keyword. */
const extractorWindow = { before: 320, after: 2048 } as const;
/** Those of the extractors that read a whole object, and of encoded text. */
const objectWindow = { before: 3000, after: 6000 } as const;

/** All keywords of a rule set with what each starts. Patterns are compiled on first use. */
export function triggersOf(ruleSet: RuleSet, engine: 'auto' | 'js'): Triggers {
  const rulesOf = new Map<string, TriggeredRule[]>();
  const extractorsOf = new Map<string, Extractor[]>();
  for (const rule of ruleSet.rules) {
    if (rule.pattern === '') continue;
    const compiled = compileRule(rule, () => loadEngine(engine));
    for (const keyword of new Set(rule.keywords.map((word) => word.toLowerCase()))) {
      listOf(rulesOf, keyword).push({ compiled, mayMatch: whenNeeded(rule, keyword) });
    }
  }
  for (const extractor of enabledExtractors(ruleSet.rules)) {
    for (const keyword of extractorKeywords[extractor])
      listOf(extractorsOf, keyword).push(extractor);
  }
  const encodedOf = new Map<string, EncodedKeyword[]>();
  if (ruleSet.rules.length > 0) {
    for (const encoded of encodedKeywords)
      listOf(encodedOf, encoded.text.toLowerCase()).push(encoded);
  }
  const keywords = [
    ...new Set([...rulesOf.keys(), ...extractorsOf.keys(), ...encodedOf.keys()]),
  ].sort();
  return {
    sieve: preparedSieve(ruleSet, keywords) ?? buildSieve(keywords),
    byKeyword: keywords.map((keyword) =>
      triggerOf(keyword, {
        rules: rulesOf.get(keyword) ?? [],
        extractors: extractorsOf.get(keyword) ?? [],
        encoded: encodedOf.get(keyword) ?? [],
      }),
    ),
  };
}

function enabledExtractors(rules: readonly Rule[]): readonly Extractor[] {
  const asked = new Set(rules.map((rule) => rule.extractor));
  const generic: readonly Extractor[] = asked.has('assignment')
    ? ['assignment', 'header', 'sql', 'command', 'login', 'jwk', 'pgpass', 'hash', 'manifest']
    : [];
  return asked.has('url') ? [...generic, 'url'] : generic;
}

function triggerOf(
  keyword: string,
  work: Pick<Trigger, 'rules' | 'extractors' | 'encoded'>,
): Trigger {
  const { rules, extractors, encoded } = work;
  const readsObjects =
    encoded.length > 0 || extractors.some((name) => name === 'manifest' || name === 'jwk');
  const reach = readsObjects
    ? objectWindow
    : extractors.length > 0
      ? extractorWindow
      : { before: 0, after: 0 };
  // One spare byte on either side: a match that touches a cut edge does not count.
  const before = rules.map(({ compiled }) => compiled.rule.window.before + keyword.length + 1);
  const after = rules.map(({ compiled }) => compiled.rule.window.after + 1);
  return {
    keyword,
    ...work,
    before: Math.max(reach.before, ...before),
    after: Math.max(reach.after, ...after),
  };
}

// Patterns are read when a keyword is first met: most rules never are.
function whenNeeded(rule: Rule, keyword: string): MayMatch {
  let look: MayMatch | undefined;
  return (bytes, window, place) => (look ??= valueRunOf(rule, keyword))(bytes, window, place);
}

function listOf<T>(lists: Map<string, T[]>, key: string): T[] {
  const known = lists.get(key);
  if (known !== undefined) return known;
  const list: T[] = [];
  lists.set(key, list);
  return list;
}
