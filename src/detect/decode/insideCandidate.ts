// Values that were decoded where they stand (escapes, joined literals, base64 of a Kubernetes Secret) are read once
// more: what they say may be a provider's token, or a file with secrets of its own.
import type { Candidate } from '../assignment/candidate.ts';
import { inAnyKind, kindBit } from '../kinds.ts';
import type { RawMatch } from '../resolve.ts';
import { deepest, nestedDiscount, type ScanNested } from './nested.ts';

/** No provider's token is shorter. */
const shortestToken = 16;

/** The providers' secrets in a decoded value, placed where the whole value stands. */
export function tokensInside(candidate: Candidate, scan: ScanNested): RawMatch[] {
  if (candidate.value.length < shortestToken) return [];
  // Under no kind of file the names count nothing: the providers' rules are left.
  return scan(Buffer.from(candidate.value), 0, deepest).map((match) => ({
    ...match,
    startOffset: candidate.startOffset,
    endOffset: candidate.endOffset,
    encoding: candidate.encoding ?? match.encoding ?? 'joined',
    // The same token seen where it stands is placed better.
    specificity: match.specificity - 0.5,
  }));
}

/** Whether a candidate is a base64 value of a manifest. */
export function isEncodedManifest({ role, encoding }: Candidate): boolean {
  return role === 'manifest' && encoding === 'base64';
}

/**
 * The secrets in a base64 value of a manifest: what its text holds, else `whole`, the value itself. They stand before
 * all that would take the encoded text for a value; so does, where there is none, a match that counts nowhere. The rules
 * `own` keep nothing off (resolve.ts).
 */
export function insideManifest(
  candidate: Candidate,
  whole: RawMatch | undefined,
  scan: ScanNested,
  own: ReadonlySet<string>,
): RawMatch[] {
  const { name, value, startOffset, endOffset } = candidate;
  const bytes = Buffer.from(value);
  const written = Math.ceil(bytes.length / 3) * 4;
  const isOnePiece = Math.abs(written - (endOffset - startOffset)) <= 4;
  const found = isOnePiece ? matchesOf(name, bytes, scan) : [];
  const nothing = { ruleId: 'generic-secret', startOffset, endOffset, value, specificity: 0 };
  const valueItself = { ...(whole ?? { ...nothing, scores: nowhere }), specificity: overNames };
  const inside = found.map((match): RawMatch => {
    const isWhole = match.endOffset - match.startOffset === bytes.length;
    const scores = inAnyKind(match.scores, nestedDiscount);
    return {
      ...match,
      startOffset: isWhole ? startOffset : startOffset + Math.floor((match.startOffset * 4) / 3),
      endOffset: isWhole ? endOffset : startOffset + Math.ceil((match.endOffset * 4) / 3),
      encoding: 'base64',
      scores: isWhole ? scores.map((score, i) => Math.max(score, whole?.scores[i] ?? 0)) : scores,
      specificity: Math.max(overNames, match.specificity + 1),
    };
  });
  return found.every(({ ruleId }) => own.has(ruleId)) ? [valueItself, ...inside] : inside;
}

/** More than any rule has that goes by names alone. */
const overNames = 31;
const nowhere: readonly number[] = [];

// One line is a value under its name; more lines, or quotes, speak for themselves. Offsets are those in the value.
function matchesOf(name: string, value: Buffer, scan: ScanNested): RawMatch[] {
  const isLine = !/["\\\r\n]/u.test(value.toString('latin1'));
  const before = isLine ? `"${name}": "` : '';
  const text = Buffer.concat([Buffer.from(before), value, Buffer.from(isLine ? '"\n' : '')]);
  return scan(text, kindBit('config'), deepest - 1)
    .map((match) => ({
      ...match,
      startOffset: match.startOffset - before.length,
      endOffset: match.endOffset - before.length,
    }))
    .filter(({ startOffset, endOffset }) => startOffset >= 0 && endOffset <= value.length);
}
