// What one thread of a scan can do, be it a worker or the main thread: its share of each phase.
import { createDetector } from '../detect/detector.ts';
import type { Detector } from '../detect/detector.ts';
import { createValueDetector } from '../detect/sought/valueDetector.ts';
import { packTypes } from '../git/packFile.ts';
import type { Needed } from '../git/familyVisitor.ts';
import { loadRules } from '../rules/load.ts';
import type { RuleSet } from '../rules/ruleSet.ts';
import { createSealer } from '../triage/fingerprint.ts';
import { createContentScanner } from './contentScanner.ts';
import type { ContentResult, ContentScanner } from './contentScanner.ts';
import { createNameScanner } from './nameScanner.ts';
import type { NameResult } from './nameScanner.ts';
import { createUnitRunner } from './runPhase.ts';
import type { PhaseScanner } from './runPhase.ts';
import type { DetectorSettings, End, Phase, ScanShared, UnitList } from './shared.ts';
import { createShapeScanner } from './shapeScanner.ts';
import type { Shape, ShapeScanner } from './shapeScanner.ts';
import { createVerifyScanner } from './verifyScanner.ts';
import type { VerifyResult } from './verifyScanner.ts';

/** A share of a phase: `next` does a unit and says whether there may be more; `finish` gives the result. */
export interface Share<Result> {
  next(): boolean;
  finish(): Result;
}

export interface ScanThread {
  names(units: UnitList, end: End): Share<NameResult>;
  contents(units: UnitList, end: End): Share<ContentResult>;
  verify(units: UnitList, end: End): Share<VerifyResult>;
  shapes(units: UnitList, end: End): Share<undefined>;
  /** Adds what is known already to what `shapes` read. */
  learn(shape: Shape): void;
  /** One round over what `shapes` read; whether it marked anything. */
  marks(): Share<boolean>;
  /** What of it holds something sought. */
  holders(): Share<Shape>;
}

/** The rules that these settings ask for. Throws ConfigError. */
export function rulesFor(settings: DetectorSettings): RuleSet {
  const { ruleFiles, enable, disable, own, severities } = settings;
  return loadRules({ files: ruleFiles, enable, disable, own, severities });
}

/** The detector of a thread. Throws ConfigError. */
export function detectorFor(settings: DetectorSettings): Detector {
  return settings.sought === undefined
    ? createDetector(rulesFor(settings), settings)
    : createValueDetector(settings.sought);
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
      const reading = {
        ...scanner,
        scan(tree: number, bytes: Buffer, size: number) {
          scanner.scan(tree, bytes, size);
          shared.readAs[tree] = 0;
        },
      };
      return share('names', units, end, treesOnly(reading, shared), scanner.result);
    },
    contents(units, end) {
      const scanner = createContentScanner(
        shared,
        detector(),
        createSealer(shared.detector.fingerprintKey),
      );
      return share('contents', units, end, noting(scanner, shared), scanner.result);
    },
    verify(units, end) {
      const scanner = createVerifyScanner(shared);
      return share('verify', units, end, scanner, scanner.result);
    },
    shapes(units, end) {
      const scanner = createShapeScanner(shared);
      shapes = scanner;
      // What could not be read was told in the names phase.
      const silent = { scan: scanner.scan, fail: () => undefined, leaveOut: () => undefined };
      return share('shapes', units, end, treesOnly(silent, shared), () => undefined);
    },
    learn(shape) {
      shapes?.learn(shape);
    },
    marks: () => done(() => shapes?.mark() ?? false),
    holders: () =>
      done(() => {
        const read = shapes;
        // It holds what every tree names.
        shapes = undefined;
        return read?.result() ?? noShape;
      }),
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
  readonly leaveOut: (object: number, needed: Needed) => void;
}

/** Passes on what is not known, and notes it as read. */
function noting(scanner: ContentScanner, shared: ScanShared): ContentScanner {
  const { isKnown, readAs, sizes, paths } = shared;
  return {
    ...scanner,
    scan(object, type, bytes, size, previous, copied) {
      if (isKnown[object] === 1) return undefined;
      const state = scanner.scan(object, type, bytes, size, previous, copied);
      readAs[object] = type === packTypes.blob ? paths[object]! : 0;
      sizes[object] = size;
      return state;
    },
    stream(object, size, needed) {
      if (isKnown[object] === 1) return undefined;
      const sink = scanner.stream(object, size, needed);
      // What was read in part, or is too large for its size to be noted, is read again the next time.
      if (sink === undefined || needed !== undefined || size >= 2 ** 32) return sink;
      return {
        push: sink.push,
        end() {
          sink.end();
          readAs[object] = paths[object]!;
          sizes[object] = size;
        },
      };
    },
  };
}

function treesOnly(scanner: TreeScanner, { isKnown }: ScanShared): PhaseScanner<undefined> {
  return {
    scan(object, _type, bytes, size) {
      if (isKnown[object] === 0) scanner.scan(object, bytes, size);
      return undefined;
    },
    fail: (object, _type, reason) => scanner.fail(object, reason),
    leaveOut: (object, _type, needed) => scanner.leaveOut(object, needed),
  };
}
