// The head of the page: what was scanned, the verdict with its reasons, how many findings, and the receipt.
import type { JSX } from 'preact';
import { findingStates } from '../model/finding.ts';
import { severities } from '../model/rule.ts';
import type { VerdictText } from '../model/verdict.ts';
import type { ReportDocument } from '../report/document.ts';
import { shortOid } from '../report/findingFacts.ts';
import { foundText, gapsOf, nounOf, receiptParts } from '../report/gaps.ts';
import { byteSize, counted, duration, groupDigits } from '../report/quantities.ts';
import { shortRef } from '../report/refGroups.ts';
import { SeverityMark } from './severityMark.tsx';

interface OverviewProps {
  readonly document: ReportDocument;
}

/** The heading: the path as it was given, in words where that is a dot. */
export function targetName({ target, mode }: ReportDocument): string {
  if (target.path !== '.') return target.path;
  return mode === 'files' ? 'This folder' : 'This repository';
}

/** The one line above all: what this is a report of. */
export function targetText({ target, mode }: ReportDocument): string {
  const { head } = target;
  const branch = head === null ? [] : [head.ref === null ? 'detached HEAD' : shortRef(head.ref)];
  const oid = head === null ? [] : [head.oid === null ? 'no commit yet' : shortOid(head.oid)];
  const tips = head === null || mode === 'files' ? [] : [counted(target.tips, 'ref')];
  return [...branch, ...oid, ...tips].join(' · ');
}

export function Overview({ document }: OverviewProps): JSX.Element {
  return (
    <div class="overview">
      <VerdictBox document={document} />
      {document.mode !== 'env' && <Counts document={document} />}
      <Receipt document={document} />
    </div>
  );
}

const verdictTones: Readonly<Record<VerdictText, string>> = {
  'safe to publish': 'good',
  'not safe': 'bad',
  'cannot tell': 'unsure',
};

function VerdictBox({ document }: OverviewProps): JSX.Element {
  const { verdict, summary, coverage, mode, hygiene } = document;
  if (verdict === undefined) {
    const failed = hygiene.filter(({ status }) => status === 'fail').length;
    const isBad = mode === 'env' ? failed > 0 : summary.findings > 0;
    const tone = isBad ? 'bad' : coverage.complete ? 'good' : 'unsure';
    return (
      <section class={`panel verdict ${tone}`} aria-labelledby="verdict-title">
        <h2 id="verdict-title">
          <Sign tone={tone} />
          {mode === 'env' ? envText(failed, hygiene.length) : sentence(foundText(document))}
        </h2>
      </section>
    );
  }
  const tone = verdictTones[verdict.verdict];
  const files = verdict.onlyHere;
  return (
    <section class={`panel verdict ${tone}`} aria-labelledby="verdict-title">
      <h2 id="verdict-title">
        <Sign tone={tone} />
        {sentence(verdict.verdict)}
      </h2>
      {verdict.reasons.length > 0 && (
        <ul>
          {verdict.reasons.map(({ text }, index) => (
            <li key={index}>{text}</li>
          ))}
        </ul>
      )}
      {files.length > 0 && (
        <details>
          <summary>Only on this disk: {counted(files.length, 'entry', 'entries')}</summary>
          <ul>
            {files.map(({ text }, index) => (
              <li key={index}>{text}</li>
            ))}
          </ul>
        </details>
      )}
      {verdict.verdict === 'not safe' && (
        <p class="hint">
          Next: <code>leaktrail plan</code> tells what to rotate, replace and purge, in order.
        </p>
      )}
    </section>
  );
}

const signs: Readonly<Record<string, string>> = {
  good: 'M3 8.5L6.5 12L13 4.5',
  bad: 'M4 4L12 12M12 4L4 12',
  unsure: 'M8 3.5V9.2M8 12.2V12.4',
};

function Sign({ tone }: { readonly tone: string }): JSX.Element {
  return (
    <svg class="sign" viewBox="0 0 16 16" width="22" height="22" aria-hidden="true">
      <path d={signs[tone] ?? ''} />
    </svg>
  );
}

