// How likely a text's letters are as language: mean log-odds of its letter pairs against chance. The table
// was counted by bench/countBigrams.ts over the identifiers of the Python standard library.
import { bigramTable } from './bigramTable.ts';

const letters = 27;

/**
 * Mean log-odds (base 2) of the letter pairs of a text, word by word: about 1.5 for identifiers and
 * English, about -1 for random letters. 0 when the text has fewer than two letters in a row.
 */
export function wordLikeness(text: string): number {
  let sum = 0;
  let count = 0;
  let previous = 0;
  for (let i = 0; i <= text.length; i++) {
    const letter = i < text.length ? letterIndex(text.charCodeAt(i)) : 0;
    if (previous !== 0 && letter !== 0) {
      sum += letterPairOdds(previous, letter);
      count++;
    }
    previous = letter;
  }
  return count === 0 ? 0 : sum / count;
}

/** 1 to 26 for a letter of either case, 0 for everything else. */
export function letterIndex(code: number): number {
  const lower = code | 0x20;
  return lower >= 97 && lower <= 122 ? lower - 96 : 0;
}

/** Log-odds (base 2) of one letter (1 to 26) after another. The table holds (log-odds + 6) * 5 as a printable character. */
function letterPairOdds(first: number, second: number): number {
  return (bigramTable.charCodeAt(first * letters + second) - 35) / 5 - 6;
}
