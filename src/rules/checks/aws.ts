// AWS identifiers: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids

const base32Digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/**
 * Whether a key id can have been issued. Behind the four letters stand 80 bits in base 32; since 2019 they
 * begin with the number of the account, which has twelve decimal digits. Sample ids end in EXAMPLE.
 */
export function isAwsKeyId(value: string): boolean {
  const body = value.slice(4);
  if (/EXAMPLE|SAMPLE|DUMMY|FAKE|XXXX|AAAA/u.test(body)) return false;
  const account = awsAccountOf(value);
  return account === undefined || account.length === 12;
}

/** The account number in a key id; undefined for ids older than 2019 (I or J in fifth place), which hold none. */
export function awsAccountOf(keyId: string): string | undefined {
  const body = keyId.slice(4);
  if (/^[IJ]/u.test(body)) return undefined;
  let bits = 0n;
  for (const letter of body.slice(0, 10)) {
    const digit = base32Digits.indexOf(letter);
    if (digit < 0) return undefined;
    bits = (bits << 5n) | BigInt(digit);
  }
  // Of the first 50 bits one is a flag and 40 are the account.
  const account = (bits >> 9n) & 0xff_ffff_ffffn;
  return account.toString().padStart(12, '0');
}

/** Whether 40 characters can be a secret access key: mixed case and digits, no path, no hexadecimal hash. */
export function isAwsSecretKey(value: string): boolean {
  if (/EXAMPLE/iu.test(value)) return false;
  if (!/[a-z]/u.test(value) || !/[A-Z]/u.test(value) || !/[0-9]/u.test(value)) return false;
  return (value.match(/\//gu)?.length ?? 0) <= 5;
}
