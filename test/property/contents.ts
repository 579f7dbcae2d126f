// What the contents of the property tests are put together from.
import { parseRuleFile } from '../../src/rules/parseRuleFile.ts';
import { expandTemplate } from '../../src/rules/templates.ts';
import { githubToken } from '../e2e/githubToken.ts';

/** An example of a kind of token, always the same for a seed. */
export const token = (template: string, seed: number): string =>
  expandTemplate(template, `seed ${seed}`);

const keyLines = [31, 32, 33, 34].map((seed) => `${token('<base64:64>', seed)}\n`).join('');

/** A rule whose matches share their bytes with those of built-in rules, which stay beside them. */
export const ownRules = parseRuleFile(
  `rules:
  - id: own-wide
    title: Wide
    provider: own
    specificity: 100
    keywords: [ghp_, password]
    pattern: '(?P<secret>.{2}(?:ghp_|password).{9})'
`,
  'own.yaml',
);

/** Lines that matter to a detector, whole and in pieces, among plain text and odd bytes. */
export const fragments: readonly string[] = [
  'def connect(host, port):\n    return Client(host, port)\n',
  'password = "',
  `${token('<alnum:14>', 1)}"\n`,
  `API_KEY=${token('<alnum:32>', 2)}\n`,
  `token: ${token('ghp_<alnum:36>', 3)}\n`,
  `url = 'postgres://app:${token('<alnum:12>', 4)}@db.example.org/app'\n`,
  `os.environ.get('SECRET_KEY', '${token('<alnum:40>', 5)}')\n`,
  'pass',
  'word = ',
  'sec',
  'ret',
  '\n',
  '"',
  `AKIA${token('<upper:16>', 6)}\n`,
  `"${token('<base64:40>', 7)}"\n`,
  'client_secret: >-\n  ',
  `${Buffer.from(`password=${token('<alnum:27>', 8)}`.repeat(3)).toString('base64')}\n`,
  `password%3D${token('<alnum:14>', 9)}%26`,
  `"api_key\\u0022: \\u0022${token('<alnum:32>', 10)}\\u0022`,
  'ünïcödé ✓ 秘密\n',
  '\u0000\u0001\u00ff\n',
  '# a comment that says nothing at all, long enough to keep keywords apart from each other\n',
  'x'.repeat(300),
  `-----BEGIN ${'RSA'} PRIVATE KEY-----\n${keyLines}-----END ${'RSA'} PRIVATE KEY-----\n`,
  `password: |\n  ${token('<alnum:20>', 11)}\n`,
  `secret_key: >-\n  ${token('<alnum:16>', 12)}\n  ${token('<alnum:16>', 13)}\nnext: 1\n`,
  `API_TOKEN = (\n    "${token('<alnum:16>', 14)}"\n    "${token('<alnum:16>', 15)}"\n)\n`,
  `db_password = "${token('<alnum:8>', 16)}" 'ü${token('<alnum:8>', 17)}'\n`,
  `AUTH_TOKEN="ü✓${token('<alnum:24>', 18)}秘"\r\nDB_PASSWORD=${token('<alnum:18>', 19)}\r\n`,
  // Its checksum holds, so that its own rule takes it, which looks at little more than the token.
  `call("${githubToken('contents')}")\n`,
  `run(${'sk'}_live_${token('<alnum:24>', 21)})\n`,
  // What decides stands further before the keyword than a keyword is long.
  `${'SERVICE_'.repeat(9)}PASSWORD=${token('<alnum:18>', 22)}\n`,
  `password: |\r\n  ${token('<alnum:20>', 20)}\r\n\r\n`,
];
