// Reads everything that may suppress findings and compiles its globs and expressions for triage/.
import { isAbsolute } from 'node:path';
import type { ReadFile } from '../config/configFolder.ts';
import { readNamedBaseline } from '../config/suppressionFiles.ts';
import { parseIgnoreFile as parseGitIgnore } from '../git/ignorePattern.ts';
import { ConfigError } from '../model/errors.ts';
import { baseName } from '../model/path.ts';
import type { BytePath } from '../model/path.ts';
import type { RunContext } from '../model/run.ts';
import { loadEngine } from '../rules/engine.ts';
import { PatternBudget } from '../rules/patternCost.ts';
import { suggestion } from '../rules/ruleFields.ts';
import type { RuleSet } from '../rules/ruleSet.ts';
import { defaultBaselineFile, parseBaseline } from '../triage/baseline.ts';
import type { Baseline, BaselineEntry } from '../triage/baseline.ts';
import { dayOf } from '../triage/days.ts';
import { fingerprintKey } from '../triage/fingerprint.ts';
import { gitleaksIgnoreName, parseGitleaksIgnore } from '../triage/gitleaksIgnore.ts';
import { ignoreFileName, parseIgnoreFile } from '../triage/ignoreFile.ts';
import type { IgnoreEntry } from '../triage/ignoreFile.ts';
import { parseSecretsBaseline, secretsBaselineName } from '../triage/secretsBaseline.ts';
import type { Allowance, Suppressions } from '../triage/suppressions.ts';
import type { DetectorSettings } from './shared.ts';

export interface SuppressionSources {
  readonly run: RunContext;
  readonly rules: RuleSet;
  readonly settings: Pick<DetectorSettings, 'fingerprintKey' | 'engine'>;
  /** The tree that is trusted; `--baseline` takes the place of its baseline. */
  readonly readFile: ReadFile;
  /** Takes the place of the one that would be read. */
  readonly baseline?: Baseline;
}

/** The keys under which a fingerprint that a user names may be: this run's, and the built-in one. */
export function fingerprintKeys(settings: Pick<DetectorSettings, 'fingerprintKey'>): string[] {
  return [...new Set([settings.fingerprintKey, fingerprintKey(undefined)])];
}

/**
 * Throws ConfigError that names file and line for a damaged baseline or `.leaktrailignore`. Files of other scanners only
 * give warnings: what is not understood there is left out, and more counts.
 */
export function loadSuppressions(sources: SuppressionSources): Suppressions {
  const { run, rules, settings, readFile } = sources;
  const warn = (message: string): void => run.onWarning?.(message);
  const baseline = sources.baseline ?? readBaseline(run, readFile);
  const gitleaks = read(readFile, gitleaksIgnoreName, parseGitleaksIgnore);
  for (const warning of gitleaks?.warnings ?? []) warn(warning);
  const secretsBaseline = readSecretsBaseline(readFile, settings.engine, warn);
  return {
    today: today(run),
    fingerprintKeys: fingerprintKeys(settings),
    // Of a rule that is disabled as well: its id is no reason.
    isRule: (word) => rules.knownIds.has(word),
    ignored: readIgnored(sources, warn),
    ...(baseline === undefined ? {} : { baseline: lookup(baseline) }),
    ...(gitleaks === undefined ? {} : { gitleaks }),
    ...(secretsBaseline === undefined ? {} : { secretsBaseline }),
  };
}

/** The day of a run, in UTC. */
export function today({ now }: Pick<RunContext, 'now'>): string {
  return dayOf(now ?? new Date());
}

/**
 * The baseline of a run: the file that `--baseline` names, which must be there, else the one that the configuration names,
 * else the tree's own, if any.
 */
export function readBaseline(
  { cwd, options }: Pick<RunContext, 'cwd' | 'options'>,
  readFile: ReadFile,
): Baseline | undefined {
  const { baselineFile, settings } = options;
  const configured = baselineFile === undefined ? settings?.baseline : undefined;
  if (configured !== undefined) {
    // Without the file more counts, never less: it may be still to be written.
    const bytes = isAbsolute(configured)
      ? readNamedBaseline(cwd, configured)
      : readFile(configured);
    return bytes && parseBaseline(textOf(bytes), configured);
  }
  if (baselineFile === undefined) {
    return read(readFile, defaultBaselineFile, (bytes, name) => parseBaseline(textOf(bytes), name));
  }
  const bytes = readNamedBaseline(cwd, baselineFile);
  if (bytes === undefined) throw new ConfigError(`--baseline ${baselineFile}: no such file`);
  return parseBaseline(textOf(bytes), baselineFile);
}

