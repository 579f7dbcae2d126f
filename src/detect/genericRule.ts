// Which of the generic rules speaks for a candidate: the name decides.
import type { Candidate } from './assignment/candidate.ts';

/** The id of the rule (patterns/generic.yaml) that reports a candidate. */
export function genericRuleOf(candidate: Candidate): string {
  const { role, name } = candidate;
  if (role === 'url') return 'password-in-url';
  if (role === 'sql' || role === 'netrc' || role === 'hash') return 'generic-password';
  if (role === 'jwk' || role === 'manifest') return 'generic-secret';
  if (role === 'header') return 'generic-credential';
  if (/pass|pwd|pw\b|[_-]pw/iu.test(name)) return 'generic-password';
  if (/api[_-]?key|access[_-]?key|key/iu.test(name))
    return /secret/iu.test(name) ? 'generic-secret' : 'generic-api-key';
  if (/secret|salt/iu.test(name)) return 'generic-secret';
  if (/token|ticket/iu.test(name)) return 'generic-token';
  return 'generic-credential';
}
