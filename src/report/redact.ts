// What a report shows of one secret when the user did not ask for the secret itself, and of what is a secret by its looks.
// Replacing known secrets inside other texts is the business of redactor.ts.

/** Stands for whatever is hidden; of one length, so that it tells nothing. */
export const mask = '********';

/** Secrets shorter than this, in code points, are hidden whole. */
const leastLengthShown = 16;
/** At most one part in four of a secret is shown. */
const shownShare = 4;
/** And never more than this many code points at either end. */
const mostAtEachEnd = 4;

// Public prefixes by which providers mark their tokens, as their documentation names them. They say what
// a token is and are no part of what makes it secret. Longer ones first where one begins with another.
const tokenPrefixes =
  /(?:github_pat_|gh[oprsu]_|gl[a-z]{1,7}-|sk-ant-[a-z]+\d\d-|sk-(?:proj|svcacct|admin|or-v1)-|sk-|[prs]k_(?:live|test)_|whsec_|xox[a-z]-|xapp-\d-|A[KS]IA|AIza|ya29\.|GOCSPX-|SG\.|key-|hf_|r8_|npm_|pypi-|dckr_pat_|do[opr]_v1_|dapi|sntry[su]_|eyJ)/u
    .source;
const tokenPrefix = new RegExp(`^${tokenPrefixes}`, 'u');
/** With a prefix, and behind it ten letters and digits in a row, a digit among them: `npm_config_cache_v2` is none. */
const prefixedToken = new RegExp(
  `(?<![A-Za-z\\d])${tokenPrefixes}(?=[\\w-]{0,80}?(?=[A-Za-z]{0,9}\\d)[A-Za-z\\d]{10})[\\w-]{16,}(?:\\.[\\w-]{8,}){0,2}`,
  'gu',
);
const urlLogin = /(?<=\b[a-z][a-z\d+.-]{0,20}:\/\/)([^\s/@:]{0,200}):[^\s/@]{1,2000}(?=@)/giu;
const armourHeader = /^-----BEGIN [A-Z0-9 ]{1,40}-----/u;
const puttyHeader = /^PuTTY-User-Key-File-\d/u;

/**
 * The redacted form of a secret: a provider's prefix and a few characters at either end around a mask
 * of constant length, never more than a quarter of its code points; the header line alone of a block
 * of several lines; nothing but the mask for what is short.
 */
export function redactSecret(value: string): string {
  const points = Array.from(value);
  if (points.length < leastLengthShown) return mask;
  const allowance = Math.floor(points.length / shownShare);
  const header = (armourHeader.exec(value) ?? puttyHeader.exec(value))?.[0];
  if (header !== undefined) return header.length <= allowance ? header + mask : mask;
  const prefix = tokenPrefix.exec(value)?.[0] ?? '';
  const headLength =
    prefix !== '' && prefix.length <= allowance
      ? prefix.length
      : Math.min(mostAtEachEnd, Math.floor(allowance / 2));
  const tailLength = Math.min(mostAtEachEnd, allowance - headLength);
  const head = points.slice(0, headLength).join('');
  const tail = tailLength === 0 ? '' : points.slice(-tailLength).join('');
  return /[\s\p{C}]/u.test(head + tail) ? mask : head + mask + tail;
}

/** The text without what shows by a provider's prefix that it is a token. For names, in which nobody looked for secrets. */
export function hideTokens(text: string): string {
  return text.replace(prefixedToken, (token) => redactSecret(token));
}

/** The text without passwords in URLs. Not for code, where a variable may stand in the place of the password. */
export function hideLogins(text: string): string {
  return text.replace(urlLogin, `$1:${mask}`);
}
