// What paths a configuration and the rules themselves leave out. Applied where a match's paths are known: one content can
// stand at many.
import { createIgnoreRules } from '../git/ignore.ts';
import { bytePath } from '../model/path.ts';
import type { BytePath } from '../model/path.ts';
import type { PathCondition } from '../model/rule.ts';
import { noSettings, type Settings } from '../model/settings.ts';
import { loadEngine } from '../rules/engine.ts';
import type { RuleSet } from '../rules/ruleSet.ts';

export interface PathFilter {
  /** False = no path is excluded: nobody need ask. */
  readonly excludesAny: boolean;
  /** Whether nothing at this path counts. */
  isExcluded(path: BytePath): boolean;
  /** Whether a rule looks at this path. */
  admits(ruleId: string, path: BytePath): boolean;
  /** Whether a rule looks at some paths alone: not at messages, then. */
  needsPath(ruleId: string): boolean;
}

/** The filter of a configuration and of the `paths` of rules. */
export function createPathFilter(
  settings: Settings = noSettings,
  rules: Pick<RuleSet, 'rules' | 'byId'>,
): PathFilter {
  const { excludePaths, excludePathPatterns } = settings;
  const excluded = remembered(
    anyOf([globMatcher(excludePaths, false), patternMatcher(excludePathPatterns)]),
  );
  const conditions = new Map<string, PathMatcher>();
  for (const { id, paths } of rules.rules) {
    if (paths !== undefined) conditions.set(id, remembered(conditionMatcher(paths)));
  }
  return {
    excludesAny: excludePaths.length + excludePathPatterns.length > 0,
    isExcluded: excluded,
    admits: (ruleId, path) => conditions.get(ruleId)?.(path) ?? true,
    needsPath(ruleId) {
      const paths = rules.byId.get(ruleId)?.paths;
      return paths?.include !== undefined || paths?.includePatterns !== undefined;
    },
  };
}

type PathMatcher = (path: BytePath) => boolean;

function conditionMatcher(paths: PathCondition): PathMatcher {
  const { include, exclude, includePatterns, excludePatterns } = paths;
  const isIncluded =
    include === undefined && includePatterns === undefined
      ? (): boolean => true
      : anyOf([globMatcher(include, true), patternMatcher(includePatterns)]);
  const isExcluded = anyOf([globMatcher(exclude, true), patternMatcher(excludePatterns)]);
  return (path) => isIncluded(path) && !isExcluded(path);
}

/** Lines as in a .gitignore at the top. */
function globMatcher(globs: readonly string[] = [], ignoreCase: boolean): PathMatcher {
  if (globs.length === 0) return () => false;
  const rules = createIgnoreRules({
    ignoreCase,
    readGitignore: () => undefined,
    common: [{ source: '', bytes: Buffer.from(globs.join('\n')) }],
  });
  return (path) => rules.check(path, false).ignored;
}

function patternMatcher(patterns: readonly string[] = []): PathMatcher {
  if (patterns.length === 0) return () => false;
  const engine = loadEngine();
  // Both as bytes of UTF-8: letters beyond ASCII match as sequences of them.
  const compiled = patterns.map((pattern) => engine.compile(`(?P<secret>${bytePath(pattern)})`));
  return (path) => {
    const bytes = Buffer.from(path, 'latin1');
    return compiled.some((pattern) => pattern.exec(bytes, 0, bytes.length) !== undefined);
  };
}

function anyOf(matchers: readonly PathMatcher[]): PathMatcher {
  return (path) => matchers.some((matches) => matches(path));
}

function remembered(matches: PathMatcher): PathMatcher {
  const known = new Map<BytePath, boolean>();
  return (path) => {
    const before = known.get(path);
    if (before !== undefined) return before;
    const now = matches(path);
    known.set(path, now);
    return now;
  };
}

/** Whether a secret is one of those that a configuration allows. */
export function createAllowedValues({ allow }: Settings = noSettings): (value: string) => boolean {
  const literals = new Set(allow.literals);
  const matchesPattern = patternMatcher(allow.patterns);
  return (value) => literals.has(value) || matchesPattern(bytePath(value));
}
