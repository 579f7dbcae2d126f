// The text of a YAML file to plain values whose lines are known. The file may come from anybody: what size, aliases and
// nesting can cost is bounded.
import { createRequire } from 'node:module';
import type * as Yaml from 'yaml';
import { ConfigError } from '../model/errors.ts';
import { RuleSource, yamlLines } from './ruleFields.ts';

export interface YamlFile {
  readonly source: RuleSource;
  /** null for an empty file. */
  readonly value: unknown;
}

/** Parses YAML (JSON is a part of it); `file` is only for messages. Throws ConfigError. */
export function readYaml(text: string, file: string): YamlFile {
  // Loaded on demand: a run with the built-in rules alone needs no YAML parser.
  const yaml = createRequire(import.meta.url)('yaml') as typeof Yaml;
  const lines = new yaml.LineCounter();
  const refuse = (offset: number, reason: string): never => {
    throw new ConfigError(`${file}:${Math.max(1, lines.linePos(offset).line)}: ${reason}`);
  };
  const deep = tooDeep(new yaml.Lexer().lex(text));
  if (deep !== undefined) throw new ConfigError(`${file}:${deep}: nested too deeply`);
  // Pretty errors quote the text, each of a hundred thousand of them.
  const document = yaml.parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const [error] = document.errors;
  if (error !== undefined) refuse(error.pos[0], error.message.split('\n')[0] ?? '');
  // A key of many parts becomes the text of its parts, and takes twice the time with each level.
  yaml.visit(document, {
    Pair(_, { key }) {
      if (yaml.isCollection(key)) refuse(key.range?.[0] ?? 0, 'expected a text as the key');
    },
  });
  try {
    const value: unknown = document.toJS({ maxAliasCount: 100 });
    return { source: new RuleSource(file, yamlLines(document, lines)), value };
  } catch (cause) {
    if (!(cause instanceof ReferenceError)) throw cause;
    throw new ConfigError(`${file}: its aliases unfold to too much, or to nothing`, { cause });
  }
}

/** Deeper than any rule or setting goes; the parser, which calls itself for each level, can end the process far below a thousand. */
const deepest = 100;

/**
 * The line at which brackets or, counted in columns, blocks open too many levels. The lexer's tokens are pieces of the text
 * and marks of its own in control characters; it calls nothing for a level.
 */
function tooDeep(tokens: Iterable<string>): number | undefined {
  let line = 1;
  let brackets = 0;
  let openers = 0;
  for (const token of tokens) {
    if (token === '[' || token === '{') brackets++;
    else if (token === ']' || token === '}') brackets--;
    else if (token === '?') openers++;
    else if (brackets === 0 && (token === '-' || token === ':')) openers++;
    else if (brackets === 0 && /^[ \t]+$/u.test(token))
      openers += token.length > 2 ? token.length / 2 : 0;
    else if (token.includes('\n')) {
      line += token.split('\n').length - 1;
      openers = 0;
    }
    if (brackets > deepest || openers > deepest) return line;
  }
  return undefined;
}
