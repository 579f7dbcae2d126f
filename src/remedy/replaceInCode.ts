// Step 2 of a plan: the files of today that hold secrets, each line as it is and as it should be. Python is rewritten; what
// to do in other files is said in words.
import { fileKindOf, isNotebook } from '../detect/paths.ts';
import { offsetsOf } from '../detect/position.ts';
import type { Finding } from '../model/finding.ts';
import type { Span } from '../model/match.ts';
import type { DisplayPath } from '../model/path.ts';
import type { CodePart, Replacement } from '../model/plan.ts';
import { needsOsImport, replaceInPython } from './replaceInPython.ts';
import type { PythonChange, SecretRange } from './replaceInPython.ts';
import { uniqueNames, variableName } from './variableNames.ts';

/** A file of today with a secret in it. */
export interface CodePlace extends Span {
  readonly path: DisplayPath;
  readonly finding: Finding;
}

export interface CodeFile {
  readonly path: DisplayPath;
  /** undefined where it is not on disk as it was scanned: then it was changed, or taken away, already. */
  readonly bytes: Buffer | undefined;
  readonly places: readonly CodePlace[];
}

export interface CodePlan {
  readonly replacements: readonly Replacement[];
  /** By fingerprint. */
  readonly variables: ReadonlyMap<string, string>;
}

/** The replacements by path and line; files of `untracked` are to be taken out of git as a whole. */
export function planCode(
  files: readonly CodeFile[],
  untracked: ReadonlySet<DisplayPath>,
): CodePlan {
  const wanted = new Map<string, string>();
  // Python's names first: the code says best what a value is.
  const sorted = files.toSorted(
    (a, b) => Number(isPython(b.path)) - Number(isPython(a.path)) || (a.path < b.path ? -1 : 1),
  );
  for (const { bytes, places } of sorted) {
    for (const place of places) {
      const { fingerprint } = place.finding;
      if (!wanted.has(fingerprint)) wanted.set(fingerprint, nameAt(bytes, place));
    }
  }
  const variables = uniqueNames(wanted);
  const replacements = files.flatMap((file) => replacementsIn(file, variables, untracked));
  return {
    replacements: replacements.toSorted(
      (a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0) || a.line - b.line,
    ),
    variables,
  };
}

function isPython(path: DisplayPath): boolean {
  return fileKindOf(path) === 'python' && !isNotebook(path);
}

function nameAt(bytes: Buffer | undefined, { line, column, path, finding }: CodePlace): string {
  const { ruleId, provider } = finding;
  const lines =
    bytes === undefined
      ? []
      : bytes
          .toString('utf8')
          .replace(/^\uFEFF/u, '')
          .split('\n');
  const before = Array.from(lines[line - 1] ?? '')
    .slice(0, column - 1)
    .join('');
  const above = lines.slice(Math.max(0, line - 13), line - 1).join('\n');
  return variableName({ before, above, path, ruleId, provider });
}

function replacementsIn(
  { path, bytes, places }: CodeFile,
  variables: ReadonlyMap<string, string>,
  untracked: ReadonlySet<DisplayPath>,
): Replacement[] {
  const name = ({ finding }: CodePlace): string => variables.get(finding.fingerprint) ?? 'SECRET';
  const inWords = (within: readonly CodePlace[], how: string): Replacement => ({
    path,
    line: Math.min(...within.map(({ line }) => line)),
    endLine: Math.max(...within.map(({ endLine }) => endLine)),
    variables: [...new Set(within.map(name))],
    before: [],
    after: null,
    needsImport: false,
    how,
  });
  if (untracked.has(path)) return [inWords(places, untrackedWords)];
  if (bytes === undefined) return [inWords(places, changedWords)];
  const text = isPython(path) ? utf8Text(bytes) : undefined;
  if (text === undefined)
    return places.map((place) => inWords([place], wordsFor(path, name(place))));
  const ranges = rangesIn(bytes, places, name);
  const changes = replaceInPython(text, ranges);
  return lineGroups(text, changes).map((group) => pythonReplacement(text, path, group));
}

const untrackedWords =
  'take the whole file out of git (git rm --cached), keep it on disk with the new values, and let .gitignore cover it (leaktrail env says how)';
const changedWords =
  'the working tree no longer has this version: commit what was changed, and look that the value is gone from it';

