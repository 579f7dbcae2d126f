// Where something stands, in the words of reports.
import type { Occurrence } from '../model/occurrence.ts';

/** `settings.py:3`, `message of 3fa9c1d2e, line 3`, `blob 3fa9c1d2e, line 1`. */
export function placeOf({ path, blob, commit, line }: Occurrence): string {
  if (path !== null) return `${path}:${line}`;
  if (blob !== null) return `blob ${blob.slice(0, 9)}, line ${line}`;
  return commit === null ? `line ${line}` : `message of ${commit.slice(0, 9)}, line ${line}`;
}
