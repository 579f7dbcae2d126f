// What a configuration switched off, on the receipt: whoever reads a report of a clean repository is to see it.
import { displayPath } from '../model/path.ts';
import type { BytePath } from '../model/path.ts';
import type { RunOptions } from '../model/run.ts';
import type { CoverageBuilder } from './coverage.ts';

export interface SwitchedOff {
  /** At which nothing counts. */
  readonly paths: Iterable<BytePath>;
  /** Fingerprints of secrets that are allowed. */
  readonly allowed: readonly string[];
}

/** Notes excluded paths, allowed secrets and disabled rules as left out; the scan stays complete. */
export function noteSettings(
  coverage: CoverageBuilder,
  { settings, enable, disable }: RunOptions,
  { paths, allowed }: SwitchedOff,
): void {
  for (const path of paths) coverage.skip('excluded-by-config', 0, displayPath(path));
  for (const fingerprint of allowed) coverage.skip('allowed-by-config', 0, fingerprint);
  for (const id of settings?.disable ?? []) {
    if (disable.includes(id)) coverage.skip('rule-disabled-by-config', 0, id);
  }
  if (settings !== undefined && settings.enable.length > 0 && enable === settings.enable) {
    coverage.skip('rule-disabled-by-config', 0, `all but ${enable.join(', ')}`);
  }
}
