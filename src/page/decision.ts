// What a reader decided about a finding, and the forms in which decisions leave the page and come back.
import { decisionKinds, decisionsSchema } from '../model/decision.ts';
import type { Decision, DecisionKind } from '../model/decision.ts';
import type { ReportDocument } from '../report/document.ts';
import { sanitize } from '../report/sanitize.ts';

export const decisionNames: Readonly<Record<DecisionKind, string>> = {
  accept: 'Accepted',
  'false-positive': 'False positive',
  rotated: 'Rotated',
};

/** What keeps a decision from being one, for its reader; undefined where nothing does. */
export function objectionTo({
  decision,
  reason,
  decidedOn,
}: Pick<Decision, 'decision' | 'reason' | 'decidedOn'>): string | undefined {
  if (decision === 'accept' && oneLine(reason) === '') return 'Say why it is accepted.';
  if (!isDay(decidedOn)) return 'Give the day as YYYY-MM-DD.';
  return undefined;
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

function ignoreReason({ decision, reason, decidedOn, ruleId }: Decision): string {
  // Read from somebody's file they may hold anything; a second line here would be an entry of its own.
  const text = sanitize(oneLine(reason));
  const rule = sanitize(oneLine(ruleId));
  if (decision === 'accept') return `${text} (${rule}, accepted ${decidedOn})`;
  const what =
    decision === 'rotated' ? `rotated on ${decidedOn}` : `false positive, decided ${decidedOn}`;
  return `${what}${text === '' ? '' : `: ${text}`} (${rule})`;
}

/**
 * The decisions of such a JSON text. Throws SyntaxError, in words for the reader, for a text that is none: a file of which a
 * part is wrong is refused as a whole.
 */
export function parseDecisions(text: string): Decision[] {
  const value = parseJson(text);
  if (!isObject(value) || value['schema'] !== decisionsSchema) {
    throw new SyntaxError(`This is no file of decisions ("schema": "${decisionsSchema}").`);
  }
  const { decisions } = value;
  if (!Array.isArray(decisions)) throw new SyntaxError('The file has no list of decisions.');
  return decisions.map((each: unknown, index) => {
    const decision = readDecision(each);
    if (decision === undefined) {
      throw new SyntaxError(`Decision ${index + 1} of the file is not complete.`);
    }
    return decision;
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new SyntaxError('The file is no valid JSON.');
  }
}

function readDecision(value: unknown): Decision | undefined {
  if (!isObject(value)) return undefined;
  const { fingerprint, ruleId, reason, decidedOn } = value;
  const decision = decisionKinds.find((kind) => kind === value['decision']);
  if (decision === undefined || typeof fingerprint !== 'string' || typeof ruleId !== 'string')
    return undefined;
  if (typeof reason !== 'string' || typeof decidedOn !== 'string') return undefined;
  if (!/^[0-9a-f]{32}$/u.test(fingerprint)) return undefined;
  const lines = { ruleId: oneLine(ruleId), reason: oneLine(reason) };
  const read = { fingerprint, decision, decidedOn, ...lines };
  return objectionTo(read) === undefined ? read : undefined;
}

/** Under this key a browser keeps the decisions about this report and no other. */
export function decisionsKey({ target, tool, mode }: ReportDocument): string {
  return `leaktrail ${JSON.stringify([target.path, target.head?.oid ?? '', tool.rulesHash, mode])}`;
}

/** One line without spaces around it. */
export function oneLine(text: string): string {
  return text.replace(/[\s\p{Cc}\u2028\u2029]+/gu, ' ').trim();
}

function isDay(text: string): boolean {
  return (
    /^\d{4}-\d\d-\d\d$/u.test(text) && new Date(`${text}T00:00:00Z`).toJSON()?.slice(0, 10) === text
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function sortedDecisions(decisions: Iterable<Decision>): Decision[] {
  return [...decisions].sort((a, b) => (a.fingerprint < b.fingerprint ? -1 : 1));
}
