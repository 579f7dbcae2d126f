// Runs after tsc: validates patterns/*.yaml and writes dist/rules/builtin.json, which the program reads
// instead of the YAML files (see src/rules/load.ts), and dist/rules/examples.json, which only `rules show`,
// `rules check` and tests need.
import { writeFileSync } from 'node:fs';
import { loadPatternsFolder } from '../dist/rules/load.js';

const rules = loadPatternsFolder();
const compact = rules.map((rule) => ({
  ...rule,
  references: [],
  examples: { positive: [], negative: [] },
}));
const details = Object.fromEntries(
  rules.map(({ id, references, examples }) => [id, { references, examples }]),
);
write('builtin.json', compact);
write('examples.json', details);

function write(name, value) {
  writeFileSync(new URL(`../dist/rules/${name}`, import.meta.url), JSON.stringify(value));
}
