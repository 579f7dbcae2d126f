import { describe, expect, test } from 'vitest';
import { findRealExamples } from '../../src/hygiene/realExamples.ts';

/** Values of eight characters or more tell something, and of a URL its password. */
const tellingValues = (values: readonly { name: string; value: string }[]) =>
  values.flatMap(({ name, value }) => {
    const password = /:\/\/\w+:(\w+)@/u.exec(value)?.[1];
    return [
      ...(value.length >= 8 ? [{ name, value }] : []),
      ...(password === undefined ? [] : [{ name: `password of ${name}`, value: password }]),
    ];
  });

interface Given {
  readonly example: string;
  readonly committed?: string;
  readonly local?: Readonly<Record<string, string>>;
  readonly secrets?: readonly string[];
}

function realIn({ example, committed, local = {}, secrets = [] }: Given): readonly string[] {
  const contents = [example, ...(committed === undefined ? [] : [committed])];
  const real = findRealExamples({
    examples: new Map([['.env.example', contents.map((text) => Buffer.from(text))]]),
    local: new Map(Object.entries(local).map(([path, text]) => [path, Buffer.from(text)])),
    secretsAt: new Map([['.env.example', new Set(secrets)]]),
    tellingValues,
  });
  return real.get('.env.example') ?? [];
}

const cases: readonly (readonly [title: string, given: Given, expected: readonly string[]])[] = [
  ['placeholders', { example: 'KEY=\nB=x\n', local: { '.env': 'KEY=abcdefgh\n' } }, []],
  [
    'a value of a local file',
    { example: 'A=1\nKEY="abcdefgh" # yours\n', local: { '.env': 'export KEY=abcdefgh\n' } },
    ['KEY (as in .env)'],
  ],
  [
    'one under another name',
    { example: 'B=abcdefgh\n', local: { 'api/.env': 'KEY=abcdefgh\n' } },
    ['B (as in api/.env)'],
  ],
  ['values that tell nothing', { example: 'DEBUG=true\n', local: { '.env': 'DEBUG=true\n' } }, []],
  [
    'a password within a URL',
    {
      example: `URL=db://me:${'hunterx'}@localhost/a\n`,
      local: { '.env': `URL=db://me:${'hunterx'}@db.internal/b\n` },
    },
    ['URL (as in .env)'],
  ],
  [
    'a secret that a rule found',
    { example: 'A=1\nTOKEN=abcdefgh\n', secrets: ['abcdefgh'] },
    ['TOKEN'],
  ],
  [
    'a secret within a value',
    { example: 'HEADER="Bearer abcdefgh"\n', secrets: ['abcdefgh'] },
    ['HEADER'],
  ],
  [
    'a secret in a comment',
    { example: 'A=1\n# was abcdefgh\n', secrets: ['abcdefgh'] },
    ['line 2'],
  ],
  ['a secret that is gone', { example: 'TOKEN=\n', secrets: ['abcdefgh'] }, []],
  [
    'a secret that is still committed',
    { example: 'TOKEN=\n', committed: 'TOKEN=abcdefgh\n', secrets: ['abcdefgh'] },
    ['TOKEN'],
  ],
  [
    'one that is both, once',
    {
      example: 'T=abcdefgh\n',
      committed: 'T=abcdefgh\n',
      secrets: ['abcdefgh'],
      local: { '.env': 'T=abcdefgh' },
    },
    ['T (as in .env)'],
  ],
];

describe('findRealExamples', () => {
  test.each(cases)('names %s', (_title, given, expected) => {
    expect(realIn(given)).toEqual(expected);
  });
});
