// What npm packs: what is needed, within the size that the documents state, and types that a strict program can use.
import { execSync, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../temporaryFolder.ts';
import { packageRoot } from './libraryPrograms.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const require = createRequire(import.meta.url);

interface Packed {
  readonly size: number;
  readonly unpackedSize: number;
  readonly entryCount: number;
  readonly files: readonly { readonly path: string }[];
}

// Without scripts: the build of this folder as it is, not another one under the feet of other tests.
const output = execSync('npm pack --dry-run --json --ignore-scripts', {
  cwd: root,
  encoding: 'utf8',
  stdio: ['ignore', 'pipe', 'ignore'],
});
const [packed] = JSON.parse(output) as [Packed];
const paths = packed.files.map(({ path }) => path);

test('the package holds what is needed, and nothing else', () => {
  expect(paths.filter((path) => !path.startsWith('dist/types/')).toSorted()).toEqual([
    'CHANGELOG.md',
    'LICENSE',
    'README.md',
    'bin/leaktrail.js',
    'bin/package.json',
    'dist/lib/LICENSES.txt',
    'dist/lib/builtin.json',
    'dist/lib/examples.json',
    'dist/lib/index.js',
    'dist/lib/load.cjs',
    'dist/lib/page.html',
    'dist/lib/program.cjs',
    'dist/lib/triggers.bin',
    'dist/lib/worker.cjs',
    'man/leaktrail.1',
    'package.json',
    'schemas/config.schema.json',
    'schemas/report.schema.json',
  ]);
  const rooms = paths.flatMap((path) => /^dist\/types\/(\w+)\//u.exec(path)?.[1] ?? []);
  expect([...new Set(rooms)].toSorted()).toEqual(['library', 'model', 'report', 'rules']);
});

test.each([
  ['README.md', /less than (\d+) kB packed, ([\d.]+) MB unpacked \((\d+) files\)/u],
  ['docs/LIBRARY.md', /under (\d+) kB packed, ([\d.]+) MB unpacked, (\d+) files/u],
])('it is no larger than %s says', (file, stated) => {
  const [, kilobytes, megabytes, files] = stated.exec(readFileSync(join(root, file), 'utf8')) ?? [];
  expect(packed.size).toBeLessThan(Number(kilobytes) * 1e3);
  expect(packed.unpackedSize).toBeLessThan(Number(megabytes) * 1e6);
  expect(packed.entryCount).toBeLessThanOrEqual(Number(files));
});

test('a strict program is checked against its types, all of which can be resolved', () => {
  const right = `import { audit, loadRules, scanText, UsageError } from 'leaktrail';
import type { AuditOptions, FindingDocument, ReportDocument } from 'leaktrail';
const options: AuditOptions = { rules: loadRules(), signal: AbortSignal.timeout(5), threads: 2 };
await using run = audit('.', options);
for await (const finding of run) finding satisfies FindingDocument;
const report: ReportDocument = await run.report;
const texts: readonly string[] = scanText('a').map(({ secret }) => secret.redacted);
export const code = (error: unknown) => (error instanceof UsageError ? error.code : texts.length);
export const verdict: 'safe to publish' | 'not safe' | 'cannot tell' | undefined = report.verdict?.verdict;
`;
  expect(typeErrors(right)).toEqual([]);
  const wrong = `import { audit } from 'leaktrail';
const run = audit('.', { minConfidence: 'sure' });
export const { findings } = run;
`;
  expect(typeErrors(wrong)).toEqual([
    'program.ts(2,26): error TS2322',
    'program.ts(3,16): error TS2339',
  ]);
});

/** What the compiler says of a program that is installed beside the package, declarations of the package included. */
function typeErrors(source: string): string[] {
  const folder = temporaryFolder('types');
  mkdirSync(join(folder, 'node_modules/@types'), { recursive: true });
  symlinkSync(packageRoot, join(folder, 'node_modules/leaktrail'), 'junction');
  const nodeTypes = dirname(require.resolve('@types/node/package.json'));
  symlinkSync(nodeTypes, join(folder, 'node_modules/@types/node'), 'junction');
  const compilerOptions = {
    strict: true,
    exactOptionalPropertyTypes: true,
    module: 'nodenext',
    target: 'es2022',
    types: ['node'],
    noEmit: true,
    skipLibCheck: false,
  };
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions }));
  writeFileSync(join(folder, 'program.ts'), source);
  const compiler = join(dirname(require.resolve('typescript/package.json')), 'bin/tsc');
  const { stdout } = spawnSync(process.execPath, [compiler, '-p', folder], {
    cwd: folder,
    encoding: 'utf8',
  });
  return stdout.split('\n').flatMap((line) => /^\S.*?error \w+/u.exec(line)?.[0] ?? []);
}
