// Writes dist/lib: the program in few files (a command that reads two hundred modules one by one starts 0.1 s later), and
// beside it what a run would otherwise work out each time: the rules, checked (builtin.json), and their sieve (sieve.bin).
// examples.json holds what only `rules show`, `rules check` and tests need. Types come from tsc.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';

const root = fileURLToPath(new URL('../', import.meta.url));
const lib = join(root, 'dist/lib');

rmSync(lib, { recursive: true, force: true });
await bundle({ main: 'src/cli/main.ts', worker: 'src/scan/worker.ts', index: 'src/index.ts' }, lib);

// In a folder of the same depth: the patterns are found from there.
const tools = mkdtempSync(join(root, 'dist/tools-'));
try {
  await bundle({ builtinFiles: 'src/detect/builtinFiles.ts' }, tools);
  const { builtinFiles } = await import(pathToFileURL(join(tools, 'builtinFiles.js')).href);
  for (const [name, content] of Object.entries(builtinFiles())) {
    writeFileSync(join(lib, name), content);
  }
} finally {
  rmSync(tools, { recursive: true, force: true });
}

async function bundle(input, dir) {
  const build = await rolldown({
    cwd: root,
    input,
    platform: 'node',
    // Packages stay packages: their licences and versions are theirs.
    external: (id) => !/^[./]/u.test(id) && !id.startsWith('src/') && !/^[A-Za-z]:/u.test(id),
  });
  await build.write({
    dir,
    format: 'esm',
    entryFileNames: '[name].js',
    chunkFileNames: 'chunk-[name].js',
    comments: false,
  });
  await build.close();
}
