// Foreign text inside Markdown that GitHub and GitLab render: nothing of it may become markup, HTML, a link, an image, a
// mention or the end of a table cell.
import { sanitize } from './sanitize.ts';

/** Addresses that need no encoding within `<…>` (CommonMark 6.5) and end no table cell. */
const webAddress = /(https:\/\/[\w.~/?#=&%:+,;$-]*[\w/])/u;
/** All ASCII punctuation but what is plain everywhere. */
const special = /[!-+:-@[-`{-~]/gu;

/**
 * Text outside of code: punctuation as character references (CommonMark 6.2), so it is no markup; `@` and `#` in code
 * spans, because a reference would still mention somebody or link to an issue.
 */
export function markdownText(text: string): string {
  return references(sanitize(text)).replace(/&#(?:64|35);/gu, (character) => {
    return `<code>${character}</code>`;
  });
}

/** As markdownText, with web addresses as links: for our own advice, never for text of the repository. */
export function markdownAdvice(text: string): string {
  return sanitize(text)
    .split(webAddress)
    .map((part, index) => (index % 2 === 1 ? `<${part}>` : markdownText(part)))
    .join('');
}

/** Text in a code span, on one line, safe in a table cell. Within code nobody is mentioned. */
export function markdownCode(text: string): string {
  // An element rather than backticks: within it references count, so `|` needs no backslash of a table's own rules.
  return `<code>${references(sanitize(text))}</code>`;
}

function references(text: string): string {
  return (
    text
      .replace(special, (character) => `&#${character.charCodeAt(0)};`)
      // `www.` begins a link by itself (GFM 6.9).
      .replace(/www\./giu, (start) => `${start.slice(0, 3)}&#46;`)
  );
}
