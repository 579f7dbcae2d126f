// Where secrets stand in a commit's tree: path and line as a reader of the checked-out files finds them. The
// events of a trail do not tell: edits above a secret move its line without being one.
import type { TreePlace } from '../model/finding.ts';
import { displayPath } from '../model/path.ts';
import type { BytePath } from '../model/path.ts';
import type { TrailGround } from './compareTrees.ts';
import type { SoughtSecrets } from './soughtSecrets.ts';

export interface PlacesGround extends Pick<TrailGround, 'trees' | 'entriesOf'> {
  readonly secrets: SoughtSecrets;
}

/** Where a secret stands at more places of a tree than this, one more is listed and no further. */
export const mostPlacesNow = 100_000;

/** Entries followed for one secret: a damaged store can serve a tree that stands within itself. */
const mostSteps = 100_000;

/**
 * The first `most` places of a secret below a tree, in the order of the tree. Only subtrees that hold the secret are entered,
 * so the cost grows with the places found, however often a tree stands within others.
 */
export function treePlaces(
  ground: PlacesGround,
  tree: number,
  secret: number,
  most: number,
): TreePlace[] {
  const { trees, entriesOf, secrets } = ground;
  const places: TreePlace[] = [];
  const open: { readonly target: number; readonly path: BytePath }[] = [{ target: tree, path: '' }];
  for (let step = 0; open.length > 0 && step < mostSteps; step++) {
    if (places.length >= most) break;
    const { target, path } = open.pop()!;
    if (target < 0) {
      const blob = ~target;
      for (const span of secrets.spans(blob, secret)) {
        places.push({ path: displayPath(path), blob: trees.blobOid(blob), ...span });
      }
      continue;
    }
    const entries = entriesOf(target, secret);
    // Last entry first: what is pushed last is taken first.
    for (let i = entries.length - 1; i >= 0; i--) {
      const entry = entries[i]!;
      const name = trees.nameText(trees.name(entry));
      open.push({ target: trees.target(entry), path: path === '' ? name : `${path}/${name}` });
    }
  }
  return places.slice(0, most);
}
