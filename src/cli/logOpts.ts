// `--log-opts`: a git-log style selection of commits. Every option is held against an allowlist and becomes a
// field of CommitSelection; nothing of the text reaches git as it was written, so that no option such as
// --output or --ext-diff can come in this way.
import { createRequire } from 'node:module';
import type yargsParserType from 'yargs-parser';
import type { CommitSelection } from '../model/commitSelection.ts';
import { UsageError } from '../model/errors.ts';
import { suggestion } from '../rules/ruleFields.ts';
import { splitWords } from './splitWords.ts';
import { wholeNumber } from './values.ts';

/** Options with one value; the last one wins. */
const single = ['since', 'after', 'until', 'before', 'max-count', 'skip'] as const;
/** Options that may be repeated. */
const repeated = ['author', 'committer', 'grep', 'branches', 'tags', 'remotes'] as const;
const flags = ['all', 'first-parent', 'merges', 'no-merges'] as const;

const known: readonly string[] = [...single, ...repeated, ...flags];

/** The selection that the text of `--log-opts` asks for. Throws UsageError, naming the option, for anything else. */
export function parseLogOpts(text: string): CommitSelection {
  // Loaded when it is asked for: few runs are.
  const yargsParser = createRequire(import.meta.url)('yargs-parser') as typeof yargsParserType;
  const { argv, error } = yargsParser.detailed(splitWords(text, '--log-opts').map(canonical), {
    string: [...single],
    array: [...repeated],
    boolean: [...flags],
    configuration: {
      'boolean-negation': false,
      'camel-case-expansion': false,
      'dot-notation': false,
      'greedy-arrays': false,
      'parse-numbers': false,
      'parse-positional-numbers': false,
      'populate--': true,
      'short-option-groups': false,
      'unknown-options-as-args': true,
    },
  });
  if (error !== null) throw new UsageError(`--log-opts: ${error.message}`, { cause: error });
  const options = optionReader(argv);
  const since = options.value('since') ?? options.value('after');
  const until = options.value('until') ?? options.value('before');
  const maxCount = options.count('max-count');
  const skip = options.count('skip');
  const merges = mergesOf(options);
  return {
    revisions: argv._.map((argument) => revision(String(argument))),
    paths: (argv['--'] ?? []).map(String),
    ...(since === undefined ? {} : { since }),
    ...(until === undefined ? {} : { until }),
    authors: options.values('author'),
    committers: options.values('committer'),
    messages: options.values('grep'),
    branches: options.values('branches'),
    tags: options.values('tags'),
    remotes: options.values('remotes'),
    all: options.has('all'),
    firstParent: options.has('first-parent'),
    ...(merges === undefined ? {} : { merges }),
    ...(maxCount === undefined ? {} : { maxCount }),
    ...(skip === undefined ? {} : { skip }),
  };
}

interface OptionReader {
  value(name: (typeof single)[number]): string | undefined;
  values(name: (typeof repeated)[number]): string[];
  count(name: 'max-count' | 'skip'): number | undefined;
  has(name: (typeof flags)[number]): boolean;
}

function optionReader(argv: Readonly<Record<string, unknown>>): OptionReader {
  const text = (name: string, value: unknown): string => {
    if (typeof value === 'string' && value !== '') return value;
    throw new UsageError(`--log-opts: --${name} needs a value`);
  };
  const value = (name: string): string | undefined => {
    const given = argv[name];
    if (given === undefined) return undefined;
    return text(name, Array.isArray(given) ? given.at(-1) : given);
  };
  return {
    value,
    values: (name) => {
      const list: unknown = argv[name] ?? [];
      // An option without its value leaves an empty list.
      if (!Array.isArray(list) || (list.length === 0 && name in argv)) return [text(name, '')];
      return list.map((entry) => text(name, entry));
    },
    count: (name) => {
      const given = value(name);
      return given === undefined ? undefined : wholeNumber(`--log-opts: --${name}`, given, 0);
    },
    has: (name) => [argv[name]].flat().includes(true),
  };
}

function mergesOf(options: OptionReader): 'only' | 'none' | undefined {
  if (options.has('no-merges')) return 'none';
  return options.has('merges') ? 'only' : undefined;
}

/**
 * One spelling for each option: `-5`, `-n5` and `-n 5` as --max-count; flags and the options whose value may be
 * missing with a value, so that the parser never takes the next word for one.
 */
function canonical(word: string, index: number, words: readonly string[]): string {
  if (words.slice(0, index).includes('--')) return word;
  const count = /^-n?(\d+)$/u.exec(word)?.[1];
  if (count !== undefined) return `--max-count=${count}`;
  if (word === '-n') return '--max-count';
  if (flags.some((flag) => word === `--${flag}`)) return `${word}=true`;
  if (word === '--branches' || word === '--tags' || word === '--remotes') return `${word}=*`;
  if (/^-[^-]/u.test(word)) refuse(word.slice(0, 2));
  const name = /^--([^=]*)/u.exec(word)?.[1];
  if (name !== undefined && name !== '' && !known.includes(name)) refuse(`--${name}`);
  const isFlag = flags.some((flag) => flag === name);
  if (isFlag) throw new UsageError(`--log-opts: --${name} takes no value`);
  return word;
}

function refuse(option: string): never {
  const hint = suggestion(
    option,
    known.map((name) => `--${name}`),
  );
  throw new UsageError(`--log-opts: ${option} is not allowed${hint}`);
}

/** A revision as git reads it; what could pass for an option or break a line is none. */
function revision(text: string): string {
  if (text === '' || text.startsWith('-') || /[\s\u0000-\u001f\u007f]/u.test(text)) {
    throw new UsageError(`--log-opts: '${text}' is no revision`);
  }
  return text;
}
