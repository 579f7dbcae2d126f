// Findings of a saved report, which hides their values: those are read again from the contents that the report names, and held
// against its fingerprints.
import { createDetector } from '../detect/detector.ts';
import type { Detector } from '../detect/detector.ts';
import { kindBit } from '../detect/kinds.ts';
import { fileKindOf } from '../detect/paths.ts';
import { offsetsOf } from '../detect/position.ts';
import type { ObjectReader } from '../git/objectReader.ts';
import type { Repository } from '../git/repository.ts';
import { UsageError } from '../model/errors.ts';
import type { Finding, StoredPlace } from '../model/finding.ts';
import type { Match } from '../model/match.ts';
import type { Occurrence } from '../model/occurrence.ts';
import type { SavedFinding, SavedReport, UnreadFinding } from '../model/plan.ts';
import type { RepositoryRun } from '../model/run.ts';
import { scannedPart } from '../scan/objectMatches.ts';
import { repositoryContents } from '../scan/occurrenceContents.ts';
import type { ContentOf } from '../scan/occurrenceContents.ts';
import { detectorSettings } from '../scan/settings.ts';
import { rulesFor } from '../scan/thread.ts';
import { fingerprintOf } from '../triage/fingerprint.ts';
import { placeOf } from './places.ts';

export interface ReadFindings {
  readonly findings: readonly Finding[];
  readonly unread: readonly UnreadFinding[];
}

/** `run` has its configuration. Throws UsageError where the report is about no repository, or about another one. */
export function readSavedFindings(
  saved: SavedReport,
  run: RepositoryRun,
  { repository, store }: { readonly repository: Repository; readonly store: ObjectReader },
): ReadFindings {
  const settings = detectorSettings(run);
  const contentOf = repositoryContents(repository, store);
  let made: Detector | undefined;
  const again = createRereader({
    key: settings.fingerprintKey,
    contentOf,
    detector: () => (made ??= createDetector(rulesFor(settings), settings)),
  });
  const active = saved.findings.filter(({ suppressed }) => suppressed === null);
  const head = saved.target.head?.oid ?? null;
  const isOurs =
    (head !== null && store.read(head) !== undefined) ||
    active.some(({ introduced, occurrences }) =>
      [introduced, ...occurrences].some((each) => contentOf(each) !== undefined),
    );
  if (active.length > 0 && !isOurs) {
    throw new UsageError(
      `the report is about another repository than ${run.repoPath}: nothing that it names is here`,
    );
  }
  const findings: Finding[] = [];
  const unread: UnreadFinding[] = [];
  for (const finding of active) {
    const value = again(finding);
    if (value.value === undefined) {
      const { fingerprint, title } = finding;
      unread.push({ fingerprint, title, place: placeOf(finding.introduced), reason: value.reason });
    } else {
      const secret = { ...finding.secret, value: value.value };
      findings.push({ ...finding, secret, storedAt: storedPlaces(finding, store) });
    }
  }
  return { findings, unread };
}

/** The places that the report names, of those objects that are here. */
function storedPlaces(finding: SavedFinding, store: ObjectReader): StoredPlace[] {
  return distinct([finding.introduced, ...finding.occurrences]).flatMap((occurrence) => {
    const oid = occurrence.blob ?? occurrence.commit;
    const object = oid === null ? undefined : store.read(oid);
    if (oid === null || object === undefined) return [];
    const [startOffset, endOffset] = bytesOf(scannedPart(object), occurrence);
    return [{ oid, startOffset, endOffset }];
  });
}

interface RereadGround {
  readonly key: string;
  readonly contentOf: ContentOf;
  readonly detector: () => Detector;
}

type Reread = { readonly value: string } | { readonly value: undefined; readonly reason: string };

function createRereader({
  key,
  contentOf,
  detector,
}: RereadGround): (finding: SavedFinding) => Reread {
  const scanned = new Map<string, readonly Match[]>();
  const scanOf = (bytes: Buffer, { blob, commit, path }: Occurrence): readonly Match[] => {
    const name = `${blob ?? commit} ${path}`;
    const known = scanned.get(name);
    if (known !== undefined) return known;
    const kind = path === null ? 'message' : fileKindOf(path);
    const matches = detector().scan(bytes, blob === null ? kindBit('message') : kindBit(kind));
    scanned.set(name, matches);
    return matches;
  };
  return ({ fingerprint, ruleId, secret, introduced, occurrences }) => {
    const isIt = (value: string): boolean => fingerprintOf(key, ruleId, value) === fingerprint;
    if (secret.value !== undefined && isIt(secret.value)) return { value: secret.value };
    let isHere = false;
    for (const occurrence of distinct([introduced, ...occurrences])) {
      const bytes = contentOf(occurrence);
      if (bytes === undefined) continue;
      isHere = true;
      const plain = textAt(bytes, occurrence);
      if (isIt(plain)) return { value: plain };
      const match = scanOf(bytes, occurrence).find(({ value }) => isIt(value));
      if (match !== undefined) return { value: match.value };
    }
    const reason = isHere
      ? 'what stands there is not what the report found: it was made with another LEAKTRAIL_FINGERPRINT_KEY, other rules or of another state'
      : 'the objects or files that the report names are not here any more';
    return { value: undefined, reason };
  };
}

function distinct(occurrences: readonly Occurrence[]): Occurrence[] {
  const byContent = new Map<string, Occurrence>();
  for (const occurrence of occurrences) {
    const { blob, commit, path, line, column } = occurrence;
    const key = `${blob ?? commit} ${blob === null ? '' : path} ${line} ${column}`;
    if (!byContent.has(key)) byContent.set(key, occurrence);
  }
  return [...byContent.values()];
}

function textAt(bytes: Buffer, occurrence: Occurrence): string {
  return bytes.toString('utf8', ...bytesOf(bytes, occurrence));
}

function bytesOf(
  bytes: Buffer,
  { line, column, endLine, endColumn }: Occurrence,
): [startOffset: number, endOffset: number] {
  const [start = 0, end = 0] = offsetsOf(bytes, [
    { line, column },
    { line: endLine, column: endColumn },
  ]);
  return [start, end];
}
