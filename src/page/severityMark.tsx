// The sign of a severity: a shape of its own beside its colour, the same in the table and in the timeline.
import type { JSX } from 'preact';
import type { Severity } from '../model/rule.ts';

/** Outlines in a square of 12. */
export const severityShapes: Readonly<Record<Severity, string>> = {
  critical: 'M6 .4L11.6 6L6 11.6L.4 6Z',
  high: 'M6 .8L11.6 11H.4Z',
  medium: 'M1.5 1.5H10.5V10.5H1.5Z',
  low: 'M6 1.4A4.6 4.6 0 1 1 6 10.6A4.6 4.6 0 1 1 6 1.4Z',
};

export function SeverityMark({ severity }: { readonly severity: Severity }): JSX.Element {
  return (
    <svg class={`mark ${severity}`} viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">
      <path d={severityShapes[severity]} />
    </svg>
  );
}

/** The sign and the word. */
export function SeverityName({ severity }: { readonly severity: Severity }): JSX.Element {
  return (
    <span class={`severity ${severity}`}>
      <SeverityMark severity={severity} />
      <span class="word">{severity}</span>
    </span>
  );
}
