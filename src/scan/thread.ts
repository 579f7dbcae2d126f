// What one thread of a scan can do, be it a worker or the main thread: its share of either phase.
import { createDetector } from '../detect/detector.ts';
import type { Detector } from '../detect/detector.ts';
import { loadRules } from '../rules/load.ts';
import type { RuleSet } from '../rules/ruleSet.ts';
import { createSealer } from '../triage/fingerprint.ts';
import { createContentScanner } from './contentScanner.ts';
import type { ContentResult } from './contentScanner.ts';
import { createUnitRunner } from './runPhase.ts';
import type { DetectorSettings, ScanShared, UnitList } from './shared.ts';
import { createTreeScanner } from './treeScanner.ts';
import type { TreeResult } from './treeScanner.ts';

/** A share of a phase: `next` does a unit and says whether there may be more; `finish` gives the result. */
export interface Share<Result> {
  next(): boolean;
  finish(): Result;
}

export interface ScanThread {
  contents(units: UnitList): Share<ContentResult>;
  trees(units: UnitList): Share<TreeResult>;
}

/** The rules that these settings ask for. Throws ConfigError. */
export function rulesFor({ ruleFiles, enable, disable }: DetectorSettings): RuleSet {
  return loadRules({ files: ruleFiles, enable, disable });
}

export function createScanThread(shared: ScanShared, given?: Detector): ScanThread {
  return {
    contents(units) {
      const detector = given ?? createDetector(rulesFor(shared.detector), shared.detector);
      const seal = createSealer(shared.detector.fingerprintKey);
      const scanner = createContentScanner(shared, detector, seal);
      const runner = createUnitRunner(shared, units, scanner);
      return {
        next: () => runner.next(),
        finish() {
          runner.close();
          return scanner.result();
        },
      };
    },
    trees(units) {
      const scanner = createTreeScanner(shared);
      const runner = createUnitRunner<undefined>(shared, units, {
        scan(object, _type, bytes, size) {
          scanner.scan(object, bytes, size);
          return undefined;
        },
        fail: (object, _type, reason) => scanner.fail(object, reason),
      });
      return {
        next: () => runner.next(),
        finish() {
          runner.close();
          return scanner.result();
        },
      };
    },
  };
}
