// Files that hold one secret and nothing else: master.key, .vault_pass, docker secrets. No keyword leads to
// them, so tiny contents are looked at as a whole; only the path can say that it is one (`credentials`).
import { fileKinds } from '../model/rule.ts';
import type { RuleSet } from '../rules/ruleSet.ts';
import { decodeText } from './assignment/literal.ts';
import type { RawMatch } from './resolve.ts';

const longest = 256;

/** The one word of a content of at most 256 bytes, as a match that counts in credential files alone. */
export function wholeContentMatch(bytes: Uint8Array, ruleSet: RuleSet): RawMatch | undefined {
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
