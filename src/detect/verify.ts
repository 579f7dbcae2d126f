// From one keyword hit to matches, looking at a bounded window only: provider rules (a cheap look, then
// RE2, then entropy, allow-list and checks) and the generic extractors (candidates, then the score).
import { append } from '../model/append.ts';
import { fileKinds, type Confidence, type Rule } from '../model/rule.ts';
import type { CompiledRule } from '../rules/compileRule.ts';
import type { PatternHit } from '../rules/engine.ts';
import { ownRuleIds } from '../rules/ruleSet.ts';
import type { RuleSet } from '../rules/ruleSet.ts';
import type { TextWindow } from './assignment/textWindow.ts';
import type { Candidate } from './assignment/candidate.ts';
import { decodeText } from './assignment/literal.ts';
import { isPattern, isReference } from './assignment/reference.ts';
import { isPublished } from './publishedValues.ts';
import { insideManifest, isEncodedManifest, tokensInside } from './decode/insideCandidate.ts';
import { createNestedReader, deepest, type ScanNested } from './decode/nested.ts';
import { plainKeyBlock } from './decode/privateKeyBlock.ts';
import { commandLineAt } from './extract/commandLine.ts';
import { headerAt } from './extract/header.ts';
import { jwkAt } from './extract/jwk.ts';
import { loginAt, mayTakeLogin } from './extract/login.ts';
import { kubernetesSecretAt } from './extract/kubernetesSecret.ts';
import { passwordHashAt } from './extract/passwordHash.ts';
import { pgpassAt } from './extract/pgpass.ts';
import { sqlAt } from './extract/sql.ts';
import { urlCredentialsAt } from './extract/urlCredentials.ts';
import { wordLikeness } from './features/bigrams.ts';
import { genericRuleOf } from './genericRule.ts';
import { allKinds, namedKinds } from './kinds.ts';
import type { KindMask } from './kinds.ts';
import {
  assignmentCandidates,
  createLineVerdicts,
  wholeWindow,
  type JudgeAll,
} from './lineVerdicts.ts';
import type { Extractor } from './extractors.ts';
import type { RawMatch } from './resolve.ts';
import { objectionTo } from './objection.ts';
import { scoresOf } from './score.ts';
import type { Trigger, TriggeredRule } from './triggers.ts';

/** Appends to `raw` the matches that a keyword hit leads to. */
export type Verify = (
  bytes: Uint8Array,
  keywordEnd: number,
  keywordId: number,
  raw: RawMatch[],
  kinds?: KindMask,
  /** How deep in decoded text the bytes are; 0 for a content. */
  depth?: number,
) => void;

/** Below this a candidate is dropped under every kind of file, whatever --min-confidence says. */
export const leastScore = 0.15;

/** The second stage of the detector for one rule set, see `Detector.verify`. */
export function createVerifier(
  ruleSet: RuleSet,
  triggerOf: (keywordId: number) => Trigger,
  scanNested: ScanNested,
): Verify {
  const judgeAll: JudgeAll = (candidates, kinds, raw) => {
    for (const candidate of candidates) {
      const match = judged(candidate, ruleSet, kinds);
      if (isEncodedManifest(candidate))
        append(raw, insideManifest(candidate, match, scanNested, own));
      else {
        if (match !== undefined) raw.push(match);
        if (candidate.encoding !== undefined) append(raw, tokensInside(candidate, scanNested));
      }
    }
  };
  const own = ownRuleIds(ruleSet);
  const lines = createLineVerdicts(judgeAll);
  const nested = createNestedReader(scanNested);
  return (bytes, keywordEnd, keywordId, raw, kinds = allKinds, depth = 0) => {
    const trigger = triggerOf(keywordId);
    const { rules, extractors, keyword } = trigger;
    // Plain loops: most hits end here without a match, and iterators are garbage.
    for (let i = 0; i < rules.length; i++) {
      runRule(rules[i]!, bytes, keywordEnd, keyword.length, raw);
    }
    if (trigger.encoded.length > 0 && depth < deepest) {
      nested.read(trigger, bytes, keywordEnd, { kinds, depth }, raw);
    }
    if ((kinds & namedKinds) === 0) return;
    for (let i = 0; i < extractors.length; i++) {
      const extractor = extractors[i]!;
      if (extractor === 'assignment') lines.read(bytes, keywordEnd, trigger, kinds, raw);
      else judgeAll(candidatesOf(extractor, bytes, keywordEnd, trigger), kinds, raw);
    }
  };
}

/** The candidates that one extractor sees at a keyword hit; for training and tests as well. */
export function candidatesOf(
  extractor: Extractor,
  bytes: Uint8Array,
  keywordEnd: number,
  trigger: Trigger,
): readonly Candidate[] {
  if (extractor === 'assignment') return assignmentCandidates(bytes, keywordEnd, trigger);
  if (extractor === 'url' && !mayHoldCredentials(bytes, keywordEnd)) return [];
  if (extractor === 'login' && !mayTakeLogin(bytes, keywordEnd)) return [];
  const window = wholeWindow(bytes, keywordEnd, trigger);
  if (window === undefined) return [];
  const end = keywordEnd - window.offset;
  const start = end - trigger.keyword.length;
  // Of a manifest, that a value decodes to a reference is worth knowing.
  return extractors[extractor](window, start, end).filter(
    (candidate) => isEncodedManifest(candidate) || !isReference(candidate.value),
  );
}

