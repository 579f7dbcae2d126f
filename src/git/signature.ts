// Who and when: the value of a commit's `author` and `committer` line and of a tag's `tagger` line.
import { decodeText } from './text.ts';

/** Missing or damaged parts are empty or 0, as git shows them. */
export interface Signature {
  readonly name: string;
  readonly email: string;
  /** Since 1970-01-01T00:00:00Z. */
  readonly seconds: number;
  /** East of Greenwich. */
  readonly offsetMinutes: number;
}

export const noSignature: Signature = { name: '', email: '', seconds: 0, offsetMinutes: 0 };

/** Farthest instant that a Date can hold, in seconds. */
const farthestSeconds = 8.64e12;

/**
 * Reads `Name <address> seconds +hhmm`. As git does, the address ends at the first `>` and the date
 * stands after the last one (ident.c, split_ident_line).
 */
export function parseSignature(line: Buffer, encoding?: string): Signature {
  const mailStart = line.indexOf(0x3c);
  if (mailStart < 0) return { ...noSignature, name: decodeText(line, encoding).trim() };
  const mailEnd = line.indexOf(0x3e, mailStart);
  const name = decodeText(line.subarray(0, mailStart), encoding).trim();
  if (mailEnd < 0) return { ...noSignature, name };
  const email = decodeText(line.subarray(mailStart + 1, mailEnd), encoding).trim();
  const date = line.toString('latin1', line.lastIndexOf(0x3e) + 1, line.length);
  const match = /^\s*(\d+)\s+([+-])(\d{1,2}?)(\d{2})\s*$/u.exec(date) ?? /^\s*(\d+)/u.exec(date);
  const seconds = Number(match?.[1] ?? 0);
  if (seconds > farthestSeconds) return { ...noSignature, name, email };
  const minutes = Number(match?.[3] ?? 0) * 60 + Number(match?.[4] ?? 0);
  const offsetMinutes = minutes < 24 * 60 ? minutes : 0;
  return {
    name,
    email,
    seconds,
    offsetMinutes: match?.[2] === '-' ? 0 - offsetMinutes : offsetMinutes,
  };
}

/** ISO 8601 in the author's own offset (`2024-01-02T03:04:05+02:00`), `Z` for none. */
export function isoDate({ seconds, offsetMinutes }: Signature): string {
  const local = new Date((seconds + offsetMinutes * 60) * 1000);
  if (Number.isNaN(local.getTime())) return '1970-01-01T00:00:00Z';
  const day = [local.getUTCMonth() + 1, local.getUTCDate()].map(twoDigits).join('-');
  const time = [local.getUTCHours(), local.getUTCMinutes(), local.getUTCSeconds()];
  const year = String(local.getUTCFullYear()).padStart(4, '0');
  return `${year}-${day}T${time.map(twoDigits).join(':')}${isoOffset(offsetMinutes)}`;
}

function isoOffset(offsetMinutes: number): string {
  if (offsetMinutes === 0) return 'Z';
  const minutes = Math.abs(offsetMinutes);
  const hours = twoDigits(Math.floor(minutes / 60));
  return `${offsetMinutes < 0 ? '-' : '+'}${hours}:${twoDigits(minutes % 60)}`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
