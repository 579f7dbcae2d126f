// What a run's options and environment mean for the detector of each of its threads.
import { resolve } from 'node:path';
import type { RunContext } from '../model/run.ts';
import { loadEngine } from '../rules/engine.ts';
import { fingerprintKey } from '../triage/fingerprint.ts';
import type { DetectorSettings } from './shared.ts';

/** Reads LEAKTRAIL_FINGERPRINT_KEY and LEAKTRAIL_RE2 (`js` forces the pure-JavaScript RE2). */
export function detectorSettings({
  cwd,
  env,
  options,
}: Pick<RunContext, 'cwd' | 'env' | 'options'>): DetectorSettings {
  return {
    ruleFiles: options.ruleFiles.map((file) => resolve(cwd, file)),
    enable: options.enable,
    disable: options.disable,
    own: [...(options.settings?.ownRules ?? []), ...(options.ownRules ?? [])],
    severities: options.settings?.severities ?? [],
    fingerprintKey: fingerprintKey(env['LEAKTRAIL_FINGERPRINT_KEY']),
    engine: env['LEAKTRAIL_RE2'] === 'js' ? 'js' : 'auto',
  };
}

/** Says once per run that the slower engine serves, where the native one is not to be had. */
export function warnOfPort({ engine }: DetectorSettings, run: RunContext): void {
  if (loadEngine(engine).name === 'native') return;
  run.onWarning?.('native re2 is not in use: the JavaScript port finds the same, more slowly');
}
