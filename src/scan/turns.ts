// Gives way during long work of the main thread: signals, time limits and the progress bar get their turn.
import { monotonicMs } from './clock.ts';

/** How long the others wait at most, in milliseconds: a bar that is redrawn ten times a second stays fluent. */
const longestWaitMs = 50;

export interface Turns {
  /** Whether the others have waited long enough; asking costs next to nothing. */
  readonly isDue: () => boolean;
  /** Lets them in. */
  readonly giveWay: () => Promise<void>;
}

/** For one loop: `if (turns.isDue()) await turns.giveWay()` in each round. */
export function createTurns(): Turns {
  let last = monotonicMs();
  return {
    isDue: () => monotonicMs() - last >= longestWaitMs,
    giveWay: async () => {
      await new Promise((resolve) => setImmediate(resolve));
      last = monotonicMs();
    },
  };
}
