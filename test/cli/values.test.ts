import { describe, expect, it } from 'vitest';
import { byteCount, oneOf, seconds, wholeNumber } from '../../src/cli/values.ts';
import { UsageError } from '../../src/model/errors.ts';

describe('byteCount', () => {
  it.each([
    ['0', 0],
    ['500', 500],
    ['500B', 500],
    ['1k', 1024],
    ['10K', 10_240],
    ['10kB', 10_240],
    ['10KiB', 10_240],
    ['1.5M', 1_572_864],
    ['2g', 2_147_483_648],
  ])('reads %s', (text, bytes) => {
    expect(byteCount('--max-blob', text)).toBe(bytes);
  });

  it.each(['', 'k', '-1', '1t', '1 k', '1e3', 'ten', '9999999999999999G', '0x10'])(
    'refuses %j',
    (text) => {
      expect(() => byteCount('--max-blob', text)).toThrow(
        new UsageError(`--max-blob takes a size such as 500k, 10M or 1G, not '${text}'`),
      );
    },
  );
});

describe('seconds', () => {
  it.each([
    ['1', 1000],
    ['0.25', 250],
    ['.5', 500],
    ['3600', 3_600_000],
  ])('reads %s', (text, milliseconds) => {
    expect(seconds('--timeout', text)).toBe(milliseconds);
  });

  it.each(['', '0', '-1', '1s', '1e3', 'soon', 'Infinity'])('refuses %j', (text) => {
    expect(() => seconds('--timeout', text)).toThrow(
      new UsageError(`--timeout takes a number of seconds above 0, not '${text}'`),
    );
  });
});

describe('wholeNumber', () => {
  it.each([
    ['0', 0, 255, 0],
    ['255', 0, 255, 255],
    ['007', 0, 255, 7],
  ])('reads %s', (text, least, most, value) => {
    expect(wholeNumber('--exit-code', text, least, most)).toBe(value);
  });

  it.each(['', '-1', '256', '1.5', 'one', '1e2'])('refuses %j', (text) => {
    expect(() => wholeNumber('--exit-code', text, 0, 255)).toThrow(
      new UsageError(`--exit-code takes a whole number, 0 to 255, not '${text}'`),
    );
  });

  it('names no upper bound where there is none', () => {
    expect(() => wholeNumber('--skip', 'x', 0)).toThrow(
      new UsageError("--skip takes a whole number, 0 or more, not 'x'"),
    );
  });
});

describe('oneOf', () => {
  it('suggests the nearest word, else names them all', () => {
    const words = ['low', 'medium', 'high'] as const;
    expect(oneOf('--min-confidence', 'low', words)).toBe('low');
    expect(() => oneOf('--min-confidence', 'medum', words)).toThrow(
      new UsageError("--min-confidence does not know 'medum' (did you mean medium?)"),
    );
    expect(() => oneOf('--min-confidence', 'sure', words)).toThrow(
      new UsageError("--min-confidence does not know 'sure' (one of low, medium, high)"),
    );
  });
});
