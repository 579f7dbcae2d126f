// Step 1 of a plan: what to replace at its provider, worst first, the halves of a credential together.
import { greatest } from '../model/append.ts';
import type { Finding } from '../model/finding.ts';
import type { PlannedCredential, PlannedSecret } from '../model/plan.ts';
import { severities } from '../model/rule.ts';
import { compareTexts } from '../model/order.ts';
import { placeOf } from './places.ts';
import { logsFor } from './providerLogs.ts';

/** Sorted by severity, then what left this disk, then days of exposure, then place. */
export function planCredentials(
  findings: readonly Finding[],
  variables: ReadonlyMap<string, string>,
): PlannedCredential[] {
  const credentials = pairs(findings).map((pair) => credentialOf(pair, variables));
  return credentials.toSorted(
    (a, b) =>
      severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
      Number(b.isPublished) - Number(a.isPublished) ||
      (b.exposedDays ?? -1) - (a.exposedDays ?? -1) ||
      compareTexts(a.secrets[0]?.place ?? '', b.secrets[0]?.place ?? ''),
  );
}

/** Findings that belong together, each in one group. */
function pairs(findings: readonly Finding[]): Finding[][] {
  const byFingerprint = new Map(findings.map((finding) => [finding.fingerprint, finding]));
  const groups = new Map<Finding, Finding[]>();
  for (const finding of findings) {
    const others = (finding.pairedWith ?? []).flatMap(
      ({ fingerprint }) => byFingerprint.get(fingerprint) ?? [],
    );
    const known = [finding, ...others].flatMap((each) => groups.get(each) ?? [])[0];
    const group = known === undefined ? [] : (groups.get(known) ?? []);
    const members = [...new Set([...group, finding, ...others])];
    for (const each of members) groups.set(each, members);
  }
  return [...new Set(groups.values())].filter((members) =>
    members.every((each) => groups.get(each) === members),
  );
}

function credentialOf(
  findings: readonly Finding[],
  variables: ReadonlyMap<string, string>,
): PlannedCredential {
  const worst = findings.toSorted(
    (a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity),
  );
  const [first] = worst;
  if (first === undefined) throw new TypeError('a credential has a finding');
  const dates = findings.flatMap(({ introduced }) => introduced.date ?? []).toSorted();
  const days = findings.flatMap(({ exposedDays }) => exposedDays ?? []);
  return {
    secrets: worst.map((finding) => secretOf(finding, variables)),
    severity: first.severity,
    provider: first.provider,
    since: dates[0]?.slice(0, 10) ?? null,
    exposedDays: days.length === 0 ? null : greatest(days),
    isPublished: findings.some(isPublished),
    steps: [...new Set(worst.flatMap(({ advice }) => advice))],
    logs: logsFor(first.provider, first.ruleId),
  };
}

function secretOf(finding: Finding, variables: ReadonlyMap<string, string>): PlannedSecret {
  const { fingerprint, ruleId, title, secret, introduced } = finding;
  return {
    fingerprint,
    ruleId,
    title,
    value: secret.value,
    place: placeOf(introduced),
    variable: variables.get(fingerprint) ?? null,
  };
}

/** A remote-tracking ref shows that the remote has it. Of a tag nobody knows. */
export function isPublished({ reachableFrom }: Pick<Finding, 'reachableFrom'>): boolean {
  return reachableFrom.some((ref) => ref.startsWith('refs/remotes/'));
}
