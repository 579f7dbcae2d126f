// Finds the line that `explain` is asked about: a line of a file, or the first place of a finding of the repository.
import { resolve } from 'node:path';
import { folderReader } from '../config/configFolder.ts';
import { createDetector } from '../detect/detector.ts';
import type { Detector } from '../detect/detector.ts';
import { createExplainer } from '../detect/explain.ts';
import { fileKindOf, isNotebook } from '../detect/paths.ts';
import { errorCode } from '../git/fileErrors.ts';
import { createObjectStore } from '../git/objectStore.ts';
import { readWholeFile } from '../git/regularFile.ts';
import { openRepository } from '../git/repository.ts';
import type { Repository } from '../git/repository.ts';
import { openStorage } from '../git/storage.ts';
import { GitError, UsageError } from '../model/errors.ts';
import type { Explanation } from '../model/explanation.ts';
import type { Finding } from '../model/finding.ts';
import type { Occurrence } from '../model/occurrence.ts';
import type { FileKind } from '../model/rule.ts';
import { shownPath } from '../model/path.ts';
import type { ExplainRun } from '../model/run.ts';
import type { Settings } from '../model/settings.ts';
import { runAudit } from './audit.ts';
import { secretsInTexts } from './bystanders.ts';
import { announceSettings, configureRun, configureWith } from './configureRun.ts';
import { kindOf } from './describeFindings.ts';
import { hidingDetector } from './hidingDetector.ts';
import { leastScoreOf } from './judgement.ts';
import { exclusionOf, withLeftOut } from './leftOutHere.ts';
import { explainInNotebook } from './notebookExplained.ts';
import { repositoryContents } from './occurrenceContents.ts';
import { createAllowedValues } from './pathFilter.ts';
import { detectorSettings } from './settings.ts';
import { rulesFor } from './thread.ts';

/** A content and the line of it in question. */
interface Asked {
  readonly bytes: Buffer;
  readonly path: string | null;
  readonly commit: string | null;
  readonly line: number;
  readonly kind: FileKind;
}

/** Of the places of a finding at most so many are looked at. */
const mostPlaces = 100;

/**
 * Explains `PATH:LINE`, a file below the current folder, or a fingerprint of the repository of the current folder. Throws
 * UsageError where there is no such file, line or finding.
 */
export async function runExplain(bareRun: ExplainRun): Promise<Explanation> {
  const repository = await repositoryHere(bareRun);
  const run = await configured(bareRun, repository);
  announceSettings(run);
  const settings = detectorSettings(run);
  const rules = rulesFor(settings);
  const explainContent = createExplainer(rules, settings);
  const detector = hidingDetector({ detector: () => createDetector(rules, settings), settings })();
  const threshold = leastScoreOf(run.options.minConfidence);
  const explain = (asked: Asked): Explanation => {
    const { bytes, path, commit, line, kind } = asked;
    const explained = explainContent(bytes, kind, threshold)(line);
    if (explained === undefined) throw new UsageError(`'${path ?? ''}' has no line ${line}`);
    const explanation = { path, commit, line, kind, ...explained };
    return path !== null && isNotebook(path) ? explainInNotebook(explanation, bytes) : explanation;
  };
  if (!/^[0-9a-f]{32}$/u.test(run.target)) {
    const asked = fileLine(run);
    const file = resolve(run.cwd, asked.path);
    const { bytes } = asked;
    const input = { run, rules, settings, repository, file, bytes };
    return withOtherSecrets(await withLeftOut(explain(asked), input), detector);
  }
  const { finding, leftOut } = await findingOf(run, bareRun);
  const explanations = (await placesOf(run, finding)).map(explain);
  // A finding is as sure as its best place: that one tells why.
  const telling = explanations.find(({ values }) =>
    values.some(({ isReported, ruleId }) => isReported && ruleId === finding.ruleId),
  );
  const shown = telling ?? explanations[0];
  if (shown === undefined) throw new UsageError('the object that holds the finding cannot be read');
  const notes = [...leftOut, statesOf(finding), ...suppressionOf(finding), ...shown.notes];
  return withOtherSecrets({ ...shown, notes }, detector);
}

/** What else its texts hold of secrets: people write the reasons of a suppression. */
function withOtherSecrets(explanation: Explanation, detector: Detector): Explanation {
  const { path, values, notes } = explanation;
  const texts = [path ?? '', ...values.map(({ verdict }) => verdict), ...notes];
  return { ...explanation, alsoSecret: secretsInTexts(texts, detector) };
}

/** With the configuration of the repository of the current folder or, outside of any, of that folder. */
async function configured(
  run: ExplainRun,
  repository: Repository | undefined,
): Promise<ExplainRun> {
  return repository === undefined
    ? configureWith(run, folderReader(run.cwd), ['leaktrail.yaml'])
    : configureRun(run, repository);
}

