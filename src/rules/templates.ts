// Example templates: text in which `<kind:length>` stands for a made-up value. Expanded when tests and
// `rules check` run, so that rule files hold nothing that looks like a live secret.
import { isNoPlaceholder } from './checks/placeholder.ts';
import { base62Crc32 } from './checks/crc32.ts';
import { exampleDer, examplePem } from './examplePem.ts';
import { alphabets, randomSource, type RandomSource } from './randomText.ts';

/**
 * Fills in a template, always the same way for the same seed. `<alnum:36>` and the other alphabets of
 * randomText.ts take a length; `<x:36>` repeats the letter x; `<crc32:ghp_>` is a prefix, 30 characters and
 * their checksum; `<uuid>`, `<jwt>`, `<jwt64>`, `<aws-key-id:AKIA>`, `<pem:RSA PRIVATE KEY>`,
 * `<pem64:…>` (the same in base 64), `<der64:…>` (the key alone) and `<base64-bytes:64>` are whole values. Anything else in angle brackets stays. Throws a TypeError for an unknown kind with a colon.
 */
export function expandTemplate(template: string, seed: string): string {
  let count = 0;
  return template.replace(
    /<(?:([A-Za-z][A-Za-z0-9-]*):([^<>\n]+)|uuid|UUID|jwt|jwt64)>/gu,
    (whole, kind: string | undefined, argument: string | undefined) => {
      const name = kind ?? whole.slice(1, -1);
      const make = makers[name] ?? alphabetMaker(name);
      if (make === undefined) {
        // An XML tag with a namespace, or a URL in angle brackets.
        if (!/^\d+$/u.test(argument ?? '')) return whole;
        throw new TypeError(`no example value is called ${name}: ${whole}`);
      }
      return likelyValue(`${seed}\0${template}\0${count++}`, (source) =>
        make(argument ?? '', source),
      );
    },
  );
}

type Maker = (argument: string, source: RandomSource) => string;

const makers: Readonly<Record<string, Maker>> = {
  x: (length) => 'x'.repeat(Number(length)),
  uuid: (_argument, source) => uuidOf(source),
  UUID: (_argument, source) => uuidOf(source).toUpperCase(),
  crc32: (prefix, source) => {
    const body = source.text(alphabets.alnum, 30);
    return `${prefix}${body}${base62Crc32(body)}`;
  },
  'base64-bytes': (count, source) => source.bytes(Number(count)).toString('base64'),
  'aws-key-id': (prefix, source) =>
    // The fifth character holds the high bits of the account: Q keeps it below twelve nines.
    `${prefix}Q${source.text(alphabets.b32, 15)}`,
  jwt: (_argument, source) => jwtOf(source),
  jwt64: (_argument, source) => Buffer.from(jwtOf(source)).toString('base64'),
  pem: (label, source) => examplePem(label, source),
  der64: (label, source) => exampleDer(label, source).toString('base64'),
  pem64: (label, source) => Buffer.from(`${examplePem(label, source)}\n`).toString('base64'),
};

function alphabetMaker(name: string): Maker | undefined {
  const alphabet = Object.entries(alphabets).find(([key]) => key === name)?.[1];
  if (alphabet === undefined) return undefined;
  return (length, source) => source.text(alphabet, Number(length));
}

function uuidOf(source: RandomSource): string {
  const hex = source.bytes(16).toString('hex');
  // Version 4 (RFC 9562, section 5.4).
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `a${hex.slice(17, 20)}`,
    hex.slice(20),
  ].join('-');
}

function jwtOf(source: RandomSource): string {
  const header = encoded({ alg: 'HS256', typ: 'JWT' });
  const payload = encoded({ sub: source.text(alphabets.lowalnum, 12), iat: 1_700_000_000 });
  return [header, payload, source.bytes(32).toString('base64url')].join('.');
}

function encoded(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

// Chance can draw `abcdefgh`, or thirty letters without a digit: such a value is drawn again.
function likelyValue(seed: string, draw: (source: RandomSource) => string): string {
  let value = '';
  for (let attempt = 0; attempt < 50; attempt++) {
    value = draw(randomSource(`${seed}\0${attempt}`));
    const isMixed = value.length < 12 || /^\d+$|^[A-Z]+$|^[a-z]+$|\d/u.test(value);
    if (isMixed && (value.length < 8 || isNoPlaceholder(value))) break;
  }
  return value;
}
