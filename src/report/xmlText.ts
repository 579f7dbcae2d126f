// Foreign text in XML 1.0: only characters that a document may hold (section 2.2), markup escaped (2.4).
import { sanitize } from './sanitize.ts';

const references: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** For contents and for attribute values; on one line. */
export function xmlText(text: string): string {
  return (
    sanitize(text)
      // The only characters that are neither unsafe for a terminal nor allowed in XML.
      .replace(/[\ufffe\uffff]/gu, (character) => `\\u${character.charCodeAt(0).toString(16)}`)
      .replace(/[&<>"']/gu, (character) => references[character] ?? '')
  );
}
