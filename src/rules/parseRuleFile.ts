// One YAML file of rules to validated rules. Short forms and defaults are filled in here, so that
// nobody after this file meets an incomplete rule. docs/RULES.md describes the format.
import { confidences, severities, type Rule } from '../model/rule.ts';
import { checkNames } from './checks/table.ts';
import { reachOf } from './patternShape.ts';
import { requirePatterns } from './requirePatterns.ts';
import { suggestion, type FieldPath, type RuleSource } from './ruleFields.ts';
import { assignedPattern, tokenPattern } from './shorthand.ts';
import { readYaml } from './readYaml.ts';

/** Parses the text of a rule file; `file` is only for messages. Throws ConfigError. */
export function parseRuleFile(text: string, file: string): readonly Rule[] {
  return readFile(text, file).rules;
}

/** The same for a file of the user, whose patterns may cost anything: they are compiled, too. */
export function parseOwnRuleFile(text: string, file: string): readonly Rule[] {
  const { source, rules } = readFile(text, file);
  return requirePatterns(source, rules, ['rules']);
}

function readFile(
  text: string,
  file: string,
): { readonly source: RuleSource; readonly rules: readonly Rule[] } {
  const { source, value } = readYaml(text, file);
  const top = source.record(value, []);
  source.knownKeys(top, [...sharedFields, 'rules'], []);
  const { rules, ...shared } = top;
  return { source, rules: readRules(source, rules, ['rules'], shared) };
}

/** The rules of a list that stands at a path of a file; `shared` holds fields that count for all of them. Throws ConfigError. */
export function readRules(
  source: RuleSource,
  list: unknown,
  at: FieldPath,
  shared: Readonly<Record<string, unknown>> = {},
): readonly Rule[] {
  if (!Array.isArray(list)) return source.fail(at, 'expected a list of rules');
  const seen = new Set<string>();
  return list.map((value: unknown, index) => {
    const path = [...at, index];
    const fields = source.record(value, path);
    source.knownKeys(fields, [...sharedFields, ...ownFields], path);
    const rule = readRule({ source, fields: { ...shared, ...fields }, path });
    if (seen.has(rule.id)) source.fail([...path, 'id'], `${rule.id} is defined twice`);
    seen.add(rule.id);
    return rule;
  });
}

/** Fields that a file may give once for all its rules. */
const sharedFields = [
  'provider',
  'severity',
  'confidence',
  'specificity',
  'references',
  'revoke',
  'advice',
  'paths',
  'checks',
];
const ownFields = [
  'id',
  'title',
  'keywords',
  'token',
  'assigned',
  'pattern',
  'extractor',
  'window',
  'minEntropy',
  'allow',
  'pairedWith',
  'examples',
];
const formFields = ['token', 'assigned', 'pattern', 'extractor'] as const;
type Form = (typeof formFields)[number];
const specificityOf: Readonly<Record<Form, number>> = {
  token: 80,
  pattern: 80,
  assigned: 60,
  extractor: 30,
};

interface RawRule {
  readonly source: RuleSource;
  readonly fields: Record<string, unknown>;
  readonly path: FieldPath;
}

function readRule(raw: RawRule): Rule {
  const { source, fields, path } = raw;
  const at = (field: string): FieldPath => [...path, field];
  const id = source.text(fields['id'], at('id'));
  if (!/^[a-z0-9]+(?:-[a-z0-9]+)*$/u.test(id)) {
    source.fail(at('id'), 'expected lower-case words joined by hyphens');
  }
  const form = formOf(raw);
  const keywords = readKeywords(raw, form);
  const pattern = readPattern(raw, form);
  return {
    id,
    title: source.text(fields['title'], at('title')),
    provider: source.text(fields['provider'], at('provider')),
    severity: source.oneOf(fields['severity'] ?? 'high', severities, at('severity')),
    confidence: source.oneOf(fields['confidence'] ?? 'high', confidences, at('confidence')),
    specificity: source.number(fields['specificity'] ?? specificityOf[form], at('specificity')),
    keywords,
    pattern,
    window: readWindow(raw, pattern, keywords),
    references: source.texts(fields['references'] ?? [], at('references')),
    examples: readExamples(raw),
    ...optionalFields(raw),
  };
}

type Optional = Pick<
  Rule,
  'extractor' | 'minEntropy' | 'paths' | 'allow' | 'checks' | 'pairedWith' | 'revoke' | 'advice'
>;

