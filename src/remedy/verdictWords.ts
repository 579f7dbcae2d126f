// The words that several reasons of a verdict share.
import type { VerdictReason } from '../model/verdict.ts';

export function reason(kind: string, count: number, text: string): VerdictReason {
  return { kind, count, text };
}

/** `1 secret`, `12 secrets`. */
export function secrets(count: number): string {
  return counted(count, 'secret');
}

export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

export function isAre(count: number): string {
  return count === 1 ? 'is' : 'are';
}

const mostListed = 3;

/** `a, b, c and 4 more`. */
export function listed(names: readonly string[]): string {
  const rest = names.length - mostListed;
  const shown = names.slice(0, mostListed).join(', ');
  return rest > 0 ? `${shown} and ${rest} more` : shown;
}
