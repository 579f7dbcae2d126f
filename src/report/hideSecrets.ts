// Takes the secrets out of a document: the values of its findings, and every place where one of them
// stands in another text of the report. The one place where a report is redacted.
import type { Judgement } from '../model/finding.ts';
import type { HygieneEntry } from '../model/hygiene.ts';
import type { Occurrence } from '../model/occurrence.ts';
import type { Coverage, Target } from '../model/report.ts';
import type { TraceScope } from '../model/trace.ts';
import type { Verdict } from '../model/verdict.ts';
import type { FindingDocument, ReportDocument } from './document.ts';
import { hiddenExcerpt } from './excerpts.ts';
import { createRedactor } from './redactor.ts';
import type { Redactor } from './redactor.ts';

/** The document without `secret.value` and without these values (and those of `alsoSecret`) in any text. Keys keep their order. */
export function hideSecrets(
  document: ReportDocument,
  alsoSecret: readonly string[] = [],
): ReportDocument {
  const values = document.findings.map((finding) => finding.secret.value);
  const shown = values.filter((value) => value !== undefined);
  const redactor = createRedactor(new Set([...shown, ...alsoSecret]));
  // Hardly a ref holds a secret, and the lists of thousands of findings are too long for a copy of each.
  const refsWithout = onceForEach((refs: readonly string[]) =>
    refs.every((ref) => redactor.name(ref) === ref) ? refs : refs.map((ref) => redactor.name(ref)),
  );
  return {
    ...document,
    target: targetWithout(document.target, redactor),
    coverage: coverageWithout(document.coverage, redactor),
    findings: document.findings.map((finding) => findingWithout(finding, redactor, refsWithout)),
    hygiene: document.hygiene.map((entry) => hygieneWithout(entry, redactor)),
    ...(document.trace === undefined ? {} : { trace: traceWithout(document.trace, redactor) }),
    ...(document.verdict === undefined
      ? {}
      : { verdict: verdictWithout(document.verdict, redactor) }),
  };
}

function targetWithout(target: Target, redactor: Redactor): Target {
  const { head } = target;
  const ref = head?.ref ?? null;
  return {
    ...target,
    path: redactor.name(target.path),
    head: head && { ...head, ref: ref === null ? null : redactor.name(ref) },
  };
}

function coverageWithout(coverage: Coverage, redactor: Redactor): Coverage {
  return {
    ...coverage,
    skipped: coverage.skipped.map((skipped) => ({
      ...skipped,
      examples: skipped.examples.map((example) => redactor.name(example)),
    })),
    problems: coverage.problems.map((problem) => ({
      ...problem,
      message: redactor.name(problem.message),
      ...(problem.path === undefined ? {} : { path: redactor.name(problem.path) }),
    })),
  };
}

function findingWithout(
  finding: FindingDocument,
  redactor: Redactor,
  refsWithout: (refs: readonly string[]) => readonly string[],
): FindingDocument {
  const { value: _hidden, ...secret } = finding.secret;
  const { suppressed } = finding;
  return {
    ...finding,
    secret,
    ...(finding.headPlaces === undefined
      ? {}
      : {
          headPlaces: finding.headPlaces.map((place) => ({
            ...place,
            path: redactor.name(place.path),
          })),
        }),
    introduced: occurrenceWithout(finding.introduced, secret.redacted, redactor),
    reachableFrom: refsWithout(finding.reachableFrom),
    occurrences: finding.occurrences.map((occurrence) =>
      occurrenceWithout(occurrence, secret.redacted, redactor),
    ),
    ...(finding.pairedWith === undefined
      ? {}
      : {
          pairedWith: finding.pairedWith.map((partner) => ({
            ...partner,
            path: partner.path === null ? null : redactor.name(partner.path),
          })),
        }),
    suppressed: suppressed && { ...suppressed, reason: redactor.text(suppressed.reason) },
    advice: finding.advice.map((advice) => redactor.name(advice)),
    ...(finding.judgement === undefined
      ? {}
      : { judgement: judgementWithout(finding.judgement, redactor) }),
  };
}

function judgementWithout({ verdict, reasons }: Judgement, redactor: Redactor): Judgement {
  return {
    verdict: redactor.name(verdict),
    reasons: reasons.map(({ weight, text }) => ({ weight, text: redactor.name(text) })),
  };
}

function occurrenceWithout(
  occurrence: Occurrence,
  redacted: string,
  redactor: Redactor,
): Occurrence {
  const { author, path, summary, context } = occurrence;
  return {
    ...occurrence,
    path: path === null ? null : redactor.name(path),
    author: author && { name: redactor.text(author.name), email: redactor.text(author.email) },
    summary: summary === null ? null : redactor.text(summary),
    ...(context === undefined ? {} : { context: hiddenExcerpt(context, redacted, redactor.text) }),
  };
}

function hygieneWithout(entry: HygieneEntry, redactor: Redactor): HygieneEntry {
  const { rule } = entry;
  return {
    ...entry,
    path: redactor.name(entry.path),
    rule: rule && {
      ...rule,
      source: redactor.name(rule.source),
      pattern: redactor.name(rule.pattern),
    },
    message: redactor.name(entry.message),
    fix: redactor.name(entry.fix),
  };
}

function traceWithout({ files, sought, leftOut }: TraceScope, { name }: Redactor): TraceScope {
  return {
    files: files.map((file) => ({ ...file, path: name(file.path) })),
    sought: sought.map((each) => ({ name: name(each.name), file: name(each.file) })),
    leftOut: leftOut.map((each) => ({ ...each, name: name(each.name), file: name(each.file) })),
  };
}

function verdictWithout({ reasons, onlyHere, ...verdict }: Verdict, redactor: Redactor): Verdict {
  return {
    ...verdict,
    reasons: reasons.map((reason) => ({ ...reason, text: redactor.name(reason.text) })),
    onlyHere: onlyHere.map((remains) => ({
      ...remains,
      path: remains.path === null ? null : redactor.name(remains.path),
      text: redactor.name(remains.text),
    })),
  };
}

/** Asks `make` once for each list: findings share theirs. */
function onceForEach<List extends object, Made>(make: (list: List) => Made): (list: List) => Made {
  const made = new Map<List, Made>();
  return (list) => {
    const known = made.get(list);
    if (known !== undefined) return known;
    const value = make(list);
    made.set(list, value);
    return value;
  };
}
