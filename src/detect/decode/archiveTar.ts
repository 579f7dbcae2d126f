// tar (POSIX.1-2017, pax, and GNU's additions), as nanotar reads it. Members stand in it as they are: what is left
// out here is still scanned as part of the archive's own bytes.
import type { ParsedTarFileItem } from 'nanotar';
import type { ArchiveMember, ReadMembers } from './archive.ts';
import { nanotar } from './archiveLibraries.ts';

export const tarMembers: ReadMembers = function* tarMembers(
  bytes,
  allowance,
  note,
): Generator<ArchiveMember> {
  const files = readFiles(bytes, allowance.members + 1);
  if (files === undefined) {
    note('damaged-member', bytes.length);
    return;
  }
  if (files.length > allowance.members) note('archive-limit', 0);
  files.splice(allowance.members);
  allowance.members -= files.length;
  for (const { name, data } of files) {
    if (data === undefined) continue;
    const startOffset = data.byteOffset;
    const endOffset = Math.min(bytes.length, startOffset + data.length);
    if (endOffset < startOffset + data.length) note('damaged-member', endOffset - startOffset);
    const member = bytes.subarray(startOffset, endOffset);
    if (member.length > 0) yield { name, startOffset, endOffset, bytes: member, isPlain: true };
  }
};

/** A size may say that a member is longer than what is left by this much, and the member is read none the less. */
const mostMissing = 2 ** 26;
/** Longer than the extended headers in front of a member. */
const leastMissing = 2 ** 16;

/** The first files, empty ones left out; undefined where the headers are damaged. */
function readFiles(bytes: Uint8Array, most: number): ParsedTarFileItem[] | undefined {
  let sizeBytes = 0;
  let count = 0;
  function filter({ size }: { readonly size: number }): boolean {
    // It would be read for ever.
    if (size < 0) throw new RangeError('a negative size');
    if (size > 0) sizeBytes = size;
    return size > 0 && ++count <= most;
  }
  function read(length: number): ParsedTarFileItem[] {
    // nanotar looks at the whole buffer that lies under an array: it is given one of its own.
    const own = new Uint8Array(length);
    own.set(bytes);
    count = 0;
    return nanotar().parseTar(own, { filter });
  }
  try {
    return read(bytes.length);
  } catch {
    // Its last member is cut off: zeros make up for what is missing.
    try {
      return read(bytes.length + Math.min(mostMissing, Math.max(leastMissing, sizeBytes)));
    } catch {
      return undefined;
    }
  }
}
