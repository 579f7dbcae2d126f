// The findings of the filter as a table, a page of rows at a time: ten thousand rows at once would make every key stroke slow.
import type { JSX } from 'preact';
import { counted, days, groupDigits } from '../report/quantities.ts';
import { decisionNames } from './decision.ts';
import type { Decisions } from './filter.ts';
import type { FindingRow } from './findingRow.ts';
import { SeverityName } from './severityMark.tsx';
import type { Sort, SortKey } from './sortRows.ts';

export const pageLength = 100;

export interface FindingTableProps {
  /** Those of the filter, sorted. */
  readonly rows: readonly FindingRow[];
  /** 0-based. */
  readonly page: number;
  readonly sort: Sort;
  readonly decisions: Decisions;
  /** Numbers of rows in the document. */
  readonly selected: ReadonlySet<number>;
  readonly open: FindingRow | undefined;
  readonly onSort: (sort: Sort) => void;
  readonly onPage: (page: number) => void;
  readonly onSelect: (selected: ReadonlySet<number>) => void;
  readonly onOpen: (row: FindingRow) => void;
}

const columns: readonly (readonly [key: SortKey, name: string])[] = [
  ['severity', 'Severity'],
  ['title', 'What'],
  ['path', 'Where'],
  ['state', 'State'],
  ['introduced', 'Since'],
  ['exposed', 'Exposed'],
  ['confidence', 'Confidence'],
  ['decision', 'Decision'],
];

export function FindingTable(props: FindingTableProps): JSX.Element {
  const { rows, page, sort, selected, onSort, onSelect } = props;
  const shown = rows.slice(page * pageLength, (page + 1) * pageLength);
  const areAll = rows.length > 0 && rows.every(({ index }) => selected.has(index));
  return (
    <>
      <div class="table-box" role="region" aria-label="Findings" tabIndex={0}>
        <table class="findings">
          <caption class="visually-hidden">Findings of the filter</caption>
          <thead>
            <tr>
              <th scope="col" class="select">
                <input
                  type="checkbox"
                  aria-label={`Select all ${counted(rows.length, 'finding')} of the filter`}
                  checked={areAll}
                  onChange={() =>
                    onSelect(areAll ? new Set() : new Set(rows.map(({ index }) => index)))
                  }
                />
              </th>
              {columns.map(([key, name]) => (
                <th
                  key={key}
                  scope="col"
                  class={`col-${key}`}
                  aria-sort={
                    sort.key === key ? (sort.isDescending ? 'descending' : 'ascending') : 'none'
                  }
                >
                  <button
                    type="button"
                    onClick={() =>
                      onSort({ key, isDescending: sort.key === key && !sort.isDescending })
                    }
                  >
                    {name}
                    <span class="sorted" aria-hidden="true">
                      {sort.key === key ? (sort.isDescending ? '▼' : '▲') : ''}
                    </span>
                  </button>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {/* By position: other findings take over the elements of the last ones, which is three times as fast. */}
            {shown.map((row, position) => (
              <Row key={position} row={row} {...props} />
            ))}
          </tbody>
        </table>
      </div>
      {rows.length === 0 && <p class="empty">No finding passes the filter.</p>}
      <Pages {...props} />
    </>
  );
}

function Row({
  row,
  decisions,
  selected,
  open,
  onSelect,
  onOpen,
}: FindingTableProps & { readonly row: FindingRow }): JSX.Element {
  const { finding, index } = row;
  const decision = decisions.get(finding.fingerprint);
  const isOpen = open?.index === index;
  return (
    <tr
      class={`${isOpen ? 'open ' : ''}${finding.suppressed === null ? '' : 'suppressed'}`}
      onClick={(event) => {
        const { target } = event;
        if (target instanceof Element && target.closest('button, input') === null) onOpen(row);
      }}
    >
      <td class="select">
        <input
          type="checkbox"
          aria-label={`Select ${finding.title} at ${row.where}`}
          checked={selected.has(index)}
          onChange={(event) => {
            const next = new Set(selected);
            if (event.currentTarget.checked) next.add(index);
            else next.delete(index);
            onSelect(next);
          }}
        />
      </td>
      <td>
        <SeverityName severity={finding.severity} />
      </td>
      <td class="what">
        <button type="button" class="title" aria-expanded={isOpen} onClick={() => onOpen(row)}>
          {finding.title}
        </button>
        {finding.marks.map((mark) => (
          <span key={mark} class="tag">
            {mark}
          </span>
        ))}
        {finding.suppressed !== null && <span class="tag">suppressed</span>}
      </td>
      <td class="path" title={row.where}>
        <bdi>{row.where}</bdi>
      </td>
      <td class="col-state">
        {row.state}
        {row.isPushed && <span class="tag">pushed</span>}
      </td>
      <td class="day col-introduced">{row.introducedDay}</td>
      <td class="day col-exposed">
        {finding.exposedDays === null ? '' : shortDays(finding.exposedDays)}
      </td>
      <td class="col-confidence">{finding.confidence}</td>
      <td>
        {decision !== undefined && (
          <span class={`decided ${decision.decision}`}>{decisionNames[decision.decision]}</span>
        )}
      </td>
    </tr>
  );
}

function shortDays(value: number): string {
  return days(value).replace('less than a day', '< 1 day').replace(/ \(.*/u, '');
}

function Pages({ rows, page, onPage }: FindingTableProps): JSX.Element | null {
  const pages = Math.ceil(rows.length / pageLength);
  if (pages < 2) return null;
  const from = page * pageLength + 1;
  const to = Math.min(rows.length, from + pageLength - 1);
  return (
    <nav class="pages" aria-label="Pages of the table">
      <button type="button" disabled={page === 0} onClick={() => onPage(page - 1)}>
        Previous
      </button>
      <span>
        {groupDigits(from)} to {groupDigits(to)} of {groupDigits(rows.length)}
      </span>
      <button type="button" disabled={page >= pages - 1} onClick={() => onPage(page + 1)}>
        Next
      </button>
    </nav>
  );
}
