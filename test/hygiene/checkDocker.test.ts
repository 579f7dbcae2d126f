import { describe, expect, test } from 'vitest';
import { checkDocker } from '../../src/hygiene/checkDocker.ts';
import { treeDockerSources } from '../../src/hygiene/dockerSources.ts';

interface Given {
  /** Contents by path. */
  readonly files: Readonly<Record<string, string>>;
  /** Other files that are there. */
  readonly others?: readonly string[];
  readonly present?: readonly string[];
  readonly places?: readonly string[];
}

function check({ files, others = [], present = [], places = ['.env'] }: Given): string[] {
  const contents = new Map(Object.entries(files).map(([path, text]) => [path, Buffer.from(text)]));
  const paths = [...contents.keys(), ...others, ...present];
  const candidates = [
    ...present.map((path) => ({ path, isPresent: true })),
    ...places.filter((path) => !present.includes(path)).map((path) => ({ path, isPresent: false })),
  ];
  return checkDocker(treeDockerSources(paths, contents), candidates).map((entry) => {
    expect(entry).toMatchObject({ check: 'docker', status: 'warn', rule: null });
    return `${entry.path}: ${entry.message} | ${entry.fix}`;
  });
}

const copyAll = 'FROM a\nCOPY . /app\n';

const cases: readonly (readonly [title: string, given: Given, expected: readonly string[]])[] = [
  [
    'a .env on disk and no .dockerignore',
    { files: { Dockerfile: copyAll }, present: ['.env'] },
    [
      '.dockerignore: Dockerfile:2 copies .env into the image: there is no .dockerignore | add this line to .dockerignore: **/.env',
    ],
  ],
  [
    'a .env that may be created',
    { files: { Dockerfile: copyAll, '.dockerignore': 'node_modules\n' } },
    [
      '.dockerignore: Dockerfile:2 would copy .env into the image: .dockerignore does not name it | add this line to .dockerignore: **/.env',
    ],
  ],
  [
    'a line that takes it back',
    { files: { Dockerfile: copyAll, '.dockerignore': '*\n!.env\n' }, present: ['.env'] },
    [
      '.dockerignore: Dockerfile:2 copies .env into the image: .dockerignore:2 takes it back | add this line to .dockerignore: **/.env',
    ],
  ],
  [
    'files of several kinds, those on disk named',
    {
      files: { Dockerfile: copyAll, '.dockerignore': '.env\n' },
      present: ['a/.env', 'b/prod[1].env', 'c/x.tfvars', 'd/.env.local'],
      places: ['.env', 'a/.env', 'e/.env'],
    },
    [
      '.dockerignore: Dockerfile:2 copies a/.env, b/prod[1].env, c/x.tfvars and 1 more into the image: .dockerignore does not name it | add these lines to .dockerignore: **/.env, b/prod\\[1\\].env, c/x.tfvars, **/.env.local',
    ],
  ],
  [
    'all that is there kept out',
    { files: { Dockerfile: copyAll, '.dockerignore': '**/.env*\n' }, present: ['a/.env'] },
    [],
  ],
  [
    'a Dockerfile that copies other things',
    { files: { Dockerfile: 'COPY package*.json src /app/\n' }, present: ['.env'] },
    [],
  ],
  [
    'a folder that holds one',
    { files: { Dockerfile: 'COPY ./conf /app/\n' }, present: ['conf/x/.env'] },
    [
      '.dockerignore: Dockerfile:1 copies conf/x/.env into the image: there is no .dockerignore | add this line to .dockerignore: **/.env',
    ],
  ],
  [
    'a glob that takes one',
    { files: { Dockerfile: 'COPY conf/*.env /app/\n' }, present: ['conf/a.env', 'a.env'] },
    [
      '.dockerignore: Dockerfile:1 copies conf/a.env into the image: there is no .dockerignore | add this line to .dockerignore: conf/a.env',
    ],
  ],
  [
    'what --exclude leaves out',
    { files: { Dockerfile: 'COPY --exclude=**/.env . /app/\n' }, present: ['a/.env'] },
    [],
  ],
  [
    'a nested Dockerfile, built in its folder',
    { files: { 'api/Dockerfile': copyAll, '.dockerignore': '**/.env\n' }, present: ['api/.env'] },
    [
      'api/.dockerignore: api/Dockerfile:2 copies api/.env into the image: there is no api/.dockerignore | add this line to api/.dockerignore: **/.env',
    ],
  ],
  [
    'the place beside a nested Dockerfile',
    { files: { 'api/Dockerfile': copyAll }, present: ['.env'] },
    [
      'api/.dockerignore: api/Dockerfile:2 would copy api/.env into the image: there is no api/.dockerignore | add this line to api/.dockerignore: **/.env',
    ],
  ],
  [
    'a nested Dockerfile, built at the top as what it copies tells',
    {
      files: {
        'docker/Dockerfile': 'COPY setup.py .\nCOPY . /app\n',
        '.dockerignore': '**/.env\n',
      },
      others: ['setup.py'],
      present: ['.env'],
    },
    [],
  ],
  [
    'an ignore file of its own, which goes before that of the folder',
    {
      files: {
        'Dockerfile.prod': copyAll,
        'Dockerfile.prod.dockerignore': 'x\n',
        '.dockerignore': '.env\n',
      },
      present: ['.env'],
    },
    [
      'Dockerfile.prod.dockerignore: Dockerfile.prod:2 copies .env into the image: Dockerfile.prod.dockerignore does not name it | add this line to Dockerfile.prod.dockerignore: **/.env',
    ],
  ],
  [
    "podman's ignore file",
    {
      files: { Containerfile: copyAll, '.containerignore': '.env\n', '.dockerignore': 'x\n' },
      present: ['.env'],
    },
    [],
  ],
  [
    'two Dockerfiles of one folder in one entry',
    { files: { 'a.Dockerfile': copyAll, Dockerfile: copyAll }, present: ['.env'] },
    [
      '.dockerignore: Dockerfile:2 copies .env into the image: there is no .dockerignore | add this line to .dockerignore: **/.env',
    ],
  ],
];

describe('checkDocker', () => {
  test.each(cases)('%s', (_title, given, expected) => {
    expect(check(given)).toEqual(expected);
  });

  test('has nothing to say once its lines are added', () => {
    const present = ['.env', 'x y/a*b.env', '!x.env', '#x.env', 'b/.env.x[1]', 'c/id_rsa'];
    const files = { Dockerfile: copyAll };
    const [entry = ''] = check({ files, present });
    const lines = entry.slice(entry.lastIndexOf(': ') + 2).split(', ');
    expect(lines).toHaveLength(6);
    expect(check({ files: { ...files, '.dockerignore': lines.join('\n') }, present })).toEqual([]);
  });
});
