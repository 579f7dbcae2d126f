// A bounded piece of a content as text, one character a byte: all that an extractor may look at.

/** A window of a content. */
export interface TextWindow {
  readonly text: string;
  /** Offset of the window in the content. */
  readonly offset: number;
  /** Whether the window starts and ends where the content does. */
  readonly atStart: boolean;
  readonly atEnd: boolean;
}
