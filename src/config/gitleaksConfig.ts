// .gitleaks.toml as settings, as far as they can say the same; for what they cannot there is a warning with key and line. The
// keys are those of gitleaks' README ("Configuration", 8.30).
import { createRequire } from 'node:module';
import type * as Toml from 'smol-toml';
import { ConfigError } from '../model/errors.ts';
import type { PathCondition, Rule } from '../model/rule.ts';
import { noSettings, type Settings } from '../model/settings.ts';
import { loadEngine } from '../rules/engine.ts';
import { builtinRuleIds } from '../rules/load.ts';
import { RuleSource } from '../rules/ruleFields.ts';
import type { ConfigPart } from './configPart.ts';
import { readAllowlists, type Allowlist } from './gitleaksAllowlist.ts';
import { measured, openReach, withSecretGroup } from './gitleaksPattern.ts';
import { GitleaksTable, Remarks } from './gitleaksTable.ts';
import { tomlLines } from './tomlLines.ts';

/** Reads a configuration of gitleaks; `file` is how messages call it. Throws ConfigError for text that is no TOML, and for values of the wrong type. */
export function parseGitleaksConfig(text: string, file: string): ConfigPart {
  const source = new RuleSource(file, tomlLines(text));
  const remarks = new Remarks(source);
  const top = new GitleaksTable(parseToml(text, file), [], remarks);
  top.ignore('title', 'description', 'minVersion');
  const extend = top.table('extend');
  const extended = extend?.placedText('path');
  const foreignNames = extend?.placedTexts('disabledRules') ?? [];
  const usesDefault = extend?.boolean('useDefault') === true;
  if (extend?.text('url') !== undefined)
    extend.remark('url', 'nothing is fetched: name a file with path');
  extend?.finish();
  const rules = top.tables('rules').flatMap((table) => readRule(table) ?? []);
  const allowlists = [...readAllowlists(top, 'allowlist'), ...readAllowlists(top, 'allowlists')];
  top.finish();
  if (!usesDefault && extended === undefined) {
    remarks.add(['extend'], "leaktrail's built-in rules count with or without useDefault");
  }
  const own = rules.map((rule) => withAllowlists(rule, allowlists));
  const everywhere = allowlists.filter(({ targetRules }) => targetRules.length === 0);
  const known = new Set(own.map(({ id }) => id));
  for (const { targetRules, at } of allowlists) {
    const others = targetRules.filter((id) => !known.has(ruleId(id)));
    if (others.length === 0) continue;
    remarks.add(
      [...at, 'targetRules'],
      `not applied to rules of other files: ${others.join(', ')}`,
    );
  }
  const settings: Settings = {
    ...noSettings,
    source: file,
    ownRules: own,
    excludePathPatterns: everywhere.flatMap(({ paths }) => paths),
    allow: { patterns: everywhere.flatMap(({ values }) => values), literals: [] },
    warnings: remarks.lines(),
  };
  const extensions = extended === undefined ? [] : [extended];
  return { source, settings, extended: extensions, ruleFiles: [], ruleNames: [], foreignNames };
}

function parseToml(text: string, file: string): Record<string, unknown> {
  // Loaded on demand: most runs meet no TOML.
  const { parse, TomlError } = createRequire(import.meta.url)('smol-toml') as typeof Toml;
  try {
    return parse(text, { maxDepth: 50, unsafeKeyBehaviour: 'throw' });
  } catch (cause) {
    if (!(cause instanceof TomlError)) throw cause;
    const [reason = ''] = cause.message.split('\n');
    throw new ConfigError(`${file}:${cause.line}: ${reason}`, { cause });
  }
}

function readRule(table: GitleaksTable): Rule | undefined {
  const id = table.requiredText('id');
  const title = table.text('description') ?? id;
  const hasNoRegex = table.text('regex') === undefined;
  const regex = table.pattern('regex');
  const group = table.number('secretGroup') ?? 0;
  const entropy = table.number('entropy');
  const keywords = table.texts('keywords');
  const path = table.pattern('path');
  const allowlists = [
    ...readAllowlists(table, 'allowlist'),
    ...readAllowlists(table, 'allowlists'),
  ];
  if (table.texts('tags').length > 0) table.remark('tags', 'reports have no tags');
  table.finish();
  if (hasNoRegex) {
    const reason =
      path === undefined
        ? 'left out: it changes a rule of gitleaks, leaktrail has rules of its own'
        : 'left out: a rule needs a regex, the name of a file alone is no finding';
    table.remark(path === undefined ? 'id' : 'path', reason);
    return undefined;
  }
  if (regex === undefined) return undefined;
  const form = patternOf(table, regex, group, keywords);
  if (form === undefined) return undefined;
  const rule: Rule = {
    id: ruleId(id),
    title,
    provider: 'generic',
    severity: 'high',
    confidence: 'high',
    specificity: specificityOf(ruleId(id)),
    references: [],
    examples: { positive: [], negative: [] },
    ...form,
    ...(entropy === undefined || entropy <= 0 ? {} : { minEntropy: entropy }),
    ...(path === undefined ? {} : { paths: { includePatterns: [path] } }),
  };
  if (rule.id.startsWith(prefix) && !id.startsWith(prefix)) {
    table.remark('id', `leaktrail has a rule of that name: reports call this one ${prefix}…`);
  } else if (rule.id !== id) table.remark('id', `is called ${rule.id} in reports`);
  return allowlists.reduce(allowedIn, rule);
}

function patternOf(
  table: GitleaksTable,
  regex: string,
  group: number,
  keywords: readonly string[],
): Pick<Rule, 'pattern' | 'keywords' | 'window'> | undefined {
  let pattern: string;
  try {
    pattern = withSecretGroup(regex, group);
    loadEngine().compile(pattern);
  } catch (error) {
    table.refused('regex', error);
    return undefined;
  }
  const reach = measured(pattern, keywords);
  if (reach === undefined) {
    table.remark(
      'regex',
      'left out: it holds no literal of three characters and names no keyword of that length',
    );
    return undefined;
  }
  if (reach.isAround) {
    table.remark(
      'keywords',
      `looked for within ${openReach} bytes of the match, not in the whole file`,
    );
  }
  return { pattern, keywords: reach.keywords, window: reach.window };
}

const prefix = 'gitleaks-';

/** What a rule is called here: ids are lower-case words joined by hyphens, and that of a built-in rule would replace it. */
export function ruleId(id: string): string {
  const words =
    id
      .toLowerCase()
      .replace(/[^a-z0-9]+/gu, '-')
      .replace(/^-|-$/gu, '') || 'rule';
  return builtinRuleIds().has(words) ? `${prefix}${words}` : words;
}

/** Built-in rules that know the format say more; of those that go by names, only some know the provider. */
function specificityOf(id: string): number {
  return /(?:^|-)generic-/u.test(id) ? 45 : 75;
}

function withAllowlists(rule: Rule, lists: readonly Allowlist[]): Rule {
  return lists
    .filter(({ targetRules }) => targetRules.some((id) => ruleId(id) === rule.id))
    .reduce(allowedIn, rule);
}

function allowedIn(rule: Rule, { paths, values }: Allowlist): Rule {
  const excludePatterns = [...(rule.paths?.excludePatterns ?? []), ...paths];
  const patterns = [...(rule.allow?.patterns ?? []), ...values];
  const condition: PathCondition = { ...rule.paths, excludePatterns };
  return {
    ...rule,
    ...(excludePatterns.length === 0 ? {} : { paths: condition }),
    ...(patterns.length === 0 ? {} : { allow: { patterns } }),
  };
}
