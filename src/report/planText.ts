// A plan as a person reads it: numbered parts in the order in which they are to be done. Commands stand on lines of their own,
// never broken, so that they can be copied.
import type { Purge } from '../model/plan.ts';
import { createPalette } from './palette.ts';
import type { Paint } from './palette.ts';
import { replaceLines } from './planCodeText.ts';
import type { PlanDocument } from './planDocument.ts';
import { counted, days } from './quantities.ts';
import { sanitize } from './sanitize.ts';
import { severityPaint } from './textFinding.ts';
import { block, heading, row } from './textLayout.ts';
import type { LayoutStyle } from './textLayout.ts';
import { wrap } from './wrap.ts';

type PlanStyle = LayoutStyle & { readonly verbose: boolean };

const leastWidth = 60;
const greatestWidth = 110;
const peopleListed = 20;
const gapsListed = 5;
const refsListed = 20;

/** The lines of a plan, at most `width` columns where they can be broken. */
export function planLines(
  document: PlanDocument,
  options: { readonly color: boolean; readonly width: number; readonly verbose: boolean },
): string[] {
  const style: PlanStyle = {
    palette: createPalette(options.color),
    width: Math.min(Math.max(options.width, leastWidth), greatestWidth),
    verbose: options.verbose,
  };
  const { target, suppressed } = document;
  const head = target.head?.oid == null ? '' : ` at ${target.head.oid.slice(0, 9)}`;
  const isEmpty = document.credentials.length === 0 && document.unread.length === 0;
  return [
    style.palette.dim(`leaktrail plan · ${sanitize(target.path)}${head}`),
    ...gapLines(document, style),
    ...(isEmpty
      ? [
          '',
          document.gaps.length > 0
            ? 'In what was read no secret was found.'
            : 'Nothing to do: no secret was found.',
        ]
      : partLines(document, style)),
    ...(suppressed > 0 ? ['', `${counted(suppressed, 'suppressed finding')} left out.`] : []),
  ];
}

function partLines(document: PlanDocument, style: PlanStyle): string[] {
  return [
    ...(document.credentials.length === 0 ? [] : rotateLines(document, style)),
    ...replaceLines(document, style),
    ...historyLines(document.purge, style),
    ...stepLines(document, style),
    ...copyLines(document, style),
  ];
}

/** What may be missing stands at the top. */
function gapLines({ gaps, unread }: PlanDocument, style: PlanStyle): string[] {
  const { palette } = style;
  const paint = (line: string): string => palette.bold(palette.yellow(line));
  const listed = style.verbose ? gaps : gaps.slice(0, gapsListed);
  return [
    ...(gaps.length === 0
      ? []
      : [
          '',
          ...block(
            'INCOMPLETE: not everything could be read, so this plan may lack something.',
            style,
            0,
            paint,
          ),
          ...listed.flatMap((gap) => block(`- ${sanitize(gap)}`, style)),
          ...(listed.length < gaps.length
            ? block(`- and ${gaps.length - listed.length} more`, style)
            : []),
        ]),
    ...(unread.length === 0
      ? []
      : [
          '',
          ...block(
            `${counted(unread.length, 'finding')} of the report could not be read again and ${unread.length === 1 ? 'is' : 'are'} NOT in this plan:`,
            style,
            0,
            paint,
          ),
          ...unread.flatMap(({ title, place, reason }) =>
            block(`- ${sanitize(title)} (${sanitize(place)}): ${sanitize(reason)}`, style),
          ),
        ]),
  ];
}

function rotateLines({ credentials }: PlanDocument, style: PlanStyle): string[] {
  const { palette } = style;
  return [
    ...heading('1. Replace the credentials at their providers', style),
    ...block(
      'Before anything else: who has read the history has them, whatever is rewritten afterwards. What is no secret is suppressed first (docs/SUPPRESSING.md).',
      style,
      0,
    ),
    ...credentials.flatMap((credential, index) => {
      const { severity, secrets, since, exposedDays, isPublished, steps, logs } = credential;
      const exposed = exposedDays === null ? '' : `, exposed ${days(exposedDays)}`;
      const facts = [
        since === null ? 'in no committed file' : `since ${since}${exposed}`,
        isPublished ? 'pushed' : 'in no remote-tracking branch',
      ].join(', ');
      return [
        '',
        ...secrets.flatMap(({ title, redacted, value, place }, i) => [
          ...hanging(
            `${i === 0 ? `${index + 1}) ${severity.toUpperCase()}` : '   with'}  ${sanitize(title)}  ${sanitize(value ?? redacted)}  ${sanitize(place)}`,
            style,
            i === 0 ? (line) => palette.bold(severityPaint(severity, palette)(line)) : undefined,
          ),
        ]),
        ...row('when', facts, style),
        ...steps.flatMap((step, i) => row(i === 0 ? 'to do' : '', sanitize(step), style)),
        ...row('check', `from ${since ?? 'the day it was made'} on: ${sanitize(logs)}`, style),
      ];
    }),
  ];
}

