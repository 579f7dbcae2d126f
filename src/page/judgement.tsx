// Why a value is taken for a secret: half a sentence, and what its score is made of as small bars to either side.
import type { JSX } from 'preact';
import type { Judgement as JudgementOf } from '../model/finding.ts';

export function Judgement({ judgement }: { readonly judgement: JudgementOf }): JSX.Element {
  const { verdict, reasons } = judgement;
  const greatest = reasons.reduce((most, { weight }) => Math.max(most, Math.abs(weight)), 0.01);
  return (
    <>
      <p>{verdict}</p>
      {reasons.length > 0 && (
        <ul class="reasons">
          {reasons.map(({ weight, text }, index) => (
            <li key={index}>
              <span class="weight">{`${weight < 0 ? '−' : '+'}${Math.abs(weight).toFixed(2)}`}</span>
              <svg viewBox="-50 0 100 8" width="100" height="8" aria-hidden="true">
                <path class="middle" d="M0 0V8" />
                <rect
                  class={weight < 0 ? 'against' : 'for'}
                  x={Math.min(0, (weight / greatest) * 50)}
                  y="1"
                  width={(Math.abs(weight) / greatest) * 50}
                  height="6"
                />
              </svg>
              <span>{text}</span>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
