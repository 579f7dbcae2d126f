// One rule hit in one blob. It knows no commit and no path.

/** A place in a content: 1-based lines and columns; columns count code points (bytes where it is no text). */
export interface Span {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  /** Column just after the last character. */
  readonly endColumn: number;
}

/** How a value that does not stand in the file in one piece was read; of an archive the outermost kind. */
export type ValueEncoding =
  | 'base64'
  | 'hex'
  | 'percent'
  | 'json-escape'
  | 'unicode-escape'
  | 'html-entity'
  | 'shell-escape'
  | 'utf-16'
  | 'joined'
  | 'gzip'
  | 'zip'
  | 'tar';

/**
 * A rule hit, as detect/ returns it. `startOffset` and `endOffset` are byte offsets in the content as
 * stored, 0-based, half-open. `value` is the secret itself (decoded where `encoding` says so): it
 * stays inside the thread that found it.
 */
export interface Match extends Span {
  readonly ruleId: string;
  readonly startOffset: number;
  readonly endOffset: number;
  readonly value: string;
  readonly encoding?: ValueEncoding;
  /** How likely this is a secret, 0 to 1, per kind of file (order of `fileKinds`); 0 = not a match in such a file. */
  readonly scores: readonly number[];
}

/** A match without its value, fit to leave its thread: the value is replaced by keyed hashes (32 hex digits each). */
export interface SealedMatch extends Span {
  readonly ruleId: string;
  readonly startOffset: number;
  readonly endOffset: number;
  /** Same value, same id, whatever the rule. */
  readonly secretId: string;
  /** Hash of rule and value: the finding's fingerprint. */
  readonly fingerprint: string;
  readonly scores: readonly number[];
}
