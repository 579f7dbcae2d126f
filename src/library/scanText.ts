// Scans one content in memory, at once.
import { createDetector } from '../detect/detector.ts';
import type { Detector } from '../detect/detector.ts';
import { UsageError } from '../model/errors.ts';
import { bytePath } from '../model/path.ts';
import type { Coverage } from '../model/report.ts';
import type { FindingDocument } from '../report/document.ts';
import type { RuleSet } from '../rules/ruleSet.ts';
import { runContent } from '../scan/content.ts';
import { detectorSettings } from '../scan/settings.ts';
import { loadRules } from './loadRules.ts';
import { runOptions } from './scanOptions.ts';
import type { TextOptions } from './scanOptions.ts';
import { countedOf, documentOf } from './scanRun.ts';

export interface ScanTextOptions extends TextOptions {
  /** Its name says what kind of file it is (`settings.py`, `.env`); as long as there is none, all kinds are tried. */
  readonly path?: string;
  /** Hears what of the content was read, and what not: members of archives, image data of notebooks. */
  readonly onCoverage?: (coverage: Coverage) => void;
}

/** The detector of each rule set that was used, as compiling one takes longer than scanning a file. */
const detectors = new WeakMap<RuleSet, Detector>();

/**
 * The findings of one content, text or bytes (UTF-8, UTF-16, an archive, a notebook), sorted as in a report; their `path` is the one
 * given, `-` without. Comments beside a secret suppress it; no configuration or baseline is read. Works synchronously, about
 * 100 MB a second: long contents belong in a thread, or in `scanFiles`. Throws UsageError for wrong options.
 */
export function scanText(
  content: string | Uint8Array,
  options: ScanTextOptions = {},
): readonly FindingDocument[] {
  const { path = '-', rules = loadRules(), env = process.env } = options;
  const run = { cwd: process.cwd(), env, options: runOptions(options) };
  const report = runContent({
    ...run,
    bytes: bytesOf(content),
    path: bytePath(path),
    rules,
    detector: detectorOf(rules, () => createDetector(rules, detectorSettings(run))),
  });
  const document = documentOf(report, options.showSecrets);
  options.onCoverage?.(document.coverage);
  return countedOf(document);
}

function bytesOf(content: unknown): Buffer {
  if (typeof content === 'string') return Buffer.from(content);
  if (content instanceof Uint8Array) {
    return Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  }
  throw new UsageError('scanText takes a string or a Uint8Array');
}

function detectorOf(rules: RuleSet, make: () => Detector): Detector {
  const known = detectors.get(rules);
  if (known !== undefined) return known;
  const made = make();
  detectors.set(rules, made);
  return made;
}
