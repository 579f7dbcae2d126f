// Files of decisions, which the HTML report exports: reads them, for the page as for the command line, and says in words
// what an entry of the baseline keeps. Runs in a browser, too.
import { decisionKinds, decisionsSchema } from '../model/decision.ts';
import type { Decision, DecisionKind } from '../model/decision.ts';
import { ConfigError } from '../model/errors.ts';
import { isRecord, parseJson } from '../model/json.ts';
import { isDay } from './days.ts';

/** What the reason of an entry begins with. */
const prefixes: Readonly<Record<DecisionKind, string>> = {
  accept: '',
  'false-positive': 'false positive',
  rotated: 'rotated',
};
/** Longer reasons are cut, in code points: an entry is a line. */
const longestReason = 500;

const objections = {
  reason: "'reason' is empty: say why it is accepted",
  decidedOn: "'decidedOn' is no day such as 2030-12-31",
} as const;

/**
 * The decisions of a file, ids and reasons on one line. Throws ConfigError, naming the file (`name`) and the entry, for
 * anything that is no file of decisions: one of which a part is wrong is refused as a whole.
 */
export function parseDecisions(text: string, name: string): Decision[] {
  const value = parseJson(text, name);
  if (!isRecord(value) || value['schema'] !== decisionsSchema) {
    throw new ConfigError(
      `${name}: no file of decisions ("schema": "${decisionsSchema}" expected): export it from the HTML report`,
    );
  }
  const { decisions } = value;
  if (!Array.isArray(decisions)) throw new ConfigError(`${name}: 'decisions' is no list`);
  return decisions.map((each: unknown, index) =>
    decisionOf(each, (what) => {
      throw new ConfigError(`${name}: decision ${index + 1}: ${what}`);
    }),
  );
}

/** Which field keeps it from being a decision, its reason being on one line; undefined where none does. */
export function wrongField({
  decision,
  reason,
  decidedOn,
}: Pick<Decision, 'decision' | 'reason' | 'decidedOn'>): keyof typeof objections | undefined {
  if (decision === 'accept' && reason === '') return 'reason';
  return isDay(decidedOn) ? undefined : 'decidedOn';
}

/** The reason of a decision as the baseline keeps it; with the day on which a secret was rotated. */
export function reasonOf({ decision, reason, decidedOn }: Decision): string {
  const text = Array.from(reason).slice(0, longestReason).join('');
  const prefix = prefixes[decision] + (decision === 'rotated' ? ` on ${decidedOn}` : '');
  return [prefix, text].filter((part) => part !== '').join(': ');
}

/** One line without spaces around it. */
export function oneLine(text: string): string {
  return text.replaceAll(/[\s\p{Cc}\u2028\u2029]+/gu, ' ').trim();
}

function decisionOf(value: unknown, fail: (what: string) => never): Decision {
  if (!isRecord(value)) return fail('is no object');
  const text = (key: string): string => {
    const found = value[key];
    return typeof found === 'string' ? found : fail(`'${key}' is no text`);
  };
  const fingerprint = text('fingerprint');
  if (!/^[0-9a-f]{32}$/u.test(fingerprint)) {
    fail("'fingerprint' is not of 32 hexadecimal digits");
  }
  const decision = decisionKinds.find((kind) => kind === value['decision']);
  if (decision === undefined) return fail(`'decision' is none of ${decisionKinds.join(', ')}`);
  const lines = { ruleId: oneLine(text('ruleId')), reason: oneLine(text('reason')) };
  const read = { fingerprint, decision, decidedOn: text('decidedOn'), ...lines };
  const wrong = wrongField(read);
  return wrong === undefined ? read : fail(objections[wrong]);
}
