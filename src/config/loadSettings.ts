// From the files of a repository, or the file that --config names, to the settings of a run: which file counts, the files
// it extends, and whether the rules it names exist.
import { ConfigError } from '../model/errors.ts';
import type { Rule } from '../model/rule.ts';
import { noSettings, type Settings } from '../model/settings.ts';
import { idsNamed, loadBuiltinRules } from '../rules/load.ts';
import { parseRuleFile } from '../rules/parseRuleFile.ts';
import { requirePatterns } from '../rules/requirePatterns.ts';
import { suggestion } from '../rules/ruleFields.ts';
import { anyFolder, confinedFolder, largestFileBytes, tooLarge } from './configFolder.ts';
import type { ConfigFolder, ReadFile } from './configFolder.ts';
import type { ConfigPart, PlacedText } from './configPart.ts';
import { parseGitleaksConfig, ruleId } from './gitleaksConfig.ts';
import { packageConfigText } from './packageJson.ts';
import { parseConfig } from './parseConfig.ts';

const packageName = 'package.json';

/** Names of a configuration at the top of a repository; the first that is there counts. */
export const configNames = [
  'leaktrail.yaml',
  'leaktrail.yml',
  '.leaktrail.yaml',
  '.leaktrail.yml',
  packageName,
  '.gitleaks.toml',
] as const;

/** Bounds on what a configuration may be made of. */
const deepestExtends = 8;
const mostFiles = 32;
const mostRules = 1000;
const longestRuleFile = 2 ** 17;

/**
 * The settings of the configuration that a repository's top holds, `noSettings` where it holds none. `readFile` reads from
 * the work tree or from the tree of a commit. Throws ConfigError.
 */
export function loadSettings(readFile: ReadFile, names: readonly string[] = configNames): Settings {
  const folder = confinedFolder(readFile);
  const warnings: string[] = [];
  const isThere = (name: string): boolean =>
    name === packageName
      ? holdsConfig(folder, (warning) => warnings.push(warning))
      : textOf(folder, name) !== undefined;
  try {
    const name = names.find(isThere);
    const settings = name === undefined ? noSettings : settingsOf(folder, name);
    return warnings.length === 0
      ? settings
      : { ...settings, warnings: [...warnings, ...settings.warnings] };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const message = `${error.message} (--no-config leaves the configuration aside)`;
    throw new ConfigError(message, { cause: error });
  }
}

/** Whether npm's file has a part that is ours; one that cannot be read is a warning, for it need not be about us at all. */
function holdsConfig(folder: ConfigFolder, onWarning: (warning: string) => void): boolean {
  try {
    const text = textOf(folder, packageName);
    return text !== undefined && packageConfigText(text) !== undefined;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    onWarning(`${error.message}: no configuration is taken from it`);
    return false;
  }
}

/** The settings of a file by its absolute path. Throws ConfigError, also where there is no such file. */
export function loadNamedSettings(path: string, shown: string): Settings {
  if (anyFolder.readFile(path) === undefined) throw new ConfigError(`there is no file ${shown}`);
  return settingsOf(anyFolder, path, shown);
}

function settingsOf(folder: ConfigFolder, path: string, shown = path): Settings {
  const nameOf = (file: string): string => (file === path ? shown : file);
  const loading: Loading = { folder, nameOf, parts: [], rulesFromFiles: new Map() };
  loadFile(loading, path, []);
  const { parts } = loading;
  const settings = parts.map((part) => ({
    ...part.settings,
    ownRules: [...(loading.rulesFromFiles.get(part) ?? []), ...part.settings.ownRules],
  }));
  const merged = settings.reduce(mergeSettings, noSettings);
  const last = parts.at(-1);
  if (merged.ownRules.length > mostRules) {
    last?.source.fail([], `more than ${mostRules} rules of its own`);
  }
  return { ...merged, ...checkNames(parts, merged) };
}

interface Loading {
  readonly folder: ConfigFolder;
  /** A file as messages call it. */
  readonly nameOf: (path: string) => string;
  /** In the order in which they count, the last one most. */
  readonly parts: ConfigPart[];
  readonly rulesFromFiles: Map<ConfigPart, readonly Rule[]>;
}

