// Starts the page: reads what stands in it, shows it, and sees to paper.
import { render } from 'preact';
import { App } from './app.tsx';
import { parseDecisions } from '../triage/decisions.ts';
import { decisionsKey } from './decision.ts';
import type { Decisions } from './filter.ts';
import { findingRows } from './findingRow.ts';
import type { FindingRow } from './findingRow.ts';
import { targetName } from './overview.tsx';
import { PrintReport } from './printReport.tsx';
import { readDocument } from './readDocument.ts';
import { keepDecisions, loadDecisions } from './storedDecisions.ts';
import { applyTheme, firstTheme } from './theme.ts';

function start(): void {
  // Before anything is drawn: the plots read their colours when they are.
  applyTheme(firstTheme());
  const report = readDocument(textOf('report'));
  const rows = findingRows(report);
  const inPage = parseDecisions(textOf('decisions'), 'the page');
  const key = decisionsKey(report);
  let onPaper: { rows: readonly FindingRow[]; decisions: Decisions } = {
    rows,
    decisions: new Map(),
  };
  document.title = `leaktrail: ${targetName(report)}`;
  render(
    <App
      document={report}
      rows={rows}
      firstDecisions={loadDecisions(key, inPage)}
      onDecisions={(decisions) => keepDecisions(key, decisions, inPage)}
      onShown={(shown, decisions) => {
        onPaper = { rows: shown, decisions };
      }}
    />,
    placeOf('page'),
  );
  // Made only when it is wanted: the filter may hold thousands of findings, and the table shows a hundred.
  const paper = placeOf('print');
  const print = (isWanted: boolean): void => {
    render(isWanted ? <PrintReport document={report} {...onPaper} /> : null, paper);
    // Nobody can open them on paper.
    for (const details of paper.querySelectorAll('details')) details.open = true;
  };
  addEventListener('beforeprint', () => print(true));
  addEventListener('afterprint', () => print(false));
  matchMedia('print').addEventListener('change', ({ matches }) => print(matches));
}

function textOf(id: string): string {
  return placeOf(id).textContent ?? '';
}

function placeOf(id: string): HTMLElement {
  const element = document.querySelector<HTMLElement>(`#${id}`);
  if (element === null) throw new TypeError(`the page has no #${id}`);
  return element;
}

addEventListener('keydown', (event) => {
  const { target } = event;
  const isTyping = target instanceof Element && target.closest('input, select, textarea') !== null;
  if (event.key !== '/' || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
  const search = document.querySelector<HTMLElement>('#search');
  if (search === null) return;
  event.preventDefault();
  search.focus();
});

try {
  start();
} catch (error) {
  // A file that was cut short, or one larger than the browser can hold: an empty page would look like nothing found.
  placeOf('page').textContent =
    'This report cannot be shown: its data is damaged, or too large for this browser. Write it anew: leaktrail report FILE.json -o report.html';
  throw error;
}