function wordsFor(path: DisplayPath, variable: string): string {
  const reference = `\${${variable}}`;
  if (isNotebook(path)) {
    return `read it in the notebook with os.environ["${variable}"], and clear outputs that show it`;
  }
  switch (fileKindOf(path)) {
    case 'dotenv':
      return `leave ${variable}= empty here, and set it in a .env file that git ignores`;
    case 'config':
      return `take the value out; let the program read ${variable} from its environment, or write ${reference} where its reader (docker compose, envsubst, Spring, …) fills that in`;
    case 'shell':
      return `write "${reference}" and set ${variable} in the environment of the script`;
    case 'credentials':
      return `take the file out of git (git rm --cached), let .gitignore cover it, and hand the new one out another way`;
    case 'markup':
    case 'message':
    case 'translation':
    case 'lock':
      return 'take the value out of the text';
    case 'code':
    case 'python':
    case 'unknown':
      return `read it from the environment variable ${variable}`;
  }
}

function utf8Text(bytes: Buffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

/** Places as offsets in the text, one for each run of bytes. */
function rangesIn(
  bytes: Buffer,
  places: readonly CodePlace[],
  name: (place: CodePlace) => string,
): SecretRange[] {
  const ranges = places.map((place): SecretRange => {
    const [from = 0, to = 0] = offsetsOf(bytes, [
      { line: place.line, column: place.column },
      { line: place.endLine, column: place.endColumn },
    ]);
    const start = bytes.toString('utf8', 0, from).length;
    return { start, end: start + bytes.toString('utf8', from, to).length, variable: name(place) };
  });
  const sorted = ranges.toSorted((a, b) => a.start - b.start || b.end - a.end);
  // What lies within another secret goes with it.
  return sorted.filter(({ end }, i) => !sorted.slice(0, i).some((outer) => end <= outer.end));
}

/** Changes that share a line belong together. */
function lineGroups(text: string, changes: readonly PythonChange[]): PythonChange[][] {
  const groups: { readonly changes: PythonChange[]; endLine: number }[] = [];
  for (const change of changes) {
    const { line, endLine } = linesOf(text, [change]);
    const last = groups.at(-1);
    if (last === undefined || line > last.endLine) groups.push({ changes: [change], endLine });
    else {
      last.changes.push(change);
      last.endLine = Math.max(last.endLine, endLine);
    }
  }
  return groups.map((group) => group.changes);
}

interface Lines {
  readonly line: number;
  readonly endLine: number;
  /** Offsets of the first line's start and the last one's end, line end left out. */
  readonly from: number;
  readonly to: number;
}

function linesOf(text: string, changes: readonly PythonChange[]): Lines {
  const starts = changes.flatMap(({ ranges, edit }) => [
    ...ranges.map(({ start }) => start),
    edit?.start ?? Infinity,
  ]);
  const ends = changes.flatMap(({ ranges, edit }) => [
    ...ranges.map(({ end }) => end),
    edit?.end ?? 0,
  ]);
  const first = Math.min(...starts);
  const last = Math.max(...ends);
  const from = text.lastIndexOf('\n', first - 1) + 1;
  const feed = text.indexOf('\n', last);
  const line = text.slice(0, first).split('\n').length;
  return {
    line,
    endLine: line + text.slice(first, last).split('\n').length - 1,
    from: first === 0 ? 0 : from,
    to: feed < 0 ? text.length : feed,
  };
}

function pythonReplacement(
  text: string,
  path: DisplayPath,
  changes: readonly PythonChange[],
): Replacement {
  const { line, endLine, from, to } = linesOf(text, changes);
  const ranges = changes.flatMap((change) => change.ranges);
  const before: CodePart[] = [];
  let at = from;
  for (const { start, end } of ranges) {
    before.push(text.slice(at, start), { secret: text.slice(start, end) });
    at = end;
  }
  before.push(text.slice(at, to).trimEnd());
  const reasons = [...new Set(changes.flatMap(({ reason }) => reason ?? []))];
  const edits = changes.flatMap(({ edit }) => edit ?? []);
  let after: string | null = null;
  if (reasons.length === 0) {
    after = text.slice(from, to);
    for (const edit of edits.toReversed()) {
      after = after.slice(0, edit.start - from) + edit.text + after.slice(edit.end - from);
    }
    after = after.trimEnd();
  }
  return {
    path,
    line,
    endLine,
    variables: [...new Set(ranges.map(({ variable }) => variable))],
    before,
    after,
    needsImport: after?.includes('os.environ') === true && needsOsImport(text),
    how: reasons.join('; '),
  };
}
