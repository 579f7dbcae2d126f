// Score to confidence: the two thresholds of the whole project stand here.
import type { Confidence } from '../model/rule.ts';

/** At or above: at least 97 % of the matches of the labelled data are true (bench/accuracy.ts measures it). */
export const highScore = 0.9;

/** At or above: at least 88 % are true; the default of `--min-confidence`. */
export const mediumScore = 0.5;

/** The confidence that a score stands for. */
export function confidenceOf(score: number): Confidence {
  if (score >= highScore) return 'high';
  return score >= mediumScore ? 'medium' : 'low';
}
