// Scans one content that its caller holds in memory, at once: no git, no file system, no configuration.
import type { Detector } from '../detect/detector.ts';
import { hashObject } from '../git/hash.ts';
import { displayPath } from '../model/path.ts';
import type { BytePath } from '../model/path.ts';
import type { Report } from '../model/report.ts';
import type { RunContext } from '../model/run.ts';
import type { RuleSet } from '../rules/ruleSet.ts';
import { createSealer } from '../triage/fingerprint.ts';
import { monotonicMs } from './clock.ts';
import { createCoverage } from './coverage.ts';
import { loadSuppressions } from './loadSuppressions.ts';
import { withCells } from './notebookCells.ts';
import { createPresentFindings } from './presentFindings.ts';
import { buildReport } from './report.ts';
import { detectorSettings } from './settings.ts';
import { suppressFindings } from './suppressFindings.ts';

export interface ContentRun extends Pick<RunContext, 'cwd' | 'env' | 'options'> {
  readonly bytes: Buffer;
  /** Says what kind of file it is. */
  readonly path: BytePath;
  readonly rules: RuleSet;
  /** Made of `rules`. */
  readonly detector: Detector;
}

/** The report of one content, in mode `files`; comments beside a secret suppress it. */
export function runContent(asked: ContentRun): Report {
  const startedAt = monotonicMs();
  const { bytes, path, rules, detector, options } = asked;
  const run = { ...asked, signal: new AbortController().signal, onProgress: () => undefined };
  const settings = detectorSettings(run);
  const coverage = createCoverage();
  const found = createPresentFindings({
    rules,
    detector: () => detector,
    seal: createSealer(settings.fingerprintKey),
    coverage,
    options,
    state: 'worktree',
  });
  found.add({ path, bytes, blob: hashObject('sha1', 'blob', bytes) });
  const contentOf = (): Buffer => bytes;
  const findings = suppressFindings({
    findings: withCells(found.build(), contentOf),
    suppressions: loadSuppressions({ run, rules, settings, readFile: () => undefined }),
    fingerprintKey: settings.fingerprintKey,
    placesOf: () => [],
    contentOf,
  });
  const counts = { commits: 0, trees: 0, blobs: 0, messages: 0, missingObjects: 0 };
  return buildReport({
    mode: 'files',
    rulesHash: rules.hash,
    target: {
      path: displayPath(path),
      head: null,
      tips: 0,
      objectFormat: 'sha1',
      shallow: false,
      partial: false,
    },
    coverage: coverage.build({ ...counts, bytes: bytes.length, worktreeFiles: 1 }, true),
    findings,
    hygiene: [],
    elapsedMs: monotonicMs() - startedAt,
  });
}