/** Adds the parts of a file and, before it, of those that it extends; `chain` leads to it. */
function loadFile(loading: Loading, path: string, chain: readonly string[]): void {
  const { folder, parts, nameOf } = loading;
  const text = textOf(folder, path) ?? '';
  const raw = parsePart(text, nameOf(path));
  const { source } = raw;
  for (const reference of raw.extended) {
    const next = resolved(loading, raw, path, reference);
    const longer = [...chain, path];
    if (longer.includes(next)) {
      source.fail(reference.at, `extends itself: ${[...longer, next].join(' > ')}`);
    }
    if (longer.length >= deepestExtends) {
      source.fail(reference.at, `more than ${deepestExtends} files extend each other`);
    }
    if (parts.length >= mostFiles) source.fail(reference.at, `more than ${mostFiles} files`);
    loadFile(loading, next, longer);
  }
  if (raw.ruleFiles.length > mostFiles) {
    source.fail(['ruleFiles'], `more than ${mostFiles} files`);
  }
  const rules = raw.ruleFiles.flatMap((reference) => {
    const file = resolved(loading, raw, path, reference);
    const ruleText = textOf(folder, file) ?? '';
    if (ruleText.length > longestRuleFile) {
      source.fail(reference.at, `larger than ${longestRuleFile} characters`);
    }
    return requirePatterns(source, parseRuleFile(ruleText, file), reference.at);
  });
  loading.rulesFromFiles.set(raw, rules);
  parts.push(withBaseline(loading, raw, path));
}

function parsePart(text: string, path: string): ConfigPart {
  if (path.endsWith('.toml')) return parseGitleaksConfig(text, path);
  if (!/(?:^|[/\\])package\.json$/u.test(path)) return parseConfig(text, path);
  const part = packageConfigText(text);
  if (part === undefined) throw new ConfigError(`${path}: has no leaktrail field`);
  return parseConfig(part, path);
}

/** Path of a file that must be there. */
function resolved(
  { folder }: Loading,
  { source }: ConfigPart,
  from: string,
  { text, at }: PlacedText,
): string {
  const target = folder.resolve(from, text);
  if ('refusal' in target) return source.fail(at, `${text} ${target.refusal}`);
  if (textOf(folder, target.path) === undefined) source.fail(at, `there is no file ${text}`);
  return target.path;
}

/** The baseline need not be there yet. */
function withBaseline({ folder }: Loading, part: ConfigPart, path: string): ConfigPart {
  if (part.baseline === undefined) return part;
  const target = folder.resolve(path, part.baseline.text);
  if ('refusal' in target) {
    return part.source.fail(part.baseline.at, `${part.baseline.text} ${target.refusal}`);
  }
  return { ...part, settings: { ...part.settings, baseline: target.path } };
}

/** The settings of two files, the second of which says more. */
function mergeSettings(first: Settings, second: Settings): Settings {
  return {
    ...first,
    ...second,
    ownRules: [...first.ownRules, ...second.ownRules],
    enable: [...first.enable, ...second.enable],
    disable: [...first.disable, ...second.disable],
    severities: [...first.severities, ...second.severities],
    excludePaths: [...first.excludePaths, ...second.excludePaths],
    excludePathPatterns: [...first.excludePathPatterns, ...second.excludePathPatterns],
    envFiles: [...first.envFiles, ...second.envFiles],
    allow: {
      patterns: [...first.allow.patterns, ...second.allow.patterns],
      literals: [...first.allow.literals, ...second.allow.literals],
    },
    warnings: [...first.warnings, ...second.warnings],
  };
}

/** Refuses names that no rule has; those of another tool become a warning, or a rule that is disabled. */
function checkNames(
  parts: readonly ConfigPart[],
  { ownRules, disable, warnings }: Settings,
): Partial<Settings> {
  const isNamed = parts.some(
    (part) => part.ruleNames.length + (part.foreignNames?.length ?? 0) > 0,
  );
  if (!isNamed) return {};
  const ids = [...loadBuiltinRules(), ...ownRules].map(({ id }) => id);
  const disabled: string[] = [];
  const unknown: string[] = [];
  for (const { source, ruleNames, foreignNames = [] } of parts) {
    for (const { text, at } of ruleNames) {
      if (idsNamed(text, ids).length > 0) continue;
      source.fail(at, `no rule is called ${text}${suggestion(text, ids)}`);
    }
    for (const { text, at } of foreignNames) {
      const named = [text, ruleId(text)].filter((id) => ids.includes(id));
      if (named.length > 0) disabled.push(...new Set(named));
      else unknown.push(source.remark(at, `leaktrail has no rule ${text}${suggestion(text, ids)}`));
    }
  }
  return { disable: [...disable, ...disabled], warnings: [...warnings, ...unknown] };
}

const utf8 = new TextDecoder('utf-8');

function textOf({ readFile }: ConfigFolder, path: string): string | undefined {
  const bytes = readFile(path);
  if (bytes === undefined) return undefined;
  if (bytes.length > largestFileBytes) throw tooLarge(path);
  return utf8.decode(bytes);
}
