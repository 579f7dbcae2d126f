// The process environment as a value: it comes in from the command line, nothing here reads process.env.

/** Variables by name, as in `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** A variable that is set and not empty. */
export function setVariable(env: Environment, name: string): string | undefined {
  const value = env[name];
  return value === '' ? undefined : value;
}
