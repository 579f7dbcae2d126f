// What one thread of a scan can do, be it a worker or the main thread: its share of each phase.
import type { Detector } from '../detect/detector.ts';
import { loadRules } from '../rules/load.ts';
import type { RuleSet } from '../rules/ruleSet.ts';
import { createSealer } from '../triage/fingerprint.ts';
import { createContentScanner } from './contentScanner.ts';
import type { ContentResult } from './contentScanner.ts';
import { createNameScanner } from './nameScanner.ts';
import type { NameResult } from './nameScanner.ts';
import { createUnitRunner } from './runPhase.ts';
import type { PhaseScanner } from './runPhase.ts';
import type { DetectorSettings, End, Phase, ScanShared, UnitList } from './shared.ts';
import { createShapeScanner } from './shapeScanner.ts';
import type { Shape, ShapeScanner } from './shapeScanner.ts';

/** A share of a phase: `next` does a unit and says whether there may be more; `finish` gives the result. */
export interface Share<Result> {
  next(): boolean;
  finish(): Result;
}

export interface ScanThread {
  names(units: UnitList, end: End): Share<NameResult>;
  contents(units: UnitList, end: End): Share<ContentResult>;
  shapes(units: UnitList, end: End): Share<undefined>;
  /** One round over what `shapes` read; whether it marked anything. */
  marks(): Share<boolean>;
  /** What of it holds something sought. */
  holders(): Share<Shape>;
}

/** The rules that these settings ask for. Throws ConfigError. */
export function rulesFor({ ruleFiles, enable, disable }: DetectorSettings): RuleSet {
  return loadRules({ files: ruleFiles, enable, disable });
}

/** A thread's share of the work, with its own detector, which is asked for when contents are read. */
export function createScanThread(shared: ScanShared, detector: () => Detector): ScanThread {
  let shapes: ShapeScanner | undefined;

  function share<Result, State>(
    phase: Phase,
    units: UnitList,
    end: End,
    scanner: PhaseScanner<State>,
    result: () => Result,
  ): Share<Result> {
    const runner = createUnitRunner(shared, phase, units, end, scanner);
    return {
      next: () => runner.next(),
      finish() {
        runner.close();
        return result();
      },
    };
  }

  return {
    names(units, end) {
      const scanner = createNameScanner(shared);
      return share('names', units, end, treesOnly(scanner), scanner.result);
    },
    contents(units, end) {
      const scanner = createContentScanner(
        shared,
        detector(),
        createSealer(shared.detector.fingerprintKey),
      );
      return share('contents', units, end, scanner, scanner.result);
    },
    shapes(units, end) {
      const scanner = createShapeScanner(shared);
      shapes = scanner;
      // What could not be read was told in the names phase.
      const silent = { scan: scanner.scan, fail: () => undefined };
      return share('shapes', units, end, treesOnly(silent), () => undefined);
    },
    marks: () => done(() => shapes?.mark() ?? false),
    holders: () => done(() => shapes?.result() ?? noShape),
  };
}

const noShape: Shape = { records: new Uint32Array(), names: [] };

/** A share that reads nothing. */
function done<Result>(finish: () => Result): Share<Result> {
  return { next: () => false, finish };
}

interface TreeScanner {
  readonly scan: (tree: number, bytes: Buffer, size: number) => void;
  readonly fail: (object: number, reason: string) => void;
}

function treesOnly(scanner: TreeScanner): PhaseScanner<undefined> {
  return {
    scan(object, _type, bytes, size) {
      scanner.scan(object, bytes, size);
      return undefined;
    },
    fail: (object, _type, reason) => scanner.fail(object, reason),
  };
}
