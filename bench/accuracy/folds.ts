// The weights that were fitted without a given repository, for honest figures on the training data.
import { existsSync, readFileSync } from 'node:fs';
import type { Weights } from '../../src/detect/weights.ts';

export interface Folds {
  /** The weights of the fold that never saw this file's repository; undefined: the shipped ones. */
  weightsFor(set: string, path: string): Weights | undefined;
}

/** Number of folds by repository. */
export const foldCount = 5;

/** The fold of a repository (or package): a hash of its name. */
export function foldOf(repository: string): number {
  let hash = 2166136261;
  for (let i = 0; i < repository.length; i++) {
    hash = Math.imul(hash ^ repository.charCodeAt(i), 16777619) >>> 0;
  }
  return (hash >>> 8) % foldCount;
}

/** The first part of a path names the repository in every set. */
export function repositoryOf(path: string): string {
  return path.slice(0, path.indexOf('/') < 0 ? path.length : path.indexOf('/'));
}

/** Reads the folds' weights; undefined where there are none. */
export function loadFolds(file: string): Folds | undefined {
  if (!existsSync(file)) return undefined;
  const folds = JSON.parse(readFileSync(file, 'utf8')) as readonly Weights[];
  return {
    weightsFor(set, path) {
      if (set === 'tokens' || set === 'leaky') return undefined;
      return folds[foldOf(repositoryOf(path))];
    },
  };
}
