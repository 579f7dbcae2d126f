// leaktrail.yaml, or the part of a package.json, to settings. docs/CONFIGURATION.md describes the format and
// schemas/config.schema.json states it for editors.
import { ConfigError } from '../model/errors.ts';
import { confidences, severities } from '../model/rule.ts';
import { noSettings, type Settings } from '../model/settings.ts';
import { readRules } from '../rules/parseRuleFile.ts';
import { readYaml } from '../rules/readYaml.ts';
import { requirePattern, requirePatterns } from '../rules/requirePatterns.ts';
import type { FieldPath, RuleSource } from '../rules/ruleFields.ts';
import { parseByteSize } from './byteSize.ts';
import type { ConfigPart, PlacedText } from './configPart.ts';

/** Every key that may stand in a configuration. */
export const configKeys = [
  'extends',
  'rules',
  'ruleFiles',
  'enable',
  'disable',
  'severity',
  'excludePaths',
  'envFiles',
  'allow',
  'minConfidence',
  'maxBlob',
  'baseline',
] as const;

/** Larger ones cost the YAML parser seconds. */
const longestConfig = 2 ** 16;

/** Reads a configuration; `file` is how messages call it. Throws ConfigError. */
export function parseConfig(text: string, file: string): ConfigPart {
  if (text.length > longestConfig) {
    const hint = 'move rules to ruleFiles or other files of extends';
    throw new ConfigError(`${file}: larger than ${longestConfig} characters: ${hint}`);
  }
  const { source, value } = readYaml(text, file);
  const top = value === null ? {} : source.record(value, []);
  source.knownKeys(top, configKeys, []);
  const baseline = top['baseline'];
  return {
    source,
    settings: readSettings(source, top),
    extended: placed(source, textsOf(top['extends']), ['extends']),
    ruleFiles: placed(source, textsOf(top['ruleFiles']), ['ruleFiles']),
    ...(baseline === undefined
      ? {}
      : { baseline: { text: source.text(baseline, ['baseline']), at: ['baseline'] } }),
    ruleNames: [
      ...placed(source, top['enable'] ?? [], ['enable']),
      ...placed(source, top['disable'] ?? [], ['disable']),
      ...Object.keys(severityOf(source, top)).map((id) => ({ text: id, at: ['severity', id] })),
    ],
  };
}

function readSettings(source: RuleSource, top: Readonly<Record<string, unknown>>): Settings {
  const texts = (key: string): readonly string[] => source.texts(top[key] ?? [], [key]);
  const minConfidence = top['minConfidence'];
  const maxBlob = top['maxBlob'];
  return {
    ...noSettings,
    source: source.file,
    ownRules:
      top['rules'] === undefined
        ? []
        : requirePatterns(source, readRules(source, top['rules'], ['rules']), ['rules']),
    enable: texts('enable'),
    disable: texts('disable'),
    severities: Object.entries(severityOf(source, top)).map(([id, value]) => [
      id,
      source.oneOf(value, severities, ['severity', id]),
    ]),
    excludePaths: readGlobs(source, 'excludePaths', texts('excludePaths')),
    envFiles: readFileGlobs(source, texts('envFiles')),
    allow: readAllow(source, top['allow']),
    ...(minConfidence === undefined
      ? {}
      : { minConfidence: source.oneOf(minConfidence, confidences, ['minConfidence']) }),
    ...(maxBlob === undefined ? {} : { maxBlobBytes: readSize(source, maxBlob, ['maxBlob']) }),
  };
}

function severityOf(
  source: RuleSource,
  top: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  return top['severity'] === undefined ? {} : source.record(top['severity'], ['severity']);
}

function readGlobs(source: RuleSource, key: string, globs: readonly string[]): readonly string[] {
  globs.forEach((glob, index) => {
    if (/[\n\r\0]/u.test(glob)) source.fail([key, index], 'one glob, without line ends');
  });
  return globs;
}

/** Globs for files, by their names: one that takes whole folders would make every file of a history one to be traced. */
function readFileGlobs(source: RuleSource, globs: readonly string[]): readonly string[] {
  readGlobs(source, 'envFiles', globs).forEach((glob, index) => {
    const name = glob.slice(glob.lastIndexOf('/') + 1);
    if (/[\p{L}\p{N}]/u.test(name) && !glob.startsWith('#')) return;
    source.fail(
      ['envFiles', index],
      'expected a glob for files, such as *.secret or deploy/*.conf',
    );
  });
  return globs;
}

function readAllow(source: RuleSource, value: unknown): Settings['allow'] {
  if (value === undefined) return noSettings.allow;
  const record = source.record(value, ['allow']);
  source.knownKeys(record, ['patterns', 'literals'], ['allow']);
  const patterns = source.texts(record['patterns'] ?? [], ['allow', 'patterns']);
  patterns.forEach((pattern, index) =>
    requirePattern(source, `(?P<secret>${pattern})`, ['allow', 'patterns', index]),
  );
  const literals = source.texts(record['literals'] ?? [], ['allow', 'literals']);
  return { patterns, literals };
}

function readSize(source: RuleSource, value: unknown, at: FieldPath): number {
  const bytes = parseByteSize(String(value));
  return bytes ?? source.fail(at, 'expected a size such as 500k, 10M or 1G');
}

function placed(source: RuleSource, value: unknown, at: FieldPath): PlacedText[] {
  return source.texts(value, at).map((text, index) => ({ text, at: [...at, index] }));
}

/** One text stands for a list of one. */
function textsOf(value: unknown): unknown {
  return typeof value === 'string' ? [value] : (value ?? []);
}
