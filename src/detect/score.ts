// placeholder to be replaced by trained score
import { fileKinds } from '../model/rule.ts';
import type { Candidate } from './assignment/candidate.ts';

export function scoresOf(candidate: Candidate): number[] {
  const { value, syntax, role } = candidate;
  let score = 0.6;
  if (/pass|pwd|secret|token|api_?key|jwk|url|authorization|identified/iu.test(candidate.name))
    score += 0.1;
  if (/[<>{}$%\s]|^(?:none|null|true|false|undefined|string|str|xxx+|\*+|\.+)$/iu.test(value))
    score -= 0.4;
  if (/pass|secret|test|example|token|foo|bar|your|key|admin|change|root/iu.test(value))
    score -= 0.4;
  if (role === 'compare' || role === 'argument') score -= 0.1;
  if (value.length < 4) score -= 0.3;
  return fileKinds.map((kind) => {
    if (kind === 'lock' || kind === 'translation') return 0;
    if (syntax === 'bare' && (kind === 'python' || kind === 'code') && !candidate.inString)
      return 0;
    return Math.max(0, score);
  });
}

/** For measurements by folds. */
export function useWeights(_weights: import('./weights.ts').Weights | undefined): void {
  // nothing yet
}
