// The refs that hold a secret, by what they are for, HEAD's branch first.
import type { JSX } from 'preact';
import type { RefKind } from '../model/refKind.ts';
import type { FindingDocument } from '../report/document.ts';
import { counted, groupDigits } from '../report/quantities.ts';
import { groupByKind, shortRef } from '../report/refGroups.ts';

const names: Readonly<Record<RefKind, readonly [one: string, many: string]>> = {
  branch: ['branch', 'branches'],
  tag: ['tag', 'tags'],
  remote: ['remote branch', 'remote branches'],
  pull: ['pull request ref', 'pull request refs'],
  note: ['note', 'notes'],
  stash: ['stash', 'stashes'],
  other: ['other ref', 'other refs'],
};
const order: readonly RefKind[] = ['branch', 'tag', 'remote', 'pull', 'note', 'stash', 'other'];
/** Of a kind; more are behind a click. */
const refsListed = 8;
/** Behind it; a history of 60,000 refs would make the page stand still. */
const refsShown = 2000;

export function RefGroups({
  finding,
  headRef,
}: {
  readonly finding: FindingDocument;
  readonly headRef: string | null;
}): JSX.Element {
  const { reachableFrom, reachableFromHead } = finding;
  if (reachableFrom.length === 0 && reachableFromHead !== true) {
    return <p class="hint">No branch, tag or other ref.</p>;
  }
  const byKind = groupByKind(reachableFrom);
  return (
    <dl class="refs">
      {reachableFromHead === true && (
        <>
          <dt>HEAD</dt>
          <dd>the detached HEAD</dd>
        </>
      )}
      {order.map((kind) => {
        const refs = byKind.get(kind) ?? [];
        const [one, many] = names[kind];
        if (refs.length === 0) return null;
        return (
          <>
            <dt key={`${kind} name`}>{counted(refs.length, one, many)}</dt>
            <dd key={kind}>
              <Refs
                refs={
                  headRef !== null && refs.includes(headRef)
                    ? [headRef, ...refs.filter((ref) => ref !== headRef)]
                    : refs
                }
              />
              {kind === 'pull' && (
                <p class="hint">
                  They stay on the server after a force-push; only the host&apos;s support removes
                  them.
                </p>
              )}
            </dd>
          </>
        );
      })}
    </dl>
  );
}

function Refs({ refs }: { readonly refs: readonly string[] }): JSX.Element {
  const first = refs.slice(0, refsListed).map(shortRef).join(', ');
  const rest = refs.slice(refsListed, refsShown);
  const unlisted = refs.length - refsListed - rest.length;
  if (rest.length === 0) return <span class="path">{first}</span>;
  return (
    <>
      <span class="path">{first}</span>
      <details>
        <summary>{groupDigits(refs.length - refsListed)} more</summary>
        <span class="path">{rest.map(shortRef).join(', ')}</span>
        {unlisted > 0 && <p class="hint">and {groupDigits(unlisted)} more in the JSON report</p>}
      </details>
    </>
  );
}
