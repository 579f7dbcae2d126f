// What the user might do now.

export interface NextStep {
  /** As it can be pasted into a shell. */
  readonly command: string;
  /** What it is for, in a few words. */
  readonly purpose: string;
}
