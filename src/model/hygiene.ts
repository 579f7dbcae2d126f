// One statement about a .env-like file: is it tracked, is it ignored, by which rule.
import type { DisplayPath } from './path.ts';

export type HygieneStatus = 'ok' | 'warn' | 'fail';
export type HygieneCheck = 'tracked' | 'ignored' | 'shared-rule' | 'history';

export interface HygieneEntry {
  readonly check: HygieneCheck;
  readonly path: DisplayPath;
  readonly status: HygieneStatus;
  /** The deciding ignore rule as `git check-ignore -v` prints it. */
  readonly rule: {
    readonly source: string;
    readonly line: number;
    readonly pattern: string;
  } | null;
  readonly message: string;
  /** What to do, one line; empty when nothing is. */
  readonly fix: string;
}
