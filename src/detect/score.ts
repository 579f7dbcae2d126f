// How likely a candidate is a secret, per kind of file: logistic regression over named features
// (features/), with weights that bench/train.ts fits.
import { fileKinds, type FileKind } from '../model/rule.ts';
import type { Candidate, Role } from './assignment/candidate.ts';
import { wordLikeness } from './features/bigrams.ts';
import { featuresOf, type Features } from './features/features.ts';
import { fittedWeights } from './fittedWeights.ts';
import { kindBit, namedKinds } from './kinds.ts';
import type { Weights } from './weights.ts';

let weights = weightMap(fittedWeights);
const shipped = weights;
const kindSums = new Map<string, readonly number[]>();

/** The same line stands in hundreds of versions of a file, one after the other: its scores are looked up. About 2 MB. */
const remembered = new Map<string, readonly number[]>();
const mostRemembered = 3_000;

/** Probabilities in the order of `fileKinds`; 0 where such a file cannot hold the value. */
export function scoresOf(candidate: Candidate): readonly number[] {
  const { name, role, syntax, value, encoding = '', before, after } = candidate;
  const { inString, operator, callee, prefix } = candidate;
  const key = `${name}\0${role}\0${syntax}\0${encoding}\0${inString}\0${operator}\0${callee}\0${prefix}\0${before}\0${after}\0${value}`;
  const known = remembered.get(key);
  if (known !== undefined) return known;
  const scores = judge(candidate);
  if (remembered.size >= mostRemembered) remembered.clear();
  remembered.set(key, scores);
  return scores;
}

function judge(candidate: Candidate): readonly number[] {
  if (candidate.value.length < shortestValue || isPlainWord(candidate))
    return fileKinds.map(() => 0);
  const fixed = fixedScoreFor(candidate);
  if (fixed !== undefined) return fileKinds.map((kind) => fixed(candidate, kind));
  const features = featuresOf(candidate);
  let common = weights.get('bias') ?? 0;
  let excused = 0;
  for (const feature of features.common) {
    const weight = weights.get(feature) ?? 0;
    common += weight;
    if (weight < 0 && excusedInCredentialFiles.test(feature)) excused -= weight;
  }
  const byKind = kindSumsOf(features);
  return fileKinds.map((kind, i) => {
    if (!canStandIn(candidate, kind)) return 0;
    const sum = common + (byKind[i] ?? 0) + (kind === 'credentials' ? excused : 0);
    return 1 / (1 + Math.exp(-sum));
  });
}

/** What the score of a candidate is made of. */
export interface ScoreParts {
  /** 0 to 1. */
  readonly score: number;
  /** Features with the weight each adds to the log-odds. */
  readonly weighed: readonly { readonly feature: string; readonly weight: number }[];
  /** Instead of features: what the score rests on. */
  readonly ground?: string;
}

/** The parts of `scoresOf(candidate)` for one kind of file. */
export function partsOf(candidate: Candidate, kind: FileKind): ScoreParts {
  const score = judge(candidate)[fileKinds.indexOf(kind)] ?? 0;
  const without = (ground: string): ScoreParts => ({ score, weighed: [], ground });
  if (candidate.value.length < shortestValue) return without('no secret is that short');
  if (isPlainWord(candidate))
    return without('it is a plain word, and the name does not say password');
  if (fixedScoreFor(candidate) !== undefined) return without('the form of the line decides');
  const features = featuresOf(candidate);
  const isLogin = kind === 'credentials';
  const weighed = ['bias', ...features.common, ...features.ofKind(isLogin ? 'config' : kind)]
    .map((feature) => ({ feature, weight: weights.get(feature) ?? 0 }))
    .filter(({ feature, weight }) => {
      return weight !== 0 && !(isLogin && weight < 0 && excusedInCredentialFiles.test(feature));
    });
  if (isLogin) weighed.push({ feature: 'k:credentials', weight: credentialFileBonus });
  return { score, weighed };
}

// Of the true values of the labelled data none is shorter.
const shortestValue = 3;

// Few combinations of syntax, role and name exist: their sums per kind are kept.
function kindSumsOf(features: Features): readonly number[] {
  const known = kindSums.get(features.kindKey);
  if (known !== undefined) return known;
  const sums = fileKinds.map((kind) => {
    // Fitted on configuration, of which credential files are a part.
    const isLogin = kind === 'credentials';
    const weighed = features.ofKind(isLogin ? 'config' : kind);
    const sum = weighed.reduce((total, feature) => total + (weights.get(feature) ?? 0), 0);
    return isLogin ? sum + credentialFileBonus : sum;
  });
  kindSums.set(features.kindKey, sums);
  return sums;
}

