// Runs after tsc: validates patterns/*.yaml and writes dist/rules/builtin.json, which the program reads
// instead of the YAML files (see src/rules/load.ts), and dist/rules/examples.json, which only `rules show`,
// `rules check` and tests need.
import { writeFileSync } from 'node:fs';
import { packRules } from '../dist/rules/compactRules.js';
import { loadPatternsFolder } from '../dist/rules/load.js';

const rules = loadPatternsFolder();
const details = Object.fromEntries(
  rules.map(({ id, references, examples }) => [id, { references, examples }]),
);
write('builtin.json', packRules(rules));
write('examples.json', JSON.stringify(details));

function write(name, text) {
  writeFileSync(new URL(`../dist/rules/${name}`, import.meta.url), text);
}
