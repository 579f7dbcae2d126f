// Files of decisions, which the HTML report exports: reads them, and says in words what an entry of the baseline keeps.
import { decisionKinds, decisionsSchema } from '../model/decision.ts';
import type { Decision, DecisionKind } from '../model/decision.ts';
import { ConfigError } from '../model/errors.ts';
import { isDay } from './days.ts';

/** What the reason of an entry begins with. */
const prefixes: Readonly<Record<DecisionKind, string>> = {
  accept: '',
  'false-positive': 'false positive',
  rotated: 'rotated',
};
/** Longer reasons are cut, in code points: an entry is a line. */
const longestReason = 500;

/** Throws ConfigError, naming the file (`name`) and the entry, for anything that is no file of decisions. */
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

/** The reason of a decision as the baseline keeps it, on one line; with the day on which a secret was rotated. */
export function reasonOf({ decision, reason, decidedOn }: Decision): string {
  const text = Array.from(reason.replaceAll(/\s+/gu, ' ').trim()).slice(0, longestReason).join('');
  const prefix = prefixes[decision] + (decision === 'rotated' ? ` on ${decidedOn}` : '');
  return [prefix, text].filter((part) => part !== '').join(': ') || 'accepted';
}

/** The engine's own message is not passed on: it quotes the text. */
function parseJson(text: string, name: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ConfigError(`${name}: not valid JSON`);
  }
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
  const decidedOn = text('decidedOn');
  if (!isDay(decidedOn)) fail("'decidedOn' is no day such as 2030-12-31");
  return { fingerprint, ruleId: text('ruleId'), decision, reason: text('reason'), decidedOn };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
