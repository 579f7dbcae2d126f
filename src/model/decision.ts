// What a person decided about a finding, as the HTML report hands it back.

export const decisionKinds = ['accept', 'false-positive', 'rotated'] as const;
export type DecisionKind = (typeof decisionKinds)[number];

/** The `schema` of a file of decisions. */
export const decisionsSchema = 'leaktrail.decisions/1';

export interface Decision {
  /** Of the finding, as its report has it. */
  readonly fingerprint: string;
  readonly ruleId: string;
  readonly decision: DecisionKind;
  /** May be empty, but not of `accept`. */
  readonly reason: string;
  /** ISO day; of `rotated` the day on which it was. */
  readonly decidedOn: string;
}
