// Which values of a .env file are worth a search of the whole history: not empty ones, references, values too short to be
// told from other text, nor what every project has (hosts, ports, paths, switches).
import type { Detector } from '../detect/detector.ts';
import { isGlued, placeholderWords } from '../detect/features/placeholders.ts';
import { nameWordsOf } from '../detect/features/words.ts';
import { kindBit } from '../detect/kinds.ts';
import type { EnvValue } from '../hygiene/envValues.ts';
import type { LeftOutReason, TraceScope } from '../model/trace.ts';
import type { SoughtValue } from '../model/run.ts';
import { shannonEntropy } from '../rules/entropy.ts';
import { isNoPlaceholder } from '../rules/checks/placeholder.ts';

/** The values of one file. */
export interface FileValues {
  /** As it is shown. */
  readonly file: string;
  readonly values: readonly EnvValue[];
}

export interface ChosenValues {
  readonly sought: readonly SoughtValue[];
  /** Those that a search cannot look for, although they can be compared with each other. */
  readonly undecodable: readonly SoughtValue[];
  readonly scope: TraceScope;
}

/** Characters; below that a value is not told from other text, under a telling name from two fewer. */
const shortest = 8;
const shortestUnderName = 6;
/** Stands for bytes that are no UTF-8: what they mean is not known, and such a text is nowhere. */
const replacement = '\ufffd';
/** With `all`: what the search can tell at all. */
const shortestOfAll = 4;

/** Chooses among the values of files; `all` takes everything but what is empty, a reference or shorter than four characters. */
export function chooseValues(
  files: readonly FileValues[],
  options: { readonly detector: Detector; readonly all: boolean },
): ChosenValues {
  const sought: SoughtValue[] = [];
  const undecodable: SoughtValue[] = [];
  const leftOut: TraceScope['leftOut'][number][] = [];
  const names: TraceScope['sought'][number][] = [];
  for (const { file, values } of files) {
    for (const { name, value } of values) {
      const reason = objectionTo(name, value, options);
      const password = passwordOf(value);
      if ((reason === undefined || password !== undefined) && value.includes(replacement)) {
        undecodable.push({ name, value });
        leftOut.push({ name, file, reason: 'undecodable' });
        continue;
      }
      if (reason === undefined) sought.push({ name, value });
      if (password !== undefined)
        sought.push({ name: `password of ${name}`, value: password, partOf: value });
      if (reason === undefined || password !== undefined) names.push({ name, file });
      else leftOut.push({ name, file, reason });
    }
  }
  const scope = {
    files: files.map(({ file, values }) => ({ path: file, values: values.length })),
    sought: names,
    leftOut,
  };
  return { sought: distinct(sought), undecodable, scope };
}

function objectionTo(
  name: string,
  value: string,
  { detector, all }: { readonly detector: Detector; readonly all: boolean },
): LeftOutReason | undefined {
  const { length } = [...value.trim()];
  if (length === 0) return 'empty';
  if (/^\$(?:\w+|\{[^}]*\}|\([^)]*\))$/u.test(value)) return 'reference';
  if (all) return length < shortestOfAll ? 'short' : undefined;
  const isNamed = isSecretName(name);
  if (length < (isNamed ? shortestUnderName : shortest)) return 'short';
  if (isPlaceholder(value)) return 'common';
  if (isNamed && !isAddress(value)) return undefined;
  return isRandom(value) || isReported(name, value, detector) ? undefined : 'common';
}

const secretWords = new Set(
  (
    'password passwd passphrase passcode pass pwd pw secret token key apikey credential credentials auth salt pepper signature ' +
    'dsn webhook cookie session private license pin otp seed mnemonic hash'
  ).split(' '),
);

function isSecretName(name: string): boolean {
  return nameWordsOf(name).some((word) => secretWords.has(word));
}

function isPlaceholder(value: string): boolean {
  const text = value.trim().toLowerCase();
  return (
    placeholderWords.has(text) ||
    isGlued(text) ||
    !isNoPlaceholder(value) ||
    new Set(text).size < 3 ||
    commonValues.has(text)
  );
}

const commonValues = new Set(
  (
    'localhost postgres postgresql mysql sqlite sqlite3 mariadb mongodb redis rabbitmq production development staging testing ' +
    'debug info warning error critical enabled disabled'
  ).split(' '),
);

/** A URL without a login, a host, an e-mail address, a path: alone they open nothing. */
function isAddress(value: string): boolean {
  return (
    /^[a-z][a-z0-9+.-]*:\/\/[^@\s]*$/iu.test(value) ||
    /^[\w.+-]+@[\w-]+(?:\.[\w-]+)+$/u.test(value) ||
    /^(?:[\w-]+\.)+[a-z]{2,}(?::\d+)?$/iu.test(value) ||
    /^(?:\.{0,2}|~|[A-Za-z]:)[/\\][\w./\\ -]*$/u.test(value)
  );
}

/** Long, of letters and digits, without words. */
function isRandom(value: string): boolean {
  return (
    value.length >= 16 &&
    /\d/u.test(value) &&
    /[a-z]/iu.test(value) &&
    !/\s/u.test(value) &&
    !isAddress(value) &&
    shannonEntropy(value) >= 3.5
  );
}

/** Whether an audit would report it in a .env file, be it with little confidence. */
function isReported(name: string, value: string, detector: Detector): boolean {
  const line = `${name}=${JSON.stringify(value)}\n`;
  return detector.scan(Buffer.from(line), kindBit('dotenv')).length > 0;
}

/** The password within a URL: it may stand alone elsewhere. */
function passwordOf(value: string): string | undefined {
  if (!/^[a-z][a-z0-9+.-]*:\/\//iu.test(value) || !URL.canParse(value)) return undefined;
  let { password } = new URL(value);
  try {
    password = decodeURIComponent(password);
  } catch {
    // A percent sign that is none of an escape.
  }
  return password.length < shortestUnderName || isPlaceholder(password) ? undefined : password;
}

function distinct(values: readonly SoughtValue[]): SoughtValue[] {
  const known = new Map(values.map((each) => [`${each.name}\0${each.value}`, each]));
  return [...known.values()];
}