function read<Parsed>(
  readFile: ReadFile,
  name: string,
  parse: (bytes: Uint8Array, name: string) => Parsed,
): Parsed | undefined {
  const bytes = readFile(name);
  return bytes === undefined ? undefined : parse(bytes, name);
}

function lookup({ salts, entries }: Baseline): NonNullable<Suppressions['baseline']> {
  const entriesOf = new Map<string, BaselineEntry[]>();
  for (const entry of entries) {
    const known = entriesOf.get(entry.fingerprint);
    if (known === undefined) entriesOf.set(entry.fingerprint, [entry]);
    else known.push(entry);
  }
  return { salts, entriesOf };
}

function readIgnored(
  { readFile, rules }: Pick<SuppressionSources, 'readFile' | 'rules'>,
  warn: (message: string) => void,
): Suppressions['ignored'] {
  const entries = read(readFile, ignoreFileName, parseIgnoreFile) ?? [];
  const ofKind = (kind: IgnoreEntry['kind']): IgnoreEntry[] =>
    entries.filter((entry) => entry.kind === kind);
  const ids = [...rules.knownIds];
  return {
    fingerprints: new Map(ofKind('fingerprint').map(({ value, reason }) => [value, reason])),
    rules: ofKind('rule').map(({ value, reason, line }) => {
      const matches = idMatcher(value);
      if (!ids.some(matches)) {
        warn(`${ignoreFileName}:${line}: there is no rule '${value}'${suggestion(value, ids)}`);
      }
      return { matches, reason };
    }),
    paths: ofKind('path').map(({ value, reason }) => ({ matches: pathMatcher(value), reason })),
  };
}

/** `*` stands for any letters, as in `--disable`. */
function idMatcher(id: string): Allowance['matches'] {
  const [first = '', ...rest] = id.split('*');
  const last = rest.pop();
  if (last === undefined) return (other) => other === id;
  return (other) => {
    if (!other.startsWith(first) || !other.endsWith(last)) return false;
    let at = first.length;
    for (const part of rest) {
      const found = other.indexOf(part, at);
      if (found < 0) return false;
      at = found + part.length;
    }
    return at <= other.length - last.length;
  };
}

/** Whether a glob, read as in a .gitignore at the top, names a path or a folder above it. */
function pathMatcher(glob: string): (path: BytePath) => boolean {
  const patterns = parseGitIgnore(Buffer.from(glob, 'latin1'), ignoreFileName, false);
  return (path) => {
    for (let part = path; part !== ''; part = part.slice(0, Math.max(0, part.lastIndexOf('/')))) {
      const isNamed = patterns.some(
        ({ isDirectoryOnly, matches }) =>
          !(isDirectoryOnly && part === path) && matches(part, baseName(part)),
      );
      if (isNamed) return true;
    }
    return false;
  };
}

function readSecretsBaseline(
  readFile: ReadFile,
  engine: 'auto' | 'js',
  warn: (message: string) => void,
): Suppressions['secretsBaseline'] {
  const parsed = read(readFile, secretsBaselineName, (bytes, name) =>
    parseSecretsBaseline(textOf(bytes), name),
  );
  if (parsed === undefined) return undefined;
  for (const warning of parsed.warnings) warn(warning);
  const budget = new PatternBudget();
  const matcher = (patterns: readonly string[]): ((text: string) => boolean) => {
    const found = patterns.flatMap((pattern) => {
      const refusal = budget.refusal(pattern);
      if (refusal !== undefined) {
        warn(`${secretsBaselineName}: an excluded expression is left out: ${refusal}`);
        return [];
      }
      try {
        return [loadEngine(engine).compile(`(?P<secret>${pattern})`)];
      } catch (error) {
        if (!(error instanceof SyntaxError)) throw error;
        warn(`${secretsBaselineName}: an excluded expression is not understood: ${pattern}`);
        return [];
      }
    });
    return (text) => {
      const bytes = Buffer.from(text);
      return found.some((pattern) => pattern.exec(bytes, 0, bytes.length) !== undefined);
    };
  };
  const { files, lines, secrets } = parsed.excluded;
  const excludes = {
    files: matcher(files),
    lines: rememberingLast(matcher(lines)),
    secrets: matcher(secrets),
  };
  return { ...parsed, excludes };
}

/** Thousands of findings may ask in turn for the one long line in which they stand. */
function rememberingLast(matches: (text: string) => boolean): (text: string) => boolean {
  let last: { readonly text: string; readonly verdict: boolean } | undefined;
  return (text) => {
    if (last?.text !== text) last = { text, verdict: matches(text) };
    return last.verdict;
  };
}

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
}
