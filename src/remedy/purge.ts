// Step 3 of a plan: what has to go from the history and how, and the inputs of git-filter-repo for it.
import { realpathSync } from 'node:fs';
import type { ObjectReader } from '../git/objectReader.ts';
import type { Finding } from '../model/finding.ts';
import type { Oid } from '../model/oid.ts';
import type { DisplayPath } from '../model/path.ts';
import { shownPath } from '../model/path.ts';
import type { Purge, PurgeRoute } from '../model/plan.ts';
import type { Report } from '../model/report.ts';
import type { SoughtValue } from '../model/run.ts';
import { expressionsFor } from './expressions.ts';
import { pathLines } from './pathsFile.ts';
import { placeOf } from './places.ts';
import { keptText } from './keptValues.ts';
import { planFiles } from './planFolder.ts';
import type { RepositoryFacts } from './repositoryFacts.ts';
import { soughtTexts } from './soughtPlaces.ts';
import { collectStoredTexts } from './storedTexts.ts';

export interface PurgeInput {
  readonly findings: readonly Finding[];
  /** The same values, sought in everything. */
  readonly found: readonly Report[];
  /** Files of .env's kind in the history, and whether nobody tracks them any more. */
  readonly paths: readonly DisplayPath[];
  readonly facts: RepositoryFacts;
  readonly objects: ObjectReader;
  readonly gitDir: string;
  readonly folder: string;
}

export interface PlannedPurge {
  readonly purge: Purge;
  /** Files of the folder by name, bytes as latin1; none where git-filter-repo is not needed and nothing is to be verified. */
  readonly files: ReadonlyMap<string, string>;
}

export function planPurge(input: PurgeInput): PlannedPurge {
  const { findings, found, paths, facts, objects, folder } = input;
  const sought = found.flatMap((report) => report.findings);
  const places = [...findings, ...sought].flatMap(({ storedAt }) => storedAt ?? []);
  const stored = collectStoredTexts(places, objects);
  const values = findings.map(({ secret }) => secret.value);
  // Messages are written anew as UTF-8, whatever they were (git-fast-export, --reencode).
  const utf8 = values.map((value) => ({ text: Buffer.from(value, 'utf8').toString('latin1') }));
  const { lines, shortTexts, plainWords } = expressionsFor([...stored.texts, ...utf8]);
  const refs = [...new Set([...findings, ...sought].flatMap((each) => each.reachableFrom))].sort();
  const route = routeOf({ hasStored: places.length > 0, hasPaths: paths.length > 0, refs, facts });
  const blobs = blobsOf(stored.blobs, [...findings, ...sought], new Set(paths));
  const files = new Map<string, string>();
  if (route === 'in-place' || route === 'fresh-clone') {
    files.set(planFiles.text, lines.join(''));
    files.set(planFiles.messages, lines.join(''));
    if (paths.length > 0) files.set(planFiles.paths, pathLines(paths.map(shownPath)).join(''));
    if (blobs.length > 0) files.set(planFiles.blobs, blobs.map(({ oid }) => `${oid}\n`).join(''));
  }
  if (findings.length > 0) {
    const kept = {
      repository: realpathSync.native(input.gitDir),
      values: findings.map(keptValue),
      blobs: blobs.map(({ oid }) => oid),
      paths: [...paths],
    };
    files.set(planFiles.values, keptText(folder, kept));
  }
  return {
    purge: {
      route,
      folder: files.size === 0 ? null : folder,
      paths,
      blobs,
      expressions: lines.length,
      refs,
      warnings: [
        ...riskyWarnings(shortTexts.length, plainWords.length),
        ...(values.some((value) => soughtTexts(value).length === 0)
          ? ['a value is too short to be told from other text: --verify does not look for it']
          : []),
        ...stored.unread.map(
          (oid) => `the object ${oid} could not be read: what it holds is not in the expressions`,
        ),
        ...(facts.refs.some(({ name }) => name.startsWith('refs/notes/'))
          ? [
              'notes are rewritten, too, but stay attached to the old ids of commits (git-filter-repo does not rename them)',
            ]
          : []),
        ...(facts.isBorrowing
          ? [
              'objects are borrowed from another repository (objects/info/alternates): the plan has to be carried out there, too',
            ]
          : []),
        ...(facts.isPartial && route !== 'fresh-clone'
          ? [
              'this clone is partial, and git gc keeps all that came from its promisor remote: carry the plan out in a full clone',
            ]
          : []),
        ...(facts.isShallow
          ? [
              'this clone is shallow: get the rest first (git fetch --unshallow), and make the plan again',
            ]
          : []),
      ],
    },
    files,
  };
}

function keptValue({ title, introduced, secret }: Finding): SoughtValue {
  return { name: `${title} (${placeOf(introduced)})`, value: secret.value };
}

interface RouteInput {
  readonly hasStored: boolean;
  readonly hasPaths: boolean;
  readonly refs: readonly string[];
  readonly facts: RepositoryFacts;
}

function routeOf({ hasStored, hasPaths, refs, facts }: RouteInput): PurgeRoute {
  const inRefs = refs.filter((ref) => ref !== 'refs/stash');
  if (!hasStored && !hasPaths) return 'none';
  if (inRefs.length === 0 && !hasPaths) return 'forget';
  if (facts.remotes.length === 0) return 'in-place';
  // Of tags nobody knows whether the remote has them; a bare clone has the remote's branches as its own.
  const mayBeRemote = (ref: string): boolean =>
    facts.isBare || /^refs\/(?:remotes|tags)\//u.test(ref);
  const hasRemoteRefs = facts.refs.some(({ name }) => name.startsWith('refs/remotes/'));
  return inRefs.some(mayBeRemote) || (hasPaths && (hasRemoteRefs || facts.isBare))
    ? 'fresh-clone'
    : 'in-place';
}

/** Blobs of files that go as a whole need no mention. */
function blobsOf(
  blobs: readonly Oid[],
  findings: readonly Finding[],
  gone: ReadonlySet<DisplayPath>,
): Purge['blobs'] {
  const pathsOf = new Map<Oid, Set<DisplayPath>>(blobs.map((oid) => [oid, new Set()]));
  for (const { occurrences, headPlaces = [] } of findings) {
    for (const { blob, path } of [...occurrences, ...headPlaces]) {
      if (blob !== null && path !== null) pathsOf.get(blob)?.add(path);
    }
  }
  return [...pathsOf]
    .filter(([, paths]) => paths.size === 0 || [...paths].some((path) => !gone.has(path)))
    .map(([oid, paths]) => ({ oid, paths: [...paths].sort() }));
}

function riskyWarnings(short: number, plain: number): string[] {
  const isAre = (count: number): string => (count === 1 ? 'one value is' : `${count} values are`);
  return [
    ...(short === 0
      ? []
      : [
          `${isAre(short)} so short that other text may be the same: replaced as whole words only, which may hit what is no secret (see the last lines of ${planFiles.text})`,
        ]),
    ...(plain === 0
      ? []
      : [
          `${isAre(plain)} nothing but plain words or numbers: replaced only behind what stood before them where they were found, and left as they are elsewhere`,
        ]),
  ];
}
