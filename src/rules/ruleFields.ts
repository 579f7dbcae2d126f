// Checked reading of the values of a rule or configuration file: every wrong value becomes a ConfigError that names
// the file, the line, the field and, for a misspelt word, the nearest right one.
import type { Document, LineCounter, Node } from 'yaml';
import { ConfigError } from '../model/errors.ts';
import { isRecord } from '../model/json.ts';
import { nearestWord } from './nearestWord.ts';
import { PatternBudget } from './patternCost.ts';

export type FieldPath = readonly (string | number)[];

/** 1-based line of the value at a path, or of the nearest enclosing value that exists. */
export type LineOf = (path: FieldPath) => number;

/** Where values come from; `fail` throws for the value at a path. */
export class RuleSource {
  /** As messages name it. */
  readonly file: string;
  readonly lineOf: LineOf;
  /** What its patterns may cost. */
  readonly budget = new PatternBudget();

  constructor(file: string, lineOf: LineOf) {
    this.file = file;
    this.lineOf = lineOf;
  }

  /** Throws a ConfigError `file:line: field: message`. */
  fail(path: FieldPath, message: string): never {
    throw new ConfigError(this.remark(path, message));
  }

  /** `file:line: field: message`, for what is said of a value without refusing it. */
  remark(path: FieldPath, message: string): string {
    const field = path
      .map((part) => (typeof part === 'number' ? `[${part}]` : `.${part}`))
      .join('');
    return `${this.file}:${this.lineOf(path)}: ${field === '' ? '' : `${field.replace(/^\./u, '')}: `}${message}`;
  }

  record(value: unknown, path: FieldPath): Record<string, unknown> {
    if (isRecord(value)) return value;
    return this.fail(path, 'expected names with values');
  }

  /** Refuses keys that are not in the list. */
  knownKeys(value: Record<string, unknown>, keys: readonly string[], path: FieldPath): void {
    for (const key of Object.keys(value)) {
      if (keys.includes(key)) continue;
      this.fail([...path, key], `no such field${suggestion(key, keys)}`);
    }
  }

  text(value: unknown, path: FieldPath): string {
    if (typeof value === 'string' && value !== '') return value;
    return this.fail(path, 'expected a text');
  }

  /** One text, or a list of fragments that are joined. */
  joinedText(value: unknown, path: FieldPath): string {
    return Array.isArray(value) ? this.texts(value, path).join('') : this.text(value, path);
  }

  texts(value: unknown, path: FieldPath): readonly string[] {
    if (!Array.isArray(value)) return this.fail(path, 'expected a list of texts');
    return value.map((item: unknown, index) => this.text(item, [...path, index]));
  }

  number(value: unknown, path: FieldPath): number {
    if (typeof value === 'number' && Number.isFinite(value) && value >= 0) return value;
    return this.fail(path, 'expected a number, 0 or more');
  }

  oneOf<T extends string>(value: unknown, allowed: readonly T[], path: FieldPath): T {
    const found = allowed.find((item) => item === value);
    if (found !== undefined) return found;
    const given = typeof value === 'string' ? suggestion(value, allowed) : '';
    return this.fail(path, `expected one of ${allowed.join(', ')}${given}`);
  }
}

/** Lines of the values of a YAML document. */
export function yamlLines(document: Document, lines: LineCounter): LineOf {
  return (path) => {
    for (let length = path.length; length >= 0; length--) {
      const node: unknown = document.getIn(path.slice(0, length), true);
      const range = isNode(node) ? node.range : undefined;
      if (range !== undefined && range !== null) return lines.linePos(range[0]).line;
    }
    return 1;
  };
}

/** " (did you mean …?)" or nothing. */
export function suggestion(word: string, known: readonly string[]): string {
  const nearest = nearestWord(word, known);
  return nearest === undefined ? '' : ` (did you mean ${nearest}?)`;
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'range' in value;
}
