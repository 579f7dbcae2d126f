// What speaks against a candidate so clearly that it is not scored, in words that `explain` prints.
import { fileKinds } from '../model/rule.ts';
import type { Candidate } from './assignment/candidate.ts';
import type { KindMask } from './kinds.ts';
import { isPublished } from './publishedValues.ts';
import { canStandIn } from './score.ts';

/** Why a candidate is no match in files of these kinds, whatever its score; undefined where the score decides. */
export function objectionTo(candidate: Candidate, kinds: KindMask): string | undefined {
  if (listName.test(candidate.name)) return 'the name is that of a list of words';
  if (candidate.name === 'hashed_secret' && sha1.test(candidate.value)) {
    return 'the value is the hash by which detect-secrets knows a secret';
  }
  if (masked.test(candidate.value)) return 'the value is masked';
  if (isPageList(candidate)) return 'the value is a list of numbers';
  if (isProse(candidate)) return 'name and value are words of a sentence';
  if (isPublished(candidate.value)) return 'the value is a published example';
  if (!fileKinds.some((kind, i) => kinds & (1 << i) && canStandIn(candidate, kind))) {
    return candidate.syntax === 'bare'
      ? 'in such a file a text without quotes is a name or a piece of code, not a value'
      : 'such a file holds no secrets under a name';
  }
  return undefined;
}

// Words to look for: no name of a value, though it begins with `key`.
const listName = /keywords?$/iu;

// The baseline of detect-secrets is full of them.
const sha1 = /^[0-9a-f]{40}$/u;

// s3cr****word, as logs and reports show it.
const masked = /\*{4}/u;

/** `pass:[110,4,46]`, by which a search index of Sphinx names pages. Under `key` it may be bytes; passwords are typed. */
function isPageList({ name, value }: Candidate): boolean {
  return /^pass/iu.test(name) && /^\d{1,6}(?:, ?\d{1,6}){2,}$/u.test(value);
}

// "the secret: it is", "a token: what": an article before the name, and a bare word after it.
function isProse({ syntax, before, value }: Candidate): boolean {
  return (
    syntax === 'bare' &&
    /^[`'".]?[A-Za-z][a-z]*[`'",;]?$/u.test(value) &&
    /(?:^|\s)(?:an?|the|its?|is|are|of|for|no|any|each|every|not|this|that|your|our|their)\s+$/iu.test(
      before,
    )
  );
}
