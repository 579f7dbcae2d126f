// What a reader decided about a finding, and the forms in which decisions leave the page; triage/decisions.ts reads them.
import { decisionsSchema } from '../model/decision.ts';
import type { Decision, DecisionKind } from '../model/decision.ts';
import type { ReportDocument } from '../report/document.ts';
import { sanitize } from '../report/sanitize.ts';
import { reasonOf, wrongField } from '../triage/decisions.ts';

export const decisionNames: Readonly<Record<DecisionKind, string>> = {
  accept: 'Accepted',
  'false-positive': 'False positive',
  rotated: 'Rotated',
};

const objections = {
  reason: 'Say why it is accepted.',
  decidedOn: 'Give the day as YYYY-MM-DD.',
} as const;

/** What keeps a decision from being one, for its reader; undefined where nothing does. */
export function objectionTo(decision: Parameters<typeof wrongField>[0]): string | undefined {
  const wrong = wrongField(decision);
  return wrong && objections[wrong];
}

/** The JSON that `leaktrail baseline --decisions` takes, sorted by fingerprint, with a newline at the end. */
export function decisionsJson(decisions: Iterable<Decision>): string {
  const sorted = sortedDecisions(decisions).map((each) => ({
    fingerprint: each.fingerprint,
    ruleId: each.ruleId,
    decision: each.decision,
    reason: each.reason,
    decidedOn: each.decidedOn,
  }));
  return `${JSON.stringify({ schema: decisionsSchema, decisions: sorted }, null, 2)}\n`;
}

/** Lines for .leaktrailignore (src/triage/ignoreFile.ts), sorted by fingerprint. */
export function ignoreLines(decisions: Iterable<Decision>): string {
  return sortedDecisions(decisions)
    .map((decision) => `${decision.fingerprint}  # ${ignoreReason(decision)}\n`)
    .join('');
}

/** As the baseline has it, with the rule and the day. */
function ignoreReason(decision: Decision): string {
  const { ruleId, decidedOn } = decision;
  // The reason of a rotated one names its day already.
  const on = {
    accept: `, accepted ${decidedOn}`,
    'false-positive': `, decided ${decidedOn}`,
    rotated: '',
  };
  // Read from somebody's file they may hold anything; a second line here would be an entry of its own.
  return sanitize(`${reasonOf(decision)} (${ruleId}${on[decision.decision]})`);
}

/** Under this key a browser keeps the decisions about this report and no other. */
export function decisionsKey({ target, tool, mode }: ReportDocument): string {
  return `leaktrail ${JSON.stringify([target.path, target.head?.oid ?? '', tool.rulesHash, mode])}`;
}

function sortedDecisions(decisions: Iterable<Decision>): Decision[] {
  return [...decisions].sort((a, b) => (a.fingerprint < b.fingerprint ? -1 : 1));
}
