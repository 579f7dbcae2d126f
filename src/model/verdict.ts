// Whether a repository may be published, and why.

export type VerdictText = 'safe to publish' | 'not safe' | 'cannot tell';

export interface VerdictReason {
  /** A word for programs: `head`, `history`, `env-file`, `shallow`, `accepted`, … (docs/AUDIT.md). */
  readonly kind: string;
  /** Secrets, files, objects or gaps, as the text says. */
  readonly count: number;
  /** One line for people, without a full stop. */
  readonly text: string;
}

/** What is on this disk and in nothing that a push sends. */
export interface LocalRemains extends VerdictReason {
  /** A file of the index or the working tree (a display path); null for what is in objects. */
  readonly path: string | null;
}

export interface Verdict {
  readonly verdict: VerdictText;
  /** What decides first, then what else is to be known. */
  readonly reasons: readonly VerdictReason[];
  readonly onlyHere: readonly LocalRemains[];
}
