// Scans files and folders with rules of one's own, and without the generic ones: node own-rules.mjs PATH…
import { fileURLToPath } from 'node:url';
import { ConfigError, loadRules, scanFiles, UsageError } from 'leaktrail';

try {
  // Read and checked once; any number of scans may take them.
  const rules = loadRules(fileURLToPath(new URL('./own-rules.yaml', import.meta.url)), {
    disable: ['generic-*'],
  });
  const run = scanFiles(process.argv.slice(2), { rules });
  for await (const { ruleId, introduced, advice } of run) {
    console.log(`${introduced.path}:${introduced.line} ${ruleId}: ${advice[0] ?? 'rotate it'}`);
  }
  process.exitCode = (await run.report).summary.exitCode;
} catch (error) {
  // Anything else is a bug, and shows its stack.
  if (!(error instanceof ConfigError || error instanceof UsageError)) throw error;
  console.error(`${error.code}: ${error.message}`);
  process.exitCode = 2;
}
