// Whether images get .env-like files: what each Dockerfile copies from its folder, less what the .dockerignore keeps out.
import type { HygieneEntry } from '../model/hygiene.ts';
import { baseName, displayPath, folderOf } from '../model/path.ts';
import type { BytePath } from '../model/path.ts';
import { copiesOf } from './dockerfile.ts';
import type { DockerCopy } from './dockerfile.ts';
import {
  cleanPath,
  compileDockerGlob,
  dockerVerdict,
  parseDockerignore,
  withFolders,
} from './dockerignore.ts';
import type { DockerPattern } from './dockerignore.ts';
import { pathIn } from './projectFiles.ts';

/** Files that images are built from. */
export interface DockerSources {
  /** Paths of Dockerfiles. */
  readonly dockerfiles: readonly BytePath[];
  /** The bytes of a Dockerfile or a .dockerignore; undefined where there is none that can be read. */
  readonly read: (path: BytePath) => Uint8Array | undefined;
  /** Whether a file or a folder is there. */
  readonly exists: (path: BytePath) => boolean;
}

/** A .env-like file, or the place of one. */
export interface DockerCandidate {
  readonly path: BytePath;
  /** False for a place where one may be created. */
  readonly isPresent: boolean;
}

/** A path that an image gets. */
interface Exposure extends DockerCandidate {
  readonly dockerfile: BytePath;
  readonly line: number;
  /** Relative to the folder of the build. */
  readonly relative: BytePath;
  /** The line of the ignore file that takes it back, or 0. */
  readonly takenBackBy: number;
}

/** One warning for each ignore file that lacks lines (existing or not), sorted by path. */
export function checkDocker(
  sources: DockerSources,
  candidates: readonly DockerCandidate[],
): HygieneEntry[] {
  /** By ignore file, then by path. */
  const exposures = new Map<BytePath, Map<BytePath, Exposure>>();
  for (const dockerfile of sources.dockerfiles.toSorted()) {
    const copies = copiesOf(sources.read(dockerfile) ?? new Uint8Array());
    if (copies.length === 0) continue;
    const context = contextOf(sources, dockerfile, copies);
    const ignoreFile = ignoreFileOf(sources, dockerfile, context);
    const patterns = parseDockerignore(sources.read(ignoreFile) ?? new Uint8Array());
    const build = { dockerfile, context, patterns, copies: copies.map(copyMatcher) };
    const known = exposures.get(ignoreFile) ?? new Map<BytePath, Exposure>();
    for (const candidate of inContext(candidates, context)) {
      const exposure = known.has(candidate.path) ? undefined : exposureOf(build, candidate);
      if (exposure !== undefined) known.set(candidate.path, exposure);
    }
    if (known.size > 0) exposures.set(ignoreFile, known);
  }
  return [...exposures]
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .map(([ignoreFile, found]) => entryOf(ignoreFile, [...found.values()], sources));
}

/**
 * The folder that a Dockerfile is built in: its own, unless what it copies by name is not there but below the top
 * (`docker build -f docker/Dockerfile .`).
 */
