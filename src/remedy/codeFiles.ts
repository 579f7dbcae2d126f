// Which files of today hold secrets: those of the working tree where they differ, else of the index and of HEAD.
import { worktreeFile } from '../git/ignoreSources.ts';
import type { ObjectReader } from '../git/objectReader.ts';
import type { Repository } from '../git/repository.ts';
import type { Finding } from '../model/finding.ts';
import type { Oid } from '../model/oid.ts';
import type { DisplayPath } from '../model/path.ts';
import { shownPath } from '../model/path.ts';
import { readUnchanged } from '../scan/occurrenceContents.ts';
import type { CodeFile, CodePlace } from './replaceInCode.ts';

/** By path. Of a bare repository HEAD's files, as nobody else has them. */
export function codeFiles(
  findings: readonly Finding[],
  { workTree, objectFormat }: Repository,
  objects: ObjectReader,
): CodeFile[] {
  const versions = new Map<DisplayPath, Map<Oid, CodePlace[]>>();
  for (const finding of findings) {
    const present = finding.occurrences.filter(
      ({ event, commit }) => event === 'present' && commit === null,
    );
    for (const { path, blob, ...span } of [...(finding.headPlaces ?? []), ...present]) {
      if (path === null || blob === null) continue;
      const blobs = versions.get(path) ?? new Map<Oid, CodePlace[]>();
      versions.set(path, blobs);
      blobs.set(blob, [...(blobs.get(blob) ?? []), { ...span, path, finding }]);
    }
  }
  return [...versions].map(([path, blobs]): CodeFile => {
    if (workTree === null) {
      const [[blob, places] = ['', []]] = blobs;
      const object = objects.read(blob);
      return { path, places, bytes: object === undefined ? undefined : Buffer.from(object.bytes) };
    }
    const file = worktreeFile(workTree, shownPath(path));
    for (const [blob, places] of blobs) {
      const bytes = readUnchanged(file, blob, objectFormat);
      if (bytes !== undefined) return { path, places, bytes };
    }
    return { path, places: [...blobs.values()].flat(), bytes: undefined };
  });
}
