// What stands for the program itself in the key of a cache: another version, or another build of it, trusts nothing that
// this one wrote.
import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { version } from '../config/version.ts';
import { ConfigError } from '../model/errors.ts';
import type { RunContext } from '../model/run.ts';
import { fingerprintKey } from '../triage/fingerprint.ts';

/**
 * 64 hex digits over the program, its rules and the options that decide what is found in a content; `more` is what else
 * counts. Throws ConfigError for a rule file that cannot be read.
 */
export function cacheKey({ cwd, env, options }: RunContext, more: readonly unknown[] = []): string {
  const hash = createHash('sha256');
  const { enable, disable, maxBlobBytes, maxMemoryBytes } = options;
  const parts = [
    version(),
    statSync(new URL(import.meta.url)).mtimeMs,
    options.ruleFiles.map((file) => digestOfRules(resolve(cwd, file), file)),
    { enable, disable, maxBlobBytes, maxMemoryBytes },
    options.settings?.ownRules,
    options.ownRules,
    options.settings?.envFiles,
    // Not the key itself: it is a secret.
    createHash('sha256').update(fingerprintKey(env['LEAKTRAIL_FINGERPRINT_KEY'])).digest('hex'),
    ...more,
  ];
  return hash.update(JSON.stringify(parts)).digest('hex');
}

function digestOfRules(path: string, shown: string): string {
  try {
    return createHash('sha256').update(readFileSync(path)).digest('hex');
  } catch (cause) {
    throw new ConfigError(`cannot read the rule file ${shown}`, { cause });
  }
}
