// What `plan --verify` prints: that the values of a plan are gone, or where each of them still is.
import { currentPlaces, placeText, stateText } from './findingFacts.ts';
import type { FindingDocument } from './document.ts';
import { createPalette } from './palette.ts';
import type { VerificationDocument } from './planDocument.ts';
import { counted } from './quantities.ts';
import { sanitize } from './sanitize.ts';
import { block, row } from './textLayout.ts';
import type { LayoutStyle } from './textLayout.ts';

type PlanStyle = LayoutStyle & { readonly verbose: boolean };

const placesListed = 10;

export function verificationLines(
  document: VerificationDocument,
  options: { readonly color: boolean; readonly width: number; readonly verbose: boolean },
): string[] {
  const style: PlanStyle = {
    palette: createPalette(options.color),
    width: Math.min(Math.max(options.width, 60), 110),
    verbose: options.verbose,
  };
  const { palette } = style;
  const { findings, blobs, paths, sought, complete, problems, removeCommand } = document;
  const inFiles = findings.filter(({ state }) => state === 'worktree' || state === 'index');
  const inObjects = findings.filter((finding) => !inFiles.includes(finding));
  return [
    palette.dim(`leaktrail plan --verify · ${sanitize(document.target)}`),
    ...section('Still in the repository:', inObjects, style),
    ...section('Still in the working tree or the index, to be replaced by hand:', inFiles, style),
    ...(paths.length === 0
      ? []
      : ['', ...block(`Still in commits or tracked: ${paths.map(sanitize).join(', ')}`, style, 0)]),
    ...(blobs.length === 0
      ? []
      : [
          '',
          ...block(
            `Still there: ${counted(blobs.length, 'blob')} that should have gone as a whole (${blobs
              .slice(0, 3)
              .map((oid) => oid.slice(0, 9))
              .join(', ')})`,
            style,
            0,
          ),
        ]),
    ...(complete
      ? []
      : [
          '',
          ...block(
            `The search was INCOMPLETE: ${problems.slice(0, 3).map(sanitize).join('; ')}`,
            style,
            0,
            palette.yellow,
          ),
        ]),
    '',
    ...verdict(document, style),
    ...(document.plainWords === 0
      ? []
      : block(
          `(${counted(document.plainWords, 'value')} of them ${document.plainWords === 1 ? 'is a plain word' : 'are plain words'}: no rule may find ${document.plainWords === 1 ? 'it' : 'them'} as a secret; as ${document.plainWords === 1 ? 'a word it' : 'words they'} may stand anywhere.)`,
          style,
          0,
        )),
    ...(document.isGone
      ? block(
          '(Not looked at: names of files, branches, tags and people, the lines of reflogs, .git/COMMIT_EDITMSG, and files that git ignores.)',
          style,
          0,
        )
      : []),
    ...(document.isGone && complete
      ? [
          '',
          ...block(
            `The folder of the plan still holds ${sought === 1 ? 'it' : 'them'}, and so does the copy in it. When you need neither any more:`,
            style,
            0,
          ),
          `    ${sanitize(removeCommand)}`,
        ]
      : []),
  ];
}

function verdict(
  { isGone, complete, sought, findings }: VerificationDocument,
  style: PlanStyle,
): string[] {
  const { palette } = style;
  const what = counted(sought, 'value');
  if (!isGone) {
    const { length } = findings;
    const left = length === 0 ? 'something' : counted(length, 'value');
    return block(
      `NOT DONE: ${left} of the plan ${length > 1 ? 'are' : 'is'} still there.`,
      style,
      0,
      (line) => palette.bold(palette.red(line)),
    );
  }
  if (!complete) {
    return block(
      `Not proven: ${what} of the plan found nowhere, but not everything could be read.`,
      style,
      0,
      palette.yellow,
    );
  }
  return block(
    `Proven: ${what} of the plan, in no form in any content or message of an object, the index or the working tree.`,
    style,
    0,
    (line) => palette.bold(palette.green(line)),
  );
}

function section(title: string, findings: readonly FindingDocument[], style: PlanStyle): string[] {
  if (findings.length === 0) return [];
  return [
    '',
    ...block(title, style, 0),
    ...findings.flatMap((finding) => findingLines(finding, style)),
  ];
}

function findingLines(finding: FindingDocument, style: PlanStyle): string[] {
  const places = new Set([
    ...currentPlaces(finding).map(({ path, line }) => `${path}:${line}`),
    ...finding.occurrences
      .filter(({ event }) => event !== 'removed')
      .map(
        (each) =>
          `${placeText(each)}${each.commit === null ? '' : ` in ${each.commit.slice(0, 9)}`}`,
      ),
  ]);
  const listed = [...places].slice(0, style.verbose ? places.size : placesListed);
  const rest = places.size - listed.length;
  return [
    '',
    ...block(
      `${sanitize(finding.title)}  ${sanitize(finding.secret.value ?? finding.secret.redacted)}  ${stateText(finding, false)}`,
      style,
      1,
      style.palette.bold,
    ),
    ...listed.flatMap((place, i) => row(i === 0 ? 'at' : '', sanitize(place), style)),
    ...(rest > 0 ? row('', `and ${counted(rest, 'more place')} (--verbose lists all)`, style) : []),
    ...(finding.reachableFrom.length === 0
      ? []
      : row('refs', finding.reachableFrom.map(sanitize).join(', '), style)),
  ];
}
