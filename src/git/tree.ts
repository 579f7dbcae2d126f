// A tree object: entries of octal mode, space, name, NUL and binary oid (gitformat-pack, tree.c). The loop
// allocates nothing per entry: large histories hold tens of millions of them.

/** What a mode says about an entry; modes that git never writes count as files, as in git. */
export type TreeEntryKind = 'tree' | 'file' | 'symlink' | 'gitlink';

/** `nameStart` to `nameEnd` is the name (bytes), the binary oid starts at `oidStart`. */
export type TreeEntryCallback = (
  mode: number,
  nameStart: number,
  nameEnd: number,
  oidStart: number,
) => void;

/**
 * Calls back for each entry in order. Takes every mode that real histories hold (`100664`, `040000`
 * with a leading zero). Returns false when the bytes are damaged; entries before that were given.
 */
export function forEachTreeEntry(
  bytes: Uint8Array,
  oidBytes: number,
  callback: TreeEntryCallback,
): boolean {
  const end = bytes.length;
  let at = 0;
  while (at < end) {
    let mode = 0;
    const modeStart = at;
    let byte = bytes[at++] ?? 0;
    while (byte >= 0x30 && byte <= 0x37 && at < end) {
      mode = ((mode << 3) | (byte - 0x30)) >>> 0;
      byte = bytes[at++] ?? 0;
    }
    if (byte !== 0x20 || at === modeStart + 1) return false;
    // Names are short: a plain loop.
    let nameEnd = at;
    while (nameEnd < end && bytes[nameEnd] !== 0) nameEnd++;
    if (nameEnd === at || nameEnd + 1 + oidBytes > end) return false;
    callback(mode, at, nameEnd, nameEnd + 1);
    at = nameEnd + 1 + oidBytes;
  }
  return true;
}

/** The kind of entry that a mode names (the file type bits of stat, and 160000 for gitlinks). */
export function treeEntryKind(mode: number): TreeEntryKind {
  const type = mode & 0o170000;
  if (type === 0o040000) return 'tree';
  if (type === 0o160000) return 'gitlink';
  return type === 0o120000 ? 'symlink' : 'file';
}
