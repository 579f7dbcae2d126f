// What a hook command has to say: lines for standard output, remarks for standard error, and whether the check is in
// place afterwards. The command line prints it.

export interface HookOutcome {
  readonly lines: readonly string[];
  /** What the user should know or do; whole sentences. */
  readonly remarks: readonly string[];
  /** False where the user has to add something by hand first. */
  readonly isDone: boolean;
}
