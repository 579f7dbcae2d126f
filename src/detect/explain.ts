// Looks at one line as the detector does and tells what it makes of it: each value that was considered, what its score is
// made of, and why it is reported or not. Slow and thorough; the detector itself keeps no such records.
import type { ExplainedValue } from '../model/explanation.ts';
import type { Match } from '../model/match.ts';
import type { FileKind } from '../model/rule.ts';
import { fileKinds } from '../model/rule.ts';
import { shannonEntropy } from '../rules/entropy.ts';
import type { RuleSet } from '../rules/ruleSet.ts';
import type { Candidate } from './assignment/candidate.ts';
import { decodeText } from './assignment/literal.ts';
import { confidenceOf } from './confidence.ts';
import { createDetector, type DetectorOptions } from './detector.ts';
import { reasonsOf } from './featureWords.ts';
import { genericRuleOf } from './genericRule.ts';
import { newHits, siftKeywords } from './keywordSieve.ts';
import { kindBit } from './kinds.ts';
import { objectionTo } from './objection.ts';
import { lineStarts, spansOf } from './position.ts';
import { partsOf } from './score.ts';
import { triggersOf, type Trigger } from './triggers.ts';
import { decodeUtf16 } from './utf16.ts';
import { candidatesOf, leastScore } from './verify.ts';

export interface ExplainedLine {
  readonly values: readonly ExplainedValue[];
  readonly notes: readonly string[];
}

/** Explains a line (1-based) of a content; undefined where there is no such line. */
export type ExplainLine = (line: number) => ExplainedLine | undefined;

/** Opens a content in a file of this kind, which is scanned once; what scores less than `threshold` is not reported. */
export type ExplainContent = (bytes: Buffer, kind: FileKind, threshold: number) => ExplainLine;

