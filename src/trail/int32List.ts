// A list of 32-bit integers that grows: what a number[] would be at a third of the memory.

/** Integers from -2^31 to 2^31-1. `values` may be longer than `length` and is replaced when the list grows. */
export class Int32List {
  values: Int32Array;
  length = 0;

  constructor(capacity = 16) {
    this.values = new Int32Array(capacity);
  }

  push(value: number): void {
    if (this.length === this.values.length) {
      const grown = new Int32Array(Math.max(16, this.length * 2));
      grown.set(this.values);
      this.values = grown;
    }
    this.values[this.length++] = value;
  }

  /** The value at a position below `length`. */
  at(index: number): number {
    return this.values[index]!;
  }
}
