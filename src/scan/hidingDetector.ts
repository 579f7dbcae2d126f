// What looks for secrets that a report must not spread, in the lines, subjects, paths and names around findings.
import { createDetector } from '../detect/detector.ts';
import type { Detector } from '../detect/detector.ts';
import type { DetectorSettings } from './shared.ts';
import { rulesFor } from './thread.ts';

export interface HidingInput {
  /** The run's own. */
  readonly detector: () => Detector;
  readonly settings: DetectorSettings;
}

/** The run's detector, or one with all rules: a secret is one under a rule that this run leaves out, too. */
export function hidingDetector({ detector, settings }: HidingInput): () => Detector {
  if (settings.enable.length + settings.disable.length === 0) return detector;
  const all = { ...settings, enable: [], disable: [] };
  let made: Detector | undefined;
  return () => (made ??= createDetector(rulesFor(all), all));
}
