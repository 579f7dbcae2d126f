// What a value looks like: its length, alphabet, randomness, shape, and the words that speak of a
// placeholder, a text or a piece of code.
import { shannonEntropy } from '../../rules/entropy.ts';
import { wordLikeness } from './bigrams.ts';
import { wordsOf } from './words.ts';

export interface ValueReading {
  readonly words: readonly string[];
  readonly features: readonly string[];
  /** Character classes: some of l(ower) u(pper) d(igit) p(unctuation) s(pace) x (other). */
  readonly classes: string;
  readonly lengthBucket: string;
  /** 0 random to 3 language, as letters go. */
  readonly likeness: number;
}

const lower = 1;
const upper = 2;
const digit = 4;
const blank = 8;
const other = 16;
// Some marks have a bit of their own, the rest share one.
const marks = '_-./\\:@$(){}<>[]=%&*#|,"\'`!+';

// The kinds of characters in a text, as bits.
function kindsOf(text: string): number {
  let kinds = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    kinds |= code < 128 ? (kindOfAscii[code] ?? other) : other;
  }
  return kinds;
}

const kindOfAscii = Int32Array.from({ length: 128 }, (_, code) => {
  if (code >= 97 && code <= 122) return lower;
  if (code >= 65 && code <= 90) return upper;
  if (code >= 48 && code <= 57) return digit;
  if (code === 32 || (code >= 9 && code <= 13)) return blank;
  if (code < 32 || code === 127) return other;
  const mark = marks.indexOf(String.fromCharCode(code));
  // 31 bits in all: the last ones are shared.
  return 1 << (5 + (mark < 0 ? 25 : Math.min(24, mark)));
});

const lengthSteps = [
  1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 15, 16, 19, 20, 21, 24, 25, 31, 32, 33, 39, 40, 41, 48, 63, 64,
  65, 100, 200,
];

// Words that stand for a secret in examples, tests and templates.
const placeholderWords = new Set(
  (
    'test tests testing example examples sample samples dummy fake mock foo bar baz qux foobar change changeme changeit your my some insert ' +
    'enter put here todo tbd fixme none null nil undefined empty default value string str text secret secrets password passwords ' +
    'passwd passw pass pwd passphrase token tokens key keys user username admin administrator root guest demo hello world abc xyz xxx xxxx xxxxx asdf ' +
    'qwerty qwertyuiop invalid wrong bad incorrect hidden redacted removed masked placeholder replace replaceme lorem ipsum ' +
    'letmein welcome topsecret mypassword mysecret unused unknown na notset unset blank whatever something anything required optional ' +
    'hunter hunter2 quux blah blahblah tiger aaaa aaaaa correct correcthorse newpass oldpass pw pwd mypass pass1 pass2 somepass good better new old first second other another anyone nobody always never once ' +
    'true false yes no on off auto login credential credentials temp tmp private public secure supersecret super pw api apikey'
  ).split(' '),
);

interface Shape {
  readonly feature: string;
  readonly pattern: RegExp;
  /** Kinds of characters of which one at least must be there before the pattern is tried. */
  readonly needs: number;
}

