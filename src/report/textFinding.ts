// One finding in the text report: what it is, then its trail from the commit that brought the secret in
// to the one that took it out, then what to do.
import type { FindingState } from '../model/finding.ts';
import type { Occurrence } from '../model/occurrence.ts';
import { isWorktreePath } from '../model/path.ts';
import type { Oid } from '../model/oid.ts';
import { refKinds } from '../model/refKind.ts';
import type { Target } from '../model/report.ts';
import type { Severity } from '../model/rule.ts';
import type { FindingDocument } from './document.ts';
import { day, placeText, shortOid, stateText } from './findingFacts.ts';
import type { Paint, Palette } from './palette.ts';
import { counted, days } from './quantities.ts';
import { sanitize } from './sanitize.ts';
import { judgementLines } from './textExplanation.ts';
import { block, justified, row, rowIndentation } from './textLayout.ts';
import type { TextStyle } from './textLayout.ts';
import { dotted, unbroken } from './wrap.ts';

/** Steps of the trail between the first and the last that are listed without --verbose. */
const stepsListed = 3;
/** The path of what came on standard input. */
const standardInput = '-';
/** Two steps of a block. */
const suppressedIndentation = '    ';

/** The lines of one finding, without an empty line around them. */
export function findingLines(finding: FindingDocument, style: TextStyle): string[] {
  return [
    ...titleLines(finding, style),
    ...secretLines(finding, style),
    ...judgedLines(finding, style),
    ...pairLines(finding, style),
    ...trailLines(finding, style),
    ...extentLines(finding, style),
    ...reachLines(finding, style),
    ...finding.advice.flatMap((advice, index) =>
      row(index === 0 ? 'to do' : '', sanitize(advice), style),
    ),
    ...row('id', finding.fingerprint, style, style.palette.dim),
  ];
}

/** The paint that marks a severity everywhere in the report. */
export function severityPaint(severity: Severity, palette: Palette): Paint {
  const paints = {
    critical: (text: string) => palette.bold(palette.red(text)),
    high: palette.red,
    medium: palette.yellow,
    low: palette.cyan,
  };
  return paints[severity];
}

function titleLines(finding: FindingDocument, style: TextStyle): string[] {
  const { palette } = style;
  const severity = finding.severity.toUpperCase();
  const title = sanitize(finding.title);
  const state = stateText(finding, style.isOutsideGit);
  return justified(
    {
      text: `${severity}  ${title}`,
      painted: `${severityPaint(finding.severity, palette)(severity)}  ${palette.bold(title)}`,
    },
    { text: state, painted: statePaint(finding.state, palette)(state) },
    style,
  );
}

function statePaint(state: FindingState, palette: Palette): Paint {
  if (state === 'head' || state === 'index' || state === 'worktree') return palette.red;
  return state === 'history' ? palette.yellow : palette.dim;
}

function secretLines(finding: FindingDocument, style: TextStyle): string[] {
  const { secret } = finding;
  const shown = (secret.value ?? secret.redacted).split(/\r?\n/u).map(sanitize);
  const unwrapped = { ...style, width: Number.POSITIVE_INFINITY };
  const facts = [
    finding.ruleId,
    counted(secret.length, 'character'),
    `${finding.confidence} confidence`,
    ...(secret.encoding === undefined ? [] : [`stored as ${secret.encoding}`]),
    ...finding.marks,
  ];
  return [
    ...shown.flatMap((line, index) =>
      row(index === 0 ? 'secret' : '', line, unwrapped, style.palette.magenta),
    ),
    ...row('', dotted(facts), style, style.palette.dim),
  ];
}

/** With --verbose, why it is taken for a secret. */
function judgedLines({ judgement }: FindingDocument, style: TextStyle): string[] {
  if (!style.verbose || judgement === undefined) return [];
  const unwrapped = { ...style, width: Number.POSITIVE_INFINITY };
  const lines = judgementLines(judgement, style.width - rowIndentation.length);
  return lines.flatMap((line, i) => row(i === 0 ? 'judged' : '', unbroken(line), unwrapped));
}

function pairLines({ pairedWith = [] }: FindingDocument, style: TextStyle): string[] {
  return pairedWith.flatMap(({ title, path, line, fingerprint }, index) => {
    const place = path === null ? '' : ` at ${sanitize(path)}:${line}`;
    return row(
      index === 0 ? 'pair' : '',
      `with ${sanitize(title)}${place} (id ${fingerprint.slice(0, 8)}…)`,
      style,
    );
  });
}

function trailLines(finding: FindingDocument, style: TextStyle): string[] {
  if (style.verbose) return stepsLines(finding.occurrences, finding, style);
  const all = finding.occurrences.filter(
    (step) =>
      !sameStep(step, finding.introduced) &&
      !(step.event === 'removed' && step.commit === finding.removed?.commit),
  );
  // Where there are too many, those at which it came in say more than those at which it went from one path or branch.
  const between = all.length <= stepsListed ? all : all.filter(({ event }) => event !== 'removed');
  const listed = between.slice(0, stepsListed);
  const rest = between.length - listed.length;
  return [
    ...stepsLines([finding.introduced, ...listed], finding, style),
    ...(rest > 0
      ? row(
          '',
          `and ${counted(rest, 'more place')} (--verbose lists all)`,
          style,
          style.palette.dim,
        )
      : []),
    ...removalLines(finding, style),
  ];
}

function sameStep(a: Occurrence, b: Occurrence): boolean {
  return (
    a.event === b.event &&
    a.commit === b.commit &&
    a.blob === b.blob &&
    a.path === b.path &&
    a.line === b.line &&
    a.column === b.column
  );
}

