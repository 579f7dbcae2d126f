// The rules that a SARIF log names: those of its findings, with what to do about them. What a document knows of a
// rule stands in its findings.
import { severities } from '../model/rule.ts';
import type { Confidence, Severity } from '../model/rule.ts';
import type { FindingDocument } from './document.ts';
import { linksIn } from './findingFacts.ts';
import { markdownAdvice } from './markdownText.ts';
import { plainMessage, sarifLevels } from './sarifParts.ts';

/** GitHub reads them as critical above 9.0, high from 7.0, medium from 4.0, low below. */
const securitySeverities: Readonly<Record<Severity, string>> = {
  critical: '9.5',
  high: '8.0',
  medium: '5.5',
  low: '3.0',
};
/** GitHub's words, of which there is one more: nothing is `very-high`. */
const precisions: Readonly<Record<Confidence, string>> = {
  high: 'high',
  medium: 'medium',
  low: 'low',
};

const always =
  'Deleting it from the files is not enough: whoever has a clone has its history. Revoke it first, then remove it.';

export interface SarifRules {
  readonly rules: readonly object[];
  readonly indexOf: (ruleId: string) => number;
}

/** One descriptor (§3.49) a rule, in the order of first appearance. */
export function sarifRules(findings: readonly FindingDocument[]): SarifRules {
  const strongest = new Map<string, FindingDocument>();
  for (const finding of findings) {
    const known = strongest.get(finding.ruleId);
    // A finding in a test has a lower severity than its rule.
    if (known === undefined || rank(finding) < rank(known)) strongest.set(finding.ruleId, finding);
  }
  const indexes = new Map([...strongest.keys()].map((ruleId, index) => [ruleId, index]));
  return {
    rules: [...strongest.values()].map(descriptor),
    indexOf: (ruleId) => indexes.get(ruleId) ?? -1,
  };
}

function rank({ severity }: FindingDocument): number {
  return severities.indexOf(severity);
}

function descriptor(finding: FindingDocument): object {
  const { ruleId, title, provider, severity, confidence, advice } = finding;
  const [link] = linksIn(advice);
  return {
    id: ruleId,
    name: pascalCase(ruleId),
    shortDescription: plainMessage(title),
    fullDescription: plainMessage(
      `${title}: a secret that stands in the repository or its history, where everybody who can read it can use it.`,
    ),
    defaultConfiguration: { level: sarifLevels[severity] },
    ...(link === undefined ? {} : { helpUri: encodeURI(decoded(link)) }),
    help: {
      text: plainMessage([...advice, always].join(' ')).text,
      markdown: [...advice, always].map((line) => `- ${markdownAdvice(line)}`).join('\n'),
    },
    properties: {
      tags: ['security', 'secret', 'external/cwe/cwe-798', ...(provider === '' ? [] : [provider])],
      precision: precisions[confidence],
      'security-severity': securitySeverities[severity],
    },
  };
}

/** What is percent-encoded already stays so. */
function decoded(link: string): string {
  try {
    return decodeURI(link);
  } catch {
    return link;
  }
}

/** §3.49.7 asks for a name that a reader understands; viewers expect one word. */
function pascalCase(ruleId: string): string {
  return ruleId
    .split(/[^\p{L}\p{N}]+/u)
    .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))
    .join('');
}
