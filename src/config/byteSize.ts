// Sizes as people write them.

const factors: Readonly<Record<string, number>> = { '': 1, k: 1024, m: 1024 ** 2, g: 1024 ** 3 };

/** `500`, `10k`, `10M`, `1.5G` (also `kB`, `KiB`) in bytes; factors of 1,024 as in git's own configuration. Undefined for other text. */
export function parseByteSize(text: string): number | undefined {
  const [, number, suffix = ''] = /^(\d+(?:\.\d+)?)([kmg]?)(?:i?b)?$/iu.exec(text) ?? [];
  const factor = factors[suffix.toLowerCase()];
  const bytes = Math.floor(Number(number) * (factor ?? Number.NaN));
  return Number.isSafeInteger(bytes) ? bytes : undefined;
}
