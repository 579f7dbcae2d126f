// What goes on paper: every finding of the filter with its trail and what was decided, no controls.
import type { JSX } from 'preact';
import type { ReportDocument } from '../report/document.ts';
import { day, placeText, shortOid, shownSecret } from '../report/findingFacts.ts';
import { counted, days } from '../report/quantities.ts';
import { createRefTexts } from '../report/refGroups.ts';
import { sanitize } from '../report/sanitize.ts';
import { decisionNames } from './decision.ts';
import type { Decisions } from './filter.ts';
import type { FindingRow } from './findingRow.ts';
import { HygieneSection } from './hygieneSection.tsx';
import { Overview, targetName, targetText } from './overview.tsx';

export interface PrintReportProps {
  readonly document: ReportDocument;
  readonly rows: readonly FindingRow[];
  readonly decisions: Decisions;
}

export function PrintReport({ document, rows, decisions }: PrintReportProps): JSX.Element {
  const refTexts = createRefTexts(document.target.head?.ref ?? null);
  return (
    <>
      <h1>
        leaktrail {document.mode}: {targetName(document)}
      </h1>
      <p>{targetText(document)}</p>
      <Overview document={document} />
      {document.mode !== 'env' && (
        <h2>
          {counted(rows.length, 'finding')}
          {rows.length === document.findings.length ? '' : ` of ${document.findings.length}`}
        </h2>
      )}
      {rows.map(({ finding, where, state, index }) => {
        const { introduced, removed, exposedDays } = finding;
        const decision = decisions.get(finding.fingerprint);
        const { parts, pulls } = refTexts(finding.reachableFrom);
        return (
          <article key={index}>
            <h3>
              {finding.severity.toUpperCase()} {finding.title}
            </h3>
            <p>
              <code>{where}</code>, {state}, {finding.confidence} confidence, secret{' '}
              <code>{sanitize(shownSecret(finding))}</code>
            </p>
            <p>
              {introduced.commit !== null &&
                `Came in ${day(introduced.date ?? '')} with ${shortOid(introduced.commit)} at ${placeText(introduced)}${introduced.author === null ? '' : `, by ${introduced.author.name}`}. `}
              {removed !== null &&
                `Taken out ${day(removed.date)} with ${shortOid(removed.commit)}. `}
              {exposedDays !== null && `Exposed ${days(exposedDays)}. `}
              {parts.length > 0 && `Held by ${[...parts, pulls].filter(Boolean).join('; ')}.`}
            </p>
            {finding.advice.length > 0 && <p>{finding.advice.join(' ')}</p>}
            {finding.suppressed !== null && (
              <p>
                Suppressed by {finding.suppressed.by}: {finding.suppressed.reason}
              </p>
            )}
            {decision !== undefined && (
              <p>
                <strong>{decisionNames[decision.decision]}</strong> {decision.decidedOn}
                {decision.reason === '' ? '' : `: ${sanitize(decision.reason)}`}
              </p>
            )}
            <p class="hint">{finding.fingerprint}</p>
          </article>
        );
      })}
      <HygieneSection entries={document.hygiene} />
    </>
  );
}
