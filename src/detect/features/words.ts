// Splits names and values into lower-case words: camelCase, snake_case, kebab-case and, for names, words
// that are glued to a telling one (dbpassword, appsecret).

const parts = /[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+|[^\x00-\x7f]+/g;
const glued =
  /^([a-z]{2,}?)(password|passwd|passphrase|passcode|pwd|pass|secret|tokens|token|apikey|accesskey|secretkey|key|auth|credentials|credential)$/u;
const whole =
  /^(?:monkey|turkey|hockey|jockey|donkey|whiskey|bypass|compass|trespass|surpass|encompass|oauth|reauth|preauth|unauth|byauth|hotkey|pubkey)$/u;

/** Words of a value or of any text, lower-case. */
export function wordsOf(text: string): string[] {
  return (text.match(parts) ?? []).map((word) => word.toLowerCase());
}

/** Words of a name; glued words come apart: `DBPASSWORD` gives `db`, `password`. */
export function nameWordsOf(name: string): string[] {
  return wordsOf(name).flatMap((word) => {
    if (whole.test(word)) return [word];
    const match = glued.exec(word);
    return match?.[1] === undefined || match[2] === undefined ? [word] : [match[1], match[2]];
  });
}
