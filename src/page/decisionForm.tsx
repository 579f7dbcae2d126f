// Takes a decision about one finding or about many at once.
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { FindingDocument } from '../report/document.ts';
import { counted } from '../report/quantities.ts';
import { sanitize } from '../report/sanitize.ts';
import { decisionKinds } from '../model/decision.ts';
import type { Decision, DecisionKind } from '../model/decision.ts';
import { oneLine } from '../triage/decisions.ts';
import { decisionNames, objectionTo } from './decision.ts';

export interface DecisionFormProps {
  readonly findings: readonly FindingDocument[];
  /** Of one finding what was decided about it. */
  readonly decision?: Decision | undefined;
  /** The decision for each finding; none takes them back. */
  readonly onDecide: (made: readonly Decision[]) => void;
}

const verbs: Readonly<Record<DecisionKind, string>> = {
  accept: 'Accept',
  'false-positive': 'False positive',
  rotated: 'Rotated',
};

export function DecisionForm({ findings, decision, onDecide }: DecisionFormProps): JSX.Element {
  const [kind, setKind] = useState<DecisionKind>(decision?.decision ?? 'accept');
  const [reason, setReason] = useState(decision?.reason ?? '');
  const [decidedOn, setDecidedOn] = useState(decision?.decidedOn ?? today());
  const [objection, setObjection] = useState<string | undefined>();
  const name = findings.length === 1 ? 'finding' : 'selection';
  const decide = (): void => {
    const on = kind === 'rotated' ? decidedOn : today();
    const made = { decision: kind, reason: oneLine(reason), decidedOn: on };
    const objected = objectionTo(made);
    setObjection(objected);
    if (objected !== undefined) return;
    onDecide(findings.map(({ fingerprint, ruleId }) => ({ fingerprint, ruleId, ...made })));
  };
  return (
    <div class="decision" role="group" aria-label={`Decision about the ${name}`}>
      {decision !== undefined && (
        <p class="note">
          <span class={`decided ${decision.decision}`}>{decisionNames[decision.decision]}</span>{' '}
          {decision.decidedOn}
          {decision.reason === '' ? '' : `: ${sanitize(decision.reason)}`}{' '}
          <button type="button" class="link" onClick={() => onDecide([])}>
            Take back
          </button>
        </p>
      )}
      <div class="chips" role="group" aria-label="Kind of decision">
        {decisionKinds.map((each) => (
          <button
            type="button"
            key={each}
            class="chip"
            aria-pressed={kind === each}
            onClick={() => {
              setKind(each);
              setObjection(undefined);
            }}
          >
            {verbs[each]}
          </button>
        ))}
      </div>
      <div class="decision-fields">
        {kind === 'rotated' && (
          <label>
            <span>Day</span>
            <input
              type="date"
              value={decidedOn}
              onInput={(event) => setDecidedOn(event.currentTarget.value)}
            />
          </label>
        )}
        <label class="wide">
          <span>
            {kind === 'accept' ? 'Reason (required)' : kind === 'rotated' ? 'Note' : 'Reason'}
          </span>
          <input
            type="text"
            value={reason}
            aria-invalid={objection !== undefined}
            onInput={(event) => setReason(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key === 'Enter') decide();
            }}
          />
        </label>
        <button type="button" class="primary" onClick={decide}>
          {findings.length === 1 ? 'Decide' : `Decide ${counted(findings.length, 'finding')}`}
        </button>
      </div>
      <p class="objection" role="alert">
        {objection}
      </p>
    </div>
  );
}

/** The reader's day: a decision is made on the calendar that hangs beside the desk. */
function today(): string {
  const now = new Date();
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}
