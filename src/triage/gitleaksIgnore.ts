// `.gitleaksignore`: a line `COMMIT:PATH:RULE:LINE` or `PATH:RULE:LINE` for each finding of gitleaks that does not count
// (gitleaks README, "gitleaksignore"; later versions shorten the commit). Rules are gitleaks' own: commit, path and line
// tell the place, and the rule's name is only shown.
import type { BytePath } from '../model/path.ts';

export const gitleaksIgnoreName = '.gitleaksignore';

export interface GitleaksEntry {
  /** Lower-case digits the oid starts with; absent = any commit, and files outside of commits. */
  readonly commit?: string;
  readonly path: BytePath;
  readonly ruleId: string;
  readonly line: number;
}

export interface GitleaksIgnore {
  /** Entries by path. */
  readonly ofPath: ReadonlyMap<BytePath, readonly GitleaksEntry[]>;
  /** `FILE:LINE: …` for lines that say nothing; they are left out, as gitleaks does. */
  readonly warnings: readonly string[];
}

/** Reads the file's bytes; `name` is for the warnings. */
export function parseGitleaksIgnore(bytes: Uint8Array, name: string): GitleaksIgnore {
  const ofPath = new Map<BytePath, GitleaksEntry[]>();
  const warnings: string[] = [];
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  for (const [index, raw] of text
    .replace(/^\xef\xbb\xbf/u, '')
    .split('\n')
    .entries()) {
    const line = raw.trim();
    if (line === '' || line.startsWith('#')) continue;
    const entry = parseEntry(line);
    if (entry === undefined) {
      warnings.push(
        `${name}:${index + 1}: neither COMMIT:PATH:RULE:LINE nor PATH:RULE:LINE, left out`,
      );
      continue;
    }
    const known = ofPath.get(entry.path);
    if (known === undefined) ofPath.set(entry.path, [entry]);
    else known.push(entry);
  }
  return { ofPath, warnings };
}

function parseEntry(line: string): GitleaksEntry | undefined {
  const match = /^(?:([0-9a-fA-F]{7,64}):)?(.+):([^:\s]+):(\d{1,9})(?:\s+#.*)?$/u.exec(line);
  if (match === null) return undefined;
  const [, commit, path = '', ruleId = '', number = ''] = match;
  return {
    ...(commit === undefined ? {} : { commit: commit.toLowerCase() }),
    // Written on Windows.
    path: path.replaceAll('\\', '/'),
    ruleId,
    line: Number(number),
  };
}
