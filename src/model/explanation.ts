// Why something was reported, or was not: what `explain` finds out.
import type { Confidence, FileKind } from './rule.ts';

/** What one rule makes of one value. */
export interface ExplainedValue {
  readonly ruleId: string;
  readonly title: string;
  /** 1-based, as in an occurrence. */
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  /** The secret itself; only report/ and cli/ turn it into text. */
  readonly value: string;
  /** 0 to 1, in a file of this kind. */
  readonly score: number;
  /** null where the score is below every threshold. */
  readonly confidence: Confidence | null;
  readonly isReported: boolean;
  /** Half a sentence, such as `it is part of an image`: why it is reported, or why not. */
  readonly verdict: string;
  /** What the score is made of, in log-odds, the strongest first; empty for the rule of a provider. */
  readonly reasons: readonly { readonly weight: number; readonly text: string }[];
}

/** A line of a content with all that was considered there. */
export interface Explanation {
  readonly path: string | null;
  readonly commit: string | null;
  readonly line: number;
  readonly kind: FileKind;
  readonly values: readonly ExplainedValue[];
  /** What else there is to say, in sentences. */
  readonly notes: readonly string[];
  /** Values of other secrets in these texts, such as in the reason of a suppression; report/ hides them and leaves this out. */
  readonly alsoSecret?: readonly string[];
}