/** Undefined outside of any: a file can be asked about all the same. */
async function repositoryHere({ cwd, env }: ExplainRun): Promise<Repository | undefined> {
  try {
    return await openRepository(cwd, env);
  } catch (error) {
    if (!(error instanceof GitError)) throw error;
    return undefined;
  }
}

function fileLine({ target, cwd }: ExplainRun): Asked & { readonly path: string } {
  const match = /^(.+):([1-9]\d*)$/su.exec(target);
  const [, path = '', line = ''] = match ?? [];
  if (match === null) {
    throw new UsageError(
      `'${target}' is neither PATH:LINE nor a fingerprint of 32 hexadecimal digits, as reports show it`,
    );
  }
  let bytes: Buffer;
  try {
    bytes = readWholeFile(resolve(cwd, path));
  } catch (cause) {
    const why = reasons[errorCode(cause)] ?? errorCode(cause);
    throw new UsageError(`cannot read the file '${path}': ${why}`, { cause });
  }
  return { bytes, path, commit: null, line: Number(line), kind: fileKindOf(path) };
}

const reasons: Readonly<Record<string, string>> = {
  EFTYPE: 'it is no regular file',
  ENOENT: 'it does not exist',
  ERR_FS_FILE_TOO_LARGE: 'it is larger than 2 GiB',
};

/** The finding, and what keeps it out of reports where the configuration does. */
async function findingOf(
  run: ExplainRun,
  bareRun: ExplainRun,
): Promise<{ readonly finding: Finding; readonly leftOut: readonly string[] }> {
  const found = await soughtIn(run);
  if (found !== undefined) return { finding: found, leftOut: [] };
  const { settings } = run.options;
  const options = { ...bareRun.options, config: false as const };
  const without =
    settings === undefined || settings.source === null
      ? undefined
      : await soughtIn({ ...bareRun, options, onWarning: () => undefined });
  if (without === undefined) {
    throw new UsageError(
      `the repository holds no finding ${run.target} (fingerprints change with LEAKTRAIL_FINGERPRINT_KEY)`,
    );
  }
  return { finding: without, leftOut: [`not reported: ${configuredReason(without, settings)}`] };
}

async function soughtIn(run: ExplainRun): Promise<Finding | undefined> {
  // All that is found at any score: what was left out may be what is asked about.
  const options = { ...run.options, minConfidence: 'low' as const };
  const report = await runAudit({ ...run, options, repoPath: '.' });
  return report.findings.find(({ fingerprint }) => fingerprint === run.target);
}

function configuredReason(
  { introduced, occurrences, secret }: Finding,
  settings: Settings | undefined,
): string {
  const source = settings?.source ?? 'the configuration';
  if (createAllowedValues(settings)(secret.value)) return `${source} allows this value`;
  const exclusions = [introduced, ...occurrences].map(({ path }) =>
    path === null ? undefined : exclusionOf(shownPath(path), settings),
  );
  return exclusions.find((text) => text !== undefined) ?? `${source} leaves its rule or paths out`;
}

/** The places of a finding, the first one first. */
async function placesOf(run: ExplainRun, { introduced, occurrences }: Finding): Promise<Asked[]> {
  const repository = await openRepository(run.cwd, run.env);
  const { storage } = openStorage(repository.objectDirs, repository.objectFormat, 0);
  const store = createObjectStore(storage);
  const contentOf = repositoryContents(repository, store);
  const places = new Map<string, Occurrence>();
  for (const place of [introduced, ...occurrences]) {
    const { blob, commit, path, line } = place;
    const key = `${blob ?? commit} ${path} ${line}`;
    // The commit that took it out names the same content, and holds it no more.
    if (!places.has(key)) places.set(key, place);
  }
  try {
    return [...places.values()].slice(0, mostPlaces).flatMap((place) => {
      const bytes = contentOf(place);
      const { path, commit, line } = place;
      return bytes === undefined ? [] : [{ bytes, path, commit, line, kind: kindOf(place) }];
    });
  } finally {
    store.close();
  }
}

function suppressionOf({ suppressed }: Finding): string[] {
  if (suppressed === null) return [];
  const { by, reason, until } = suppressed;
  return [`suppressed by ${by}${until === undefined ? '' : ` until ${until}`}: ${reason}`];
}

function statesOf({ state, marks, severity, occurrences }: Finding): string {
  const marked = marks.length === 0 ? '' : `; its paths are marked ${marks.join(', ')}`;
  return `state ${state}, severity ${severity}, occurrences: ${occurrences.length}${marked}`;
}
