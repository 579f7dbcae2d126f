// Names that announce a digest, a version or a public value: what follows looks random and is no secret.
import type { CheckContext } from './table.ts';

/** False when the text between name and value (group `between`) speaks of a hash, a revision or a public key. */
export function isNoHashName(_value: string, { groups }: CheckContext): boolean {
  return !hashWords.test(groups['between'] ?? '');
}

const hashWords =
  /sha(?:1|256|512|sum)?(?![a-z])|hash|md5|digest|checksum|commit|revision|\brev\b|integrity|fingerprint|public|version|etag|\bref\b|uuid|guid|_?id["'`]?\s*[:=]+[\s"'`]*$/iu;
