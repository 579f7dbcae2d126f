// `leaktrail plan --verify`: whether what a plan was to take away is gone from everything that the repository holds.
import { resolve } from 'node:path';
import { createObjectStore } from '../git/objectStore.ts';
import type { ObjectStore } from '../git/objectStore.ts';
import { findOid } from '../git/objectTable.ts';
import { openRepository } from '../git/repository.ts';
import { openStorage } from '../git/storage.ts';
import { UsageError } from '../model/errors.ts';
import type { Finding } from '../model/finding.ts';
import type { DisplayPath } from '../model/path.ts';
import type { Verification, VerifyRun } from '../model/plan.ts';
import type { Report } from '../model/report.ts';
import { runAudit } from '../scan/audit.ts';
import { scannedPart } from '../scan/objectMatches.ts';
import { isPlainWord, mayStandElsewhere } from './expressions.ts';
import { readKept } from './keptValues.ts';
import { planFolder } from './planFolder.ts';
import type { KeptValues } from './keptValues.ts';
import { shellWord } from '../git/shellWord.ts';
import { searchValues } from './soughtPlaces.ts';
import { wordAround } from './storedTexts.ts';

/** Throws UsageError where there is no plan to verify, GitError where there is no repository. */
export async function verifyPlan(run: VerifyRun): Promise<Verification> {
  const repository = await openRepository(resolve(run.cwd, run.repoPath), run.env);
  const folder = await planFolder(repository, run);
  const kept = readKept(folder);
  if (kept === undefined) {
    throw new UsageError(
      `there is no plan in ${folder}: make one with 'leaktrail plan' before the history is rewritten, or name its folder with --dir`,
    );
  }
  // Plain words stand everywhere: of them the rules tell whether one is still a secret.
  const sought = kept.values.filter(({ value }) => !isPlainWord(latin1(value)));
  const reports = await searchValues({ ...run, wantsPlaces: true }, sought);
  // The rules know forms of their own (what is escaped twice, lists, key stores), and hygiene knows the paths.
  const audit = await runAudit({ ...run, onWarning: () => undefined });
  const { storage } = openStorage(repository.objectDirs, repository.objectFormat, 0);
  const store = createObjectStore(storage);
  try {
    const found = reports
      .flatMap((report) => report.findings)
      .filter((finding) => !isOtherText(finding, store));
    const findings = [...found, ...foundByRules(audit, kept, found)];
    return {
      folder,
      sought: kept.values.length,
      plainWords: kept.values.length - sought.length,
      report: joined([...reports, audit], findings),
      blobs: kept.blobs.filter((oid) => findOid(storage.table, oid) >= 0),
      paths: pathsLeft(audit, kept),
      removeCommand: `rm -rf ${shellWord(folder)}`,
    };
  } finally {
    store.close();
  }
}

/** A short value that stands in longer words alone, which the plan left as they are. */
function isOtherText({ secret, storedAt = [] }: Finding, store: ObjectStore): boolean {
  const plain = latin1(secret.value);
  if (!mayStandElsewhere(plain) || storedAt.length === 0) return false;
  return storedAt.every((place) => {
    const object = store.read(place.oid);
    if (object === undefined) return false;
    const bytes = scannedPart(object);
    const text = bytes.toString('latin1', place.startOffset, place.endOffset);
    return text === plain && wordAround(bytes, place);
  });
}

function latin1(value: string): string {
  return Buffer.from(value, 'utf8').toString('latin1');
}

/** Findings of the kept values that the search for them does not show. */
function foundByRules(audit: Report, { values }: KeptValues, found: readonly Finding[]): Finding[] {
  const names = new Map(values.map(({ name, value }) => [value, name]));
  const shown = new Set(found.flatMap(({ title }) => title.split(', ')));
  return audit.findings.flatMap((finding) => {
    const title = names.get(finding.secret.value);
    return title === undefined || shown.has(title) ? [] : [{ ...finding, title, suppressed: null }];
  });
}

function pathsLeft({ hygiene }: Report, { paths }: KeptValues): DisplayPath[] {
  const held = hygiene.filter(({ check }) => check === 'tracked' || check === 'history');
  return paths.filter((path) => held.some((entry) => entry.path === path));
}

/** One report, complete where all of them are. */
function joined(reports: readonly [...Report[], Report], findings: readonly Finding[]): Report {
  const last = reports[reports.length - 1]!;
  const incomplete = reports.find(({ coverage }) => !coverage.complete);
  return {
    ...last,
    mode: 'plan',
    findings,
    coverage: (incomplete ?? last).coverage,
    alsoSecret: [...new Set(reports.flatMap(({ alsoSecret = [] }) => alsoSecret))],
  };
}
