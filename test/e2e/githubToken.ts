// Tokens to plant in test repositories. They are valid by form and checksum and belong to nobody.
import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { plant } from './plantedSecrets.ts';

/** Every token handed out in this process. */
export const knownTokens = new Set<string>();

const base62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/**
 * A GitHub personal access token: prefix, 30 characters, and their CRC-32 in base62
 * (github.blog, "Behind GitHub's new authentication token formats", 2021-04-05). Same seed, same token.
 */
export function githubToken(seed: string): string {
  const digest = createHash('sha256').update(seed).digest();
  const body = Array.from(digest.subarray(0, 30), (byte) => base62[byte % 62]).join('');
  let checksum = '';
  for (let rest = crc32(body); checksum.length < 6; rest = Math.floor(rest / 62)) {
    checksum = `${base62[rest % 62]}${checksum}`;
  }
  const token = `${'ghp'}_${body}${checksum}`;
  knownTokens.add(token);
  return plant(token);
}

/** A line of Python that holds the token of a seed, without the line end. */
export function tokenLine(seed: string): string {
  return `GITHUB_TOKEN = "${githubToken(seed)}"`;
}
