// What the extractors offer in a text, for table tests: all candidates, in the order of their places.
import { expect } from 'vitest';
import type { Candidate } from '../../src/detect/assignment/candidate.ts';
import { mayAssign } from '../../src/detect/assignment/mayAssign.ts';
import { newHits, siftKeywords } from '../../src/detect/keywordSieve.ts';
import { inWhole } from '../../src/detect/lineVerdicts.ts';
import { canStandIn } from '../../src/detect/score.ts';
import { triggersOf } from '../../src/detect/triggers.ts';
import { candidatesOf } from '../../src/detect/verify.ts';
import type { FileKind } from '../../src/model/rule.ts';
import { loadRules } from '../../src/rules/load.ts';
import { fill, unfill } from './fill.ts';

const triggers = triggersOf(loadRules(), 'auto');

/** Distinct candidates of a text, whose stand-ins (fill.ts) are filled in first. */
export function candidatesIn(text: string | Buffer): Candidate[] {
  const bytes = Buffer.from(typeof text === 'string' ? fill(text) : text);
  const hits = newHits();
  siftKeywords(triggers.sieve, bytes, { from: 0, to: bytes.length }, hits);
  const found = new Map<string, Candidate>();
  for (let i = 0; i < hits.length; i++) {
    const trigger = triggers.of(hits.ids[i] ?? 0);
    for (const extractor of trigger.extractors) {
      const end = hits.ends[i] ?? 0;
      const candidates = candidatesOf(extractor, bytes, end, trigger);
      // What a line settles is what the whole window would say.
      if (extractor === 'assignment' && mayAssign(bytes, end)) {
        expect(candidates).toEqual(inWhole(bytes, end, trigger));
      }
      for (const candidate of candidates) {
        found.set(`${candidate.startOffset} ${candidate.endOffset}`, candidate);
      }
    }
  }
  return [...found.values()].sort((a, b) => a.startOffset - b.startOffset);
}

/** Values that could stand in such a file, with stand-ins again. */
export function valuesIn(kind: FileKind, text: string | Buffer): string[] {
  return candidatesIn(text)
    .filter((candidate) => canStandIn(candidate, kind))
    .map(({ value }) => unfill(value));
}
