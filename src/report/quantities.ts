// Numbers as a reader wants them: grouped digits, sizes, times, counted nouns. English, whatever the locale.

/** `1,234,567`. */
export function groupDigits(value: number): string {
  return String(Math.trunc(value)).replace(/\B(?=(?:\d{3})+$)/gu, ',');
}

/** `1 blob`, `1,234 blobs`, `2 copies` with the plural given. */
export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${groupDigits(count)} ${count === 1 ? noun : plural}`;
}

/** `999 B`, `1.5 kB`, `977 MB`: decimal units, three digits at most. */
export function byteSize(bytes: number): string {
  let value = bytes;
  for (const unit of ['B', 'kB', 'MB', 'GB']) {
    if (value < 999.5)
      return `${value < 9.95 && unit !== 'B' ? value.toFixed(1) : Math.round(value)} ${unit}`;
    value /= 1000;
  }
  return `${value.toFixed(1)} TB`;
}

/** `350 ms`, `4.2 s`, `3 min 5 s`. */
export function duration(milliseconds: number): string {
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  const seconds = milliseconds / 1000;
  if (seconds < 59.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  return `${groupDigits(Math.floor(whole / 60))} min ${whole % 60} s`;
}

/** `less than a day`, `1 day`, `812 days (2.2 years)`. */
export function days(value: number): string {
  if (value < 1) return 'less than a day';
  const whole = counted(Math.floor(value), 'day');
  return value < 730 ? whole : `${whole} (${(value / 365.25).toFixed(1)} years)`;
}
