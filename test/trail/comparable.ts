// The trail that leaktrail resolved and the one of the oracle in one form.
import type { Occurrence } from '../../src/model/occurrence.ts';
import type { SecretTrail, Trail } from '../../src/trail/resolveTrail.ts';
import type { NaiveTrail } from './naiveTrail.ts';

/** All trails by secret. */
export function comparableTrails(trail: Trail): Record<string, NaiveTrail> {
  return Object.fromEntries(
    trail.secretIds.map((secretId) => [secretId, comparable(trail.of(secretId)!)]),
  );
}

function comparable(trail: SecretTrail): NaiveTrail {
  const { secretId: _, headPlaces: __, occurrences, loose, introduced, removed, ...rest } = trail;
  return {
    ...rest,
    occurrences: occurrences.map(eventText),
    loose: loose.map(({ event, blob, line, column }) => [event, blob, line, column].join(' ')),
    introduced: introduced === null ? null : eventText(introduced),
    removed: removed?.commit ?? null,
  };
}

/** An occurrence in a commit as the oracle writes it. */
export function eventText({ event, commit, path, line, column, blob }: Occurrence): string {
  // The one path of these tests that is no UTF-8 is shown as git quotes it.
  return [event, commit, path === '"\\377"' ? '\xff' : path, line, column, blob].join(' ');
}
