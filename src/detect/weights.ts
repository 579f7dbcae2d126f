// The weights of the score: one number per named feature. Fitted by bench/train.ts.

/** Weight by feature name; `bias` is the constant, a feature that is not listed weighs nothing. */
export type Weights = Readonly<Record<string, number>>;
