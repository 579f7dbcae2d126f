// The sieve of the built-in rules as bytes: to build it takes longer than to scan a commit, so the build does it once.
import { deserialize, serialize } from 'node:v8';
import type { RuleSet } from '../rules/ruleSet.ts';
import type { KeywordSieve } from './keywordSieve.ts';

interface Prepared {
  readonly rulesHash: string;
  readonly sieve: KeywordSieve;
}

/** The sieve of a rule set as bytes, for `RuleSet.prepared`. */
export function prepareSieve({ hash }: RuleSet, sieve: KeywordSieve): Uint8Array {
  const prepared: Prepared = { rulesHash: hash, sieve };
  return serialize(prepared);
}

/** The prepared sieve of a rule set; undefined when there is none, or one of other keywords. */
export function preparedSieve(
  { prepared, hash }: RuleSet,
  keywords: readonly string[],
): KeywordSieve | undefined {
  if (prepared === undefined) return undefined;
  // Written by our own build.
  const { rulesHash, sieve } = deserialize(prepared) as Prepared;
  const isSame =
    rulesHash === hash &&
    sieve.keywords.length === keywords.length &&
    sieve.keywords.every((keyword, id) => keyword === keywords[id]);
  return isSame ? sieve : undefined;
}