function contextOf(
  { exists }: DockerSources,
  dockerfile: BytePath,
  copies: readonly DockerCopy[],
): BytePath {
  const own = folderOf(dockerfile);
  if (own === '') return own;
  const named = copies
    .flatMap((copy) => copy.sources)
    .map(cleanPath)
    .filter((source) => !/^\.\.?(?:\/|$)|[*?[\\]/u.test(source));
  const isOwn = named.some((source) => exists(pathIn(own, source)));
  return !isOwn && named.some((source) => exists(source)) ? '' : own;
}

/** One beside the Dockerfile, by its whole name, goes before that of the folder; podman has a name of its own. */
function ignoreFileOf(
  { exists }: DockerSources,
  dockerfile: BytePath,
  context: BytePath,
): BytePath {
  const isPodman = /containerfile/iu.test(baseName(dockerfile));
  const names = [
    `${dockerfile}.dockerignore`,
    ...(isPodman ? [`${dockerfile}.containerignore`, pathIn(context, '.containerignore')] : []),
  ];
  return names.find((name) => exists(name)) ?? pathIn(context, '.dockerignore');
}

/** With the place beside the Dockerfile, wherever that is. */
function inContext(candidates: readonly DockerCandidate[], context: BytePath): DockerCandidate[] {
  const prefix = context === '' ? '' : `${context}/`;
  const inside = candidates.filter(({ path }) => path.startsWith(prefix));
  const beside = `${prefix}.env`;
  return inside.some(({ path }) => path === beside)
    ? inside
    : [{ path: beside, isPresent: false }, ...inside];
}

interface Build {
  readonly dockerfile: BytePath;
  readonly context: BytePath;
  readonly copies: readonly CopyMatcher[];
  readonly patterns: readonly DockerPattern[];
}

interface CopyMatcher {
  readonly line: number;
  /** Whether it takes a path of the build's folder: by its name, or with a folder above it. */
  readonly takes: (path: BytePath) => boolean;
}

function exposureOf(
  { dockerfile, context, copies, patterns }: Build,
  candidate: DockerCandidate,
): Exposure | undefined {
  const relative = context === '' ? candidate.path : candidate.path.slice(context.length + 1);
  const copy = copies.find(({ takes }) => takes(relative));
  if (copy === undefined) return undefined;
  const { isExcluded, line: takenBackBy } = dockerVerdict(patterns, relative);
  if (isExcluded) return undefined;
  return { ...candidate, dockerfile, line: copy.line, relative, takenBackBy };
}

function copyMatcher({ line, sources, excluded }: DockerCopy): CopyMatcher {
  const globs = sources.map(cleanPath);
  const isWhole = globs.some((glob) => glob === '.' || glob === '/');
  const matchers = globs.map(compileDockerGlob);
  const leftOut = parseDockerignore(Buffer.from(excluded.join('\n'), 'latin1'));
  return {
    line,
    takes: (path) =>
      (isWhole || withFolders(path).some((each) => matchers.some((matches) => matches(each)))) &&
      !dockerVerdict(leftOut, path).isExcluded,
  };
}

/** Paths named in a message. */
const mostNamed = 3;

function entryOf(
  ignoreFile: BytePath,
  found: readonly Exposure[],
  { exists }: DockerSources,
): HygieneEntry {
  const present = found.filter(({ isPresent }) => isPresent);
  const told = present.length > 0 ? present : found;
  const { dockerfile, line, takenBackBy } = told[0]!;
  const names = told.slice(0, mostNamed).map(({ path }) => displayPath(path));
  const more = told.length > mostNamed ? ` and ${told.length - mostNamed} more` : '';
  const verb = present.length > 0 ? 'copies' : 'would copy';
  const shown = displayPath(ignoreFile);
  const why =
    takenBackBy > 0 ? `${shown}:${takenBackBy} takes it back` : `${shown} does not name it`;
  const lines = [...new Set(found.map(({ relative }) => lineFor(relative)))].map(displayPath);
  return {
    check: 'docker',
    path: shown,
    status: 'warn',
    rule: null,
    message:
      `${displayPath(dockerfile)}:${line} ${verb} ${names.join(', ')}${more} into the image: ` +
      (exists(ignoreFile) ? why : `there is no ${shown}`),
    fix: `add ${lines.length === 1 ? 'this line' : 'these lines'} to ${shown}: ${lines.join(', ')}`,
  };
}

/** A dotfile's name in all folders, as for .gitignore; any other file with its path. */
function lineFor(path: BytePath): string {
  const name = baseName(path);
  const escaped = (text: string): string => text.replace(/[*?[\]\\]|^[!#]/gu, '\\$&');
  return name.startsWith('.') ? `**/${escaped(name)}` : escaped(path);
}