function optionalFields({ source, fields, path }: RawRule): Optional {
  const given = (field: string, read: (value: unknown, at: FieldPath) => unknown): object =>
    fields[field] === undefined ? {} : { [field]: read(fields[field], [...path, field]) };
  const text = (value: unknown, at: FieldPath): string => source.text(value, at);
  const texts = (value: unknown, at: FieldPath): readonly string[] => source.texts(value, at);
  const listsOf =
    (names: readonly string[]) =>
    (value: unknown, at: FieldPath): object => {
      const record = source.record(value, at);
      source.knownKeys(record, names, at);
      return Object.fromEntries(
        Object.entries(record).map(([name, list]) => [name, source.texts(list, [...at, name])]),
      );
    };
  return {
    ...given('extractor', text),
    ...given('minEntropy', (value, at) => source.number(value, at)),
    ...given('paths', listsOf(['include', 'exclude'])),
    ...given('allow', listsOf(['patterns', 'literals'])),
    ...given('checks', (value, at) => {
      const names = source.texts(value, at);
      names.forEach((name, index) => {
        if (checkNames.includes(name)) return;
        source.fail([...at, index], `no such check: ${name}${suggestion(name, checkNames)}`);
      });
      return names;
    }),
    ...given('pairedWith', text),
    ...given('revoke', text),
    ...given('advice', texts),
  };
}

function formOf({ source, fields, path }: RawRule): Form {
  const given = formFields.filter((field) => fields[field] !== undefined);
  const [form] = given;
  if (form !== undefined && given.length === 1) return form;
  return source.fail(path, `expected exactly one of ${formFields.join(', ')}`);
}

function readKeywords({ source, fields, path }: RawRule, form: Form): readonly string[] {
  const at = [...path, 'keywords'];
  // An extractor brings its own keywords.
  if (form === 'extractor') return source.texts(fields['keywords'] ?? [], at);
  const keywords = source.texts(fields['keywords'], at);
  if (keywords.length === 0) source.fail(at, 'expected at least one keyword');
  keywords.forEach((keyword, index) => {
    if (!/^[\x20-\x7e]{3,}$/u.test(keyword)) {
      source.fail([...at, index], 'expected a literal of three or more ASCII characters');
    }
  });
  return keywords;
}

function readPattern({ source, fields, path }: RawRule, form: Form): string {
  const at = [...path, form];
  if (form === 'extractor') return '';
  try {
    if (form === 'token') return tokenPattern(source.joinedText(fields['token'], at));
    if (form === 'assigned') {
      const record = source.record(fields['assigned'], at);
      source.knownKeys(record, ['name', 'value'], at);
      return assignedPattern({
        name: source.joinedText(record['name'], [...at, 'name']),
        value: source.joinedText(record['value'], [...at, 'value']),
      });
    }
  } catch (error) {
    if (error instanceof SyntaxError) source.fail(at, error.message);
    throw error;
  }
  const pattern = source.joinedText(fields['pattern'], at);
  if (!pattern.includes('(?P<secret>')) {
    source.fail(at, 'the pattern has no group named secret: (?P<secret>…)');
  }
  return pattern;
}

const longestWindow = 65_536;

// A match may not touch a cut edge of its window (engine.ts), hence one spare byte on either side.
function readWindow(
  { source, fields, path }: RawRule,
  pattern: string,
  keywords: readonly string[],
): Rule['window'] {
  const at = [...path, 'window'];
  if (pattern === '') return { before: 0, after: 0 };
  if (fields['window'] !== undefined) {
    const record = source.record(fields['window'], at);
    source.knownKeys(record, ['before', 'after'], at);
    const bytesOf = (side: string): number => {
      const bytes = source.number(record[side] ?? 0, [...at, side]);
      if (bytes > longestWindow) source.fail([...at, side], `at most ${longestWindow} bytes`);
      return bytes + 1;
    };
    return { before: bytesOf('before'), after: bytesOf('after') };
  }
  try {
    const reach = reachOf(pattern, keywords);
    if (Math.max(reach.before, reach.after) > longestWindow) {
      source.fail(at, 'the pattern has no upper length: give window: {before, after} in bytes');
    }
    return { before: reach.before + 1, after: reach.after + 1 };
  } catch (error) {
    if (error instanceof SyntaxError) source.fail([...path, 'pattern'], error.message);
    throw error;
  }
}

function readExamples({ source, fields, path }: RawRule): Rule['examples'] {
  const at = [...path, 'examples'];
  if (fields['examples'] === undefined) return { positive: [], negative: [] };
  const record = source.record(fields['examples'], at);
  source.knownKeys(record, ['positive', 'negative'], at);
  return {
    positive: source.texts(record['positive'] ?? [], [...at, 'positive']),
    negative: source.texts(record['negative'] ?? [], [...at, 'negative']),
  };
}
