// An allowlist of gitleaks: which paths and which secrets it lets pass. One that asks for several things at once, for the
// text around a secret or for a commit says what settings cannot; it lets nothing pass then, which hides nothing.
import type { FieldPath } from '../rules/ruleFields.ts';
import type { GitleaksTable } from './gitleaksTable.ts';

export interface Allowlist {
  readonly at: FieldPath;
  /** Patterns found anywhere in a path. */
  readonly paths: readonly string[];
  /** Patterns found anywhere in a secret. */
  readonly values: readonly string[];
  /** Ids of the rules that it is for; empty = all. */
  readonly targetRules: readonly string[];
}

/** The allowlists under a key of a table. */
export function readAllowlists(parent: GitleaksTable, key: string): Allowlist[] {
  return parent.tables(key).flatMap((table) => readAllowlist(table) ?? []);
}

function readAllowlist(table: GitleaksTable): Allowlist | undefined {
  table.ignore('description');
  const paths = table.patterns('paths');
  const regexes = table.patterns('regexes');
  const stopwords = table.texts('stopwords');
  const commits = table.texts('commits');
  const target = table.text('regexTarget') ?? 'secret';
  const condition = table.text('condition') ?? 'OR';
  const targetRules = table.texts('targetRules');
  table.finish();
  const criteria = [paths, regexes, stopwords, commits].filter((list) => list.length > 0);
  if (/^(?:and|&&)$/iu.test(condition) && criteria.length > 1) {
    table.remark('condition', 'left out: an allowlist that asks for several things at once');
    return undefined;
  }
  if (commits.length > 0) table.remark('commits', 'not understood: a secret outlives its commit');
  const isOfSecret = target.toLowerCase() === 'secret';
  if (!isOfSecret && regexes.length > 0) {
    table.remark('regexTarget', 'left out: regexes are compared with the secret alone');
  }
  const words = stopwords.map((word) => `(?i:${word.replace(/[!-/:-@[-`{-~]/gu, '\\$&')})`);
  const values = [...(isOfSecret ? regexes : []), ...words];
  return { at: table.at, paths, values, targetRules };
}
