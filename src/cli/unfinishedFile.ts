// A file that is written beside its target. A signal that ends the process takes it away: nothing half-written is left.
import { readFileSync, rmSync } from 'node:fs';
import { constants } from 'node:os';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Does `work`, which writes `file` and renames it. The file is gone when the process ends before. */
export async function withUnfinished(file: string, work: () => Promise<void>): Promise<void> {
  const remove = (): void => rmSync(file, { force: true });
  const end = (signal: NodeJS.Signals): void => {
    remove();
    process.off(signal, end);
    process.kill(process.pid, signal);
  };
  const heard = signals.filter((signal) => !isIgnored(signal));
  for (const signal of heard) process.on(signal, end);
  process.on('exit', remove);
  try {
    await work();
  } catch (error) {
    remove();
    throw error;
  } finally {
    process.off('exit', remove);
    for (const signal of heard) process.off(signal, end);
  }
}

/** As nohup(1) has it for SIGHUP; a listener would undo that. Known of Linux alone: SigIgn of proc_pid_status(5). */
function isIgnored(signal: (typeof signals)[number]): boolean {
  if (process.platform !== 'linux') return signal === 'SIGHUP';
  try {
    const [, digits = '0'] =
      /^SigIgn:\s*([\da-f]+)$/mu.exec(readFileSync('/proc/self/status', 'latin1')) ?? [];
    return ((BigInt(`0x${digits}`) >> BigInt(constants.signals[signal] - 1)) & 1n) === 1n;
  } catch {
    // Without /proc nobody can tell.
    return signal === 'SIGHUP';
  }
}