/** An explainer for one rule set. */
export function createExplainer(ruleSet: RuleSet, options: DetectorOptions = {}): ExplainContent {
  const detector = createDetector(ruleSet, options);
  const triggers = triggersOf(ruleSet, options.engine ?? 'auto');

  return (stored, kind, wanted) => {
    // Below that nothing is kept, whatever is asked for.
    const threshold = Math.max(wanted, leastScore);
    const bytes = decodeUtf16(stored)?.utf8 ?? stored;
    const starts = lineStarts(bytes);
    const matchesOn = byLine(detector.scan(stored, kindBit(kind)));
    return explainLine;

    function explainLine(line: number): ExplainedLine | undefined {
      const range = rangeOfLine(line);
      if (range === undefined) return undefined;
      const final = matchesOn.get(line) ?? [];
      const values = new Map<string, ExplainedValue>();
      const put = (value: ExplainedValue): void => {
        const key = `${value.ruleId} ${value.line} ${value.column} ${value.endLine} ${value.endColumn}`;
        if (!values.has(key)) values.set(key, value);
      };
      const covering = final.filter((match) => scoreOf(match) >= threshold && mayCover(match));
      for (const match of final) {
        const score = scoreOf(match);
        if (score === 0 || covering.some((own) => covers(own, match))) continue;
        const generic = genericFor(match);
        put({
          ...withoutOffsets(match),
          title: ruleSet.byId.get(match.ruleId)?.title ?? '',
          score,
          ...judgement(score, threshold),
          reasons: generic === undefined ? [] : reasonsFor(generic, kind),
          ...(generic === undefined && score >= threshold
            ? { verdict: `it has the form that ${match.ruleId} looks for${limitOf(match)}` }
            : {}),
        });
      }
      const candidates = candidatesNear(range);
      const places = spansOf(bytes, candidates, starts);
      for (const [i, candidate] of candidates.entries()) put(explained(candidate, places[i]!));
      for (const value of refusedByRules(range)) put(value);
      return { values: [...values.values()], notes: notesOn(range, values.size) };
    }

    function rangeOfLine(line: number): Range | undefined {
      const from = starts[line - 1];
      if (from === undefined) return undefined;
      const next = starts[line];
      return { from, to: next === undefined ? bytes.length : next - 1 };
    }

    function scoreOf({ scores }: Match): number {
      return scores[fileKinds.indexOf(kind)] ?? 0;
    }

    /** An own rule's match stands before those of built-in rules; where it has paths, at those alone. */
    function mayCover({ ruleId }: Match): boolean {
      const rule = ruleSet.byId.get(ruleId);
      return rule?.isOwn === true && rule.paths === undefined;
    }

    function covers(own: Match, match: Match): boolean {
      if (ruleSet.byId.get(match.ruleId)?.isOwn === true) return false;
      return own.startOffset < match.endOffset && match.startOffset < own.endOffset;
    }

    function limitOf({ ruleId }: Match): string {
      return ruleSet.byId.get(ruleId)?.paths === undefined ? '' : ', at the paths that it names';
    }

    function hitsIn({ from, to }: Range): { end: number; trigger: Trigger }[] {
      const hits = newHits(256);
      siftKeywords(triggers.sieve, bytes, { from, to }, hits);
      return Array.from({ length: hits.length }, (_, i) => ({
        end: hits.ends[i] ?? 0,
        trigger: triggers.of(hits.ids[i] ?? 0),
      }));
    }

    /** Values on the line; a name may stand on a line before. */
    function candidatesNear({ from, to }: Range): Candidate[] {
      return hitsIn({ from: Math.max(0, from - 2048), to })
        .flatMap(({ end, trigger }) =>
          trigger.extractors.flatMap((extractor) => candidatesOf(extractor, bytes, end, trigger)),
        )
        .filter(({ startOffset, endOffset }) => startOffset < to && endOffset > from);
    }

    /** The candidate that a match of a generic rule is. */
    function genericFor({ ruleId, startOffset, endOffset }: Match): Candidate | undefined {
      if (bytes !== stored) return undefined;
      return candidatesNear({ from: startOffset, to: endOffset }).find(
        (candidate) =>
          candidate.startOffset === startOffset &&
          candidate.endOffset === endOffset &&
          genericRuleOf(candidate) === ruleId,
      );
    }

    function explained(candidate: Candidate, place: Place): ExplainedValue {
      const ruleId = genericRuleOf(candidate);
      const parts = partsOf(candidate, kind);
      const objection = objectionTo(candidate, kindBit(kind));
      const score = objection === undefined ? parts.score : 0;
      return {
        ruleId,
        title: ruleSet.byId.get(ruleId)?.title ?? '',
        ...place,
        value: candidate.value,
        score,
        confidence: score >= leastScore ? confidenceOf(score) : null,
        isReported: false,
        verdict:
          objection ??
          parts.ground ??
          (score >= threshold
            ? 'another rule says more about the same text'
            : `its score of ${score.toFixed(2)} is below ${threshold.toFixed(2)}`),
        reasons: objection === undefined ? reasonsFor(candidate, kind) : [],
      };
    }

    /** What has the form that a rule looks for and was refused all the same. */
    function refusedByRules(range: Range): ExplainedValue[] {
      const refused = hitsIn(range).flatMap(({ end, trigger }) =>
        trigger.rules.flatMap(({ compiled }) => {
          const { rule } = compiled;
          const from = Math.max(0, end - trigger.keyword.length - rule.window.before - 1);
          const hit = compiled.exec(
            bytes,
            from,
            Math.min(bytes.length, end + rule.window.after + 1),
          );
          return hit === undefined || hit.secretEnd <= range.from || hit.secretStart >= range.to
            ? []
            : [{ rule, startOffset: hit.secretStart, endOffset: hit.secretEnd }];
        }),
      );
      const places = spansOf(bytes, refused, starts);
      return refused.map(({ rule, startOffset, endOffset }, i): ExplainedValue => {
        const value = decodeText(bytes.toString('latin1', startOffset, endOffset));
        const entropy = shannonEntropy(value);
        const verdict =
          rule.minEntropy !== undefined && entropy < rule.minEntropy
            ? `its entropy of ${entropy.toFixed(1)} bits a character is below ${rule.minEntropy}`
            : 'it fails a check of the rule, is allowed by it, or another rule says more about the same text';
        return {
          ruleId: rule.id,
          title: rule.title,
          ...places[i]!,
          value,
          score: 0,
          confidence: null,
          isReported: false,
          verdict,
          reasons: [],
        };
      });
    }

    function notesOn(place: Range, count: number): string[] {
      if (count > 0) return [];
      const words = [...new Set(hitsIn(place).map(({ trigger }) => trigger.keyword))];
      if (words.length === 0) return ['no keyword of any rule stands on this line'];
      const shown = words.slice(0, 8).join(', ');
      return [
        `keywords on this line: ${shown}; what follows them has no form that a rule knows, or only says where the secret is kept`,
      ];
    }
  };
}

/** Each under all its lines. */
function byLine(matches: readonly Match[]): ReadonlyMap<number, readonly Match[]> {
  const lines = new Map<number, Match[]>();
  for (const match of matches) {
    for (let line = match.line; line <= match.endLine; line++) {
      const known = lines.get(line);
      if (known === undefined) lines.set(line, [match]);
      else known.push(match);
    }
  }
  return lines;
}

interface Range {
  readonly from: number;
  readonly to: number;
}

type Place = Pick<ExplainedValue, 'line' | 'column' | 'endLine' | 'endColumn'>;

function withoutOffsets(match: Match): Place & Pick<ExplainedValue, 'ruleId' | 'value'> {
  const { ruleId, value, line, column, endLine, endColumn } = match;
  return { ruleId, value, line, column, endLine, endColumn };
}

function judgement(
  score: number,
  threshold: number,
): Pick<ExplainedValue, 'confidence' | 'isReported' | 'verdict'> {
  const isReported = score >= threshold;
  const side = isReported ? 'reaches' : 'is below';
  return {
    confidence: confidenceOf(score),
    isReported,
    verdict: `its score of ${score.toFixed(2)} ${side} ${threshold.toFixed(2)}`,
  };
}

function reasonsFor(candidate: Candidate, kind: FileKind): ExplainedValue['reasons'] {
  return reasonsOf(candidate, kind, partsOf(candidate, kind));
}
