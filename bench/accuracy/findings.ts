// Runs the detector over the files of a folder, each judged under its own path. All confidences.
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Detector } from '../../src/detect/detector.ts';
import { fileKindOf, judge } from '../../src/detect/paths.ts';
import { useWeights } from '../../src/detect/score.ts';
import type { Folds } from './folds.ts';

export interface AccuracyFinding {
  readonly path: string;
  readonly line: number;
  readonly end_line: number;
  readonly value: string;
  readonly rule: string;
  readonly score: number;
}

export interface FindingsOptions {
  readonly folder: string;
  readonly set: string;
  readonly folds: Folds | undefined;
}

/** Findings in the order of the paths. */
export function findingsOf(detector: Detector, options: FindingsOptions): AccuracyFinding[] {
  const { folder, set, folds } = options;
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort();
  const found: AccuracyFinding[] = [];
  for (const path of names) {
    useWeights(folds?.weightsFor(set, path));
    const kind = fileKindOf(path);
    for (const match of detector.scan(readFileSync(join(folder, path)))) {
      const judgement = judge(match, kind);
      if (judgement === undefined) continue;
      const { line, endLine, value, ruleId } = match;
      found.push({ path, line, end_line: endLine, value, rule: ruleId, score: judgement.score });
    }
  }
  useWeights(undefined);
  return found;
}
