// Scans files and folders, or standard input, without git.
import { readFile } from 'node:fs/promises';
import { createDetector } from '../detect/detector.ts';
import { folderReader } from '../config/configFolder.ts';
import { hashObject } from '../git/hash.ts';
import { displayPath } from '../model/path.ts';
import type { BytePath, DisplayPath } from '../model/path.ts';
import type { Report } from '../model/report.ts';
import type { FilesRun } from '../model/run.ts';
import { listFiles } from '../sources/files.ts';
import { createSealer } from '../triage/fingerprint.ts';
import { scanUnlessOver, withDeadline } from './lateness.ts';
import { monotonicMs } from './clock.ts';
import { announceSettings, configureWith } from './configureRun.ts';
import { createCoverage } from './coverage.ts';
import { openLargeFile, pauseUnless } from './largeFile.ts';
import { loadSuppressions } from './loadSuppressions.ts';
import { defaultMaxMemory, planMemory, tooLargeToUnpack } from './memoryPlan.ts';
import { readUnchanged } from './occurrenceContents.ts';
import type { ContentOf } from './occurrenceContents.ts';
import { imageData } from './notebookImages.ts';
import { createPresentFindings } from './presentFindings.ts';
import { readInput } from './standardInput.ts';
import { buildReport } from './report.ts';
import { detectorSettings, warnOfPort } from './settings.ts';
import { rulesFor } from './thread.ts';
import { weighFindings } from './weighFindings.ts';

/** Name of standard input, as an argument and as a path. */
const standardInput = '-';

/** Scans what the paths name. Throws UsageError for a path that does not exist, ConfigError for rules. */
export async function runFiles(asked: FilesRun): Promise<Report> {
  const startedAt = monotonicMs();
  // The folder that is scanned may be a stranger's; the current one is the user's.
  const run = withDeadline(configureWith(asked, folderReader(asked.cwd), ['leaktrail.yaml']));
  announceSettings(run);
  const { options, cwd, signal } = run;
  const settings = detectorSettings(run);
  const rules = rulesFor(settings);
  const detector = createDetector(rules, settings);
  warnOfPort(settings, run);
  // What lies in a scanned folder is no word of the user's; comments beside a secret and `--baseline` hold.
  const suppressions = loadSuppressions({ run, rules, settings, readFile: () => undefined });
  const limit = options.maxBlobBytes ?? Number.POSITIVE_INFINITY;
  const maxBytes = options.maxMemoryBytes ?? defaultMaxMemory;
  const needs = { maxBytes, threads: 1, tableBytes: 0 };
  const memory = planMemory(needs, options.maxMemoryBytes !== undefined);
  const pause = pauseUnless(signal);
  const coverage = createCoverage();
  const found = createPresentFindings({
    rules,
    detector: () => detector,
    seal: createSealer(settings.fingerprintKey),
    coverage,
    options,
    state: 'worktree',
  });
  const listing = listFiles(
    run.paths.filter((path) => path !== standardInput),
    cwd,
  );
  let scanned = 0;
  let bytesScanned = 0;

  function scan(path: BytePath, bytes: Buffer): void {
    scanUnlessOver(detector, run, () =>
      found.add({ path, bytes, blob: hashObject('sha1', 'blob', bytes) }),
    );
    scanned++;
    bytesScanned += bytes.length;
  }

  async function scanLarge(path: BytePath, file: Buffer, sizeBytes: number): Promise<void> {
    const shown = displayPath(path);
    const large = openLargeFile(file);
    try {
      const blob = await large.hash('sha1', pause);
      const read = await large.scan({ path, detector, memory, pause, run });
      for (const part of read.unread) coverage.unreadPart(part, { path: shown });
      const { images, needed, cut, matches } = read;
      if (images !== undefined && images.count > 0) {
        coverage.skip(imageData, images.bytes, shown, images.count);
      }
      if (needed !== undefined) {
        coverage.skip('max-memory', sizeBytes, shown);
        coverage.problem({ ...tooLargeToUnpack(memory, needed), path: shown });
      }
      if (cut !== undefined) coverage.problem({ ...cut, path: shown });
      found.take({ path, blob }, matches);
    } finally {
      large.close();
    }
    scanned++;
    bytesScanned += sizeBytes;
  }

  function tooLarge(shown: DisplayPath, sizeBytes: number): void {
    coverage.skip('max-blob', sizeBytes, shown);
    coverage.problem({ kind: 'limit', message: 'file is larger than --max-blob', path: shown });
  }

  let standardInputBytes: Buffer | undefined;
  async function scanInput(): Promise<void> {
    const input = await readInput({ stream: run.stdin, detector, memory, run });
    if ('leftOutBytes' in input) tooLarge(displayPath(standardInput), input.leftOutBytes);
    else if ('whole' in input) {
      standardInputBytes = input.whole;
      scan(standardInput, input.whole);
    } else {
      found.take({ path: standardInput, blob: null }, input.matches);
      for (const problem of input.problems) coverage.problem(problem);
      scanned++;
      bytesScanned += input.sizeBytes;
    }
  }
  const total = listing.files.length;
  let unread = 0;
  try {
    if (run.paths.includes(standardInput)) await scanInput();
  } catch (error) {
    if (!signal.aborted || error !== signal.reason) throw error;
    unread++;
  }
  for (const { path, file, sizeBytes } of listing.files) {
    run.onProgress({ phase: 'reading files', done: scanned, total, findings: found.count });
    const shown = displayPath(path);
    if (found.leavesOut(path)) continue;
    if (signal.aborted) unread++;
    else if (sizeBytes > limit) tooLarge(shown, sizeBytes);
    else {
      try {
        if (sizeBytes > memory.ordinaryBytes) await scanLarge(path, file, sizeBytes);
        else scan(path, await readFile(file));
      } catch (error) {
        if (signal.aborted && error === signal.reason) {
          unread++;
          continue;
        }
        if (!(error instanceof Error) || !('code' in error)) throw error;
        const message = `file cannot be read (${String(error.code)})`;
        coverage.problem({ kind: 'unreadable-file', message, path: shown });
      }
    }
  }
  if (unread > 0) {
    coverage.problem({ kind: 'limit', message: `stopped: ${unread} files were not scanned` });
  }
  for (const problem of listing.problems) coverage.problem(problem);
  for (const { reason, path } of listing.skipped) coverage.skip(reason, 0, displayPath(path));

  // Before the receipt is built: it tells that what was left out.
  const findings = found.build();
  const fileOf = new Map(listing.files.map(({ path, file }) => [displayPath(path), file]));
  const contentOf: ContentOf = ({ path, blob }) => {
    if (path === standardInput) return standardInputBytes;
    const file = path === null ? undefined : fileOf.get(path);
    return file === undefined || blob === null ? undefined : readUnchanged(file, blob, 'sha1');
  };
  const counts = { commits: 0, trees: 0, blobs: 0, messages: 0, missingObjects: 0 };
  return buildReport({
    mode: 'files',
    rulesHash: rules.hash,
    target: {
      path: run.paths.join(' '),
      head: null,
      tips: 0,
      objectFormat: 'sha1',
      shallow: false,
      partial: false,
    },
    coverage: coverage.build({ ...counts, bytes: bytesScanned, worktreeFiles: scanned }, true),
    findings: await weighFindings({
      findings,
      suppressions: () => suppressions,
      placesOf: () => [],
      contentOf,
      run,
      detector: () => detector,
      rules,
      settings,
    }),
    hygiene: [],
    elapsedMs: monotonicMs() - startedAt,
  });
}
