// The mistakes of users: one line that says what is wrong and what to do. Anything else thrown is a bug.

abstract class UserError extends Error {
  abstract readonly code: string;
}

/** Wrong flags or arguments. Exit code 2. */
export class UsageError extends UserError {
  override readonly name = 'UsageError';
  readonly code = 'usage';
}

/** A configuration, rule or baseline file that cannot be used; the message names file, line and field. Exit code 2. */
export class ConfigError extends UserError {
  override readonly name = 'ConfigError';
  readonly code = 'config';
}

/** No repository, an unknown revision, or git itself failing. Exit code 2. */
export class GitError extends UserError {
  override readonly name = 'GitError';
  readonly code = 'git';
}

/** Whether an error is a user's mistake (print one line) rather than a bug (print the stack). */
export function isUserError(error: unknown): error is UserError {
  return error instanceof UserError;
}
