// Runs a measurement that is written in TypeScript: node bench/run.mjs accuracy [arguments]. Compiles it
// with the sources into node_modules/.cache (Node 20 cannot run TypeScript) and starts it from the
// project's folder.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';

const project = resolve(import.meta.dirname, '..');
const out = join(project, 'node_modules', '.cache', 'leaktrail-bench');
const [name, ...args] = process.argv.slice(2);
const compiler = createRequire(import.meta.url).resolve('typescript/package.json');

mkdirSync(out, { recursive: true });
const options = ['--noCheck', '--noEmit', 'false', '--rootDir', '.', '--outDir', out];
const tsc = join(dirname(compiler), 'bin', 'tsc');
run([tsc, '-p', 'tsconfig.json', ...options]);
writeFileSync(join(out, 'package.json'), '{"type":"module"}');
cpSync(join(project, 'patterns'), join(out, 'patterns'), { recursive: true });
run(['--max-old-space-size=8192', join(out, 'bench', `${name}.js`), ...args]);

function run(argv) {
  const { status } = spawnSync(process.execPath, argv, { cwd: project, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}