const extractors: Readonly<
  Record<
    Exclude<Extractor, 'assignment'>,
    (window: TextWindow, from: number, to: number) => Candidate[]
  >
> = {
  header: headerAt,
  sql: sqlAt,
  command: commandLineAt,
  login: loginAt,
  jwk: jwkAt,
  pgpass: pgpassAt,
  manifest: kubernetesSecretAt,
  hash: passwordHashAt,
  url: urlCredentialsAt,
};

// scheme://user:password@host: an @ before any separator.
function mayHoldCredentials(bytes: Uint8Array, at: number): boolean {
  let colon = false;
  const limit = Math.min(bytes.length, at + 256);
  for (let i = at; i < limit; i++) {
    const byte = bytes[i];
    if (byte === 0x40) return colon;
    if (byte === 0x3a) colon = true;
    else if (
      byte === undefined ||
      byte <= 0x20 ||
      byte === 0x22 ||
      byte === 0x27 ||
      byte === 0x3c ||
      byte === 0x3e
    ) {
      return false;
    } else if (byte === 0x2f && !colon) return false;
  }
  return false;
}

function judged(candidate: Candidate, ruleSet: RuleSet, kinds: KindMask): RawMatch | undefined {
  if (objectionTo(candidate, kinds) !== undefined || isReference(candidate.value)) return undefined;
  const rule = ruleSet.byId.get(genericRuleOf(candidate));
  if (rule === undefined) return undefined;
  const scores = scoresOf(candidate).map((score, i) =>
    score >= leastScore && kinds & (1 << i) ? score : 0,
  );
  if (!scores.some((score) => score > 0)) return undefined;
  return {
    ruleId: rule.id,
    startOffset: candidate.startOffset,
    endOffset: candidate.endOffset,
    value: candidate.value,
    ...(candidate.encoding === undefined ? {} : { encoding: candidate.encoding }),
    scores,
    specificity: rule.specificity,
  };
}

const mostPerWindow = 8;

function runRule(
  { compiled, mayMatch }: TriggeredRule,
  bytes: Uint8Array,
  keywordEnd: number,
  keywordLength: number,
  raw: RawMatch[],
): void {
  const { rule } = compiled;
  const keywordStart = keywordEnd - keywordLength;
  let from = Math.max(0, keywordStart - rule.window.before - 1);
  const to = Math.min(bytes.length, keywordEnd + rule.window.after + 1);
  if (!mayMatch(bytes, { from, to }, { start: keywordStart, end: keywordEnd })) return;
  for (let i = 0; i < mostPerWindow && from < to; i++) {
    const hit = compiled.exec(bytes, from, to);
    if (hit === undefined) return;
    const match = providerMatch(compiled, bytes, hit);
    if (match !== undefined) raw.push(match);
    // The byte before a match is its boundary, so the next one may begin with the last byte of this.
    from = Math.max(from + 1, hit.secretEnd - 1);
  }
}

function providerMatch(
  compiled: CompiledRule,
  bytes: Uint8Array,
  hit: PatternHit,
): RawMatch | undefined {
  const { rule } = compiled;
  const value = sliceText(bytes, hit.secretStart, hit.secretEnd);
  const groups = Object.fromEntries(
    Object.entries(hit.groups).map(([name, [start, end]]) => [name, sliceText(bytes, start, end)]),
  );
  if (isPattern(value)) return undefined;
  const block = plainKeyBlock(value);
  const accepts = (text: string): boolean => compiled.accepts(text, { groups });
  if (!accepts(value) && (block === undefined || !accepts(block.value))) return undefined;
  if (isPublished(value)) return undefined;
  if (rule.confidence !== 'high' && readsAsWords(value)) return undefined;
  return {
    ruleId: rule.id,
    startOffset: hit.secretStart,
    endOffset: hit.secretEnd,
    ...(block ?? { value }),
    scores: ruleScores(rule),
    specificity: rule.specificity,
  };
}

// A format without a prefix of its own is met by long names too: RemovedInVersion60Warning, toggle-render-list.
function readsAsWords(value: string): boolean {
  return value.length < 64 && !/\d{3}/u.test(value) && wordLikeness(value) > 0.9;
}

const scoreOfConfidence: Readonly<Record<Confidence, number>> = {
  high: 0.98,
  medium: 0.85,
  low: 0.3,
};

function ruleScores(rule: Rule): readonly number[] {
  return fileKinds.map(() => scoreOfConfidence[rule.confidence]);
}

function sliceText(bytes: Uint8Array, from: number, to: number): string {
  return decodeText(
    Buffer.from(bytes.buffer, bytes.byteOffset + from, to - from).toString('latin1'),
  );
}
