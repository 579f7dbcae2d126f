// What a failed file operation means: absent is often normal, the rest is a problem to record.

/** Whether the error says that the file (or a folder on the way) does not exist. */
export function isAbsent(error: unknown): boolean {
  const code = errorCode(error);
  return code === 'ENOENT' || code === 'ENOTDIR';
}

/** The system's code of an error (`EACCES`), or `unknown`. */
export function errorCode(error: unknown): string {
  if (!(error instanceof Error) || !('code' in error)) return 'unknown';
  return typeof error.code === 'string' ? error.code : 'unknown';
}
