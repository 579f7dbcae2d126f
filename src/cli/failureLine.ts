// What is said of an error that nobody expected, on one line: its kind and where it came from. Not its message, which may
// repeat what was read: that of JSON.parse holds a piece of the text.

/** Codes of the system that tell of its state rather than of a fault of ours. */
const systemCodes = new Set('EMFILE ENFILE ENOSPC EDQUOT EROFS EIO ENOMEM EFBIG'.split(' '));
/** Callers that are named beside the place of the error. */
const mostPlaces = 4;

/** The line, without the program's name before it. */
export function failureLine(error: unknown): string {
  if (!(error instanceof Error)) return `this is a bug, please report it: ${typeof error} thrown`;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  if (isOutOfMemory(error, code)) {
    return 'out of memory, nothing was reported: give --threads 0, a smaller --max-memory, or Node.js more with NODE_OPTIONS=--max-old-space-size=8192';
  }
  if (code !== undefined && systemCodes.has(code)) {
    return `the system does not let this go on, nothing was reported: ${code}`;
  }
  const kind = code === undefined ? error.name : `${error.name} ${code}`;
  return ['this is a bug, please report it', kind, placesOf(error)].filter(Boolean).join(': ');
}

function isOutOfMemory(error: Error, code: string | undefined): boolean {
  return (
    code === 'ERR_WORKER_OUT_OF_MEMORY' ||
    (error instanceof RangeError && error.message === 'Array buffer allocation failed')
  );
}

/** Functions with file, line and column, of our own program where it is known. */
function placesOf({ stack = '' }: Error): string {
  const places = [...stack.matchAll(/^ +at (?:(\S[^(\n]*) \()?.*?([^/\\\n(]+:\d+:\d+)\)?$/gmu)];
  return places
    .slice(0, mostPlaces)
    .map(([, name, place]) => (name === undefined ? place : `${name} (${place})`))
    .join(' < ');
}
