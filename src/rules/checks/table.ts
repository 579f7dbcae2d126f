// The structural checks by the name under which rules ask for them.
import { isAwsKeyId, isAwsSecretKey } from './aws.ts';
import { hasBase62Crc32 } from './crc32.ts';
import {
  hasDigit,
  hasVariety,
  isBase64Of64Bytes,
  isMixed,
  isMixedCase,
  isRandomBase64,
  isRandomToken,
  isRandomUuid,
} from './encoded.ts';
import { isNoHashName } from './hashName.ts';
import { isEncodedJwt, isLiveLookingJwt } from './jwt.ts';
import { isDerPrivateKey, isEncodedPrivateKey, isPlainPrivateKey, isPlainPuttyKey } from './pem.ts';
import { isNoMask, isNoPlaceholder } from './placeholder.ts';
import { isServiceAccountKey } from './serviceAccount.ts';

/** What a check may look at besides the secret: the other named groups of the pattern. */
export interface CheckContext {
  readonly groups: Readonly<Record<string, string>>;
}

/** Whether a value can be a secret of its kind; pure, and cheap enough to run on every candidate. */
export type Check = (value: string, context: CheckContext) => boolean;

const checks: Readonly<Record<string, Check>> = {
  'aws-key-id': isAwsKeyId,
  'aws-secret-key': isAwsSecretKey,
  'base64-64-bytes': isBase64Of64Bytes,
  'crc32-base62': hasBase62Crc32,
  'der-private-key': isDerPrivateKey,
  'encoded-jwt': isEncodedJwt,
  'encoded-private-key': isEncodedPrivateKey,
  'has-digit': hasDigit,
  'high-variety': hasVariety,
  jwt: isLiveLookingJwt,
  mixed: isMixed,
  'mixed-case': isMixedCase,
  'no-hash-name': isNoHashName,
  'not-masked': isNoMask,
  'not-placeholder': isNoPlaceholder,
  'private-key': isPlainPrivateKey,
  'putty-key': isPlainPuttyKey,
  'random-base64': isRandomBase64,
  'random-token': isRandomToken,
  'random-uuid': isRandomUuid,
  'service-account': isServiceAccountKey,
};

/** All names, sorted. */
export const checkNames: readonly string[] = Object.keys(checks).toSorted();

/** The check of that name; undefined when there is none. */
export function checkNamed(name: string): Check | undefined {
  return Object.hasOwn(checks, name) ? checks[name] : undefined;
}
