// Comments beside a secret that say it does not count: leaktrail's own and those of other scanners, as their manuals have
// them. What a comment is in which language is not asked: the words are enough.

export interface InlineComment {
  /** As it stands there. */
  readonly marker: string;
  /** Only findings of this rule; absent = any. */
  readonly ruleId?: string;
  /** Empty where none is given. Not as short as it is told: it is cut then, without its secrets. */
  readonly reason: string;
  /** Just behind the marker, in UTF-16 units from the start of the line. */
  readonly endOffset: number;
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

/**
 * What ends a reason within its line: the end of the comment, or a quote. Of a marker within a string the rest of the line
 * may be anything, a password too.
 */
const reasonEnd = /\*\/|-->|--%>|\*\)|#\}|(?:\\n?)?["'`]/u;

/** What lies farther behind a marker, in UTF-16 units, is no part of its reason: a line may have megabytes. */
const readBehind = 1000;

/** The comments in a line of text, in their order; `isRule` tells whether a word is the id of a rule. */
export function inlineComments(line: string, isRule: (word: string) => boolean): InlineComment[] {
  const found = [...line.matchAll(markers)];
  return found.map((match, index) => {
    const [marker] = match;
    const isAboutNextLine = match.groups?.['next'] !== undefined;
    const endOffset = match.index + marker.length;
    if (match.groups?.['own'] === undefined) {
      return { marker, reason: '', endOffset, isAboutNextLine };
    }
    const next = found[index + 1]?.index ?? line.length;
    const rest = line.slice(endOffset, Math.min(next, endOffset + readBehind));
    const end = rest.search(reasonEnd);
    const words = (end < 0 ? rest : rest.slice(0, end)).replace(/^[\s:,;–—-]+/u, '').trim();
    const [first = ''] = words.split(/[\s:,;]/u, 1);
    const ruleId = isRule(first) ? first : undefined;
    const text = ruleId === undefined ? words : words.slice(first.length);
    const reason = text.replace(/^[\s:,;–—-]+/u, '');
    const about = { endOffset, isAboutNextLine };
    return { marker, ...(ruleId === undefined ? {} : { ruleId }), reason, ...about };
  });
}
