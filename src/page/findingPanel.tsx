// One finding, opened: what it is, why it was taken for a secret, its trail, the refs that hold it, and what to do.
import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { shownSecret } from '../report/findingFacts.ts';
import { counted, days } from '../report/quantities.ts';
import { sanitize } from '../report/sanitize.ts';
import { Advice } from './advice.tsx';
import { CopyButton } from './copyButton.tsx';
import type { Decision } from '../model/decision.ts';
import { DecisionForm } from './decisionForm.tsx';
import type { FindingRow } from './findingRow.ts';
import { Judgement } from './judgement.tsx';
import { RefGroups } from './refList.tsx';
import { SeverityName } from './severityMark.tsx';
import { Trail } from './trail.tsx';

export interface FindingPanelProps {
  readonly row: FindingRow;
  /** Its place among the rows of the filter, 0-based; -1 where it is not among them. */
  readonly position: number;
  readonly count: number;
  readonly decision: Decision | undefined;
  readonly headRef: string | null;
  readonly onStep: (by: number) => void;
  readonly onClose: () => void;
  /** Its decision; none takes it back. */
  readonly onDecide: (made: readonly Decision[]) => void;
  /** Opens the finding of a fingerprint. */
  readonly onPartner: (fingerprint: string) => void;
}

export function FindingPanel(props: FindingPanelProps): JSX.Element {
  const { row, position, count, decision, headRef, onStep, onClose, onDecide, onPartner } = props;
  const { finding } = row;
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => title.current?.focus({ preventScroll: true }), [row.index]);
  return (
    <aside class="detail" aria-labelledby="detail-title">
      <div class="detail-bar">
        <button type="button" disabled={position <= 0} onClick={() => onStep(-1)}>
          ← Previous
        </button>
        <span class="hint">
          {position < 0 ? 'outside the filter' : `${position + 1} of ${count}`}
        </span>
        <button
          type="button"
          disabled={position < 0 || position >= count - 1}
          onClick={() => onStep(1)}
        >
          Next →
        </button>
        <button type="button" class="close" onClick={onClose} aria-label="Close the finding">
          ×
        </button>
      </div>
      <div class="detail-body" tabIndex={0} role="region" aria-label="The finding">
        <h2 id="detail-title" tabIndex={-1} ref={title}>
          {finding.title}
        </h2>
        <p class="facts">
          <SeverityName severity={finding.severity} />
          <span>{row.state}</span>
          {row.isPushed && <span>pushed</span>}
          <span>{finding.confidence} confidence</span>
          <code>{finding.ruleId}</code>
          {finding.marks.map((mark) => (
            <span key={mark} class="tag">
              {mark}
            </span>
          ))}
        </p>
        <p class="path">{row.where}</p>
        <pre class="secret">{shownSecret(finding).split(/\r?\n/u).map(sanitize).join('\n')}</pre>
        <p class="hint">
          {counted(finding.secret.length, 'character')}
          {finding.secret.encoding === undefined ? '' : `, stored as ${finding.secret.encoding}`}
          {finding.exposedDays === null
            ? ''
            : `, exposed ${days(finding.exposedDays)}${finding.removed === null ? ' so far' : ''}`}
        </p>
        {finding.suppressed !== null && (
          <p class="note">
            Suppressed by {finding.suppressed.by}
            {finding.suppressed.until === undefined
              ? ''
              : ` until ${finding.suppressed.until}`}: {finding.suppressed.reason}
          </p>
        )}
        <Part title="Decision">
          <DecisionForm
            key={row.index}
            findings={[finding]}
            decision={decision}
            onDecide={onDecide}
          />
        </Part>
        {finding.advice.length > 0 && (
          <Part title="What to do">
            <Advice lines={finding.advice} />
          </Part>
        )}
        {finding.judgement !== undefined && (
          <Part title="Why it is taken for a secret">
            <Judgement judgement={finding.judgement} />
          </Part>
        )}
        {finding.pairedWith !== undefined && (
          <Part title="Belongs to">
            <ul class="plain">
              {finding.pairedWith.map((partner) => (
                <li key={partner.fingerprint}>
                  <button type="button" class="link" onClick={() => onPartner(partner.fingerprint)}>
                    {partner.title}
                  </button>
                  {partner.path === null ? '' : ` at ${partner.path}:${partner.line}`}
                </li>
              ))}
            </ul>
          </Part>
        )}
        <Part title="Trail">
          <Trail key={row.index} finding={finding} />
        </Part>
        <Part title="Held by">
          <RefGroups finding={finding} headRef={headRef} />
        </Part>
        <Part title="Fingerprint">
          <p class="fingerprint">
            <code>{finding.fingerprint}</code> <CopyButton text={finding.fingerprint} />
          </p>
        </Part>
      </div>
    </aside>
  );
}

function Part({
  title,
  children,
}: {
  readonly title: string;
  readonly children: ComponentChildren;
}): JSX.Element {
  return (
    <section class="part">
      <h3>{title}</h3>
      {children}
    </section>
  );
}
