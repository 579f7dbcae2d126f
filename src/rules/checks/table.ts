// The structural checks by the name under which rules ask for them.
import { isNoPlaceholder } from './placeholder.ts';

/** What a check may look at besides the secret: the other named groups of the pattern. */
export interface CheckContext {
  readonly groups: Readonly<Record<string, string>>;
}

/** Whether a value can be a secret of its kind; pure, and cheap enough to run on every candidate. */
export type Check = (value: string, context: CheckContext) => boolean;

const checks: Readonly<Record<string, Check>> = {
  'not-placeholder': isNoPlaceholder,
};

/** All names, sorted. */
export const checkNames: readonly string[] = Object.keys(checks).sort();

/** The check of that name; undefined when there is none. */
export function checkNamed(name: string): Check | undefined {
  return checks[name];
}
