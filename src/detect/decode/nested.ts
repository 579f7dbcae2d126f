// Secrets in text that is encoded: matches of the decoded text, placed where it is stored.
import { buildSieve, newHits, siftKeywords, type KeywordSieve } from '../keywordSieve.ts';
import { inAnyKind, type KindMask } from '../kinds.ts';
import type { RawMatch } from '../resolve.ts';
import type { Trigger } from '../triggers.ts';
import { encodedByKeyword, type EncodedKeyword } from './encodedKeywords.ts';
import { decodeRunAt, type DecodedRun } from './encodedRun.ts';
import { unescapeAt } from './escapedRun.ts';

/**
 * Scans decoded text, which is `depth` encodings deep: all of it, or what follows from the keywords that end after
 * `within.after`, at most at `within.to`.
 */
export type ScanNested = (
  bytes: Uint8Array,
  kinds: KindMask,
  depth: number,
  within?: { readonly after: number; readonly to: number },
) => RawMatch[];

/** What a score is worth in decoded text: nobody knows what kind of file that would be. */
export const nestedDiscount = 0.95;

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

/** A reader of encoded text; holds a sieve of its own, once it meets some. */
export function createNestedReader(scan: ScanNested): NestedReader {
  let made: EncodedSieve | undefined;

  // A text holds many keywords. Each speaks for what stands between it and the next one, the first for what stands
  // before it as well: the text is scanned once, however many there are.
  function shareOf(
    bytes: Uint8Array,
    start: number,
    run: DecodedRun,
  ): { readonly after: number; readonly to: number } {
    const { sieve, byText } = (made ??= encodedSieve());
    const hits = newHits(64);
    siftKeywords(sieve, bytes, { from: run.from, to: run.to }, hits);
    let isFirst = true;
    let next = -1;
    for (let i = 0; i < hits.length; i++) {
      const id = hits.ids[i] ?? 0;
      const at = (hits.ends[i] ?? 0) - (sieve.keywords[id]?.length ?? 0);
      if (at === start || (at > start && next >= 0 && at >= next)) continue;
      const isKeyword = byText[id]?.some(
        (keyword) => standsAt(bytes, at, keyword) && run.isShownBy(keyword, at),
      );
      if (isKeyword !== true) continue;
      if (at < start) isFirst = false;
      else next = at;
    }
    return {
      after: isFirst ? 0 : run.offsetOf(start),
      to: next < 0 ? run.bytes.length : run.offsetOf(next),
    };
  }

  return {
    read(trigger, bytes, keywordEnd, { kinds, depth }, raw) {
      const window = {
        from: Math.max(0, keywordEnd - trigger.before),
        to: Math.min(bytes.length, keywordEnd + trigger.after),
      };
      const start = keywordEnd - trigger.keyword.length;
      for (const keyword of trigger.encoded) {
        if (!standsAt(bytes, start, keyword)) continue;
        const run = runAt(bytes, keywordEnd, keyword, window);
        if (run === undefined) continue;
        for (const match of scan(run.bytes, kinds, depth + 1, shareOf(bytes, start, run))) {
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

interface EncodedSieve {
  readonly sieve: KeywordSieve;
  /** By keyword id: what the keyword is in encoded text. */
  readonly byText: readonly (readonly EncodedKeyword[])[];
}

function encodedSieve(): EncodedSieve {
  const encoded = encodedByKeyword();
  const sieve = buildSieve([...encoded.keys()]);
  return { sieve, byText: sieve.keywords.map((keyword) => encoded.get(keyword) ?? []) };
}

// Base64 has a case of its own.
function standsAt(bytes: Uint8Array, at: number, { text, encoding }: EncodedKeyword): boolean {
  if (encoding !== 'base64') return true;
  for (let i = 0; i < text.length; i++) if (bytes[at + i] !== text.charCodeAt(i)) return false;
  return true;
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
    scores: inAnyKind(match.scores, nestedDiscount),
    // What was decoded says more than that an encoded text has a telling name.
    specificity: match.specificity + (isWhollyEncoded ? 1 : 0),
  };
}
