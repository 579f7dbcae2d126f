// `values.json` in a plan's folder: what must be gone afterwards, so that `plan --verify` can look for it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { errorCode } from '../git/fileErrors.ts';
import { UsageError } from '../model/errors.ts';
import type { Oid } from '../model/oid.ts';
import type { DisplayPath } from '../model/path.ts';
import type { SoughtValue } from '../model/run.ts';
import { planFiles } from './planFolder.ts';

const valuesSchema = 'leaktrail.plan-values/1';

/** What the folder remembers: everything that must be gone afterwards. */
export interface KeptValues {
  readonly schema: typeof valuesSchema;
  /** Real path of the repository's git directory. */
  readonly repository: string;
  readonly values: readonly SoughtValue[];
  readonly blobs: readonly Oid[];
  readonly paths: readonly DisplayPath[];
}

/**
 * The text of `values.json`; what an earlier plan of the repository kept stays in it, as it may still be there. Throws UsageError
 * where the folder has the plan of another repository, which would be lost.
 */
export function keptText(folder: string, kept: Omit<KeptValues, 'schema'>): string {
  const before = readKept(folder);
  if (before !== undefined && before.repository !== kept.repository) {
    throw new UsageError(
      `the folder ${folder} holds the plan of another repository (${before.repository}): name another one with --dir`,
    );
  }
  const values = new Map<string, SoughtValue>();
  for (const value of [...kept.values, ...(before?.values ?? [])]) {
    if (!values.has(value.value)) values.set(value.value, value);
  }
  const union = (ours: readonly string[], theirs: readonly string[] = []): string[] =>
    [...new Set([...ours, ...theirs])].sort();
  const text = JSON.stringify(
    {
      schema: valuesSchema,
      repository: kept.repository,
      values: [...values.values()],
      blobs: union(kept.blobs, before?.blobs),
      paths: union(kept.paths, before?.paths),
    } satisfies KeptValues,
    null,
    2,
  );
  return Buffer.from(`${text}\n`, 'utf8').toString('latin1');
}

/** What a plan kept in this folder; undefined when there is none. Throws UsageError for one that cannot be read. */
export function readKept(folder: string): KeptValues | undefined {
  const file = join(folder, planFiles.values);
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT' || errorCode(error) === 'ENOTDIR') return undefined;
    throw new UsageError(`cannot read ${file}: ${errorCode(error)}`, { cause: error });
  }
  const kept = parseKept(text);
  if (kept === undefined) throw new UsageError(`${file} is no file of a plan: make the plan again`);
  return kept;
}

function parseKept(text: string): KeptValues | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const fields = Object.entries(value);
  const field = (name: string): unknown => fields.find(([key]) => key === name)?.[1];
  const values = field('values');
  const repository = field('repository');
  const blobs = field('blobs');
  const paths = field('paths');
  if (field('schema') !== valuesSchema || typeof repository !== 'string') return undefined;
  if (!isList(values, isSought) || !isList(blobs, isString) || !isList(paths, isString))
    return undefined;
  return { schema: valuesSchema, repository, values, blobs, paths };
}

function isString(value: unknown): value is string {
  return typeof value === 'string';
}

function isSought(value: unknown): value is SoughtValue {
  return (
    typeof value === 'object' &&
    value !== null &&
    'name' in value &&
    'value' in value &&
    isString(value.name) &&
    isString(value.value)
  );
}

function isList<Item>(value: unknown, isItem: (item: unknown) => item is Item): value is Item[] {
  return Array.isArray(value) && value.every((item) => isItem(item));
}
