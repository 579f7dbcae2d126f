// The weights of the score: a named feature each.

/** Weight by feature name; `bias` is the constant. */
export type Weights = Readonly<Record<string, number>>;
