// Why what a rule takes for a secret does not count at a place all the same: the configuration, the paths of the rule, a
// comment, an ignore file or a baseline. For `explain`; a scan applies each of them where it is cheapest.
import { realpath } from 'node:fs/promises';
import { relative, sep } from 'node:path';
import { folderReader } from '../config/configFolder.ts';
import { suppressionRules } from '../config/suppressionFiles.ts';
import { hashObject } from '../git/hash.ts';
import type { Repository } from '../git/repository.ts';
import { readStagingIndex } from '../git/stagingIndex.ts';
import type { ExplainedValue, Explanation } from '../model/explanation.ts';
import type { Finding, Suppression } from '../model/finding.ts';
import type { Occurrence } from '../model/occurrence.ts';
import { bytePath, displayPath } from '../model/path.ts';
import type { BytePath } from '../model/path.ts';
import type { RunContext } from '../model/run.ts';
import { noSettings } from '../model/settings.ts';
import type { Settings } from '../model/settings.ts';
import type { RuleSet } from '../rules/ruleSet.ts';
import { fingerprintOf } from '../triage/fingerprint.ts';
import { loadSuppressions } from './loadSuppressions.ts';
import { createAllowedValues, createPathFilter } from './pathFilter.ts';
import { worktreeIgnoreRules } from './presentWorktree.ts';
import type { DetectorSettings } from './shared.ts';
import { suppressFindings } from './suppressFindings.ts';

export interface LeftOutInput {
  /** With its configuration. */
  readonly run: RunContext;
  readonly rules: RuleSet;
  readonly settings: DetectorSettings;
  /** Of the current folder, undefined outside of any. */
  readonly repository: Repository | undefined;
  /** Absolute. */
  readonly file: string;
  readonly bytes: Buffer;
}

/** The explanation of a line of a file, its verdicts as they are with all that may leave a value out. */
export async function withLeftOut(
  explanation: Explanation,
  input: LeftOutInput,
): Promise<Explanation> {
  const { run, repository } = input;
  const top = repository?.workTree ?? run.cwd;
  const inside = relative(await realpath(top), await realpath(input.file));
  // Nothing of a repository speaks of files that are not in it.
  if (inside === '' || inside.split(sep)[0] === '..') return explanation;
  const path = bytePath(inside.split(sep).join('/'));
  const whyNot = reasonsAt(path, top, input);
  const values = explanation.values.map((value) => {
    const why = value.isReported ? whyNot(value) : undefined;
    if (why === undefined) return value;
    return { ...value, isReported: false, verdict: `${why}; else reported: ${value.verdict}` };
  });
  const excluded = exclusionOf(path, run.options.settings);
  const notes = [
    ...(excluded === undefined ? [] : [`${excluded}: nothing in this file is reported`]),
    ...((await isUntrackedAndIgnored(path, input))
      ? ['git ignores this file: an audit does not open it, `leaktrail files` does']
      : []),
  ];
  return { ...explanation, values, notes: [...notes, ...explanation.notes] };
}

/** `leaktrail.yaml excludes gen/**`, by the entry that names the path. */
export function exclusionOf(path: BytePath, settings: Settings = noSettings): string | undefined {
  const { source, excludePaths, excludePathPatterns } = settings;
  const excludes = (part: Partial<Settings>): boolean =>
    createPathFilter({ ...noSettings, ...part }, noRules).isExcluded(path);
  if (!excludes({ excludePaths, excludePathPatterns })) return undefined;
  const entry =
    excludePaths.findLast((glob) => excludes({ excludePaths: [glob] })) ??
    excludePathPatterns.find((pattern) => excludes({ excludePathPatterns: [pattern] }));
  return `${source ?? 'the configuration'} excludes ${entry ?? 'this path'}`;
}

const noRules: Pick<RuleSet, 'rules' | 'byId'> = { rules: [], byId: new Map() };

function reasonsAt(
  path: BytePath,
  top: string,
  { run, rules, settings, bytes, repository }: LeftOutInput,
): (value: ExplainedValue) => string | undefined {
  const own = run.options.settings;
  const filter = createPathFilter(own, rules);
  const isAllowed = createAllowedValues(own);
  const readFile = folderReader(top, suppressionRules(run.onWarning));
  const suppressions = loadSuppressions({ run, rules, settings, readFile });
  const blob = hashObject(repository?.objectFormat ?? 'sha1', 'blob', bytes);
  return (value) => {
    const excluded = exclusionOf(path, own);
    if (excluded !== undefined) return excluded;
    if (!filter.admits(value.ruleId, path)) return 'the rule does not look at this path';
    if (isAllowed(value.value)) return `${own?.source ?? 'the configuration'} allows this value`;
    const [finding] = suppressFindings({
      findings: [findingAt(value, { path, blob, key: settings.fingerprintKey })],
      suppressions,
      fingerprintKey: settings.fingerprintKey,
      placesOf: () => [],
      contentOf: () => bytes,
    });
    return finding?.suppressed ? suppressionText(finding.suppressed) : undefined;
  };
}

const names: Readonly<Record<string, string>> = {
  'inline-comment': 'a comment beside it',
  'ignore-file': '.leaktrailignore',
  baseline: 'the baseline',
  gitleaksignore: '.gitleaksignore',
  'secrets-baseline': '.secrets.baseline',
};

function suppressionText({ by, reason, until }: Suppression): string {
  const lasting = until === undefined ? '' : ` until ${until}`;
  // Comments and paths are about places, and hold where all of them are named.
  const elsewhere =
    by === 'baseline' ? '' : ' (unless the secret also stands where nothing suppresses it)';
  return `${names[by] ?? by} suppresses it${lasting}: ${reason}${elsewhere}`;
}

/** The value as a finding of this file alone. */
function findingAt(
  value: ExplainedValue,
  { path, blob, key }: { readonly path: BytePath; readonly blob: string; readonly key: string },
): Finding {
  const { ruleId, title, line, column, endLine, endColumn, score } = value;
  const span = { line, column, endLine, endColumn };
  const nobody = { commit: null, author: null, date: null, summary: null } as const;
  const place: Occurrence = {
    event: 'present',
    blob,
    path: displayPath(path),
    ...span,
    ...nobody,
  };
  return {
    fingerprint: fingerprintOf(key, ruleId, value.value),
    ruleId,
    title,
    provider: '',
    severity: 'low',
    confidence: value.confidence ?? 'low',
    score,
    secret: { value: value.value, entropy: 0 },
    state: 'worktree',
    introduced: place,
    removed: null,
    exposedDays: null,
    reachableFrom: [],
    occurrences: [place],
    marks: [],
    suppressed: null,
    advice: [],
  };
}

async function isUntrackedAndIgnored(
  path: BytePath,
  { repository, run }: LeftOutInput,
): Promise<boolean> {
  if (repository === undefined || repository.workTree === null) return false;
  const { indexFile, objectFormat, gitDir, workTree } = repository;
  const ignore = await worktreeIgnoreRules(
    { repository, run: { ...run, repoPath: '.' } },
    workTree,
  );
  if (!ignore.check(path, false).ignored) return false;
  const { entries } = await readStagingIndex(indexFile, objectFormat, gitDir);
  return !entries.some((entry) => entry.path === path);
}
