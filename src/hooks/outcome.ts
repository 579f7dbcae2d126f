// What a hook command has to say: lines for standard output, remarks for standard error, and whether the check is in
// place afterwards. The command line prints it.

export interface HookOutcome {
  readonly lines: readonly string[];
  /** What the user should know or do; whole sentences. */
  readonly remarks: readonly string[];
  /** False where the user has to do something first: nothing is checked until then. */
  readonly isDone: boolean;
}
