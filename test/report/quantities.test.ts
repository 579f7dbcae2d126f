import { describe, expect, it } from 'vitest';
import { byteSize, counted, days, duration, groupDigits } from '../../src/report/quantities.ts';

describe('quantities', () => {
  it.each([
    [groupDigits(0), '0'],
    [groupDigits(999), '999'],
    [groupDigits(1_234_567.9), '1,234,567'],
    [counted(1, 'blob'), '1 blob'],
    [counted(0, 'blob'), '0 blobs'],
    [counted(2, 'path is', 'paths are'), '2 paths are'],
    [byteSize(0), '0 B'],
    [byteSize(999), '999 B'],
    [byteSize(1000), '1.0 kB'],
    [byteSize(9949), '9.9 kB'],
    [byteSize(9950), '10 kB'],
    [byteSize(999_499), '999 kB'],
    [byteSize(999_600), '1.0 MB'],
    [byteSize(977_412_345), '977 MB'],
    [byteSize(5.3e9), '5.3 GB'],
    [byteSize(2.5e12), '2.5 TB'],
    [duration(0.4), '0 ms'],
    [duration(350), '350 ms'],
    [duration(3412), '3.4 s'],
    [duration(59_990), '1 min 0 s'],
    [duration(185_000), '3 min 5 s'],
    [days(0.2), 'less than a day'],
    [days(1.9), '1 day'],
    [days(512.2), '512 days'],
    [days(1500), '1,500 days (4.1 years)'],
  ])('writes %s', (text, expected) => {
    expect(text).toBe(expected);
  });
});