// Name, pattern, and characters one of which the value must hold: the pattern runs on few values only.
const shapes: readonly Shape[] = (
  [
    ['template', /\$\{|\{\{|\}\}|#\{|<%|%>|\$\(|@@|##\w+##|\[\[|\$\{?\w+\}?$/u, '${}<(@#['],
    ['percent', /%[sdrif]\b|%\(\w+\)|\{\d*\}|\{[a-z_]\w*\}|%@|%\w+%/iu, '%{'],
    ['dollar', /^\$[A-Za-z_({]/u, '$'],
    ['angle', /^<[^>]*>?$|^\[[^\]]*\]$|^\{[^}]*\}$|^\([^)]*\)$/u, '<[{('],
    ['masked', /^[*xX.#_\-•?]+$|\*{3,}|x{4,}|X{4,}|\.{3}|…/u, '*xX.#_-é'],
    ['url', /^[a-z][a-z0-9+.-]*:\/\//iu, ':'],
    [
      'path',
      /^(?:\.{0,2}|~|[A-Za-z]:)?[/\\][\w.@ -]+(?:[/\\]|$)|^[\w.-]+(?:\/[\w.-]+)+\/?$/u,
      '/\\',
    ],
    [
      'file',
      /^[\w./\\ -]*\.(?:pem|key|crt|cer|txt|json|ya?ml|py|js|ts|php|html?|xml|conf|cfg|ini|jks|p12|pfx|pub|env|properties|sh|rb|go|java|png|svg|css|md|log|db|der|csr|keystore|gpg|asc)$/iu,
      '.',
    ],
    ['dotted', /^[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)+$/u, '.'],
    ['namespace', /^[A-Za-z_][\w]*(?:(?:::|\\)[A-Za-z_]\w*)+$/u, ':\\'],
    ['call', /\w\(|\)$|=>|->|::|\[\w+\]|&&|\|\|/u, ')(>:[&|'],
    ['const', /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/u, '_'],
    ['snake', /^[a-z][a-z0-9]*(?:_[a-z0-9]+)+$/u, '_'],
    ['kebab', /^[a-z][a-z0-9]*(?:-[a-z0-9]+)+$/u, '-'],
    ['headername', /^[A-Z][a-z]+(?:-[A-Z]\w*)+$/u, '-'],
    ['camel', /^[a-z]+(?:[A-Z][a-z]+)+$/u, 'A'],
    ['pascal', /^(?:[A-Z][a-z]+){2,}$/u, 'A'],
    ['typeish', /^[A-Z][a-z]*\d?(?:[A-Z][a-z]+){2,}$/u, 'A'],
    ['lowerword', /^[a-z]+$/u, 'a'],
    ['titleword', /^[A-Z][a-z]+$/u, 'A'],
    ['upperword', /^[A-Z]+$/u, 'A'],
    ['worddigits', /^[A-Za-z]+\d{1,4}[!@#$.]?$/u, '0'],
    ['number', /^[+-]?\d+(?:\.\d+)?$/u, '0'],
    ['version', /^v?\d+(?:\.\d+){1,3}(?:[-+]\w+)?$/u, '0'],
    ['date', /^\d{4}-\d\d-\d\d(?:$|[T ])|^\d{1,2}[./]\d{1,2}[./]\d{2,4}$/u, '0'],
    ['uuid', /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/iu, '-'],
    ['hex', /^(?:0x)?(?=.*\d)[0-9a-f]{16,}$|^(?=.*\d)[0-9A-F]{16,}$/u, 'aA0'],
    ['base64', /^[A-Za-z0-9+/]{16,}={0,2}$/u, 'aA0'],
    ['base64url', /^(?=.*[-_])[A-Za-z0-9_-]{16,}$/u, '-_'],
    ['padded', /[^=]={1,2}$/u, '='],
    ['email', /^[\w.+-]+@[\w-]+\.[\w.-]+$/u, '@'],
    ['host', /^[\w-]+(?:\.[\w-]+)+(?::\d+)?$/u, '.'],
    ['ip', /^\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?$/u, '0'],
    ['colon', /^[A-Za-z][\w.-]*:[\w.-]+$/u, ':'],
    [
      'hashed',
      /^\{?(?:SHA|SSHA|MD5|CRYPT|bcrypt|pbkdf2|argon2|scrypt)\w*[}:$]|^\$(?:2[aby]|1|5|6|apr1|argon2\w*|P|H)\$/iu,
      '${}:',
    ],
    ['hash', /^(?:sha\d+|md5)[-:]/iu, '-:'],
    [
      'vault',
      /^(?:vault|ENC|secret|ref|arn|projects|env|file|op|AQICA|kms|sops)[:(/]|^!\w+|^ENC\[/u,
      ':(/![',
    ],
    ['sentence', /[a-z,;:]\s+[a-z]+\s+[a-z]+/iu, ' '],
    ['two words', /^[A-Za-z'’]+\s+[A-Za-z'’]+[:.!?]?$/u, ' '],
    ['spaced', /\s/u, ' '],
    ['edge space', /^\s|\s$/u, ' '],
    ['newline', /\n/u, ' '],
    ['endpunct', /[A-Za-z][.:!?]$/u, '.:!?'],
    ['html', /<\/?\w+[^>]*>|&\w+;/u, '<&'],
    ['json', /["'{[]\s*["']?\w+["']?\s*[:=]/u, ':='],
    ['regex', /\\[dwsb]|\[\^|\(\?|\.\*|\[a-z|\+\$|\.\+/iu, '\\[(.+'],
    ['query', /^[?&]?\w+=[^&]*&|^\?\w+=/u, '='],
    ['assign', /^\w+\s*=\s*\S/u, '='],
    ['mime', /^(?:application|text|image|audio|video|multipart)\//u, '/'],
    [
      'algorithm',
      /^(?:ssh-|ecdsa-|rsa|dsa|ed25519|aes|sha|md5|hmac|[hrep]s(?:256|384|512)|bearer|basic|digest|oauth|scram|gssapi|plain|ntlm|kerberos)/iu,
      'aA',
    ],
    ['punctonly', /^[^A-Za-z0-9]+$/u, ''],
    ['nonascii', /[^\x00-\x7f]/u, 'é'],
    ['control', /[\x00-\x08\x0e-\x1f]/u, '\x01'],
    ['comma', /,/u, ','],
    ['quote', /["'`]/u, '"\'`'],
    ['escape', /\\/u, '\\'],
    ['jwt', /^eyJ/u, 'e'],
    ['ssh', /^ssh-|^AAAA[BCE]3/u, 'aA'],
    ['cert', /^MI[IG]|^LS0tLS1/u, 'A'],
  ] as const
).map(([name, pattern, characters]) => ({
  feature: `vs:${name}`,
  pattern,
  needs: characters === '' ? -1 : kindsOf(characters),
}));

// Two or more of these in a row, glued: mypassword, testpass, newpw1
const glued =
  /^(?:my|new|old|another|an|test|your|the|some|any|user|client|server|admin|correct|wrong|bad|good|super|top|very|secret|secrets|secure|password|passwd|passw|pass|pw|pwd|token|key|access|auth|login|api|app|db|database|root|example|sample|demo|dummy|fake|invalid|valid|default|temp|random|plain|hidden|private|public|shared|first|second|other|changeme|change|me|is|a|not|real|no|this|foo|bar|baz|name|value|string|word|account|host|guest|hello|world|abc|xyz|blah){2,}\d{0,4}[!.]?$/iu;

// The words overlap: longer values could be cut up in too many ways.
const longestGlued = 40;

const typeNames =
  /^(?:string|str|function|object|number|boolean|bool|undefined|int|integer|long|float|double|bytes?|char|varchar|text|datetime|date|timestamp|uuid|array|list|dict|map|symbol|bigint|any|void|hidden|email|checkbox|submit|button|textarea|select|utf-?8|ascii|hex|base64|binary|latin1|html|json|xml|plaintext|variable(?:-\d)?|keyword|operator|atom|builtin|comment|meta|tag|attribute|property|qualifier|include|same-origin|omit|required|optional|always|on_create|never|none)$/iu;

const sequences =
  'abcdefghijklmnopqrstuvwxyz 01234567890 qwertyuiop asdfghjkl zxcvbnm 9876543210 zyxwvutsrqponmlkjihgfedcba';

/** Reads a value. Features carry `vs:` (a shape), `v:` (a word), `vx:` (curated groups), `vl:` (length). */
export function readValue(value: string): ValueReading {
  const shown = value.length > 400 ? value.slice(0, 400) : value;
  const features: string[] = [];
  const kinds = kindsOf(shown);
  // Generated passwords of all kinds of characters look like anything; their shape says nothing.
  const isDense = isDenselyMixed(shown);
  if (isDense) features.push('vx:dense');
  else {
    for (const { feature, pattern, needs } of shapes) {
      if ((needs & kinds) !== 0 && pattern.test(shown)) features.push(feature);
    }
  }
  const words = wordsOf(shown).slice(0, 24);
  const placeholders = words.filter((word) => placeholderWords.has(word)).length;
  // Redispass1!: digits and a mark make it somebody's choice.
  const isDressed = /\d.*[!@#$%^&*?]|[!@#$%^&*?].*\d/u.test(shown);
  if (placeholders > 0 && !isDressed) {
    features.push(
      placeholders === words.filter((word) => !/^\d+$/u.test(word)).length
        ? 'vx:all placeholder'
        : 'vx:placeholder',
    );
  }
  for (const word of new Set(words.slice(0, 8))) if (word.length > 1) features.push(`v:${word}`);
  if (words.length > 0 && words.length <= 8) features.push(`v:^${words[0] ?? ''}`);
  if (/\breturn\b|=>|\bfunction\b|\)\s*[?;.}]|[;{}]\s*\w+[(=]/u.test(shown))
    features.push('vx:code');
  // Page tokens and cursors: {"offset": 50} in base64
  if (/^eyJ[A-Za-z0-9+/_-]+={0,2}$/u.test(shown) && shown.length < 200)
    features.push('vx:encoded object');
  if (isEncodedLogin(shown)) features.push('vx:encoded login');
  if (!isDressed && shown.length <= longestGlued && glued.test(shown))
    features.push('vx:glued placeholder');
  if (typeNames.test(shown)) features.push('vx:type name');
  if (/pass|pwd|pas+w|pswd|assword|secret|token|p[a4@]?[s5$3]{2}w[o0]rd|s[e3]cr[e3]t/iu.test(shown))
    features.push(isDressed ? 'vx:dressed secret word' : 'vx:secret word');
  if (/example/iu.test(shown)) features.push('vx:holds example');
  if (
    /dummy|changeme|change.?me|placeholder|redacted|fake|notreal|insert|replace|sample|xxxx|your[_-]|-here$|_here$|<\w+>/iu.test(
      shown,
    )
  ) {
    features.push('vx:holds fake');
  }
  if (/\.{3}|…/u.test(shown)) features.push('vx:cut');
  const lengthBucket = bucketOf(value.length);
  features.push(`vl:${lengthBucket}`);
  const classes = classesOf(kinds);
  features.push(`vc:${classes}`);
  features.push(...randomnessFeatures(shown));
  const likeness = likenessBucket(shown);
  features.push(`vw:${likeness}`);
  return { words, features, classes, lengthBucket, likeness };
}

// Base64 of user:password, as Basic authorization and docker's config.json hold it.
function isEncodedLogin(value: string): boolean {
  if (!/^[A-Za-z0-9+/]{8,200}={0,2}$/u.test(value)) return false;
  return /^[\x21-\x39\x3b-\x7e]+:[\x20-\x7e]+$/u.test(
    Buffer.from(value, 'base64').toString('latin1'),
  );
}

// Twenty characters or more with letters of both cases, digits and six different marks.
function isDenselyMixed(value: string): boolean {
  if (value.length < 20 || value.length > 160) return false;
  if (!/[a-z]/u.test(value) || !/[A-Z]/u.test(value) || !/\d/u.test(value)) return false;
  if (/[A-Za-z]{12}/u.test(value) || wordLikeness(value) > 0.7) return false;
  // A regular expression
  if (/A-Z|a-z|0-9|\\[dws]|^\^|\)[?+;.,]|\(\?/u.test(value)) return false;
  const signs = new Set(value.match(/[!-/:-@[-`{-~]/gu) ?? []);
  return signs.size >= 6 && new Set(value).size >= value.length * 0.5;
}

function bucketOf(length: number): string {
  let bucket = 0;
  for (const step of lengthSteps) if (length >= step) bucket = step;
  return String(bucket);
}

function classesOf(kinds: number): string {
  return (
    (kinds & lower ? 'l' : '') +
    (kinds & upper ? 'u' : '') +
    (kinds & digit ? 'd' : '') +
    (kinds & ~(lower | upper | digit | blank | other) ? 'p' : '') +
    (kinds & blank ? 's' : '') +
    (kinds & other ? 'x' : '')
  );
}

function likenessBucket(value: string): number {
  const likeness = wordLikeness(value);
  return likeness < -0.5 ? 0 : likeness < 0.3 ? 1 : likeness < 1 ? 2 : 3;
}

function randomnessFeatures(value: string): string[] {
  const features: string[] = [];
  const entropy = shannonEntropy(value);
  // Against what that many characters can reach at most.
  const reachable = Math.log2(Math.max(2, Math.min(value.length, 64)));
  features.push(
    `ve:${Math.min(5, Math.floor(entropy))}`,
    `vr:${Math.floor((entropy / reachable) * 10)}`,
  );
  let longestRun = 1;
  let run = 1;
  let switches = 0;
  for (let i = 1; i < value.length; i++) {
    const code = value.charCodeAt(i);
    const before = value.charCodeAt(i - 1);
    run = code === before ? run + 1 : 1;
    if (run > longestRun) longestRun = run;
    if (isDigit(code) !== isDigit(before)) switches++;
  }
  if (longestRun >= 3) features.push(longestRun >= 5 ? 'vx:run5' : 'vx:run3');
  if (value.length >= 8) features.push(`vx:switch${Math.min(6, switches)}`);
  if (value.length >= 4 && holdsSequence(value)) features.push('vx:sequence');
  if (value.length > 3 && entropy <= 1) features.push('vx:few');
  return features;
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

function holdsSequence(value: string): boolean {
  const lowerCased = value.toLowerCase();
  const size = 4;
  let covered = 0;
  for (let i = 0; i + size <= lowerCased.length; i++) {
    if (sequences.includes(lowerCased.slice(i, i + size))) covered++;
  }
  return covered > 0 && covered >= (lowerCased.length - size + 1) * 0.3;
}
