// Secrets in the texts around findings: a token in an author's address, a commit subject, a path or a ref name is no
// content and no finding, but a report must not spread it either.
import { mediumScore } from '../detect/confidence.ts';
import type { Detector } from '../detect/detector.ts';
import { kindBit } from '../detect/kinds.ts';
import type { Report } from '../model/report.ts';
import { scoreIn } from './judgement.ts';

/** Values of secrets in what a report tells besides its findings, sorted, each once. */
export function secretsAround(
  {
    findings,
    target,
    coverage,
    hygiene,
  }: Pick<Report, 'findings' | 'target' | 'coverage' | 'hygiene'>,
  detector: Detector,
): string[] {
  const texts = new Set<string>([target.path, target.head?.ref ?? '']);
  // Findings share their lists of refs.
  for (const refs of new Set(findings.map(({ reachableFrom }) => reachableFrom))) {
    for (const ref of refs) texts.add(ref);
  }
  for (const { occurrences, suppressed } of findings) {
    texts.add(suppressed?.reason ?? '');
    for (const { path, author, summary } of occurrences) {
      texts
        .add(path ?? '')
        .add(author?.name ?? '')
        .add(author?.email ?? '')
        .add(summary ?? '');
    }
  }
  for (const { path, message } of coverage.problems) texts.add(path ?? '').add(message);
  for (const { examples } of coverage.skipped) for (const example of examples) texts.add(example);
  for (const { path, message } of hygiene) texts.add(path).add(message);
  return secretsInTexts(texts, detector);
}

/** The same of any texts. */
export function secretsInTexts(texts: Iterable<string>, detector: Detector): string[] {
  const matches = detector.scan(Buffer.from([...texts].join('\n')), kindBit('message'));
  // The generic extractors read assignments; in a name or a subject only a token's own format tells.
  const isToken = ({ ruleId }: { ruleId: string }): boolean => !ruleId.startsWith('generic-');
  const values = matches
    .filter(isToken)
    .filter(({ scores }) => scoreIn({ scores }, 'message') >= mediumScore)
    .map(({ value }) => value);
  return [...new Set(values)].sort();
}
