// Who has clones: the authors and committers of the history.
import { parseCommit } from '../git/commit.ts';
import type { ObjectReader } from '../git/objectReader.ts';
import { isoDate } from '../git/signature.ts';
import type { Signature } from '../git/signature.ts';
import { parseTag } from '../git/tag.ts';
import { append } from '../model/append.ts';
import type { Oid } from '../model/oid.ts';
import type { Committer } from '../model/plan.ts';

interface Seen {
  name: string;
  commits: number;
  newest: Signature;
}

/**
 * Everybody who wrote or committed something that these tips reach, by address (case aside), the latest first. A hosting
 * service's own committer is nobody to be warned.
 */
export function committersOf(tips: Iterable<Oid>, objects: ObjectReader): Committer[] {
  const seen = new Map<string, Seen>();
  const known = new Set<Oid>();
  const open = [...tips];
  for (let oid = open.pop(); oid !== undefined; oid = open.pop()) {
    if (known.has(oid)) continue;
    known.add(oid);
    const object = objects.read(oid);
    if (object?.type === 'tag') {
      const { object: target } = parseTag(object.bytes);
      if (target !== null) open.push(target);
    } else if (object?.type === 'commit') {
      const { author, committer, parents } = parseCommit(object.bytes);
      note(seen, author);
      if (addressOf(committer) !== addressOf(author)) note(seen, committer);
      append(open, parents);
    }
  }
  return [...seen.values()]
    .toSorted((a, b) => b.newest.seconds - a.newest.seconds || (a.name < b.name ? -1 : 1))
    .map(({ name, commits, newest }) => ({
      name,
      email: newest.email,
      commits,
      last: isoDate(newest).slice(0, 10),
    }));
}

function addressOf({ email, name }: Signature): string {
  return (email === '' ? name : email).toLowerCase();
}

function note(seen: Map<string, Seen>, signature: Signature): void {
  const address = addressOf(signature);
  if (address === '' || address === 'noreply@github.com' || address === 'noreply@gitlab.com')
    return;
  const known = seen.get(address);
  if (known === undefined) {
    seen.set(address, { name: signature.name, commits: 1, newest: signature });
    return;
  }
  known.commits++;
  if (signature.seconds <= known.newest.seconds) return;
  known.newest = signature;
  known.name = signature.name;
}
