// Which commits a range names, or the event of a CI system is about. Few systems tell what a branch was before, and after a
// forced push that commit may be gone: then the default branch is what it is compared with. That branch itself has
// nothing to be compared with, and its whole history is checked: compared with itself it would always pass.
import type { Ref } from '../git/refs.ts';
import { UsageError } from '../model/errors.ts';
import type { Oid } from '../model/oid.ts';
import type { CiEvent } from './ciEvent.ts';

export interface CommitRange {
  /** Revision whose history is known; undefined = none is. */
  readonly base: string | undefined;
  readonly tip: string;
  /** Three dots: what either side has and the other has not. */
  readonly isSymmetric: boolean;
}

/** `BASE..HEAD` or `BASE...HEAD`, where a left out end is HEAD. Throws UsageError for anything else. */
export function parseRange(range: string): CommitRange {
  const ends = /^(.*?)(\.{2,3})(.*)$/u.exec(range);
  if (ends === null) {
    throw new UsageError(`'${range}' is no range: write BASE..HEAD, such as origin/main..HEAD`);
  }
  const [, base = '', dots, tip = ''] = ends;
  return {
    base: base === '' ? 'HEAD' : base,
    tip: tip === '' ? 'HEAD' : tip,
    isSymmetric: dots === '...',
  };
}

/** What of the repository decides. */
export interface CheckedOut {
  readonly refs: readonly Ref[];
  readonly isShallow: boolean;
  /** Whether an object is here. */
  readonly has: (oid: Oid) => boolean;
}

/** The commits of an event, and in words what was decided and from what. */
export function rangeOfEvent(
  event: CiEvent,
  { refs, isShallow, has }: CheckedOut,
): { readonly range: CommitRange; readonly said: string } {
  const { system, why, head, before } = event;
  const decided = (base: string | undefined, reason: string) => ({
    range: { base, tip: head, isSymmetric: false },
    said: `${system}: ${reason}; scanning ${base === undefined ? `all that leads up to ${head}` : `${base}..${head}`}`,
  });
  const told = event.base ?? before;
  // What is not in a shallow clone may be gone or cut off: the scan says so.
  if (told !== undefined && (event.base !== undefined || isShallow || has(told))) {
    return decided(told, why);
  }
  const reason = before === undefined ? why : `${why} over a commit that is gone`;
  const target = refs.find(({ name }) => name === `${remote}HEAD`)?.symbolicTarget;
  const main = event.defaultBranch ?? target?.slice(remote.length);
  const isHere = main !== undefined && refs.some(({ name }) => name === remote + main);
  const isMain = main !== undefined && event.branch === main;
  if (!isMain && (isHere || isShallow)) {
    const base = `origin/${main ?? 'HEAD'}`;
    return decided(base, `${reason}, compared with ${base}`);
  }
  return decided(
    undefined,
    `${isMain ? `${reason}, the default one` : reason}, with nothing to compare it with`,
  );
}

const remote = 'refs/remotes/origin/';
