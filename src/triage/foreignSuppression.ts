// What the files of other scanners suppress: gitleaks' by place, detect-secrets' by hash.
import type { OccurrenceEvent } from '../model/occurrence.ts';
import type { Suppression } from '../model/finding.ts';
import { displayPath } from '../model/path.ts';
import { gitleaksIgnoreName } from './gitleaksIgnore.ts';
import { secretsBaselineName, sha1 } from './secretsBaseline.ts';
import type { AuditedAs } from './secretsBaseline.ts';
import { pathsOf } from './suppressions.ts';
import type { Case, SecretPlace } from './suppressions.ts';

/**
 * gitleaks names a place, its rules are others than ours: what is named must be where the secret came in (a place it was
 * moved to later is no news), or, by entries without a commit, every place where it stands now.
 */
export function byGitleaksIgnore({ places, suppressions }: Case): Suppression | undefined {
  const { gitleaks } = suppressions;
  if (gitleaks === undefined || gitleaks.ofPath.size === 0) return undefined;
  const reasonAt = ({ commit, path, line, endLine }: SecretPlace): string | undefined => {
    const entry = gitleaks.ofPath
      .get(path ?? '')
      ?.find(
        (each) =>
          each.line >= line &&
          each.line <= endLine &&
          (each.commit === undefined || commit?.startsWith(each.commit) === true),
      );
    return entry && `${entry.ruleId} in ${gitleaksIgnoreName}`;
  };
  const ofEvent = (event: OccurrenceEvent): readonly SecretPlace[] =>
    places.past.filter((place) => place.event === event);
  const first = [ofEvent('introduced'), ofEvent('spread'), ofEvent('present')];
  for (const group of [first.find(({ length }) => length > 0) ?? [], places.now]) {
    const reasons = group.map(reasonAt);
    const [reason] = reasons;
    if (reason !== undefined && !reasons.includes(undefined)) {
      return { by: 'gitleaksignore', reason };
    }
  }
  return undefined;
}

/** By the secret's hash wherever it stands; a private key by that of its first line in the files listed. */
export function bySecretsBaseline({
  finding,
  places,
  suppressions,
}: Case): Suppression | undefined {
  const known = suppressions.secretsBaseline;
  if (known === undefined) return undefined;
  const by = 'secrets-baseline';
  const { value } = finding.secret;
  const hash = sha1(value);
  if (known.hashes.has(hash)) return { by, reason: auditReason(known.hashes.get(hash)) };
  const paths = pathsOf(finding, places);
  const keyHeader = /-----(BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY[A-Z ]{0,10})-----/u.exec(value)?.[1];
  if (keyHeader !== undefined && paths.length > 0) {
    const headerHash = sha1(keyHeader);
    const files = paths.map((path) => known.ofPath.get(path));
    if (files.every((file) => file?.has(headerHash) === true)) {
      return { by, reason: auditReason(files[0]?.get(headerHash)) };
    }
  }
  const { files, lines, secrets } = known.excludes;
  // What is staged or pushed stands nowhere yet: there its lines are those that come.
  const came = places.past.filter(({ event }) => event !== 'removed');
  const standing = places.now.length > 0 ? places.now : came;
  const isExcluded =
    secrets(value) ||
    (paths.length > 0 && paths.every((path) => files(displayPath(path)))) ||
    (standing.length > 0 && standing.every(({ line, textAt }) => lines(textAt(line))));
  return isExcluded ? { by, reason: `excluded in ${secretsBaselineName}` } : undefined;
}

function auditReason(audited: AuditedAs): string {
  if (audited === undefined) return `known in ${secretsBaselineName}`;
  return `audited as ${audited ? 'a real secret' : 'no secret'} in ${secretsBaselineName}`;
}
