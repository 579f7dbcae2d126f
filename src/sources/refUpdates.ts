// What git writes to the standard input of the hooks that see refs change: githooks(5), pre-push and pre-receive.
import { UsageError } from '../model/errors.ts';
import { isZeroOid } from '../model/oid.ts';
import type { Oid } from '../model/oid.ts';

export interface RefUpdate {
  /** Of the ref that changes, at the receiving side. */
  readonly name: string;
  /** What it was there; null for a new ref. Need not be known here. */
  readonly oldOid: Oid | null;
  /** What it is to be; null for a deletion. */
  readonly newOid: Oid | null;
}

const oidPattern = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/u;

/** pre-push: `<local ref> <local oid> <remote ref> <remote oid>`. Throws UsageError for anything else. */
export function parsePushLines(text: string): RefUpdate[] {
  return parseLines(text, 'pre-push', ([, newOid = '', name = '', oldOid = '', ...more]) =>
    more.length === 0 ? { name, oldOid, newOid } : undefined,
  );
}

/** pre-receive: `<old oid> <new oid> <ref>`; of a push with options nothing more. Throws UsageError for anything else. */
export function parseReceiveLines(text: string): RefUpdate[] {
  return parseLines(text, 'pre-receive', ([oldOid = '', newOid = '', name = '', ...more]) =>
    more.length === 0 ? { name, oldOid, newOid } : undefined,
  );
}

function parseLines(
  text: string,
  hook: string,
  read: (
    words: readonly string[],
  ) => { readonly name: string; readonly oldOid: string; readonly newOid: string } | undefined,
): RefUpdate[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const update = read(line.split(' '));
      const isValid =
        update !== undefined && oidPattern.test(update.oldOid) && oidPattern.test(update.newOid);
      if (!isValid) {
        throw new UsageError(
          `standard input is not what git hands a ${hook} hook: ${JSON.stringify(line.slice(0, 100))}`,
        );
      }
      const { name, oldOid, newOid } = update;
      return { name, oldOid: notZero(oldOid), newOid: notZero(newOid) };
    });
}

function notZero(oid: string): Oid | null {
  return isZeroOid(oid) ? null : oid;
}
