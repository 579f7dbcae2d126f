// Credentials in two parts: a key id and its secret, a client id and its secret. Rules name their other half
// (`pairedWith`); which finding it is, the places tell: the nearest in a file, else the one that came in the same commit,
// else the only one there is.
import { greatest } from '../model/append.ts';
import type { Finding, Partner } from '../model/finding.ts';
import type { Occurrence } from '../model/occurrence.ts';
import type { Rule } from '../model/rule.ts';

/** The findings, each with its other half where it has one. */
export function pairFindings(
  findings: readonly Finding[],
  rules: ReadonlyMap<string, Rule>,
): Finding[] {
  const byRule = new Map<string, Finding[]>();
  for (const finding of findings) {
    const list = byRule.get(finding.ruleId);
    if (list === undefined) byRule.set(finding.ruleId, [finding]);
    else list.push(finding);
  }
  const others = otherHalves(rules);
  return findings.map((finding) => {
    const candidates = (others.get(finding.ruleId) ?? []).flatMap((id) => byRule.get(id) ?? []);
    const partner = nearest(finding, candidates, byRule);
    return partner === undefined ? finding : { ...finding, pairedWith: [partner] };
  });
}

/** Per rule the rules of its other half: a rule that names another one is named back. */
function otherHalves(rules: ReadonlyMap<string, Rule>): Map<string, string[]> {
  const others = new Map<string, Set<string>>();
  const add = (from: string, to: string): void => {
    others.set(from, (others.get(from) ?? new Set<string>()).add(to));
  };
  for (const { id, pairedWith } of rules.values()) {
    if (pairedWith === undefined) continue;
    add(id, pairedWith);
    add(pairedWith, id);
  }
  return new Map([...others].map(([id, set]) => [id, [...set].sort()]));
}

/** Ranks of nearness. Lines add to the first two. */
const inSameBlob = 0;
const inSamePath = 1e9;
const inSameCommit = 2e9;
const elsewhere = 3e9;

function nearest(
  finding: Finding,
  candidates: readonly Finding[],
  byRule: ReadonlyMap<string, readonly Finding[]>,
): Partner | undefined {
  const places = placesOf(finding.occurrences);
  let best: { partner: Partner; distance: number } | undefined;
  for (const { fingerprint, ruleId, title, occurrences } of candidates) {
    for (const occurrence of occurrences) {
      const distance = distanceTo(places, occurrence);
      if (best !== undefined && distance >= best.distance) continue;
      const { path, line } = occurrence;
      best = { partner: { fingerprint, ruleId, title, path, line }, distance };
    }
  }
  if (best === undefined || best.distance < elsewhere) return best?.partner;
  const isOnlyPair = candidates.length === 1 && byRule.get(finding.ruleId)?.length === 1;
  return isOnlyPair ? best.partner : undefined;
}

interface Places {
  /** Lines by blob and by path. */
  readonly ofBlob: ReadonlyMap<string, readonly number[]>;
  readonly ofPath: ReadonlyMap<string, readonly number[]>;
  readonly commits: ReadonlySet<string>;
}

function placesOf(occurrences: readonly Occurrence[]): Places {
  const ofBlob = new Map<string, number[]>();
  const ofPath = new Map<string, number[]>();
  const commits = new Set<string>();
  const note = (lines: Map<string, number[]>, key: string | null, line: number): void => {
    if (key === null) return;
    const known = lines.get(key);
    if (known === undefined) lines.set(key, [line]);
    else known.push(line);
  };
  for (const { blob, path, commit, line } of occurrences) {
    note(ofBlob, blob, line);
    note(ofPath, path, line);
    if (commit !== null) commits.add(commit);
  }
  return { ofBlob, ofPath, commits };
}

function distanceTo(places: Places, { blob, path, commit, line }: Occurrence): number {
  const within = (lines: readonly number[] | undefined, rank: number): number =>
    lines === undefined
      ? Number.POSITIVE_INFINITY
      : rank - greatest(lines.map((other) => -Math.abs(other - line)));
  return Math.min(
    within(blob === null ? undefined : places.ofBlob.get(blob), inSameBlob),
    within(path === null ? undefined : places.ofPath.get(path), inSamePath),
    commit !== null && places.commits.has(commit) ? inSameCommit : elsewhere,
  );
}
