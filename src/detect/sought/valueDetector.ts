// A detector for values that are known: nothing is judged, each place at which one of them stands is a match, as it is or
// encoded. The stages, and so the incremental scan, are those of the detector for rules.
import { fileKinds, type Rule } from '../../model/rule.ts';
import { assembleDetector, type Detector } from '../detector.ts';
import { buildSieve } from '../keywordSieve.ts';
import type { RawMatch } from '../resolve.ts';
import { encodedFormsOf, encodedPlaceAt, encodedReach, type EncodedForm } from './encodedForms.ts';
import { createEscapedForms, type Anchor, type EscapedForms } from './escapedForms.ts';

/** The rule under which sought values are reported. */
export const soughtRule: Rule = {
  id: 'env-value',
  title: 'Value of an environment file',
  provider: 'generic',
  severity: 'critical',
  confidence: 'high',
  specificity: 100,
  keywords: [],
  pattern: '',
  extractor: 'sought',
  window: { before: 0, after: 0 },
  references: [],
  advice: ['Replace it where it is used: who has read the history has it.'],
  examples: { positive: [], negative: [] },
};

/** So many values are sought at once, at most: the sieve takes 16,000 keywords. */
export const mostValues = 500;
/** Bytes; in fewer no form would be telling. */
export const shortestValue = 4;

/** What a keyword may be part of. */
interface Lead {
  readonly value: string;
  readonly text?: { readonly forms: EscapedForms; readonly anchor: Anchor };
  readonly encoded?: { readonly form: EncodedForm; readonly at: number; readonly length: number };
}

export interface Sought {
  /** Distinct, at most `mostValues`, each of at least `shortestValue` bytes. */
  readonly values: readonly string[];
  /** By value: those that it is a part of; within one of them it is no match of its own. */
  readonly wholes: ReadonlyMap<string, readonly string[]>;
}

/** A detector for values. Those that stand within others are matches as well. Throws TypeError. */
export function createValueDetector({ values, wholes }: Sought): Detector {
  if (values.length > mostValues) throw new TypeError(`more than ${mostValues} values`);
  const leads = leadsOf(values);
  const sieve = buildSieve([...leads.keys()]);
  const leadsOfId = sieve.keywords.map((keyword) => leads.get(keyword) ?? []);
  const reachOf = Int32Array.from(leadsOfId, (each) => Math.max(...each.map(reach)));

  function verify(bytes: Uint8Array, keywordEnd: number, keywordId: number, raw: RawMatch[]): void {
    const length = sieve.keywords[keywordId]?.length ?? 0;
    const room = reachOf[keywordId] ?? 0;
    const limits = {
      from: Math.max(0, keywordEnd - room),
      to: Math.min(bytes.length, keywordEnd + room),
    };
    for (const lead of leadsOfId[keywordId] ?? []) {
      const match = matchOf(bytes, keywordEnd - length, lead, limits);
      if (match !== undefined) raw.push(match);
    }
  }

  return assembleDetector({
    sieve,
    windowBefore: reachOf,
    windowAfter: reachOf,
    resolve: (raw) => distinctMatches(raw, wholes),
    verifier: () => verify,
    verifyWhole: () => [],
  });
}

function leadsOf(values: readonly string[]): Map<string, Lead[]> {
  const leads = new Map<string, Lead[]>();
  const add = (keyword: string, lead: Lead): void => {
    const folded = keyword.replace(/[A-Z]/gu, (letter) => letter.toLowerCase());
    leads.set(folded, [...(leads.get(folded) ?? []), lead]);
  };
  for (const value of values) {
    if (Buffer.byteLength(value) < shortestValue) throw new TypeError('a value is too short');
    const forms = createEscapedForms(value);
    for (const anchor of forms.anchors) add(anchor.keyword, { value, text: { forms, anchor } });
    for (const form of encodedFormsOf(value)) {
      for (const { keyword, at } of form.keywords) {
        add(keyword, { value, encoded: { form, at, length: keyword.length } });
      }
    }
  }
  return leads;
}

/** Each match once, the parts of a whole left out where it stands, sorted by place. */
function distinctMatches(raw: readonly RawMatch[], wholes: Sought['wholes']): RawMatch[] {
  const known = new Map<string, RawMatch>();
  for (const match of raw) {
    const key = `${match.startOffset} ${match.endOffset} ${match.value}`;
    if (!known.has(key)) known.set(key, match);
  }
  const matches = [...known.values()];
  const places = new Map<string, RawMatch[]>();
  if (wholes.size > 0) {
    for (const match of matches) {
      const same = places.get(match.value);
      if (same === undefined) places.set(match.value, [match]);
      else same.push(match);
    }
  }
  const isWithin = ({ startOffset, endOffset }: RawMatch, whole: string): boolean =>
    places
      .get(whole)
      ?.some((place) => place.startOffset <= startOffset && place.endOffset >= endOffset) === true;
  return matches
    .filter((match) => wholes.get(match.value)?.some((whole) => isWithin(match, whole)) !== true)
    .sort(
      (a, b) =>
        a.startOffset - b.startOffset || a.endOffset - b.endOffset || (a.value < b.value ? -1 : 1),
    );
}

/** Bytes around the end of the keyword that may be looked at. */
function reach({ text, encoded }: Lead): number {
  const escaped = text === undefined ? 0 : text.forms.longest + 1;
  return Math.max(escaped, encoded === undefined ? 0 : encodedReach(encoded.form));
}

const certain: readonly number[] = fileKinds.map(() => 1);

function matchOf(
  bytes: Uint8Array,
  start: number,
  { value, text, encoded }: Lead,
  limits: { readonly from: number; readonly to: number },
): RawMatch | undefined {
  const place =
    text === undefined
      ? encoded && encodedPlaceAt(bytes, start, encoded, limits)
      : text.forms.placeAt(bytes, start, text.anchor, limits);
  if (place === undefined) return undefined;
  const encoding = encoded?.form.encoding ?? text?.forms.encodingAt(bytes, place);
  return {
    ruleId: soughtRule.id,
    ...place,
    value,
    ...(encoding === undefined ? {} : { encoding }),
    scores: certain,
    specificity: soughtRule.specificity,
  };
}
