import { expect, test } from 'vitest';
import { monotonicMs } from '../../src/scan/clock.ts';
import { createTurns } from '../../src/scan/turns.ts';

function workFor(milliseconds: number): void {
  const end = monotonicMs() + milliseconds;
  while (monotonicMs() < end);
}

test('others are let in after 50 ms of work and not before', async () => {
  const turns = createTurns();
  let heard = false;
  setImmediate(() => {
    heard = true;
  });
  expect(turns.isDue()).toBe(false);
  workFor(80);
  expect(turns.isDue()).toBe(true);
  await turns.giveWay();
  expect({ heard, isDue: turns.isDue() }).toEqual({ heard: true, isDue: false });
});