// A key, token or credential of less than twenty characters, letters and separators only, is a word, a name or
// a path: of 1,500 such candidates of the labelled data one is true. Passwords and secrets are not judged so.
function isPlainWord({ name, value, role }: Candidate): boolean {
  if (value.length >= 20 || role === 'url' || role === 'sql' || role === 'header') return false;
  if (!/^[A-Za-z_.\-:/ ]*$/u.test(value) || speaksOfPassword.test(name)) return false;
  const looksRandom =
    /^(?=.*[a-z])(?=.*[A-Z])[A-Za-z]{12,}$/u.test(value) && wordLikeness(value) < 0;
  return !looksRandom;
}
const speaksOfPassword = /pass|pwd|pw|secret|salt|cred(?!s?$)/iu;

// In a file that exists to log in with, a weak or example-like value is still the one in use.
const excusedInCredentialFiles =
  /^(?:v:|vx:(?:all placeholder|placeholder|glued placeholder|secret word|holds fake|sequence|type name)|eq:|role\b|syntax:|op:)/u;
const credentialFileBonus = 2;

function fixedScoreFor({ syntax, role }: Candidate): FixedScore | undefined {
  return syntax === 'number' && role === 'list' ? byteList : fixedScoreOf[role];
}

type FixedScore = (candidate: Candidate, kind: FileKind) => number;

// No model for these: the form of the line is all there is to go by, and nearly enough.
const fixedScoreOf: Partial<Record<Role, FixedScore>> = {
  hash({ callee }, kind) {
    if (kind === 'credentials') return 0.95;
    if (callee === 'row') return kind === 'code' || kind === 'unknown' ? 0.8 : 0.2;
    return kind === 'unknown' || kind === 'config' ? 0.8 : 0.2;
  },
  netrc({ value }, kind) {
    if (isMarkedAsPlaceholder(value) || !canHoldNames(kind)) return 0;
    if (kind === 'credentials') return 0.97;
    return kind === 'config' || kind === 'unknown' || kind === 'shell' ? 0.8 : 0.4;
  },
  manifest({ value }, kind) {
    if (isMarkedAsPlaceholder(value) || !canHoldNames(kind)) return 0;
    if (
      !/[A-Za-z0-9]/u.test(value) ||
      value.length < 4 ||
      /^(?:true|false|none|null|\d{1,5})$/iu.test(value)
    )
      return 0;
    return kind === 'config' || kind === 'unknown' || kind === 'credentials' ? 0.7 : 0.4;
  },
};

// []byte{18, 170, …}: a key or a secret in bytes, of a length that keys have, not a count or a ramp.
function byteList({ name, value }: Candidate, kind: FileKind): number {
  const bytes = value.split(',').map(Number);
  if (
    !canHoldNames(kind) ||
    bytes.length < 16 ||
    bytes.some((byte) => !(byte >= -128 && byte <= 255))
  )
    return 0;
  const isMixed = new Set(bytes).size >= Math.min(bytes.length, 32) * 0.5;
  const isRamp =
    bytes.slice(1).filter((byte, i) => byte === (bytes[i] ?? 0) + 1).length > bytes.length / 2;
  const isNamed =
    /pass|secret|token|auth|(?:private|encrypt\w*|sign\w*|aes|hmac|master|api|session|shared)[_-]?key/iu.test(
      name,
    );
  return isMixed && !isRamp && isNamed ? 0.6 : 0.2;
}

function isMarkedAsPlaceholder(value: string): boolean {
  return /change.?me|example|placeholder|redacted|\.{3}|xxxx|\*{3}|your|<|\$\{|\{\{/iu.test(value);
}

function canHoldNames(kind: FileKind): boolean {
  return (kindBit(kind) & namedKinds) !== 0;
}

/**
 * Whether a value of this syntax can be a value in such a file: in Python and other code a bare name,
 * number or call is not; lock files and translations hold none that a name gives away.
 */
export function canStandIn(candidate: Candidate, kind: FileKind): boolean {
  if (!canHoldNames(kind)) return false;
  if (kind !== 'python' && kind !== 'code') return true;
  if (candidate.syntax !== 'bare' || candidate.inString) return true;
  if (candidate.role === 'flag' || candidate.role === 'sql') return true;
  if (/^[A-Za-z_$][\w$.]*$/u.test(candidate.value)) return /#|\/\/|\*/u.test(candidate.before);
  return !/^[[({<&*!:-]|[()[\]{}]/u.test(candidate.value);
}

/** Judges by other weights than the shipped ones: for figures by folds. */
export function useWeights(other: Weights | undefined): void {
  remembered.clear();
  weights = other === undefined ? shipped : weightMap(other);
  kindSums.clear();
}

function weightMap(source: Weights): ReadonlyMap<string, number> {
  return new Map(Object.entries(source));
}
