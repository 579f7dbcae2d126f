// What a configuration switched off, on the receipt: whoever reads a report of a clean repository is to see it.
import { displayPath } from '../model/path.ts';
import type { BytePath } from '../model/path.ts';
import type { RunOptions } from '../model/run.ts';
import { noSettings } from '../model/settings.ts';
import type { Settings } from '../model/settings.ts';
import { builtinRuleIds } from '../rules/load.ts';
import type { CoverageBuilder } from './coverage.ts';

export interface SwitchedOff {
  /** At which nothing counts. */
  readonly paths: Iterable<BytePath>;
  /** Fingerprints of secrets that are allowed. */
  readonly allowed: readonly string[];
}

/**
 * Notes excluded paths, allowed secrets, disabled and replaced rules and a higher bar as left out; the scan stays complete.
 * What the command line says itself is the user's own word.
 */
export function noteSettings(
  coverage: CoverageBuilder,
  options: RunOptions,
  { paths, allowed }: SwitchedOff,
): void {
  const { settings, enable, disable } = options;
  for (const path of paths) coverage.skip('excluded-by-config', 0, displayPath(path));
  for (const fingerprint of allowed) coverage.skip('allowed-by-config', 0, fingerprint);
  for (const id of settings?.disable ?? []) {
    if (disable.includes(id)) coverage.skip('rule-disabled-by-config', 0, id);
  }
  if (settings !== undefined && settings.enable.length > 0 && enable === settings.enable) {
    coverage.skip('rule-disabled-by-config', 0, `all but ${enable.join(', ')}`);
  }
  for (const id of replacedRules(settings)) coverage.skip('rule-replaced-by-config', 0, id);
  if (settings?.minConfidence === 'high' && options.asksForConfidence !== true) {
    coverage.skip('confidence-raised-by-config', 0, settings.minConfidence);
  }
}

/** Ids of built-in rules that a configuration has rules of its own for. */
function replacedRules({ ownRules }: Settings = noSettings): readonly string[] {
  if (ownRules.length === 0) return [];
  const builtin = builtinRuleIds();
  return [...new Set(ownRules.map(({ id }) => id))].filter((id) => builtin.has(id));
}
