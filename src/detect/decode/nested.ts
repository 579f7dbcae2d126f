// Secrets in text that is encoded: matches of the decoded text, placed where it is stored.
import { fileKinds } from '../../model/rule.ts';
import type { KindMask } from '../kinds.ts';
import type { RawMatch } from '../resolve.ts';
import type { Trigger } from '../triggers.ts';
import type { EncodedKeyword } from './encodedKeywords.ts';
import { decodeRunAt, type DecodedRun } from './encodedRun.ts';
import { unescapeAt } from './escapedRun.ts';

/** Scans decoded text, which is `depth` encodings deep. */
export type ScanNested = (bytes: Uint8Array, kinds: KindMask, depth: number) => RawMatch[];

/** Text is not decoded any further: base64 of base64 of escapes. */
export const deepest = 3;

export interface NestedReader {
  /** Appends the matches in the encoded text around a keyword hit. */
  read(
    trigger: Trigger,
    bytes: Uint8Array,
    keywordEnd: number,
    context: { readonly kinds: KindMask; readonly depth: number },
    raw: RawMatch[],
  ): void;
}

/** A reader; remembers the last text at each depth, as one text holds many keywords. */
export function createNestedReader(scan: ScanNested): NestedReader {
  const remembered: { text: Buffer; kinds: KindMask; matches: readonly RawMatch[] }[] = [];

  function matchesIn(decoded: Buffer, kinds: KindMask, depth: number): readonly RawMatch[] {
    const last = remembered[depth];
    if (last?.kinds === kinds && last.text.equals(decoded)) return last.matches;
    const matches = scan(decoded, kinds, depth + 1);
    remembered[depth] = { text: decoded, kinds, matches };
    return matches;
  }

  return {
    read(trigger, bytes, keywordEnd, { kinds, depth }, raw) {
      const window = {
        from: Math.max(0, keywordEnd - trigger.before),
        to: Math.min(bytes.length, keywordEnd + trigger.after),
      };
      for (const keyword of trigger.encoded) {
        const run = runAt(bytes, keywordEnd, keyword, window);
        if (run === undefined) continue;
        for (const match of matchesIn(run.bytes, kinds, depth)) {
          const { startOffset, endOffset } = match;
          if (run.isCutBefore && startOffset === 0) continue;
          if (run.isCutAfter && endOffset >= run.bytes.length) continue;
          raw.push(storedMatch(match, run, isWholly(keyword)));
        }
        return;
      }
    },
  };
}

function runAt(
  bytes: Uint8Array,
  end: number,
  keyword: EncodedKeyword,
  window: { readonly from: number; readonly to: number },
): DecodedRun | undefined {
  const { text, encoding } = keyword;
  return encoding === 'base64' || encoding === 'hex'
    ? decodeRunAt(bytes, end, keyword, window)
    : unescapeAt(bytes, end, { text, encoding }, window);
}

function isWholly({ encoding }: EncodedKeyword): boolean {
  return encoding === 'base64' || encoding === 'hex';
}

function storedMatch(match: RawMatch, run: DecodedRun, isWhollyEncoded: boolean): RawMatch {
  const { startOffset, endOffset, encoding: inner, ...rest } = match;
  const encoding = run.encodingOf(startOffset, endOffset) ?? inner;
  return {
    ...rest,
    ...run.storedRange(startOffset, endOffset),
    ...(encoding === undefined ? {} : { encoding }),
    scores: inAnyText(match.scores),
    // What was decoded says more than that an encoded text has a telling name.
    specificity: match.specificity + (isWhollyEncoded ? 1 : 0),
  };
}

/** Scores of a match in decoded text: nobody knows what kind of file that would be. */
export function inAnyText(scores: readonly number[]): readonly number[] {
  const best = Math.max(...scores);
  return scores.map((score, i) =>
    i === noNames || i === noText ? score : Math.max(score, best * nestedDiscount),
  );
}

const nestedDiscount = 0.95;
const noNames = fileKinds.indexOf('lock');
const noText = fileKinds.indexOf('translation');
