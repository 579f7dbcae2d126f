// What a report shows of one secret when the user did not ask for the secret itself. Replacing
// secrets inside other texts is the business of redactor.ts.

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
const tokenPrefix =
  /^(?:github_pat_|gh[oprsu]_|gl[a-z]{1,7}-|sk-ant-[a-z]+\d\d-|sk-(?:proj|svcacct|admin|or-v1)-|sk-|[prs]k_(?:live|test)_|whsec_|xox[a-z]-|xapp-\d-|A[KS]IA|AIza|ya29\.|GOCSPX-|SG\.|key-|hf_|r8_|npm_|pypi-|dckr_pat_|do[opr]_v1_|dapi|sntry[su]_|eyJ)/u;
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