/** A paragraph whose further lines stand under the text behind its number. */
function hanging(text: string, style: PlanStyle, paint: Paint = (line) => line): string[] {
  const lead = '   ';
  return wrap(text, style.width - lead.length).map(
    (line, i) => (i === 0 ? '' : lead) + paint(line),
  );
}

function historyLines(purge: Purge, style: PlanStyle): string[] {
  const { route, folder, paths, blobs, expressions, refs, warnings } = purge;
  if (route === 'none') {
    return [...heading('3. The history', style), ...block('No object holds them.', style, 0)];
  }
  const forgotten = 'No branch or tag holds them: what nothing reaches has only to be thrown away.';
  return [
    ...heading('3. Take them out of the history', style),
    ...block(
      route === 'forget'
        ? forgotten
        : `Inputs for git-filter-repo were written to a folder for you alone. They hold the secrets in clear.`,
      style,
      0,
    ),
    ...(folder === null ? [] : [`  ${sanitize(folder)}`]),
    ...(route === 'forget'
      ? []
      : row('texts', `${counted(expressions, 'expression')} for files and messages`, style)),
    ...paths.flatMap((path, i) =>
      row(
        i === 0 ? 'files' : '',
        `${sanitize(path)} goes as a whole, from every commit and from the working tree`,
        style,
      ),
    ),
    ...blobs.flatMap(({ oid, paths: named }, i) =>
      row(
        i === 0 ? 'blobs' : '',
        `${oid.slice(0, 9)}${named.length === 0 ? '' : ` (${named.map(sanitize).join(', ')})`} goes as a whole: it is no text in which something could be replaced. Copy the file out first, and add it again without the secret.`,
        style,
      ),
    ),
    ...(refs.length === 0 ? [] : row('refs', listText(refs, style), style)),
    ...warnings.flatMap((warning) => row('note', sanitize(warning), style, style.palette.yellow)),
  ];
}

function listText(names: readonly string[], style: PlanStyle): string {
  const listed = style.verbose ? names : names.slice(0, refsListed);
  const rest = names.length - listed.length;
  const text = listed.map(sanitize).join(', ');
  return rest > 0 ? `${text} and ${rest} more (--verbose lists all)` : text;
}

function stepLines({ steps }: PlanDocument, style: PlanStyle): string[] {
  if (steps.length === 0) return [];
  return [
    ...heading('4. The commands, in this order', style),
    ...steps.flatMap(({ title, notes, commands }) => [
      '',
      ...block(title, style, 0, style.palette.bold),
      ...notes.flatMap((note) => block(sanitize(note), style)),
      ...commands.map((command) => `    ${sanitize(command)}`),
    ]),
  ];
}

function copyLines({ hosts, people, purge }: PlanDocument, style: PlanStyle): string[] {
  if (purge.route !== 'in-place' && purge.route !== 'fresh-clone') return [];
  const listed = style.verbose ? people : people.slice(0, peopleListed);
  const rest = people.length - listed.length;
  return [
    ...heading('5. Copies elsewhere', style),
    ...(hosts.length === 0
      ? block(
          'No remote is configured here. What was ever pushed or copied holds them still.',
          style,
          0,
        )
      : []),
    ...hosts.flatMap(({ remote, host, keeps, ask, reference }) => [
      '',
      ...block(`${sanitize(remote)} (${sanitize(host)})`, style, 0, style.palette.bold),
      ...row('keeps', keeps, style),
      ...row('to do', ask, style),
      ...(reference === null ? [] : row('see', reference, style)),
    ]),
    '',
    ...block(
      'Everybody with a clone has to clone anew: a merge, pull or rebase of old commits brings the secrets back. These wrote the history:',
      style,
      0,
    ),
    ...listed.map(
      ({ name, email, commits, last }) =>
        `  ${sanitize(name)} <${sanitize(email)}>, ${counted(commits, 'commit')}, the last on ${last}`,
    ),
    ...(rest > 0 ? [`  and ${rest} more (--verbose lists all)`] : []),
  ];
}
