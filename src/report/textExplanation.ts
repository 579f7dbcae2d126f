// What `explain` prints: each value of a line that was considered, why it was reported or not, and what its score is
// made of. Redacted like a report, unless the user asked otherwise.
import type { Explanation, ExplainedValue } from '../model/explanation.ts';
import type { Judgement } from '../model/finding.ts';
import { redactSecret } from './redact.ts';
import { createRedactor } from './redactor.ts';
import { sanitize } from './sanitize.ts';
import { wrap } from './wrap.ts';

/** An explanation as JSON shows it: with `secret` for the value. */
export interface ExplanationDocument extends Omit<Explanation, 'values' | 'alsoSecret'> {
  readonly values: readonly (Omit<ExplainedValue, 'value'> & {
    readonly secret: {
      readonly redacted: string;
      readonly length: number;
      readonly value?: string;
    };
  })[];
}

/** The document; without the values, in whatever text they stand, unless `showSecrets`. */
export function explanationDocument(
  { alsoSecret = [], ...explanation }: Explanation,
  { showSecrets }: { readonly showSecrets: boolean },
): ExplanationDocument {
  const values = explanation.values.map(({ value }) => value);
  const redactor = createRedactor(new Set([...values, ...alsoSecret]));
  const told = (text: string): string => (showSecrets ? text : redactor.name(text));
  return {
    ...explanation,
    path: explanation.path === null ? null : told(explanation.path),
    values: explanation.values.map(({ value, reasons, verdict, score, ...rest }) => ({
      ...rest,
      score: Math.round(score * 1000) / 1000,
      verdict: told(verdict),
      secret: {
        redacted: redactSecret(value),
        length: Array.from(value).length,
        ...(showSecrets ? { value } : {}),
      },
      reasons: reasons.map(({ weight, text }) => ({ weight, text: told(text) })),
    })),
    notes: explanation.notes.map(told),
  };
}

const indent = '    ';
/** Parts of a score that are listed; the rest is summed up. */
const reasonsListed = 8;
/** Columns of a weight and the gap after it. */
const weightWidth = 7;

/** The document as lines of text, at most `width` columns. */
export function explanationLines(document: ExplanationDocument, width: number): string[] {
  const { path, commit, line, kind, values, notes } = document;
  const place = `${path ?? (commit === null ? '(no path)' : '(message)')}:${line}`;
  const at = commit === null ? '' : ` in ${commit.slice(0, 9)}`;
  return [
    `${sanitize(place)}${at}, judged as ${kind}`,
    ...values.flatMap((value) => ['', ...valueLines(value, width)]),
    ...(notes.length === 0 ? [] : ['']),
    ...notes.flatMap((note) => wrap(sanitize(note), width)),
  ];
}

/**
 * Why a value is taken for a secret or is not: half a sentence, then the strongest parts of its score with their weights, at
 * most `width` columns.
 */
export function judgementLines({ verdict, reasons }: Judgement, width: number): string[] {
  const listed = reasons.slice(0, reasonsListed);
  const rest = reasons.slice(reasonsListed).reduce((sum, { weight }) => sum + weight, 0);
  return [
    ...wrap(sanitize(verdict), width),
    ...listed.flatMap(({ weight, text }) =>
      wrap(sanitize(text), width - weightWidth).map((part, i) =>
        (i === 0 ? signed(weight) : '').padEnd(weightWidth).concat(part),
      ),
    ),
    ...(reasons.length > listed.length ? [`${signed(rest)}  the rest`] : []),
  ];
}

function valueLines(value: ExplanationDocument['values'][number], width: number): string[] {
  const { ruleId, column, secret, isReported, reasons } = value;
  const verdict = `${isReported ? 'reported' : 'not reported'}: ${value.verdict}`;
  const shown = secret.value ?? secret.redacted;
  return [
    `${sanitize(ruleId)}  ${sanitize(shown)}  column ${column}`,
    ...judgementLines({ verdict, reasons }, width - indent.length).map((line) => indent + line),
  ];
}

function signed(weight: number): string {
  return `${weight < 0 ? '-' : '+'}${Math.abs(weight).toFixed(2)}`.padStart(5);
}
