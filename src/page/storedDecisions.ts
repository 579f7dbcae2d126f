// Where decisions live: in the browser's storage under the report's key, and in the page itself where a copy was saved.
// Storage may be off, full or somebody else's: then the decisions live as long as the page is open.
import type { Decision } from '../model/decision.ts';
import { decisionsSchema } from '../model/decision.ts';
import { parseDecisions } from '../triage/decisions.ts';

/** What this browser knows on top of the page: `withdrawn` are fingerprints whose decision in the page no longer holds. */
interface Kept {
  readonly decisions: readonly Decision[];
  readonly withdrawn: readonly string[];
}

/** The decisions by fingerprint; those of this browser win over those of the page. */
export function loadDecisions(key: string, inPage: readonly Decision[]): Map<string, Decision> {
  const { decisions, withdrawn } = readKept(key);
  const all = new Map(inPage.map((each) => [each.fingerprint, each]));
  for (const fingerprint of withdrawn) all.delete(fingerprint);
  for (const each of decisions) all.set(each.fingerprint, each);
  return all;
}

/** Whether they could be kept in this browser. */
export function keepDecisions(
  key: string,
  decisions: ReadonlyMap<string, Decision>,
  inPage: readonly Decision[],
): boolean {
  const withdrawn = inPage
    .map(({ fingerprint }) => fingerprint)
    .filter((fingerprint) => !decisions.has(fingerprint));
  const kept = { schema: decisionsSchema, decisions: [...decisions.values()], withdrawn };
  try {
    localStorage.setItem(key, JSON.stringify(kept));
    return true;
  } catch {
    return false;
  }
}

function readKept(key: string): Kept {
  try {
    const text = localStorage.getItem(key);
    if (text === null) return { decisions: [], withdrawn: [] };
    const decisions = parseDecisions(text, key);
    const { withdrawn }: { withdrawn?: unknown } = JSON.parse(text);
    const names = Array.isArray(withdrawn) ? withdrawn.map(String) : [];
    return { decisions, withdrawn: names };
  } catch {
    // No storage, or something else under our key.
    return { decisions: [], withdrawn: [] };
  }
}
