// Whether what was read is what git wrote: the checksum of each pack, and, where the user asks for it, of each object.
import { packChecksum } from '../git/packChecksum.ts';
import { loosePack } from '../git/objectTable.ts';
import { unreadable } from '../git/packLayout.ts';
import type { Storage } from '../git/storage.ts';
import type { Problem } from '../model/problem.ts';
import type { RepositoryRun } from '../model/run.ts';
import { corruptObject } from './contentScanner.ts';
import { planPacked } from './plan.ts';
import type { ThreadPool } from './pool.ts';
import type { ProgressWatch } from './progress.ts';
import type { ScanShared } from './shared.ts';
import { stopProblem } from './unreadObjects.ts';

export interface PackChecks {
  /** Checksums of the packs that are whole, in hexadecimal digits. */
  readonly whole: readonly string[];
  readonly problems: readonly Problem[];
}

/** Reads every pack once, but for those that `known` names. In steps of some milliseconds, with `pause` between them. */
export async function checkPacks(
  { packs, format }: Storage,
  known: ReadonlySet<string>,
  run: RepositoryRun,
  pause: () => Promise<void>,
): Promise<PackChecks> {
  const whole: string[] = [];
  const problems: Problem[] = [];
  for (const pack of packs) {
    const check = packChecksum(pack, format);
    if (check === undefined) continue;
    if (known.has(check.expected)) {
      whole.push(check.expected);
      continue;
    }
    const steps = check.steps();
    let step = steps.next();
    while (step.done !== true && !run.signal.aborted) {
      await pause();
      step = steps.next();
    }
    steps.return('');
    check.close();
    if (step.done !== true) continue;
    if (step.value === check.expected) whole.push(check.expected);
    else problems.push(damagedPack(pack.path));
  }
  return { whole, problems };
}

function damagedPack(path: string): Problem {
  const shown = path.replace(/^.*[\\/](?=objects[\\/]pack[\\/])/u, '');
  const message = 'pack is damaged: its checksum does not fit; what can be read was read';
  return { kind: 'corrupt-pack', message, path: shown };
}

export interface ObjectChecks {
  /** Objects whose contents hash to their ids. */
  readonly verified: number;
  readonly problems: readonly Problem[];
}

/**
 * Unpacks every entry of every pack once more and holds it to its id, also where another pack's copy was read. Loose objects are
 * held to theirs whenever they are read; `unread` is how many of them were not.
 */
export async function verifyObjects(
  shared: ScanShared,
  run: RepositoryRun,
  pool: ThreadPool,
  progress: ProgressWatch,
  unreadLoose: number,
): Promise<ObjectChecks> {
  const { storage, isKnown } = shared;
  isKnown.fill(0);
  const units = planPacked(storage);
  progress.phase('verifying objects', units.objects);
  const parts = await pool.verify(units);
  const packed = isKnown.reduce((sum, is) => sum + is, 0);
  isKnown.fill(0);
  const loose = storage.table.pack.reduce((sum, pack) => sum + Number(pack === loosePack), 0);
  const problems = [...withoutHeader(storage), ...parts.flatMap((part) => part.problems)];
  if (run.signal.aborted)
    problems.push(stopProblem(run, 'not all objects were held to their names'));
  return { verified: packed + loose - unreadLoose, problems };
}

/** Entries that no family leads to. */
function withoutHeader({ packs, table }: Storage): Problem[] {
  const problems: Problem[] = [];
  for (const { layout } of packs) {
    for (let entry = 0; entry < layout.count; entry++) {
      if (layout.parents[entry] !== unreadable) continue;
      const reason = 'its pack entry has no valid header, or no base';
      problems.push(corruptObject(table, layout.objects[entry]!, reason));
    }
  }
  return problems;
}
