// Counts letter pairs over the identifiers of the Python standard library of this machine, and trigrams over
// its text, and writes src/detect/features/bigramTable.ts and src/detect/commonTrigrams.ts. Run again only to
// change the models: node bench/run.mjs countBigrams
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { letterIndex } from '../src/detect/features/bigrams.ts';

const library = execFileSync('python3', ['-c', 'import os; print(os.path.dirname(os.__file__))'], {
  encoding: 'utf8',
}).trim();
const seen = new Set<string>();
const trigrams = new Map<string, number>();
for (const name of readdirSync(library)) {
  if (!name.endsWith('.py')) continue;
  const text = readFileSync(join(library, name), 'utf8');
  const folded = text.toLowerCase().replace(/\d/gu, '9');
  for (let i = 0; i + 3 <= folded.length; i++) {
    const trigram = folded.slice(i, i + 3);
    if (!/^[a-z9_.:/=-]{3}$/u.test(trigram)) continue;
    trigrams.set(trigram, (trigrams.get(trigram) ?? 0) + 1);
  }
  for (const word of text.match(/[A-Z]?[a-z]{2,}|[A-Z]{3,}/gu) ?? []) seen.add(word.toLowerCase());
}
const pairs = new Float64Array(27 * 27).fill(0.5);
let total = 0;
for (const word of seen) {
  for (let i = 1; i < word.length; i++) {
    const index = letterIndex(word.charCodeAt(i - 1)) * 27 + letterIndex(word.charCodeAt(i));
    pairs[index] = (pairs[index] ?? 0) + 1;
    total++;
  }
}
const table = Array.from(pairs, (count) => {
  const odds = Math.log2(count / total / (1 / (26 * 26)));
  return String.fromCharCode(35 + Math.round((Math.min(6, Math.max(-6, odds)) + 6) * 5));
})
  .join('')
  .replaceAll('\\', ']');
const lines = table.match(/.{1,81}/gu) ?? [];
writeFileSync(
  'src/detect/features/bigramTable.ts',
  `// Letter pairs of the Python standard library's identifiers, see bigrams.ts. Written by bench/countBigrams.ts.\n
/** 27 rows of 27 characters (none, a to z): (log-odds + 6) * 5 as a printable character from \`#\`. */
export const bigramTable =\n${lines.map((line) => `  ${JSON.stringify(line)}`).join(' +\n')};\n`,
);

const common = [...trigrams].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, 1500);
const rows = common
  .map(([trigram]) => trigram)
  .join('')
  .match(/.{1,90}/gu);
writeFileSync(
  'src/detect/commonTrigrams.ts',
  `// Frequent trigrams of source code, see keywordSieve.ts. Written by bench/countBigrams.ts.\n
/** Three characters each, the most frequent first; digits are written as 9. */
export const commonTrigrams =\n${(rows ?? []).map((line) => `  ${JSON.stringify(line)}`).join(' +\n')};\n`,
);
