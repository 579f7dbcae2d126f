// Values as they can be sought in everything that a repository holds, whatever rule found them.
import { mostValues, shortestValue } from '../detect/sought/valueDetector.ts';
import type { Report } from '../model/report.ts';
import type { RepositoryRun, SoughtValue } from '../model/run.ts';
import { auditForValues } from '../scan/soughtAudit.ts';

/** Of a private key so many lines are sought: line ends and indentation differ from place to place. */
const linesSought = 4;
const leastLine = 24;

/** The texts to seek for a value: itself, or of one in several lines its longest lines. */
export function soughtTexts(value: string): string[] {
  if (!/[\r\n]/u.test(value)) return Buffer.byteLength(value) < shortestValue ? [] : [value];
  const lines = value
    .split(/[\r\n]+/u)
    .map((line) => line.trim())
    .filter((line) => line.length >= leastLine && !/^-----|^[A-Za-z-]+: /u.test(line));
  const distinct = [...new Set(lines)].toSorted((a, b) => b.length - a.length);
  // The first lines of keys of one kind begin alike, and padding at the end is short.
  return distinct.slice(0, linesSought);
}

/** Reports of mode `trace` over all values, as many at a time as can be sought; none where no value can be. */
export async function searchValues(
  run: RepositoryRun,
  values: readonly SoughtValue[],
): Promise<Report[]> {
  const reports: Report[] = [];
  const texts = values.flatMap(({ name, value }) =>
    soughtTexts(value).map((text): SoughtValue => ({ name, value: text })),
  );
  const distinctValues = [...new Map(texts.map((each) => [each.value, each])).values()];
  for (let at = 0; at < distinctValues.length; at += mostValues) {
    reports.push(await auditForValues(run, distinctValues.slice(at, at + mostValues)));
  }
  return reports;
}
