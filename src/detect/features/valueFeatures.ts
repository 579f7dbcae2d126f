// What a value looks like: its length, alphabet, randomness, shape, and the words that speak of a
// placeholder, a text or a piece of code.
import { shannonEntropy } from '../../rules/entropy.ts';
import { wordLikeness } from './bigrams.ts';
import { classesOf, kindsOf } from './characters.ts';
import { isGlued, placeholderWords, typeNames } from './placeholders.ts';
import { shapesOf } from './valueShapes.ts';
import { wordsOf } from './words.ts';

export interface ValueReading {
  readonly words: readonly string[];
  readonly features: readonly string[];
  /** Character classes: some of l(ower) u(pper) d(igit) p(unctuation) s(pace) x (other). */
  readonly classes: string;
  readonly lengthBucket: string;
  /** 0 random to 3 language, as letters go. */
  readonly likeness: number;
}

const lengthSteps = [
  1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 15, 16, 19, 20, 21, 24, 25, 31, 32, 33, 39, 40, 41, 48, 63, 64,
  65, 100, 200,
];

const sequences =
  'abcdefghijklmnopqrstuvwxyz 01234567890 qwertyuiop asdfghjkl zxcvbnm 9876543210 zyxwvutsrqponmlkjihgfedcba';

/** Reads a value. Features carry `vs:` (a shape), `v:` (a word), `vx:` (curated groups), `vl:` (length). */
export function readValue(value: string): ValueReading {
  const shown = value.length > 400 ? value.slice(0, 400) : value;
  const features: string[] = [];
  const kinds = kindsOf(shown);
  // Generated passwords of all kinds of characters look like anything; their shape says nothing.
  const isDense = isDenselyMixed(shown);
  if (isDense) features.push('vx:dense');
  else {
    features.push(...shapesOf(shown, kinds));
  }
  const words = wordsOf(shown).slice(0, 24);
  const placeholders = words.filter((word) => placeholderWords.has(word)).length;
  // Redispass1!: digits and a mark make it somebody's choice.
  const isDressed = /\d.*[!@#$%^&*?]|[!@#$%^&*?].*\d/u.test(shown);
  if (placeholders > 0 && !isDressed) {
    features.push(
      placeholders === words.filter((word) => !/^\d+$/u.test(word)).length
        ? 'vx:all placeholder'
        : 'vx:placeholder',
    );
  }
  for (const word of new Set(words.slice(0, 8))) if (word.length > 1) features.push(`v:${word}`);
  if (words.length > 0 && words.length <= 8) features.push(`v:^${words[0] ?? ''}`);
  if (/\breturn\b|=>|\bfunction\b|\)\s*[?;.}]|[;{}]\s*\w+[(=]/u.test(shown))
    features.push('vx:code');
  // Page tokens and cursors: {"offset": 50} in base64
  if (/^eyJ[A-Za-z0-9+/_-]+={0,2}$/u.test(shown) && shown.length < 200)
    features.push('vx:encoded object');
  if (isEncodedLogin(shown)) features.push('vx:encoded login');
  if (!isDressed && isGlued(shown)) features.push('vx:glued placeholder');
  if (typeNames.test(shown)) features.push('vx:type name');
  if (/pass|pwd|pas+w|pswd|assword|secret|token|p[a4@]?[s5$3]{2}w[o0]rd|s[e3]cr[e3]t/iu.test(shown))
    features.push(isDressed ? 'vx:dressed secret word' : 'vx:secret word');
  if (/example/iu.test(shown)) features.push('vx:holds example');
  if (
    /dummy|changeme|change.?me|placeholder|redacted|fake|notreal|insert|replace|sample|xxxx|your[_-]|-here$|_here$|<\w+>/iu.test(
      shown,
    )
  ) {
    features.push('vx:holds fake');
  }
  if (/\.{3}|…/u.test(shown)) features.push('vx:cut');
  const lengthBucket = bucketOf(value.length);
  features.push(`vl:${lengthBucket}`);
  const classes = classesOf(kinds);
  features.push(`vc:${classes}`);
  features.push(...randomnessFeatures(shown));
  const likeness = likenessBucket(shown);
  features.push(`vw:${likeness}`);
  return { words, features, classes, lengthBucket, likeness };
}

// Base64 of user:password, as Basic authorization and docker's config.json hold it.
function isEncodedLogin(value: string): boolean {
  if (!/^[A-Za-z0-9+/]{8,200}={0,2}$/u.test(value)) return false;
  return /^[\x21-\x39\x3b-\x7e]+:[\x20-\x7e]+$/u.test(
    Buffer.from(value, 'base64').toString('latin1'),
  );
}

// Twenty characters or more with letters of both cases, digits and six different marks.
function isDenselyMixed(value: string): boolean {
  if (value.length < 20 || value.length > 160) return false;
  if (!/[a-z]/u.test(value) || !/[A-Z]/u.test(value) || !/\d/u.test(value)) return false;
  if (/[A-Za-z]{12}/u.test(value) || wordLikeness(value) > 0.7) return false;
  // A regular expression
  if (/A-Z|a-z|0-9|\\[dws]|^\^|\)[?+;.,]|\(\?/u.test(value)) return false;
  const signs = new Set(value.match(/[!-/:-@[-`{-~]/gu) ?? []);
  return signs.size >= 6 && new Set(value).size >= value.length * 0.5;
}

function bucketOf(length: number): string {
  let bucket = 0;
  for (const step of lengthSteps) if (length >= step) bucket = step;
  return String(bucket);
}

function likenessBucket(value: string): number {
  const likeness = wordLikeness(value);
  return likeness < -0.5 ? 0 : likeness < 0.3 ? 1 : likeness < 1 ? 2 : 3;
}

function randomnessFeatures(value: string): string[] {
  const features: string[] = [];
  const entropy = shannonEntropy(value);
  // Against what that many characters can reach at most.
  const reachable = Math.log2(Math.max(2, Math.min(value.length, 64)));
  features.push(
    `ve:${Math.min(5, Math.floor(entropy))}`,
    `vr:${Math.floor((entropy / reachable) * 10)}`,
  );
  let longestRun = 1;
  let run = 1;
  let switches = 0;
  for (let i = 1; i < value.length; i++) {
    const code = value.charCodeAt(i);
    const before = value.charCodeAt(i - 1);
    run = code === before ? run + 1 : 1;
    if (run > longestRun) longestRun = run;
    if (isDigit(code) !== isDigit(before)) switches++;
  }
  if (longestRun >= 3) features.push(longestRun >= 5 ? 'vx:run5' : 'vx:run3');
  if (value.length >= 8) features.push(`vx:switch${Math.min(6, switches)}`);
  if (value.length >= 4 && holdsSequence(value)) features.push('vx:sequence');
  if (value.length > 3 && entropy <= 1) features.push('vx:few');
  return features;
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

function holdsSequence(value: string): boolean {
  const lowerCased = value.toLowerCase();
  const size = 4;
  let covered = 0;
  for (let i = 0; i + size <= lowerCased.length; i++) {
    if (sequences.includes(lowerCased.slice(i, i + size))) covered++;
  }
  return covered > 0 && covered >= (lowerCased.length - size + 1) * 0.3;
}
