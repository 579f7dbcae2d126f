// `.secrets.baseline` of detect-secrets: JSON with the SHA-1 of every known secret by file, and what is excluded (README,
// "Baseline"; docs/scan.md and docs/audit.md of its repository; IBM's edition has the same layout). The hash tells the
// secret wherever it stands, so it holds after moves, too.
import { createHash } from 'node:crypto';
import { isRecord } from '../model/json.ts';
import type { BytePath } from '../model/path.ts';

export const secretsBaselineName = '.secrets.baseline';

/** What an audit of detect-secrets said of a secret: true = a real one; undefined = not looked at. */
export type AuditedAs = boolean | undefined;

export interface SecretsBaseline {
  /** SHA-1 of the secret, 40 hex digits. */
  readonly hashes: ReadonlyMap<string, AuditedAs>;
  /** Per file the same hashes: that of a private key is over its first line alone, which many keys share. */
  readonly ofPath: ReadonlyMap<BytePath, ReadonlyMap<string, AuditedAs>>;
  /** Regular expressions of Python, searched for anywhere in the text. */
  readonly excluded: {
    readonly files: readonly string[];
    readonly lines: readonly string[];
    readonly secrets: readonly string[];
  };
  /** `FILE:LINE: …`; what is not understood is left out, so that more counts rather than less. */
  readonly warnings: readonly string[];
}

/** SHA-1 of a text, as detect-secrets hashes it. */
export function sha1(text: string): string {
  return createHash('sha1').update(text, 'utf8').digest('hex');
}

/** Reads the file's text; `name` is for the warnings. */
export function parseSecretsBaseline(text: string, name: string): SecretsBaseline {
  const hashes = new Map<string, AuditedAs>();
  const ofPath = new Map<BytePath, Map<string, AuditedAs>>();
  const excluded = { files: [] as string[], lines: [] as string[], secrets: [] as string[] };
  const nothing = (warning: string): SecretsBaseline => {
    return { hashes, ofPath, excluded, warnings: [warning] };
  };
  let root: unknown;
  try {
    root = JSON.parse(text);
  } catch (error) {
    return nothing(`${name}:${lineOfError(text, error)}: this is no JSON, the file is left out`);
  }
  if (!isRecord(root) || !isRecord(root['results'])) {
    return nothing(`${name}:1: it has no 'results', the file is left out`);
  }
  for (const [path, found] of Object.entries(root['results'])) {
    const bytes = Buffer.from(path.replaceAll('\\', '/'), 'utf8').toString('latin1');
    const inFile = new Map<string, AuditedAs>();
    for (const each of Array.isArray(found) ? found : []) {
      const hash: unknown = isRecord(each) ? each['hashed_secret'] : undefined;
      if (!isRecord(each) || typeof hash !== 'string' || !/^[0-9a-f]{40}$/u.test(hash)) continue;
      const isSecret = each['is_secret'];
      inFile.set(hash, typeof isSecret === 'boolean' ? isSecret : undefined);
    }
    for (const [hash, audited] of inFile) hashes.set(hash, hashes.get(hash) ?? audited);
    ofPath.set(bytes, inFile);
  }
  noteExcluded(root, excluded);
  return { hashes, ofPath, excluded, warnings: [] };
}

interface Excluded {
  readonly files: string[];
  readonly lines: string[];
  readonly secrets: string[];
}

const filters: Readonly<Record<string, keyof Excluded>> = {
  'detect_secrets.filters.regex.should_exclude_file': 'files',
  'detect_secrets.filters.regex.should_exclude_line': 'lines',
  'detect_secrets.filters.regex.should_exclude_secret': 'secrets',
};

/** Version 1 lists filters, version 0.12 and later have `exclude`, earlier ones `exclude_regex`. */
function noteExcluded(root: Record<string, unknown>, excluded: Excluded): void {
  const note = (list: string[], pattern: unknown): void => {
    for (const each of Array.isArray(pattern) ? pattern : [pattern]) {
      if (typeof each === 'string' && each !== '') list.push(each);
    }
  };
  note(excluded.files, root['exclude_regex']);
  const { exclude, filters_used: used } = root;
  if (isRecord(exclude)) {
    note(excluded.files, exclude['files']);
    note(excluded.lines, exclude['lines']);
  }
  for (const filter of Array.isArray(used) ? used : []) {
    if (!isRecord(filter) || typeof filter['path'] !== 'string') continue;
    const kind = filters[filter['path']];
    if (kind !== undefined) note(excluded[kind], filter['pattern']);
  }
}

/** Node names the position of an error in JSON within its message. */
function lineOfError(text: string, error: unknown): number {
  const position = /position (\d+)/u.exec(error instanceof Error ? error.message : '')?.[1];
  // Without a position it is the end that came too early.
  return text.slice(0, position === undefined ? text.length : Number(position)).split('\n').length;
}
