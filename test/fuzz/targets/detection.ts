// Detection in text, in UTF-8 and UTF-16.
import { createDetector } from '../../../src/detect/detector.ts';
import { decodeUtf16 } from '../../../src/detect/utf16.ts';
import type { Match } from '../../../src/model/match.ts';
import { loadRules } from '../../../src/rules/load.ts';
import { githubToken } from '../../e2e/githubToken.ts';
import { demand, demandSame, once } from '../target.ts';
import type { Target } from '../target.ts';

/** All rules. */
export const detector = once(() => createDetector(loadRules()));
export const token = githubToken('fuzz');
/** Looks like a password. */
export const value = ['kT9-', 'vLq2', 'xW8'].join('');

/** Places within the content, and the value's bytes there unless they are told to be encoded. */
export function demandMatches(content: Buffer, matches: readonly Match[]): void {
  let last = 0;
  for (const match of matches) {
    const { startOffset, endOffset, line, column, endLine, endColumn, scores } = match;
    demand(startOffset >= last, 'matches sorted by place');
    last = startOffset;
    demand(
      endOffset > startOffset && endOffset <= content.length,
      `a place within the content, not ${startOffset}-${endOffset}`,
    );
    demand(line >= 1 && column >= 1 && endLine >= line, 'lines and columns from 1');
    demand(endLine > line || endColumn > column, 'columns that ascend');
    demand(
      scores.every((score) => score >= 0 && score <= 1),
      'scores from 0 to 1',
    );
    demand(
      scores.some((score) => score > 0),
      'a match somewhere',
    );
    demand(match.value !== '', 'a value');
    if (match.encoding !== undefined) continue;
    const stored = content.subarray(startOffset, endOffset);
    const text = stored.toString('utf8');
    const isThere = text === match.value || stored.toString('latin1') === match.value;
    demand(
      isThere || text.includes('\uFFFD'),
      `the bytes of the value of ${match.ruleId} at its place`,
    );
  }
}

/** Files with secrets of many kinds. */
export const texts = once(() => [
  `TOKEN = "${token}"\npassword = '${value}'\n`,
  `{"api_key": "${value}", "url": "postgres://ada:${value}@db/x"}\n`,
  `login, password = "ada", f"""${value}""" + 'b' "c"\n`,
  `DB_PASSWORD=${value}\nexport AUTH="Basic ${Buffer.from(`ada:${value}`).toString('base64')}"\n`,
  `kind: Secret\ndata:\n  a: ${Buffer.from(value).toString('base64')}\nstringData:\n  b: |\n    ${value}\n`,
  `curl -u ada:${value} https://example.org\nmachine a login b password ${value}\n`,
  `os.getenv("SECRET_KEY", "${value}")\n<password>${value}</password>\n`,
  `x = "${Buffer.from(`password=${value}; token=${token}`).toString('base64')}"\n`,
  `password%3D${value}%26 password\\u003d${value}\\u0026 p&#61;${value}\n`,
  `${'-'.repeat(5)}BEGIN ${'RSA PRIVATE'} KEY${'-'.repeat(5)}\n${Buffer.alloc(300, token).toString('base64')}\n${'-'.repeat(5)}END ${'RSA PRIVATE'} KEY${'-'.repeat(5)}\n`,
]);

const words = [
  'password',
  'secret',
  'token',
  ' = ',
  '="',
  '"',
  "'",
  '"""',
  '\\',
  '\n',
  '\r\n',
  '\0',
  'f"',
  "rb'",
  '://',
  '@',
  ':',
  '{',
  '}',
  '(',
  ')',
  '<',
  '>',
  '&quot;',
  '%22',
  '\\u0022',
  '\\x22',
  '=',
  '==',
  '#',
  '${',
  '|',
  '>-',
  'data:',
  '\xc3\xa9',
  '\xff',
  '\xf0\x9f\x98\x80',
];

const detection: Target = {
  name: 'detection in text',
  seeds: texts,
  words,
  run(bytes) {
    const matches = detector().scan(bytes);
    demandMatches(bytes, matches);
    demandSame(detector().scan(Buffer.from(bytes)).length, matches.length, 'the same again');
  },
};

const utf16: Target = {
  name: 'UTF-16',
  seeds: () =>
    texts()
      .slice(0, 3)
      .flatMap((text) => {
        const little = Buffer.from(`\uFEFF${text}é😀`, 'utf16le');
        return [little, Buffer.from(little).swap16(), little.subarray(2)];
      }),
  words: ['\xff\xfe', '\xfe\xff', '\0', '\0\n', '\n\0', '\x3d\xd8', '\x00\xdc'],
  run(bytes) {
    const recoded = decodeUtf16(bytes);
    if (recoded === undefined) return;
    let last = 0;
    const step = Math.max(1, recoded.utf8.length >> 6);
    for (let offset = 0; offset <= recoded.utf8.length; offset += step) {
      const stored = recoded.storedOffset(offset);
      demand(stored >= last && stored <= bytes.length, 'places ascend within the content');
      last = stored;
    }
    demandMatches(bytes, detector().scan(bytes));
  },
};

export const detectionTargets: readonly Target[] = [detection, utf16];
