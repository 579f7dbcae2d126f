// JSON that somebody hands in: nothing is known of it until it was looked at.
import { ConfigError } from './errors.ts';

/**
 * Throws ConfigError with the name of the file. The engine's own message is not passed on: it quotes the text, which may
 * hold a secret.
 */
export function parseJson(text: string, name: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ConfigError(`${name}: not valid JSON`);
  }
}

/** Whether it is an object with keys: no list, not null. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
