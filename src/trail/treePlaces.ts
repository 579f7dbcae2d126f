// Where secrets stand in a commit's tree: path and line as a reader of the checked-out files finds them. The
// events of a trail do not tell: edits above a secret move its line without being one.
import type { TreePlace } from '../model/finding.ts';
import { displayPath } from '../model/path.ts';
import type { BytePath } from '../model/path.ts';
import type { SecretSets } from './secretSets.ts';
import type { SoughtSecrets } from './soughtSecrets.ts';
import type { SoughtTrees } from './soughtTrees.ts';
import type { TreeShapes } from './treeShapes.ts';

export interface PlacesGround {
  readonly trees: SoughtTrees;
  readonly shapes: TreeShapes;
  readonly sets: SecretSets;
  /** Set of secrets per sought blob. */
  readonly blobSets: Int32Array;
  readonly secrets: SoughtSecrets;
}

/** Where a secret stands at more places of a tree than this, one more is listed and no further. */
export const mostPlacesNow = 100_000;

/** Entries followed for one secret: a damaged store can serve a tree that stands within itself. */
const mostSteps = 100_000;

/**
 * The first `most` places of a secret below a tree, in the order of the tree. Only subtrees that hold the secret are
 * entered, so the cost grows with the places found, however often a tree stands within others.
 */
export function treePlaces(
  ground: PlacesGround,
  tree: number,
  secret: number,
  most: number,
): TreePlace[] {
  const { trees, shapes, sets, blobSets, secrets } = ground;
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
    const first = trees.start(target);
    // Last entry first: what is pushed last is taken first.
    for (let entry = trees.end(target) - 1; entry >= first; entry--) {
      const child = trees.target(entry);
      const set = child < 0 ? blobSets[~child]! : shapes.secretsOf(shapes.shapeOf(child));
      if (!sets.has(set, secret)) continue;
      const name = trees.nameText(trees.name(entry));
      open.push({ target: child, path: path === '' ? name : `${path}/${name}` });
    }
  }
  return places.slice(0, most);
}
