// Matches in the members of an archive, and of archives within it, placed at the bytes of the archive that hold them.
import { allowanceFor, archiveKindOf } from './decode/archive.ts';
import type { ArchiveKind, ArchiveMember, ReadMembers, UnreadReason } from './decode/archive.ts';
import { gzipMembers } from './decode/archiveGzip.ts';
import { tarMembers } from './decode/archiveTar.ts';
import { zipMembers } from './decode/archiveZip.ts';
import { inAnyKind, kindBit, type KindMask } from './kinds.ts';
import { fileKindOf } from './paths.ts';
import type { RawMatch } from './resolve.ts';
import { append } from '../model/append.ts';

/** What of an archive was not scanned, under one reason. */
export interface UnreadPart {
  readonly reason: UnreadReason;
  /** Members, or archives that are too deep, or ends of archives. */
  readonly count: number;
  /** As stored. */
  readonly bytes: number;
}

/** Archives within each other: a tar in gzip are two, and a jar of gems has four. */
const deepest = 5;

const readers: Readonly<Record<ArchiveKind, ReadMembers>> = {
  gzip: gzipMembers,
  tar: tarMembers,
  zip: zipMembers,
};

/**
 * The matches of an archive, sorted by place: those of its members, each scanned by `scan` as the kind of file that its
 * name makes it, and those of the bytes around them. In compressed members the place is the whole member. Several
 * matches may share one place.
 */
export function archiveMatches(
  bytes: Uint8Array,
  kinds: KindMask,
  scan: (bytes: Uint8Array, kinds: KindMask) => RawMatch[],
  unread: UnreadPart[],
): RawMatch[] {
  const allowance = allowanceFor(bytes.length);
  const left = new Map<UnreadReason, UnreadPart>();
  function note(reason: UnreadReason, size: number): void {
    const known = left.get(reason);
    const count = (known?.count ?? 0) + 1;
    left.set(reason, { reason, count, bytes: (known?.bytes ?? 0) + size });
  }

  function matchesOf(content: Uint8Array, contentKinds: KindMask, depth: number): RawMatch[] {
    const around = scan(content, contentKinds);
    const kind = archiveKindOf(content);
    if (kind === undefined) return around;
    if (depth === deepest) {
      note('archive-limit', content.length);
      return around;
    }
    const found: RawMatch[] = [];
    const members: ByteRange[] = [];
    for (const member of readers[kind](content, allowance, note)) {
      const { name, startOffset, endOffset } = member;
      members.push({ startOffset, endOffset });
      const memberKinds = name === undefined ? contentKinds : kindBit(fileKindOf(name));
      for (const match of matchesOf(member.bytes, memberKinds, depth + 1)) {
        found.push(placed(match, member, kind));
      }
    }
    const outside = outsideOf(members, around);
    return distinct([...found, ...outside].sort((a, b) => a.startOffset - b.startOffset));
  }

  const matches = matchesOf(bytes, kinds, 0);
  append(unread, left.values());
  return matches;
}

type ByteRange = Pick<RawMatch, 'startOffset' | 'endOffset'>;

/** The matches, sorted by place, that lie in none of the members, of which there may be ten thousand. */
function outsideOf(members: readonly ByteRange[], matches: readonly RawMatch[]): RawMatch[] {
  const ranges = united(members);
  let next = 0;
  return matches.filter(({ startOffset, endOffset }) => {
    while (next < ranges.length && ranges[next]!.endOffset <= startOffset) next++;
    return next === ranges.length || ranges[next]!.startOffset >= endOffset;
  });
}

/** What the ranges cover, in order and free of overlaps: a hostile archive names the same bytes twice. */
function united(ranges: readonly ByteRange[]): ByteRange[] {
  const result: ByteRange[] = [];
  for (const range of ranges.toSorted((a, b) => a.startOffset - b.startOffset)) {
    const last = result.at(-1);
    if (last === undefined || range.startOffset >= last.endOffset) result.push(range);
    else if (range.endOffset > last.endOffset) {
      result[result.length - 1] = { startOffset: last.startOffset, endOffset: range.endOffset };
    }
  }
  return result;
}

function placed(match: RawMatch, member: ArchiveMember, encoding: ArchiveKind): RawMatch {
  const { startOffset, endOffset, isPlain } = member;
  const shift = startOffset;
  const range = isPlain
    ? { startOffset: match.startOffset + shift, endOffset: match.endOffset + shift }
    : { startOffset, endOffset };
  // The member's name has told its kind: whatever the archive's name says, that holds.
  return { ...match, ...range, encoding, scores: inAnyKind(match.scores) };
}

/** One secret of a compressed member in several lines has one place. `sorted` by place. */
function distinct(sorted: readonly RawMatch[]): RawMatch[] {
  const seen = new Set<string>();
  return sorted.filter(({ startOffset, endOffset, ruleId, value }) => {
    const key = `${startOffset} ${endOffset} ${ruleId} ${value}`;
    return !seen.has(key) && seen.add(key);
  });
}
