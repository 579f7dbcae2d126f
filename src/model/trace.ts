// What a search for the values of .env files was asked for: names, never values.

/** Why a value was not sought. */
export type LeftOutReason = 'empty' | 'short' | 'common' | 'reference' | 'undecodable';

export interface TraceScope {
  /** As they are shown, with the number of values in each. */
  readonly files: readonly { readonly path: string; readonly values: number }[];
  readonly sought: readonly { readonly name: string; readonly file: string }[];
  readonly leftOut: readonly {
    readonly name: string;
    readonly file: string;
    readonly reason: LeftOutReason;
  }[];
}
