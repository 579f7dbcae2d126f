// Something that should have been read or scanned and was not. Recorded, never thrown.
import type { Oid } from './oid.ts';

export const problemKinds = [
  'missing-object',
  'corrupt-object',
  'corrupt-pack',
  'pack-without-index',
  'broken-ref',
  'unreadable-file',
  'unsupported',
  'limit',
  'archive-limit',
] as const;

export type ProblemKind = (typeof problemKinds)[number];

/**
 * One gap in the coverage. `message` is one line without bytes of any scanned content; `path` is a
 * display path (see path.ts), relative to the repository where that is possible.
 */
export interface Problem {
  readonly kind: ProblemKind;
  readonly message: string;
  readonly oid?: Oid;
  readonly path?: string;
}
