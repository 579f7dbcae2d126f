// What a whole scan reports in a file of this name, at the default confidence: the table tests of what is read, from
// the notation through the score to the judgement by path.
import { mediumScore } from '../../src/detect/confidence.ts';
import { createDetector } from '../../src/detect/detector.ts';
import { kindBit } from '../../src/detect/kinds.ts';
import { fileKindOf, judge } from '../../src/detect/paths.ts';
import { loadRules } from '../../src/rules/load.ts';
import { fill } from './fill.ts';

const detector = createDetector(loadRules());

/** The values that a file of this name reports. The stand-ins (fill.ts) of a text are filled in. */
export function reportedIn(path: string, text: string | Buffer): string[] {
  const bytes = Buffer.from(typeof text === 'string' ? fill(text) : text);
  const kind = fileKindOf(path);
  return detector
    .scan(bytes, kindBit(kind))
    .filter((match) => (judge(match, kind)?.score ?? 0) >= mediumScore)
    .map(({ value }) => value);
}
