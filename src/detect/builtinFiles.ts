// What the build writes beside the program (scripts/build.js), so that no run has to read and check the YAML of all rules
// or work out what their keywords start.
import { packRules, unpackRules } from '../rules/compactRules.ts';
import { loadPatternsFolder } from '../rules/load.ts';
import { prepareTable } from './triggerTable.ts';

/** Names and contents of the files. Throws ConfigError for a rule that is not valid. */
export function builtinFiles(): Readonly<Record<string, string | Uint8Array>> {
  const rules = loadPatternsFolder();
  const details = Object.fromEntries(
    rules.map(({ id, references, examples }) => [id, { references, examples }]),
  );
  const builtin = packRules(rules);
  const ruleSet = unpackRules(builtin);
  return {
    'builtin.json': builtin,
    'examples.json': JSON.stringify(details),
    'triggers.bin': prepareTable(ruleSet),
  };
}
