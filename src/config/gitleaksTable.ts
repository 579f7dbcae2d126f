// A table of a TOML file, read key by key: names are compared without case, as gitleaks reads them, and keys that nobody
// asked for are told.
import type { PlacedText } from './configPart.ts';
import { loadEngine } from '../rules/engine.ts';
import { suggestion, type FieldPath, type RuleSource } from '../rules/ruleFields.ts';

/** Of a message of RE2 as much is told: it holds the pattern. */
const longestMessage = 200;

/** Warnings; of those that say the same of the same key the first one stands, with the number of the others. */
export class Remarks {
  readonly source: RuleSource;
  readonly #found = new Map<string, { readonly first: string; count: number }>();

  constructor(source: RuleSource) {
    this.source = source;
  }

  add(path: FieldPath, message: string): void {
    const key = JSON.stringify([path.filter((part) => typeof part === 'string'), message]);
    const known = this.#found.get(key);
    if (known === undefined) {
      this.#found.set(key, { first: this.source.remark(path, message), count: 1 });
    } else known.count++;
  }

  lines(): string[] {
    return [...this.#found.values()].map(({ first, count }) =>
      count === 1 ? first : `${first} (and ${count - 1} more)`,
    );
  }
}

export class GitleaksTable {
  readonly at: FieldPath;
  readonly #remarks: Remarks;
  readonly #values: ReadonlyMap<string, { readonly key: string; readonly value: unknown }>;
  readonly #asked = new Map<string, string>();

  constructor(value: unknown, at: FieldPath, remarks: Remarks) {
    const record = remarks.source.record(value, at);
    this.at = at;
    this.#remarks = remarks;
    this.#values = new Map(
      Object.entries(record).map(([key, each]) => [key.toLowerCase(), { key, value: each }]),
    );
  }

  /** Keys that are understood to mean nothing here. */
  ignore(...keys: readonly string[]): void {
    for (const key of keys) this.#value(key);
  }

  text(key: string): string | undefined {
    const value = this.#value(key);
    return value === undefined ? undefined : this.#remarks.source.text(value, this.#path(key));
  }

  requiredText(key: string): string {
    return this.#remarks.source.text(this.#value(key), this.#path(key));
  }

  number(key: string): number | undefined {
    const value = this.#value(key);
    return value === undefined ? undefined : this.#remarks.source.number(value, this.#path(key));
  }

  boolean(key: string): boolean | undefined {
    const value = this.#value(key);
    if (value === undefined || typeof value === 'boolean') return value;
    return this.#remarks.source.fail(this.#path(key), 'expected true or false');
  }

  texts(key: string): readonly string[] {
    return this.#remarks.source.texts(this.#value(key) ?? [], this.#path(key));
  }

  placedText(key: string): PlacedText | undefined {
    const text = this.text(key);
    return text === undefined ? undefined : { text, at: this.#path(key) };
  }

  placedTexts(key: string): PlacedText[] {
    return this.texts(key).map((text, index) => ({ text, at: [...this.#path(key), index] }));
  }

  /** A regular expression; one that RE2 does not take becomes a warning, one that costs too much a ConfigError. */
  pattern(key: string): string | undefined {
    const text = this.text(key);
    return text !== undefined && this.#compiles(text, key, this.#path(key)) ? text : undefined;
  }

  patterns(key: string): string[] {
    return this.texts(key).filter((text, index) =>
      this.#compiles(text, key, [...this.#path(key), index]),
    );
  }

  table(key: string): GitleaksTable | undefined {
    const value = this.#value(key);
    return value === undefined
      ? undefined
      : new GitleaksTable(value, this.#path(key), this.#remarks);
  }

  /** An array of tables; one table stands for an array of one. */
  tables(key: string): GitleaksTable[] {
    const value = this.#value(key);
    if (value === undefined) return [];
    const path = this.#path(key);
    if (!Array.isArray(value)) return [new GitleaksTable(value, path, this.#remarks)];
    return value.map((each, index) => new GitleaksTable(each, [...path, index], this.#remarks));
  }

  /** Warns of a key that is here. */
  remark(key: string, message: string): void {
    this.#remarks.add(this.#path(key), message);
  }

  /** Warns of a pattern that cannot be compiled. */
  refused(key: string, error: unknown): void {
    const [reason = ''] = error instanceof Error ? error.message.split('\n') : [];
    this.remark(key, `left out, RE2 does not take it: ${reason.slice(0, longestMessage)}`);
  }

  /** Warns of the keys that nobody asked for. */
  finish(): void {
    const known = [...this.#asked.values()];
    for (const [folded, { key }] of this.#values) {
      if (this.#asked.has(folded)) continue;
      this.#remarks.add([...this.at, key], `not understood${suggestion(key, known)}`);
    }
  }

  #compiles(pattern: string, key: string, at: FieldPath): boolean {
    const { source } = this.#remarks;
    const refusal = source.budget.refusal(pattern);
    if (refusal !== undefined) source.fail(at, refusal);
    const secret = '(?P<secret>';
    try {
      loadEngine().compile(pattern.includes(secret) ? pattern : `${secret}${pattern})`);
      return true;
    } catch (error) {
      this.refused(key, error);
      return false;
    }
  }

  #value(key: string): unknown {
    this.#asked.set(key.toLowerCase(), key);
    return this.#values.get(key.toLowerCase())?.value;
  }

  #path(key: string): FieldPath {
    return [...this.at, this.#values.get(key.toLowerCase())?.key ?? key];
  }
}
