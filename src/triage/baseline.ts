// The baseline: findings that a team knows of and that no longer count. A line a finding, sorted, with a fingerprint that
// is salted, so that what is committed tells nobody which secrets of another repository are in it. Reading and writing
// files, the clock and randomness are left to the caller.
import { createHmac } from 'node:crypto';
import { ConfigError } from '../model/errors.ts';
import { isDay } from './days.ts';

/** Where it is read and written, at the top of a repository, unless `--baseline` names another file. */
export const defaultBaselineFile = '.leaktrail-baseline';

export interface BaselineEntry {
  /** 32 hex digits, see `saltedFingerprint`. */
  readonly fingerprint: string;
  /** For the reader; the fingerprint covers it. */
  readonly ruleId: string;
  /** ISO day. */
  readonly added: string;
  /** Last ISO day on which it holds; absent = always. */
  readonly until?: string;
  /** Who added it, as git names people. */
  readonly by: string;
  readonly reason: string;
}

export interface Baseline {
  /** 64 hex digits each. More than one where two branches began a baseline and were merged. */
  readonly salts: readonly string[];
  readonly entries: readonly BaselineEntry[];
}

/** What a file may hold: each salt costs a hash per finding. */
const mostSalts = 32;

/** Before a salt. Not that word itself: scanners, this one too, take what follows it for a secret. */
const saltWord = 'hmac ';

const header = [
  '# Known findings that no longer count, version 1: `leaktrail baseline` writes this file, it is meant to be committed.',
  '# A line a finding: fingerprint (under the hmac above), rule, day, who, why. After a merge conflict keep the lines of both sides.',
];

/** The first 32 hex digits of HMAC-SHA-256 (RFC 2104), keyed with the salt's bytes, over rule id, NUL, secret (UTF-8). */
export function saltedFingerprint(salt: string, ruleId: string, value: string): string {
  return createHmac('sha256', Buffer.from(salt, 'hex'))
    .update(`${ruleId}\0${value}`, 'utf8')
    .digest('hex')
    .slice(0, 32);
}

/** Reads a baseline. Throws ConfigError that names file (`name`) and line for anything that is not as `formatBaseline` writes it. */
export function parseBaseline(text: string, name: string): Baseline {
  const salts: string[] = [];
  const entries: BaselineEntry[] = [];
  for (const [index, raw] of text.split('\n').entries()) {
    const line = raw.endsWith('\r') ? raw.slice(0, -1) : raw;
    const fail = (what: string): never => {
      throw new ConfigError(`${name}:${index + 1}: ${what}`);
    };
    if (line === '' || line.startsWith('#')) continue;
    if (line.startsWith(saltWord)) {
      const salt = line.slice(saltWord.length);
      if (!/^[0-9a-f]{64}$/u.test(salt)) fail('after hmac come 64 hexadecimal digits');
      if (!salts.includes(salt)) salts.push(salt);
      if (salts.length > mostSalts) fail(`more than ${mostSalts} lines with hmac`);
    } else entries.push(parseEntry(line, fail));
  }
  if (salts.length === 0) {
    throw new ConfigError(
      `${name}:1: there is no line '${saltWord}…': the file is damaged or no baseline`,
    );
  }
  return { salts, entries };
}

const entryLine =
  /^([0-9a-f]{32}) (\S+) added:(\S+)(?: until:(\S+))? by:("(?:[^"\\]|\\.)*") reason:("(?:[^"\\]|\\.)*")$/u;

function parseEntry(line: string, fail: (what: string) => never): BaselineEntry {
  if (/^(?:<{7}|={7}|>{7}|\|{7})(?: |$)/u.test(line)) {
    return fail('a merge conflict: keep the lines of both sides and remove this one');
  }
  const match = entryLine.exec(line);
  if (match === null) {
    return fail('not of the form FINGERPRINT RULE added:DAY [until:DAY] by:"…" reason:"…"');
  }
  const [, fingerprint = '', ruleId = '', added = '', until, by = '', reason = ''] = match;
  for (const day of [added, ...(until === undefined ? [] : [until])]) {
    if (!isDay(day)) fail(`'${day}' is no day of the form 2030-12-31`);
  }
  const named = { fingerprint, ruleId, added, ...(until === undefined ? {} : { until }) };
  return { ...named, by: quoted(by, fail), reason: quoted(reason, fail) };
}

function quoted(text: string, fail: (what: string) => never): string {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return fail('a text in quotes is not as JSON has it');
  }
  return typeof value === 'string' ? value : fail('a text in quotes is not as JSON has it');
}

/** The text of a baseline: sorted by fingerprint, a finding once. Of two entries for one the one that holds longer stays. */
export function formatBaseline({ salts, entries }: Baseline): string {
  const longest = new Map<string, BaselineEntry>();
  for (const entry of entries) {
    const known = longest.get(entry.fingerprint);
    if (known === undefined || holdsLonger(entry, known)) longest.set(entry.fingerprint, entry);
  }
  const sorted = [...longest.values()].toSorted((a, b) => (a.fingerprint < b.fingerprint ? -1 : 1));
  const lines = [...header, ...salts.map((salt) => saltWord + salt), ...sorted.map(entryText)];
  return `${lines.join('\n')}\n`;
}

function holdsLonger(entry: BaselineEntry, other: BaselineEntry): boolean {
  if (other.until === undefined) return false;
  return entry.until === undefined || entry.until > other.until;
}

function entryText({ fingerprint, ruleId, added, until, by, reason }: BaselineEntry): string {
  const days = `added:${added}${until === undefined ? '' : ` until:${until}`}`;
  return `${fingerprint} ${ruleId} ${days} by:${JSON.stringify(by)} reason:${JSON.stringify(reason)}`;
}
