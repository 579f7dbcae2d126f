// What a name says: how strongly it speaks of a secret, and which of its words speak against it.
import { nameWordsOf } from './words.ts';

/** Graded strength of a name: password, secret, token, strong key, weak key, authorization, salt, other. */
export type NameClass = 'P' | 'S' | 'T' | 'K' | 'k' | 'A' | 'N' | 'o';

export interface NameReading {
  readonly nameClass: NameClass;
  readonly words: readonly string[];
  readonly features: readonly string[];
}

const classOfWord = new Map<string, NameClass>([
  ...classed(
    'P',
    'password passwords passwd pass pwd passphrase passcode pw passw pswd psw userpass passwort',
  ),
  ...classed('S', 'secret secrets'),
  ...classed('T', 'token tokens ticket apitoken'),
  ...classed('k', 'key keys'),
  ...classed('K', 'apikey apikeys accesskey secretkey authkey'),
  ...classed(
    'A',
    'auth authorization authentication credential credentials creds cred bearer basic',
  ),
  ...classed('N', 'salt nonce'),
]);

// A key of these is a secret; `key` alone is mostly the key of a map.
const keyOwners = new Set(
  (
    'api access private secret encryption encrypt encrypted signing sign signature aes hmac master account shared app ' +
    'application license licence consumer server session crypt crypto cipher jwt auth deploy ssh host client user root ' +
    'storage service admin project subscription webhook write read ingest publishable maps map google aws azure ' +
    'github gitlab facebook twitter stripe mail mailgun sendgrid lastfm steam p k rsa dsa ec tls ssl des rc4 hash otp totp current'
  ).split(' '),
);

// After the telling word they name something about the secret, not the secret.
const aboutWords = new Set(
  (
    'field fields type types name names id ids url urls uri path paths file files filename dir folder length len size min max ' +
    'count regex pattern policy prompt label text title hint help message msg error errors reset change changed confirm ' +
    'expiry expires expire expiration expiresin ttl timeout class form input view template page link header headers prefix suffix format ' +
    'provider manager handler store service validator index column attr attribute param parameter arg option ' +
    'enabled required set valid invalid is public algorithm alg method scheme endpoint strength score rules char chars ' +
    'separator source ref reference version mode status state callback func function fn factory cls object obj map ' +
    'dict list set data info meta metadata description desc doc docs comment lifetime age time date created updated at by ' +
    'for from in to of usage use used hash hashed hasher digest fingerprint encoder decoder encoding generator ' +
    'authenticator authority backend middleware server client request response flow grant scope scopes context ' +
    'config settings setting require needed optional mask masked length visible toggle icon button btn placeholder ' +
    'kind group item items entry entries pair pairs code codes event events error exception parser iterator ' +
    'word words board stroke press down up space alias aliases ring chain cache bits bit usages ops iterations rounds count env var variable missing mgr model signature limit strategy providers'
  ).split(' '),
);

const againstHead = new Set(
  (
    'public pub no is has have use max min num enable enabled require requires required show hide forgot reset change invalid ' +
    'missing wrong sort primary foreign unique partition object dict cache row index event i18n translation group lookup ' +
    'natural json data map column field route query react hot short arrow enter escape tab home end page get check verify ' +
    'validate generate random hash hashed encrypted parse next prev previous continuation page cursor sync pagination csrf xsrf csrfmiddleware ' +
    'update input output start test type default cancellation cancel token eof lexer syntax'
  ).split(' '),
);

/** Reads a name. Features carry `n:` (a word), `nl:` (the last word), `nx:` (curated groups). */
export function readName(name: string): NameReading {
  const words = nameWordsOf(name).filter((word) => !/^\d+$/u.test(word));
  let nameClass: NameClass = classOfWord.get('') ?? 'o';
  let at = -1;
  words.forEach((word, i) => {
    const found = classOfWord.get(word);
    if (found !== undefined && rank(found) >= rank(nameClass)) {
      nameClass = found;
      at = i;
    }
  });
  if (nameClass === 'k' && keyOwners.has(words[at - 1] ?? '')) nameClass = 'K';
  const tail = words.slice(at + 1);
  const head = words.slice(0, Math.max(at, 0));
  const features = [`nc:${nameClass}`];
  for (const word of words.slice(-6)) features.push(`n:${word}`);
  const last = words[words.length - 1];
  if (last !== undefined) features.push(`nl:${last}`);
  if (tail.some((word) => aboutWords.has(word))) features.push('nx:about');
  else if (tail.length > 0) features.push('nx:tail');
  if (head.some((word) => againstHead.has(word))) features.push('nx:against');
  if (words.includes('public') || words.includes('pub')) features.push('nx:public');
  if (words.length === 1) features.push(`nx:alone.${nameClass}`);
  if (/^[^a-z]+$/u.test(name)) features.push('nx:upper');
  else if (/^[A-Z]/u.test(name)) features.push('nx:title');
  else if (/[a-z][A-Z]/u.test(name)) features.push('nx:camel');
  // A step of a pipeline as often as a password.
  if (words.length === 1 && last === 'pass') features.push('nx:pass alone');
  if (name.includes('.')) features.push('nx:dotted');
  if (name.includes('-')) features.push('nx:dashed');
  return { nameClass, words, features };
}

function classed(nameClass: NameClass, words: string): [string, NameClass][] {
  return words.split(' ').map((word) => [word, nameClass]);
}

function rank(nameClass: NameClass): number {
  return 'oNAkKTSP'.indexOf(nameClass);
}