function envText(failed: number, entries: number): string {
  if (failed > 0) return `${counted(failed, '.env path')} exposed`;
  return entries === 0 ? 'No .env paths' : 'No .env path is exposed';
}

function Counts({ document }: OverviewProps): JSX.Element {
  const { summary, mode } = document;
  // Outside of git a file is in no working tree, and all stand in files.
  const states = findingStates.filter((state) => summary.byState[state] > 0 && mode !== 'files');
  return (
    <section class="panel counts" aria-label="Counts">
      <p class="total">
        <strong>{groupDigits(summary.findings)}</strong>{' '}
        {summary.findings === 1 ? nounOf(document) : `${nounOf(document)}s`} found
      </p>
      <ul class="by-severity">
        {severities.map((severity) => (
          <li key={severity} class={summary.bySeverity[severity] === 0 ? 'none' : severity}>
            <SeverityMark severity={severity} />
            <strong>{groupDigits(summary.bySeverity[severity])}</strong> {severity}
          </li>
        ))}
      </ul>
      {(states.length > 0 || summary.suppressed > 0) && (
        <ul class="by-state">
          {states.map((state) => (
            <li key={state}>
              <strong>{groupDigits(summary.byState[state])}</strong> {stateNames[state]}
            </li>
          ))}
          {summary.suppressed > 0 && (
            <li>
              <strong>{groupDigits(summary.suppressed)}</strong> suppressed, not counted
            </li>
          )}
        </ul>
      )}
    </section>
  );
}

export const stateNames: Readonly<Record<(typeof findingStates)[number], string>> = {
  head: 'still in HEAD',
  history: 'in the history',
  index: 'in the index',
  worktree: 'in the working tree',
  unreachable: 'in unreachable objects',
  message: 'in messages',
};

/** Problems beyond these are behind a click. */
const gapsListed = 6;

function Receipt({ document }: OverviewProps): JSX.Element {
  const { coverage, summary, tool, mode } = document;
  const parts = receiptParts(document);
  const gaps = gapsOf(document);
  return (
    <section class="panel receipt" aria-labelledby="receipt-title">
      <h2 id="receipt-title">{coverage.complete ? 'Scan complete' : 'Scan INCOMPLETE'}</h2>
      <p>
        {mode === 'env' && parts.length === 0
          ? '.env files and ignore rules alone were looked at.'
          : `Read: ${parts.length === 0 ? 'nothing, there was nothing to scan' : parts.join(', ')}.`}
      </p>
      {gaps.length > 0 && (
        <ul class="gaps">
          {gaps.slice(0, gapsListed).map((gap, index) => (
            <Gap key={index} {...gap} />
          ))}
        </ul>
      )}
      {gaps.length > gapsListed && (
        <details>
          <summary>{counted(gaps.length - gapsListed, 'more problem')}</summary>
          <ul class="gaps">
            {gaps.slice(gapsListed).map((gap, index) => (
              <Gap key={index} {...gap} />
            ))}
          </ul>
        </details>
      )}
      {coverage.skipped.length > 0 && (
        <details>
          <summary>Left out: {coverage.skipped.map(({ reason }) => reason).join(', ')}</summary>
          <ul>
            {coverage.skipped.map(({ reason, count, bytes, examples }) => (
              <li key={reason}>
                {reason}: {groupDigits(count)}
                {bytes > 0 ? ` (${byteSize(bytes)})` : ''}
                {examples.length > 0 ? `, such as ${examples.join(', ')}` : ''}
              </li>
            ))}
          </ul>
        </details>
      )}
      <p class="hint">
        Took {duration(summary.elapsedMs)}. {tool.name} {tool.version}, rules{' '}
        {tool.rulesHash.slice(0, 8)}.
      </p>
    </section>
  );
}

function Gap({ message, path }: { readonly message: string; readonly path?: string }): JSX.Element {
  return (
    <li>
      {message}
      {path === undefined || message.includes(path) ? '' : `: ${path}`}
    </li>
  );
}

function sentence(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
