// Comments beside a secret that say it does not count: leaktrail's own and those of other scanners, as their manuals have
// them. What a comment is in which language is not asked: the words are enough.

export interface InlineComment {
  /** As it stands there. */
  readonly marker: string;
  /** Only findings of this rule; absent = any. */
  readonly ruleId?: string;
  /** Empty where none is given. */
  readonly reason: string;
  /** It is about the line below. */
  readonly isAboutNextLine: boolean;
}

/**
 * gitleaks and betterleaks: README, "gitleaks:allow"; detect-secrets: README, "Inline Allowlisting" (`whitelist` in
 * earlier versions); TruffleHog: README, `trufflehog:ignore`; kingfisher: README, `kingfisher:ignore`; ggshield: its
 * manual, "ggignore".
 */
const markers =
  /(?<!\w)(?:(?<own>leaktrail:allow)|(?:gitleaks|betterleaks):allow|(?:trufflehog|kingfisher):ignore|gg-?ignore|pragma: ?(?:allow|white)list[ -](?<next>nextline[ -])?secret)(?!\w|[:-]\w)/giu;

/** What ends a comment within its line, and the end of a line of code in a notebook's JSON. */
const commentEnd = /\*\/|-->|--%>|\*\)|#\}|"""|'''|\\n"|",?$/u;
const longestReason = 200;

/** The comments in a line of text; `isRule` tells whether a word is the id of a rule. */
export function inlineComments(line: string, isRule: (word: string) => boolean): InlineComment[] {
  return [...line.matchAll(markers)].map((match) => {
    const [marker] = match;
    const isAboutNextLine = match.groups?.['next'] !== undefined;
    if (match.groups?.['own'] === undefined) return { marker, reason: '', isAboutNextLine };
    const rest = line.slice(match.index + marker.length);
    const end = rest.search(commentEnd);
    const words = (end < 0 ? rest : rest.slice(0, end)).replace(/^[\s:,;–—-]+/u, '').trim();
    const [first = ''] = words.split(/[\s:,;]/u, 1);
    const ruleId = isRule(first) ? first : undefined;
    const text = ruleId === undefined ? words : words.slice(first.length);
    const reason = text.replace(/^[\s:,;–—-]+/u, '').slice(0, longestReason);
    return { marker, ...(ruleId === undefined ? {} : { ruleId }), reason, isAboutNextLine };
  });
}
