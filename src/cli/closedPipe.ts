// How a stream says that nobody reads it any more.

const codes = new Set(['EPIPE', 'ERR_STREAM_DESTROYED', 'ERR_STREAM_PREMATURE_CLOSE']);

/** Whether an error means only that the reader went away. */
export function isClosedPipe(error: unknown): boolean {
  return error instanceof Error && 'code' in error && codes.has(String(error.code));
}
