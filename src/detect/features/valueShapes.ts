// The shapes that values have, by name: a path, a URL, a template, a hash, a date, one word, … A value may have several.
import { kindsOf } from './characters.ts';

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

/** The features of a text's shapes; `kinds` are those of its characters. */
export function shapesOf(text: string, kinds: number): string[] {
  const features: string[] = [];
  for (const { feature, pattern, needs } of shapes) {
    if ((needs & kinds) !== 0 && pattern.test(text)) features.push(feature);
  }
  return features;
}
