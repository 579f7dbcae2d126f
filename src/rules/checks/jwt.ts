// JSON Web Tokens (RFC 7519) in the compact form of a JWS (RFC 7515, section 7.1).

/**
 * Whether a token grants something: header and payload are JSON, it is signed (`alg` is not `none`), and it
 * is not one of the samples that every tutorial shows (subject 1234567890, "John Doe").
 */
export function isLiveLookingJwt(value: string): boolean {
  const [head, body, signature] = value.split('.');
  if (head === undefined || body === undefined || signature === undefined) return false;
  const header = jsonPart(head);
  const payload = jsonPart(body);
  if (header === undefined || payload === undefined) return false;
  const algorithm = header['alg'];
  if (typeof algorithm !== 'string' || algorithm.toLowerCase() === 'none') return false;
  if (signature.length < shortestSignature) return false;
  return !isTutorial(payload) && !hasExpiredLongAgo(payload);
}

/** The same for a token that was encoded in base 64 once more. */
export function isEncodedJwt(value: string): boolean {
  return isLiveLookingJwt(Buffer.from(value, 'base64').toString('latin1').trim());
}

// Every registered algorithm signs with 32 bytes or more (RFC 7518, section 3.1): 43 characters. A few
// tokens are cut by their holders; below half of that it is a sketch.
const shortestSignature = 20;

function isTutorial(payload: Readonly<Record<string, unknown>>): boolean {
  return payload['sub'] === '1234567890' || /john\s*doe/iu.test(JSON.stringify(payload));
}

// An expiry before the first draft (July 2011) is a sample, such as 1300819380 in RFC 7519 itself. Later ones may
// have passed too, but the clock must not decide what a history holds.
function hasExpiredLongAgo(payload: Readonly<Record<string, unknown>>): boolean {
  const expiry = payload['exp'];
  return typeof expiry === 'number' && expiry > 0 && expiry < 1_310_000_000;
}

function jsonPart(part: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return typeof parsed === 'object' && parsed !== null
      ? (parsed as Record<string, unknown>)
      : undefined;
  } catch {
    // No JSON: this is some other text with two dots.
    return undefined;
  }
}
