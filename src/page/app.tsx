// The page: one filter, one order and one set of decisions, which every part of it shows or changes.
import type { JSX } from 'preact';
import { useCallback, useEffect, useMemo, useState } from 'preact/hooks';
import type { ReportDocument } from '../report/document.ts';
import { counted } from '../report/quantities.ts';
import type { Decision } from '../model/decision.ts';
import { DecisionForm } from './decisionForm.tsx';
import { DecisionsBar } from './decisionsBar.tsx';
import type { Decisions, Filter } from './filter.ts';
import { filterRows } from './filter.ts';
import { FilterBar } from './filterBar.tsx';
import { FindingPanel } from './findingPanel.tsx';
import type { FindingRow } from './findingRow.ts';
import { FindingTable, pageLength } from './findingTable.tsx';
import { HygieneSection } from './hygieneSection.tsx';
import { Overview } from './overview.tsx';
import { fromFragment } from './pageAddress.ts';
import type { Shown } from './pageAddress.ts';
import { PageHead } from './pageHead.tsx';
import { sortRows } from './sortRows.ts';
import { applyTheme, firstTheme, keepTheme } from './theme.ts';
import type { Theme } from './theme.ts';
import { pathTiles, ruleTiles } from './tiles.ts';
import { TimelinePlot } from './timelinePlot.tsx';
import { newestTime } from './timelineView.ts';
import { TraceSection } from './traceSection.tsx';
import { Treemap } from './treemap.tsx';
import type { TreemapKind } from './treemap.tsx';
import { useAddress } from './useAddress.ts';

export interface AppProps {
  readonly document: ReportDocument;
  readonly rows: readonly FindingRow[];
  readonly firstDecisions: Decisions;
  /** Keeps them; whether that worked. */
  readonly onDecisions: (decisions: Decisions) => boolean;
  /** Told what is shown, for paper. */
  readonly onShown: (rows: readonly FindingRow[], decisions: Decisions) => void;
}

