// Why a line that looks as if it ignored a path does not: the traps of gitignore(5), named by file and line. Never
// quotes the line itself, which may hold anything.
import { createIgnoreRules, gitignorePath } from '../git/ignore.ts';
import type { IgnoreSources, IgnoreVerdict } from '../git/ignore.ts';
import { effectiveText, splitIgnoreLines } from '../git/ignorePattern.ts';
import { treeIgnoreSources } from '../git/ignoreSources.ts';
import { baseName, displayPath, folderOf } from '../model/path.ts';
import type { BytePath } from '../model/path.ts';

/** Explains a path that is not ignored; undefined when no line comes near. */
export type MissExplainer = (path: BytePath, verdict: IgnoreVerdict) => string | undefined;

interface Trap {
  /** What the writer of the line may have meant; undefined when the line has not this trap in it. */
  readonly meant: (line: string) => string | undefined;
  readonly reason: string;
  readonly ignoreCase?: boolean;
}

const traps: readonly Trap[] = [
  {
    meant: (line) => /^(\S+)[ \t]+#/u.exec(line)?.[1],
    reason: 'has a comment behind the name, which git takes as part of it',
  },
  {
    meant: (line) => /^(["'])(.+)\1[ \r]*$/u.exec(line)?.[2],
    reason: 'has quotes around the name, which git takes as part of it',
  },
  {
    meant: (line) => line.replace(/^\s+/u, '').replace(/[\s\xa0\xc2]+$/u, ''),
    reason: 'has white space around the name, which git takes as part of it',
  },
  {
    meant: (line) => /^(.+)\/$/u.exec(effectiveText(line))?.[1],
    reason: 'ends in a slash and is for folders only',
  },
  {
    meant: (line) => (line.includes('/') ? baseName(effectiveText(line)) : undefined),
    reason: 'holds a slash and is for one folder only',
  },
  {
    meant: effectiveText,
    reason: 'differs in upper and lower case',
    ignoreCase: true,
  },
];

/** Longer lines are no mistyped names. */
const maxLineLength = 200;
/** Lines and folders looked at: an explanation must not cost more than the judgement. */
const maxLines = 2000;
const maxFolders = 20;

/** An explainer over ignore files that it reads once. */
export function createMissExplainer(sources: IgnoreSources): MissExplainer {
  const files = new Map<BytePath, readonly string[]>();
  const linesOf = (folder: BytePath): readonly string[] => {
    const known = files.get(folder);
    if (known !== undefined) return known;
    const lines = splitIgnoreLines(sources.readGitignore(folder) ?? new Uint8Array());
    files.set(folder, lines);
    return lines;
  };
  return (path, { rule }) => {
    if (rule !== null) return `${displayPath(rule.source)}:${rule.line} takes it back`;
    for (const folder of foldersAbove(path)) {
      const reason = explainFile(linesOf(folder), folder, path);
      if (reason !== undefined) return `${displayPath(gitignorePath(folder))}${reason}`;
    }
    return undefined;
  };
}

function explainFile(
  lines: readonly string[],
  folder: BytePath,
  path: BytePath,
): string | undefined {
  if (lines[0]?.includes('\0') === true) return ' is UTF-16, which git does not read as text';
  const word = /[a-z0-9]{3,}/iu.exec(baseName(path))?.[0].toLowerCase() ?? '';
  for (const [i, line] of lines.slice(0, maxLines).entries()) {
    if (line.length > maxLineLength || /^[#!]/u.test(line)) continue;
    if (!line.toLowerCase().includes(word)) continue;
    const trap = traps.find(({ meant, ignoreCase = false }) =>
      wouldIgnore(meant(line), folder, path, ignoreCase),
    );
    if (trap !== undefined) return `:${i + 1} ${trap.reason}`;
  }
  return undefined;
}

function wouldIgnore(
  line: string | undefined,
  folder: BytePath,
  path: BytePath,
  ignoreCase: boolean,
): boolean {
  if (line === undefined) return false;
  const file = new Map([[gitignorePath(folder), Buffer.from(line, 'latin1')]]);
  return createIgnoreRules(treeIgnoreSources(file, ignoreCase)).check(path, false).ignored;
}

/** The folders a path lies in, the nearest first, the top last. */
function foldersAbove(path: BytePath): BytePath[] {
  const folders: BytePath[] = [];
  let folder = folderOf(path);
  while (folder !== '' && folders.length < maxFolders) {
    folders.push(folder);
    folder = folderOf(folder);
  }
  return [...folders, ''];
}
