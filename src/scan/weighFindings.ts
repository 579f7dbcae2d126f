// What becomes of findings before they are told: their cells in notebooks, what suppresses them, and, where the run asks for
// it, the lines around them and the reasons of their score. One order for every kind of run.
import type { Finding } from '../model/finding.ts';
import type { Suppressions } from '../triage/suppressions.ts';
import { describeFindings } from './describeFindings.ts';
import type { DescribeInput } from './describeFindings.ts';
import { withCells } from './notebookCells.ts';
import { suppressFindings } from './suppressFindings.ts';
import type { SuppressInput } from './suppressFindings.ts';

export interface WeighInput extends DescribeInput, Pick<SuppressInput, 'placesOf'> {
  /** Asked for where there is a finding. Throws ConfigError. */
  readonly suppressions: () => Suppressions;
}

/** The findings in their order. */
export async function weighFindings(input: WeighInput): Promise<readonly Finding[]> {
  const { findings, contentOf, placesOf, settings } = input;
  if (findings.length === 0) return findings;
  const suppressed = suppressFindings({
    findings: withCells(findings, contentOf),
    suppressions: input.suppressions(),
    fingerprintKey: settings.fingerprintKey,
    placesOf,
    contentOf,
  });
  return describeFindings({ ...input, findings: suppressed });
}