/** The step that took the secret out for good; from the finding itself where no occurrence tells its place. */
function removalLines(finding: FindingDocument, style: TextStyle): string[] {
  const { removed } = finding;
  if (removed === null) return [];
  const step = finding.occurrences.findLast(
    (occurrence) => occurrence.event === 'removed' && occurrence.commit === removed.commit,
  );
  if (step !== undefined) return stepsLines([step], finding, style);
  const commit = commitText(removed.commit, finding, style);
  return row('removed', `${sanitize(day(removed.date))}  ${commit}`, style);
}

/** `introduced  2021-03-04  3fa9c1d2e  src/settings.py:12`, then who and with which words, said once where they repeat. */
function stepsLines(
  steps: readonly Occurrence[],
  finding: FindingDocument,
  style: TextStyle,
): string[] {
  return steps.flatMap((step, index) => {
    const author = authorText(step);
    const before = steps[index - 1];
    const isRepeated = before !== undefined && authorText(before) === author;
    return [
      ...row(
        step.event === 'present' ? 'found' : step.event,
        placeAndTime(step, finding, style),
        style,
      ),
      ...(author === '' || isRepeated ? [] : row('', author, style, style.palette.dim)),
    ];
  });
}

function placeAndTime(step: Occurrence, finding: FindingDocument, style: TextStyle): string {
  const { commit, date } = step;
  const facts = [
    ...(date === null ? [] : [sanitize(day(date))]),
    ...(commit === null ? [] : [commitText(commit, finding, style)]),
    linkedPlace(step, finding, style),
  ];
  return facts.join('  ');
}

/** A link where the server has it, as far as this clone knows. */
function commitText(oid: Oid, { reachableFrom }: FindingDocument, style: TextStyle): string {
  const { bare, remoteRefs = 0 } = style.target;
  const isPushed = bare !== false || remoteRefs === 0 || refKinds(reachableFrom).has('remote');
  return isPushed ? style.links.commit(oid, shortOid(oid)) : shortOid(oid);
}

/** A link where the file is there now: outside commits, or at the same path of HEAD. */
function linkedPlace(step: Occurrence, finding: FindingDocument, style: TextStyle): string {
  const { path, commit, blob } = step;
  const text = sanitize(placeText(step));
  const isNow =
    (step.event === 'present' && commit === null && (blob !== null || path !== standardInput)) ||
    finding.headPlaces?.some((place) => place.path === path) === true;
  // Outside of git a path is what the user named.
  const canLead = finding.state === 'worktree' || (path !== null && isWorktreePath(path));
  return path !== null && isNow && canLead ? style.links.file(path, text) : text;
}

function authorText({ author, summary }: Occurrence): string {
  const who = author === null ? '' : `${author.name} <${author.email}>: `;
  return sanitize(`${who}${summary ?? ''}`);
}

function extentLines(finding: FindingDocument, style: TextStyle): string[] {
  const paths = new Set(finding.occurrences.map((occurrence) => occurrence.path ?? ''));
  const seen =
    finding.occurrenceCount === 1
      ? []
      : [`${counted(finding.occurrenceCount, 'occurrence')} in ${counted(paths.size, 'place')}`];
  const exposed =
    finding.exposedDays === null
      ? []
      : [days(finding.exposedDays) + (finding.removed === null ? ' so far' : '')];
  const extent = [...exposed, ...seen].join(', ');
  return [...(extent === '' ? [] : row(exposed.length > 0 ? 'exposed' : 'seen', extent, style))];
}

/** Which refs hold it, whether it left this clone, and what outlives a force-push. */
function reachLines(finding: FindingDocument, style: TextStyle): string[] {
  const { reachableFrom, reachableFromHead } = finding;
  const { parts, pulls } = style.refTexts(reachableFrom);
  const refs = [...(reachableFromHead === true ? ['the detached HEAD'] : []), ...parts];
  const told = [...refs.map(sanitize), ...pushedParts(reachableFrom, style.target)];
  const afterwards =
    "they stay on the server after a force-push, only the host's support removes them";
  return [
    ...(refs.length === 0 ? [] : row('reachable', `from ${told.join(' · ')}`, style)),
    ...(pulls === '' ? [] : row('pull refs', `${sanitize(pulls)}: ${afterwards}`, style)),
  ];
}

/** Said only where remote-tracking refs tell of it: a mirror has none of its own, and some clones have never pushed. */
function pushedParts(refs: readonly string[], { bare, remoteRefs = 0 }: Target): string[] {
  if (bare !== false || remoteRefs === 0) return [];
  const kinds = refKinds(refs);
  if (kinds.has('remote')) return ['pushed'];
  return kinds.has('pull') ? [] : ['only local as far as this clone knows'];
}

/** A suppressed finding: what and where, by what and why, and what it was taken for. */
export function suppressedLines(finding: FindingDocument, style: TextStyle): string[] {
  const { suppressed, title, secret, introduced, fingerprint, judgement } = finding;
  if (suppressed === null) return [];
  const until = suppressed.until === undefined ? '' : ` until ${suppressed.until}`;
  return [
    ...block(
      `${sanitize(title)}  ${sanitize(secret.redacted)}  ${linkedPlace(introduced, finding, style)}`,
      style,
    ),
    ...block(
      sanitize(`${suppressed.by}${until}: ${suppressed.reason}  ${fingerprint}`),
      style,
      2,
      style.palette.dim,
    ),
    ...(judgement === undefined
      ? []
      : judgementLines(judgement, style.width - suppressedIndentation.length).map(
          (line) => suppressedIndentation + style.palette.dim(line),
        )),
  ];
}
