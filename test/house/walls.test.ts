// The linter's walls between the rooms: each is tried with an import that it must refuse, so that a
// renamed folder or a misspelt pattern in .oxlintrc.json cannot take one down unseen.
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../temporaryFolder.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const oxlint = join(
  dirname(createRequire(import.meta.url).resolve('oxlint/package.json')),
  'bin/oxlint',
);

const beforeScan = ['model', 'git', 'sources', 'rules', 'detect', 'trail', 'triage', 'hygiene'];

/** Which rooms each room may import, as docs/ARCHITECTURE.md draws them. */
const rooms: Readonly<Record<string, readonly string[]>> = {
  model: [],
  git: ['model'],
  sources: ['model', 'git'],
  rules: ['model'],
  detect: ['model', 'rules'],
  trail: ['model', 'git'],
  triage: ['model'],
  hygiene: ['model', 'git'],
  report: ['model'],
  page: ['model', 'triage', 'report'],
  config: ['model', 'rules'],
  hooks: ['model', 'git'],
  cache: ['model', 'git', 'triage', 'hygiene', 'config'],
  scan: [...beforeScan, 'config', 'cache'],
  remedy: [...beforeScan, 'config', 'cache', 'scan'],
  library: [...beforeScan, 'config', 'cache', 'scan', 'remedy', 'report'],
  cli: [...beforeScan, 'config', 'cache', 'scan', 'remedy', 'report', 'hooks', 'library'],
};

/** Which rooms may import each dependency. */
const owners: Readonly<Record<string, readonly string[]>> = {
  'simple-git': ['git'],
  'isomorphic-git': [],
  re2: ['rules'],
  re2js: ['rules'],
  ajv: ['report'],
  yaml: ['rules', 'config'],
  'smol-toml': ['config'],
  commander: ['cli'],
  fflate: ['detect'],
  nanotar: ['detect'],
  'yargs-parser': ['cli'],
  'cli-progress': ['cli'],
  'p-limit': ['git', 'sources', 'scan', 'hygiene', 'trail'],
  'node:worker_threads': ['scan'],
  d3: ['page'],
  preact: ['page'],
  'playwright-core': [],
  'axe-core': [],
};

interface Import {
  readonly room: string;
  /** `../git/x.ts` or the name of a package. */
  readonly from: string;
  readonly allowed: boolean;
}

const imports: readonly Import[] = Object.entries(rooms).flatMap(([room, mayImport]) => [
  ...Object.keys(rooms)
    .filter((other) => other !== room)
    .map((other) => ({
      room,
      from: `../${other}/thing.ts`,
      allowed: mayImport.includes(other),
    })),
  ...Object.entries(owners).map(([from, owning]) => ({
    room,
    from,
    allowed: owning.includes(room),
  })),
]);

const detectForms = [
  `import type { Thing } from '../git/thing.ts';\nexport type Mine = Thing;`,
  `export { thing } from '../git/thing.ts';`,
  `export const later = async () => import('../git/thing.ts');`,
  `import { readFileSync } from 'node:fs';\nexport const read = readFileSync;`,
  `import { readFile } from 'node:fs/promises';\nexport const read = readFile;`,
  `import { spawn } from 'node:child_process';\nexport const run = spawn;`,
];

test('every room of src has its walls in this test', () => {
  const folders = readdirSync(join(root, 'src'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name);
  expect(folders.filter((name) => !Object.hasOwn(rooms, name))).toEqual([]);
});

test('an import through a wall is refused with its reason, any other is not', () => {
  const refused = lint(
    imports.map(({ room, from }, i) => ({
      path: `src/${room}/import${i}.ts`,
      text: `import { thing } from '${from}';\nexport const mine${i} = thing;\n`,
    })),
  );
  const wrong = imports.filter(
    ({ room, allowed }, i) => refused.has(`src/${room}/import${i}.ts`) === allowed,
  );
  expect(wrong).toEqual([]);
  expect([...refused.values()]).not.toContain('');
});

test('the walls hold in a folder inside a room', () => {
  const refused = lint([
    { path: 'src/rules/checks/outside.ts', text: `export * as git from '../../git/thing.ts';\n` },
    { path: 'src/rules/checks/inside.ts', text: `export * as thing from '../thing.ts';\n` },
  ]);
  expect([...refused.keys()]).toEqual(['src/rules/checks/outside.ts']);
});

test('detect can neither reach git nor the file system in any form of import', () => {
  const files = detectForms.map((text, i) => ({ path: `src/detect/form${i}.ts`, text }));
  expect([...lint(files).keys()].toSorted()).toEqual(files.map(({ path }) => path));
});

test('the page can reach nothing of Node in any form of import', () => {
  const files = detectForms.map((text, i) => ({ path: `src/page/form${i}.ts`, text }));
  expect([...lint(files).keys()].toSorted()).toEqual(files.map(({ path }) => path));
});

test('nobody imports the page, not even the library entry', () => {
  const files = [
    { path: 'src/index.ts', text: `export { App } from './page/app.tsx';\n` },
    { path: 'src/cli/open.ts', text: `export { App } from '../page/app.tsx';\n` },
  ];
  expect([...lint(files).keys()].toSorted()).toEqual(['src/cli/open.ts', 'src/index.ts']);
});

test('nobody imports cli, not even the library entry', () => {
  const files = [
    { path: 'src/index.ts', text: `export { main } from './cli/main.ts';\n` },
    { path: 'src/scan/scan.ts', text: `export * as main from '../cli/main.ts';\n` },
  ];
  expect([...lint(files).keys()].toSorted()).toEqual(['src/index.ts', 'src/scan/scan.ts']);
});

/** Lints a tree of these files with the project's settings; the refused ones with the reason given. */
function lint(files: readonly { path: string; text: string }[]): Map<string, string> {
  const folder = temporaryFolder('walls');
  copyFileSync(join(root, '.oxlintrc.json'), join(folder, '.oxlintrc.json'));
  for (const { path, text } of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const run = spawnSync(process.execPath, [oxlint, '-f', 'json', 'src'], {
    cwd: folder,
    encoding: 'utf8',
  });
  const output: unknown = JSON.parse(run.stdout);
  expect(output).toMatchObject({ number_of_files: files.length });
  const { diagnostics } = output as { diagnostics: Diagnostic[] };
  return new Map(
    diagnostics
      .filter(({ code }) => code === 'eslint(no-restricted-imports)')
      .map(({ filename, help }) => [filename.replaceAll('\\', '/'), help ?? '']),
  );
}

interface Diagnostic {
  readonly code: string;
  readonly filename: string;
  readonly help?: string;
}
