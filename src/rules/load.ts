// Which rules a run uses: the built-in ones, those of the user's own files, and what was switched on or
// off. At run time the built-in rules come from one JSON file that the build writes beside this one
// (scripts/buildRules.js): parsing and checking the YAML of 350 rules takes longer than a pre-commit
// check may. From source, where that file does not exist, they come from patterns/*.yaml.
import { readFileSync, readdirSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ConfigError } from '../model/errors.ts';
import type { Rule, Severity } from '../model/rule.ts';
import { unpackRules } from './compactRules.ts';
import { parseOwnRuleFile, parseRuleFile } from './parseRuleFile.ts';
import { suggestion } from './ruleFields.ts';
import { ruleSetOf, type RuleSet } from './ruleSet.ts';

export interface LoadRulesOptions {
  /** Rule files of the user; a rule with the id of a built-in one replaces it. */
  readonly files?: readonly string[];
  /** Rules of a configuration; those of `files` come after them. */
  readonly own?: readonly Rule[];
  /** Severity by rule id, or by id with `*`; of several that name a rule the last one counts. */
  readonly severities?: readonly (readonly [id: string, severity: Severity])[];
  /** When not empty: only these rules. Ids, or ids with `*`. */
  readonly enable?: readonly string[];
  /** Not these rules; wins over `enable`. Ids, or ids with `*`. */
  readonly disable?: readonly string[];
}

/** The rules of a run. Throws ConfigError for a file that cannot be used and for an id that no rule has. */
export function loadRules(options: LoadRulesOptions = {}): RuleSet {
  const shipped = builtinRuleSet();
  const own = [...(options.own ?? []), ...(options.files ?? []).flatMap(loadRuleFile)].map(
    (rule) => ({ ...rule, isOwn: true as const }),
  );
  const merged = own.length === 0 ? shipped : ruleSetOf([...shipped.rules, ...own]);
  const all = withSeverities(merged, options.severities ?? []);
  const enable = selectionOf(all, options.enable ?? []);
  const disable = selectionOf(all, options.disable ?? []);
  if (enable.size === 0 && disable.size === 0) return all;
  return ruleSetOf(
    all.rules.filter(({ id }) => !disable.has(id) && (enable.size === 0 || enable.has(id))),
    all.knownIds,
  );
}

/** The rules of one YAML file. Throws ConfigError. */
export function loadRuleFile(file: string): readonly Rule[] {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    throw new ConfigError(`cannot read the rule file ${file}`, { cause });
  }
  return parseOwnRuleFile(text, file);
}

/** Ids of the rules that ship with leaktrail. */
export function builtinRuleIds(): ReadonlySet<string> {
  return new Set(builtinRuleSet().byId.keys());
}

/** The rules that ship with leaktrail; examples and references, which matching does not need, only when asked for. */
export function loadBuiltinRules(options: { withExamples?: boolean } = {}): readonly Rule[] {
  const { rules } = builtinRuleSet();
  const text =
    options.withExamples === true ? readBeside('examples.json')?.toString('utf8') : undefined;
  if (text === undefined) return rules;
  const details = JSON.parse(text) as Record<string, Pick<Rule, 'references' | 'examples'>>;
  return rules.map((rule) => ({ ...rule, ...details[rule.id] }));
}

/** The built-in rules from their YAML files; an id may stand only once in all of them. */
export function loadPatternsFolder(): readonly Rule[] {
  const folder = fileURLToPath(new URL('../../patterns/', import.meta.url));
  const fileOf = new Map<string, string>();
  return readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .toSorted()
    .flatMap((name) => {
      const rules = parseRuleFile(readFileSync(`${folder}${name}`, 'utf8'), `patterns/${name}`);
      for (const { id } of rules) {
        const other = fileOf.get(id);
        if (other !== undefined) {
          throw new ConfigError(`patterns/${name}: ${id} is already defined in ${other}`);
        }
        fileOf.set(id, basename(name));
      }
      return rules;
    });
}

let builtin: RuleSet | undefined;

function builtinRuleSet(): RuleSet {
  return (builtin ??= readBuiltinRuleSet());
}

function readBuiltinRuleSet(): RuleSet {
  const compact = readBeside('builtin.json');
  if (compact === undefined) return ruleSetOf(loadPatternsFolder());
  return { ...unpackRules(compact.toString('utf8')), prepared: readBeside('triggers.bin') };
}

function readBeside(name: string): Buffer | undefined {
  try {
    return readFileSync(new URL(`./${name}`, import.meta.url));
  } catch {
    // Running from source: there is no built file.
    return undefined;
  }
}

function selectionOf(all: RuleSet, wanted: readonly string[]): ReadonlySet<string> {
  const ids = all.rules.map((rule) => rule.id);
  const selected = new Set<string>();
  for (const entry of wanted) {
    const matching = idsNamed(entry, ids);
    if (matching.length === 0) {
      throw new ConfigError(`no rule is called ${entry}${suggestion(entry, ids)}`);
    }
    for (const id of matching) selected.add(id);
  }
  return selected;
}

/** The ids that an entry names: itself, or all that fit where it holds `*`. */
export function idsNamed(entry: string, ids: readonly string[]): readonly string[] {
  const [first = '', ...others] = entry.split('*');
  const last = others.pop();
  if (last === undefined) return ids.filter((id) => id === entry);
  // By hand: the entry may be a stranger's, and a regular expression full of `.*` takes its time.
  return ids.filter((id) => {
    const end = id.length - last.length;
    if (!id.startsWith(first) || !id.endsWith(last) || end < first.length) return false;
    let at = first.length;
    return others.every((part) => {
      const found = id.indexOf(part, at);
      at = found + part.length;
      return found >= 0 && at <= end;
    });
  });
}

function withSeverities(
  all: RuleSet,
  severities: readonly (readonly [id: string, severity: Severity])[],
): RuleSet {
  if (severities.length === 0) return all;
  const ids = all.rules.map((rule) => rule.id);
  const severityOf = new Map(
    severities.flatMap(([entry, severity]) =>
      idsNamed(entry, ids).map((id) => [id, severity] as const),
    ),
  );
  return ruleSetOf(
    all.rules.map((rule) => ({ ...rule, severity: severityOf.get(rule.id) ?? rule.severity })),
  );
}