export function App({
  document,
  rows,
  firstDecisions,
  onDecisions,
  onShown,
}: AppProps): JSX.Element {
  const [shown, setShown] = useState<Shown>(() => fromFragment(location.hash));
  const [decisions, setDecisions] = useState(firstDecisions);
  const [isKept, setKept] = useState(true);
  const [selected, setSelected] = useState<ReadonlySet<number>>(new Set());
  const [theme, setTheme] = useState<Theme>(firstTheme);
  const [kind, setKind] = useState<TreemapKind>(shown.filter.rule === '' ? 'path' : 'rule');
  useAddress(shown, setShown);

  const { filter, sort } = shown;
  const filtered = useMemo(() => filterRows(rows, filter, decisions), [rows, filter, decisions]);
  const sorted = useMemo(() => sortRows(filtered, sort, decisions), [filtered, sort, decisions]);
  const newest = useMemo(() => newestTime(rows), [rows]);
  const tiles = useMemo(() => {
    // A treemap shows what else there is to choose, so its own part of the filter is left out.
    if (kind === 'rule') return ruleTiles(filterRows(rows, { ...filter, rule: '' }, decisions));
    const folder = filter.path.slice(0, filter.path.lastIndexOf('/') + 1);
    return pathTiles(filterRows(rows, { ...filter, path: '' }, decisions), folder);
  }, [kind, rows, filter, decisions]);
  const page = Math.min(shown.page, Math.max(0, Math.ceil(sorted.length / pageLength) - 1));
  const open = useMemo(
    () => rows.find(({ finding }) => finding.fingerprint === shown.open),
    [rows, shown.open],
  );
  const known = useMemo(() => new Set(rows.map(({ finding }) => finding.fingerprint)), [rows]);
  useEffect(() => onShown(sorted, decisions));

  const put = useCallback((part: Partial<Shown>) => setShown((last) => ({ ...last, ...part })), []);
  const putFilter = (part: Partial<Filter>): void => {
    put({ filter: { ...filter, ...part }, page: 0 });
    setSelected(new Set());
  };
  const openRow = useCallback((row: FindingRow) => put({ open: row.finding.fingerprint }), [put]);
  const change = (next: Map<string, Decision>): void => {
    setDecisions(next);
    setKept(onDecisions(next));
  };
  const decide = (fingerprints: readonly string[], made: readonly Decision[]): void => {
    const next = new Map(decisions);
    for (const fingerprint of fingerprints) next.delete(fingerprint);
    for (const decision of made) next.set(decision.fingerprint, decision);
    change(next);
  };
  const position = open === undefined ? -1 : sorted.indexOf(open);
  const step = (by: number): void => {
    const next = sorted[position + by];
    if (next !== undefined)
      put({ open: next.finding.fingerprint, page: Math.floor((position + by) / pageLength) });
  };
  const close = (): void => {
    put({ open: '' });
    // Back to where the reader came from.
    const title = window.document.querySelector<HTMLElement>('tr.open button.title');
    (title ?? window.document.querySelector<HTMLElement>('#search'))?.focus();
  };
  // What a change does not touch is not made anew: a key stroke costs what it changes.
  const timeline = useMemo(
    () =>
      newest > 0 && (
        <TimelinePlot rows={filtered} newest={newest} open={open} theme={theme} onOpen={openRow} />
      ),
    [filtered, newest, open, theme, openRow],
  );
  const treemap = useMemo(
    () => (
      <Treemap
        kind={kind}
        tiles={tiles}
        current={kind === 'rule' ? filter.rule : filter.path}
        onKind={setKind}
        onChoose={(key) => putFilter(kind === 'rule' ? { rule: key } : { path: key })}
      />
    ),
    [kind, tiles, filter],
  );
  const summary = useMemo(
    () => (
      <>
        <Overview document={document} />
        <TraceSection scope={document.trace} />
      </>
    ),
    [document],
  );
  const chosen = rows.filter(({ index }) => selected.has(index));
  const hasFindings = rows.length > 0;
  return (
    <div
      class={open === undefined ? 'app' : 'app with-detail'}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && open !== undefined) close();
      }}
    >
      <PageHead
        document={document}
        theme={theme}
        onTheme={() => {
          const next = theme === 'dark' ? 'light' : 'dark';
          // At once: the plots read their colours when they are drawn.
          applyTheme(next);
          keepTheme(next);
          setTheme(next);
        }}
      />
      <main>
        {summary}
        {hasFindings && (
          <>
            <div class="plots">
              {timeline}
              {treemap}
            </div>
            <section class="panel list" aria-labelledby="list-title">
              <div class="panel-head">
                <h2 id="list-title">Findings</h2>
                <p class="hint" role="status">
                  {filtered.length === rows.length
                    ? counted(rows.length, 'finding')
                    : `${filtered.length} of ${counted(rows.length, 'finding')}`}
                </p>
              </div>
              <FilterBar rows={rows} filter={filter} onFilter={putFilter} />
              {chosen.length > 0 && (
                <div class="selection">
                  <p>
                    <strong>{counted(chosen.length, 'finding')} selected</strong>{' '}
                    <button type="button" class="link" onClick={() => setSelected(new Set())}>
                      Clear
                    </button>
                  </p>
                  <DecisionForm
                    findings={chosen.map(({ finding }) => finding)}
                    onDecide={(made) => decide([], made)}
                  />
                </div>
              )}
              <FindingTable
                rows={sorted}
                page={page}
                sort={sort}
                decisions={decisions}
                selected={selected}
                open={open}
                onSort={(next) => put({ sort: next, page: 0 })}
                onPage={(next) => put({ page: next })}
                onSelect={setSelected}
                onOpen={openRow}
              />
            </section>
            <DecisionsBar
              decisions={decisions}
              known={known}
              isKept={isKept}
              onImport={(read) => decide([], read)}
            />
          </>
        )}
        <HygieneSection entries={document.hygiene} />
      </main>
      {open !== undefined && (
        <FindingPanel
          row={open}
          position={position}
          count={sorted.length}
          decision={decisions.get(open.finding.fingerprint)}
          headRef={document.target.head?.ref ?? null}
          onStep={step}
          onClose={close}
          onDecide={(made) => decide([open.finding.fingerprint], made)}
          onPartner={(fingerprint) => put({ open: fingerprint })}
        />
      )}
    </div>
  );
}
