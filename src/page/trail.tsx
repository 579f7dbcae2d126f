// The trail of a secret: each step with its commit, its author, its place, and the lines there where the report has them.
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Excerpt, Occurrence } from '../model/occurrence.ts';
import type { FindingDocument } from '../report/document.ts';
import { day, placeText, shortOid } from '../report/findingFacts.ts';
import { groupDigits } from '../report/quantities.ts';
import { excerptLines } from './excerptLines.ts';

/** Steps shown at first, and with each click on "more". */
const stepsShown = 30;

export function Trail({ finding }: { readonly finding: FindingDocument }): JSX.Element {
  const { occurrences, headPlaces = [], removed } = finding;
  const [shown, setShown] = useState(stepsShown);
  const tellsRemoval = occurrences.some(
    ({ event, commit }) => event === 'removed' && commit === removed?.commit,
  );
  return (
    <>
      <ol class="trail">
        {occurrences.slice(0, shown).map((step, index) => (
          <Step key={index} step={step} before={occurrences[index - 1]} />
        ))}
        {removed !== null && !tellsRemoval && shown >= occurrences.length && (
          <li class="removed">
            <p>
              <strong>removed</strong> {day(removed.date)}{' '}
              <code title={removed.commit}>{shortOid(removed.commit)}</code>
            </p>
          </li>
        )}
      </ol>
      {occurrences.length > shown && (
        <button type="button" onClick={() => setShown(shown + stepsShown)}>
          Show more of {groupDigits(occurrences.length)} steps
        </button>
      )}
      {headPlaces.length > 0 && (
        <p class="hint">
          In HEAD now:{' '}
          <span class="path">
            {headPlaces.map(({ path, line }) => `${path}:${line}`).join(', ')}
          </span>
        </p>
      )}
    </>
  );
}

function Step({
  step,
  before,
}: {
  readonly step: Occurrence;
  readonly before: Occurrence | undefined;
}): JSX.Element {
  const { event, commit, date, author, summary, context } = step;
  // Said once where one commit makes several steps.
  const isSame = before !== undefined && commit !== null && before.commit === commit;
  return (
    <li class={event}>
      <p>
        <strong>{event === 'present' ? 'found' : event}</strong>{' '}
        {date !== null && <time dateTime={date}>{day(date)}</time>}{' '}
        {commit !== null && <code title={commit}>{shortOid(commit)}</code>}{' '}
        <span class="path">{placeText(step)}</span>
      </p>
      {!isSame && (author !== null || summary !== null) && (
        <p class="hint">
          {author === null ? '' : `${author.name} <${author.email}>`}
          {author !== null && summary !== null ? ': ' : ''}
          {summary}
        </p>
      )}
      {context !== undefined && <Lines excerpt={context} />}
    </li>
  );
}

function Lines({ excerpt }: { readonly excerpt: Excerpt }): JSX.Element {
  return (
    <pre class="excerpt" tabIndex={0}>
      {excerptLines(excerpt).map(({ number, parts }) => (
        <span key={number} class={parts.some(({ isSecret }) => isSecret) ? 'line hot' : 'line'}>
          <span class="number">{number}</span>
          {parts.map(({ text, isSecret }, index) =>
            isSecret ? <mark key={index}>{text}</mark> : text,
          )}
          {'\n'}
        </span>
      ))}
    </pre>
  );
}
