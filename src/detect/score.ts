// How likely a candidate is a secret, per kind of file: logistic regression over named features
// (features/), with weights that bench/train.ts fits.
import { fileKinds, type FileKind } from '../model/rule.ts';
import type { Candidate } from './assignment/candidate.ts';
import { featuresOf } from './features/features.ts';
import { fittedWeights } from './fittedWeights.ts';
import type { Weights } from './weights.ts';

let weights = weightMap(fittedWeights);
const shipped = weights;

/** Probabilities in the order of `fileKinds`; 0 where such a file cannot hold the value. */
export function scoresOf(candidate: Candidate): number[] {
  const features = featuresOf(candidate);
  let common = weights.get('bias') ?? 0;
  for (const feature of features.common) common += weights.get(feature) ?? 0;
  return fileKinds.map((kind) => {
    if (!canStandIn(candidate, kind)) return 0;
    let sum = common;
    for (const feature of features.ofKind(kind)) sum += weights.get(feature) ?? 0;
    return 1 / (1 + Math.exp(-sum));
  });
}

/**
 * Whether a value of this syntax can be a value in such a file: in Python and other code a bare name,
 * number or call is not; lock files and translations hold none that a name gives away.
 */
export function canStandIn(candidate: Candidate, kind: FileKind): boolean {
  if (kind === 'lock' || kind === 'translation') return false;
  if (kind !== 'python' && kind !== 'code') return true;
  if (candidate.syntax !== 'bare' || candidate.inString || candidate.role === 'flag') return true;
  if (/^[A-Za-z_$][\w$.]*$/u.test(candidate.value)) return /#|\/\/|\*/u.test(candidate.before);
  return !/^[[({<&*!:-]|[()[\]{}]/u.test(candidate.value);
}

/** Judges by other weights than the shipped ones: for figures by folds. */
export function useWeights(other: Weights | undefined): void {
  weights = other === undefined ? shipped : weightMap(other);
}

function weightMap(source: Weights): ReadonlyMap<string, number> {
  return new Map(Object.entries(source));
}
