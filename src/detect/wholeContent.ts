// Files that hold one secret and nothing else: master.key, .vault_pass, docker secrets, key stores. No keyword leads to
// them, so tiny contents, and those that begin as a key store does, are looked at as a whole; only the path can say that it
// is one (`credentials`).
import { fileKinds } from '../model/rule.ts';
import type { RuleSet } from '../rules/ruleSet.ts';
import { decodeText } from './assignment/literal.ts';
import type { RawMatch } from './resolve.ts';

const longest = 256;

/** The one secret that a content is, as a match that counts in credential files alone. */
export function wholeContentMatch(bytes: Uint8Array, ruleSet: RuleSet): RawMatch | undefined {
  if (isKeyStore(bytes)) return keyStoreMatch(bytes, ruleSet);
  if (bytes.length < 6 || bytes.length > longest) return undefined;
  const rule = ruleSet.byId.get('generic-secret');
  if (rule === undefined) return undefined;
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  // After a byte order mark, if there is one.
  const match = /^(?:\xef\xbb\xbf)?\s*([^\s<>{}$=:;,()[\]]{6,})\s*$/u.exec(text);
  if (match?.[1] === undefined) return undefined;
  const startOffset = text.indexOf(match[1]);
  return {
    ruleId: rule.id,
    startOffset,
    endOffset: startOffset + match[1].length,
    value: decodeText(match[1]),
    scores: fileKinds.map((kind) => (kind === 'credentials' ? 0.9 : 0)),
    specificity: rule.specificity,
  };
}

const largestKeyStore = 2 ** 20;

/**
 * PKCS#12: a DER sequence that begins with version 3 and a sequence (RFC 7292, section 4). Java: the magic numbers of JKS and
 * JCEKS (sun.security.provider.JavaKeyStore).
 */
function isKeyStore(bytes: Uint8Array): boolean {
  const first = bytes[0];
  if (first === 0x30) {
    return (
      bytes[1] === 0x82 &&
      bytes[4] === 2 &&
      bytes[5] === 1 &&
      bytes[6] === 3 &&
      bytes[7] === 0x30 &&
      bytes.length <= largestKeyStore
    );
  }
  if (first !== 0xfe && first !== 0xce) return false;
  const magic = [0, 1, 2, 3].map((i) => bytes[i]?.toString(16) ?? '').join('');
  return (magic === 'feedfeed' || magic === 'cececece') && bytes.length <= largestKeyStore;
}

// Its value is no text: base64 stands for it.
function keyStoreMatch(bytes: Uint8Array, ruleSet: RuleSet): RawMatch | undefined {
  const rule = ruleSet.byId.get('key-store');
  if (rule === undefined) return undefined;
  return {
    ruleId: rule.id,
    startOffset: 0,
    endOffset: bytes.length,
    value: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64'),
    scores: fileKinds.map((kind) => (kind === 'credentials' ? 0.8 : 0)),
    specificity: rule.specificity,
  };
}
