// What several formats say of a finding in the same words: where it stands, since when, and its secret as far as it
// may be shown. Texts come as they are: making them harmless is left to each format.
import type { FindingState } from '../model/finding.ts';
import type { Span } from '../model/match.ts';
import type { NotebookCell, Occurrence } from '../model/occurrence.ts';
import { isWorktreePath } from '../model/path.ts';
import type { DisplayPath } from '../model/path.ts';
import type { FindingDocument } from './document.ts';

const shortOidLength = 9;

const stateTexts: Readonly<Record<FindingState, string>> = {
  head: 'still in HEAD',
  history: 'in history',
  index: 'in the index',
  worktree: 'in the working tree',
  unreachable: 'in an unreachable object',
  message: 'in a message',
};

/** A span in a file that can be opened where the report is read. */
export interface FilePlace extends Span {
  readonly path: DisplayPath;
}

/**
 * Where the secret stands in files that exist now: in HEAD's tree, else in the index or the working tree. Empty for
 * what is only in the history, in a message, in an object without a name or under one that no file can have.
 */
export function currentPlaces(finding: FindingDocument): readonly FilePlace[] {
  if (finding.state === 'head') {
    return (finding.headPlaces ?? []).filter(({ path }) => isWorktreePath(path));
  }
  if (finding.state !== 'index' && finding.state !== 'worktree') return [];
  return finding.occurrences.flatMap(({ event, commit, path, ...span }) =>
    event === 'present' &&
    commit === null &&
    path !== null &&
    (finding.state === 'worktree' || isWorktreePath(path))
      ? [{ ...span, path }]
      : [],
  );
}

/** `src/a.py:12` as of now, else where it came in. */
export function whereText(finding: FindingDocument): string {
  const [place] = currentPlaces(finding);
  return place === undefined ? placeText(finding.introduced) : `${place.path}:${place.line}`;
}

/** `src/a.py:12`, `blob 3fa9c1d2e, line 1`, `message, line 3`. */
export function placeText({ path, commit, blob, line, cell }: Occurrence): string {
  if (path !== null) return `${path}:${line}${cell === undefined ? '' : cellText(cell)}`;
  if (blob !== null) return `blob ${shortOid(blob)}, line ${line}`;
  return commit === null ? `line ${line}` : `message, line ${line}`;
}

/** ` (cell 3, line 2)`, or ` (cell 3, output line 2)`. */
function cellText({ number, part, line }: NotebookCell): string {
  return ` (cell ${number}, ${part === 'output' ? 'output ' : ''}line ${line})`;
}

/** `still in HEAD`, `removed, still in history`, …; `in a file` outside of git. */
export function stateText(finding: FindingDocument, isOutsideGit: boolean): string {
  if (isOutsideGit) return 'in a file';
  if (finding.state === 'history' && finding.removed !== null) return 'removed, still in history';
  return stateTexts[finding.state];
}

/** ` since 2021-03-04 (3fa9c1d2e)`, or nothing where no commit holds it. */
export function sinceText({ introduced }: FindingDocument): string {
  const { commit, date } = introduced;
  if (commit === null) return '';
  return date === null ? ` (${shortOid(commit)})` : ` since ${day(date)} (${shortOid(commit)})`;
}

/** Redacted, unless the document holds the secret itself. */
export function shownSecret({ secret }: FindingDocument): string {
  return secret.value ?? secret.redacted;
}

/** The first nine digits of an oid. */
export function shortOid(oid: string): string {
  return oid.slice(0, shortOidLength);
}

/** The day of an ISO date. */
export function day(date: string): string {
  return date.slice(0, 'YYYY-MM-DD'.length);
}

/** The web addresses in lines of advice, without the full stop of their sentence, each once. */
export function linksIn(lines: readonly string[]): string[] {
  const links = lines.flatMap((line) => line.match(/https?:\/\/[^\s<>"'`()]+/gu) ?? []);
  return [...new Set(links.map((link) => link.replace(/[.,;:!?]+$/u, '')))];
}
