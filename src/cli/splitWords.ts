// Takes the text of one argument apart into words, as a shell does with quotes and backslashes, and
// nothing else of a shell: no variables, globs or substitutions.
import { UsageError } from '../model/errors.ts';

const piece = /'([^']*)'|"((?:[^"\\]|\\.)*)"|\\(.)|([^\s'"\\]+)|(\s+)/suy;

/** The words of a text; `name` is the option to blame where a quote is not closed. Throws UsageError. */
export function splitWords(text: string, name: string): string[] {
  const words: string[] = [];
  let word: string | undefined;
  piece.lastIndex = 0;
  while (piece.lastIndex < text.length) {
    const match = piece.exec(text);
    if (match === null) throw new UsageError(`${name}: a quote is not closed`);
    const [, single, double, escaped, plain, space] = match;
    if (space === undefined) {
      word =
        (word ?? '') + (single ?? double?.replace(/\\(["\\])/gu, '$1') ?? escaped ?? plain ?? '');
    } else if (word !== undefined) {
      words.push(word);
      word = undefined;
    }
  }
  if (word !== undefined) words.push(word);
  return words;
}
