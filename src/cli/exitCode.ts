// Exit statuses of a command that has no report; those of a report are in report/exitCode.ts.

/** A user's mistake, a git failure or a bug. */
export const failureCode = 2;
/** Killed by Ctrl-C before there was a report: 128 and the number of SIGINT, as shells report it. */
export const interruptedCode = 130;
