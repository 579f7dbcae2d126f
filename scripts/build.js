// Writes dist/lib: the program in one file (program.cjs; two hundred modules one by one start 0.1 s later), the loader
// that keeps its compiled code (load.cjs), small files for who starts it (worker, index), and what a run would otherwise
// work out each time: the rules, checked (builtin.json), and what their keywords start (triggers.bin). examples.json
// holds what only `rules show`, `rules check` and tests need, page.html the page of the HTML report (buildPage.js). The man
// page goes to man/. Types come from tsc, of which pruneTypes.js keeps what is public.
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { asciiCode } from './asciiCode.js';
import { buildPage } from './buildPage.js';
import { pruneTypes } from './pruneTypes.js';

const root = fileURLToPath(new URL('../', import.meta.url));
const lib = join(root, 'dist/lib');

// What is a dependency stays a package of its own. The others, which most runs start with, become part of the program.
const { dependencies, optionalDependencies } = JSON.parse(
  readFileSync(join(root, 'package.json'), 'utf8'),
);
const packages = new Set([
  ...Object.keys(dependencies),
  ...Object.keys(optionalDependencies),
  // Of use to one of the others (debug) where it happens to be there, as it is among the tools.
  'supports-color',
]);

rmSync(lib, { recursive: true, force: true });
mkdirSync(lib, { recursive: true });

const parts = await bundle({
  main: 'src/cli/main.ts',
  worker: 'src/scan/worker.ts',
  index: 'src/index.ts',
  builtinFiles: 'src/detect/builtinFiles.ts',
  manPage: 'src/cli/manPage.ts',
});
const modules = parts.map(
  ({ fileName, code }) =>
    `"./${fileName}"(exports, require, module, __filename, __dirname, importPackage) {\n${lazily(imported(asciiCode(code)))}\n}`,
);
const program = `({\n${modules.join(',\n')}\n})\n`;
const loader = readFileSync(join(root, 'scripts/load.cjs'), 'utf8');
const exported = parts.find(({ fileName }) => fileName === 'index.cjs').exports;

write('program.cjs', program);
write(
  'load.cjs',
  loader.replace('DIGEST', createHash('sha256').update(program).digest('hex').slice(0, 16)),
);
const page = await buildPage(root);
write('page.html', page.html);
write('LICENSES.txt', licences([...parts, ...page.chunks]));
write(
  'worker.cjs',
  `const { load, keep } = require('./load.cjs').openProgram('worker');
load('./worker.cjs');
// What the hot phase needed is compiled then.
require('node:worker_threads').parentPort.on('message', ({ phase }) => phase === 'contents' && keep());
`,
);
write(
  'index.js',
  `import loader from './load.cjs';\nexport const { ${exported.join(', ')} } = loader.openProgram('library').load('./index.cjs');\n`,
);

pruneTypes(join(root, 'dist/types'));

const { openProgram } = createRequire(import.meta.url)(join(lib, 'load.cjs'));
const { builtinFiles } = openProgram('build').load('./builtinFiles.cjs');
for (const [name, content] of Object.entries(builtinFiles())) write(name, content);
mkdirSync(join(root, 'man'), { recursive: true });
const { manPage } = openProgram('build').load('./manPage.cjs');
writeFileSync(join(root, 'man/leaktrail.1'), manPage());

async function bundle(input) {
  const build = await rolldown({
    cwd: root,
    input,
    platform: 'node',
    external: (id) => id.startsWith('node:') || packages.has(packageOf(id)),
  });
  const { output } = await build.generate({
    format: 'cjs',
    entryFileNames: '[name].cjs',
    chunkFileNames: 'chunk-[name].cjs',
    comments: false,
  });
  await build.close();
  return output;
}

function packageOf(id) {
  return id.split('/', id.startsWith('@') ? 2 : 1).join('/');
}

/** The licences of the packages that became part of the program or the page, as they ask for. */
function licences(chunks) {
  const folders = chunks.flatMap(({ moduleIds }) =>
    moduleIds.flatMap(
      (id) =>
        /^.*node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/u.exec(id.replaceAll('\\', '/'))?.[0] ?? [],
    ),
  );
  return [...new Set(folders)]
    .sort((a, b) => (a < b ? -1 : 1))
    .map((folder) => {
      const file = readdirSync(folder).find((name) => /^licen[cs]e(?:\.|$)/iu.test(name));
      if (file === undefined) throw new Error(`${folder} has no licence to take along`);
      const { name, version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
      return `${name} ${version}\n\n${readFileSync(join(folder, file), 'utf8').trim()}\n`;
    })
    .join(`\n${'-'.repeat(78)}\n\n`);
}

/**
 * The same code with those of Node's own modules that take milliseconds to load, and that most runs do not need, loaded
 * where they are first used: `let x = require("node:crypto")` becomes a function, and `x.` its call.
 */
function lazily(code) {
  const lazy =
    /^\s*(?:let|const) (\w+) = require\("(node:(?:child_process|crypto|fs\/promises|module|stream(?:\/\w+)?|worker_threads))"\);$/gmu;
  for (const [line, name, module] of code.matchAll(lazy)) {
    const rest = code.replace(line, '');
    const use = new RegExp(`(?<![\\w.$])(new )?${name}(?![\\w$])(?:\\.(\\w+))?`, 'gu');
    if ([...rest.matchAll(use)].some(([, , key]) => key === undefined)) continue;
    const load = `let ${name}_;\nconst ${name} = () => (${name}_ ??= require("${module}"));`;
    code = `${load}\n${rest.replaceAll(use, (_, isNew, key) =>
      isNew === undefined ? `${name}().${key}` : `new (${name}().${key})`,
    )}`;
  }
  return code;
}

/** The same code with `import()` as the loader gives it: a script of node:vm has none without a warning. */
function imported(code) {
  return code.replaceAll(/(?<![\w.$])import\(("[\w/-]+")\)/gu, 'importPackage($1)');
}

function write(name, content) {
  writeFileSync(join(lib, name), content);
}
