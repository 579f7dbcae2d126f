// The top of the page: what was scanned, and light or dark.
import type { JSX } from 'preact';
import type { Mode } from '../model/report.ts';
import type { ReportDocument } from '../report/document.ts';
import { targetName, targetText } from './overview.tsx';
import type { Theme } from './theme.ts';

export interface PageHeadProps {
  readonly document: ReportDocument;
  readonly theme: Theme;
  readonly onTheme: () => void;
}

export const modeNames: Readonly<Record<Mode, string>> = {
  audit: 'Audit of the whole repository',
  staged: 'The next commit',
  range: 'Commits of a range',
  push: 'Commits to be pushed',
  receive: 'Commits received',
  files: 'Files',
  env: '.env files',
  trace: 'Values of .env files',
  baseline: 'Baseline',
  plan: 'Plan',
};

export function PageHead({ document, theme, onTheme }: PageHeadProps): JSX.Element {
  return (
    <header class="page-head">
      <svg class="logo" viewBox="0 0 24 24" width="26" height="26" aria-hidden="true">
        <path d="M4 4V20M4 12H10Q14 12 14 8V4" />
        <circle cx="4" cy="4" r="2" />
        <circle cx="4" cy="20" r="2" />
        <circle cx="14" cy="4" r="2" />
        <circle class="drop" cx="18.5" cy="16.5" r="3.2" />
      </svg>
      <div>
        <h1>{targetName(document)}</h1>
        <p class="hint">
          {[modeNames[document.mode], targetText(document)].filter(Boolean).join(' · ')}
        </p>
      </div>
      <button type="button" class="theme" onClick={onTheme}>
        {theme === 'dark' ? 'Light' : 'Dark'}
      </button>
    </header>
  );
}
