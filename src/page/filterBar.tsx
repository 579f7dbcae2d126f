// What narrows the findings: words, severities, choices. Counts stand beside the severities.
import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { findingStates, pathMarks } from '../model/finding.ts';
import type { FindingState } from '../model/finding.ts';
import { confidences, severities } from '../model/rule.ts';
import type { Severity } from '../model/rule.ts';
import { decisionKinds } from '../model/decision.ts';
import { decisionNames } from './decision.ts';
import type { Filter } from './filter.ts';
import { narrowedBy, openFilter } from './filter.ts';
import type { FindingRow } from './findingRow.ts';
import { stateNames } from './overview.tsx';
import { SeverityMark } from './severityMark.tsx';

export interface FilterBarProps {
  readonly rows: readonly FindingRow[];
  readonly filter: Filter;
  readonly onFilter: (filter: Filter) => void;
}

export function FilterBar({ rows, filter, onFilter }: FilterBarProps): JSX.Element {
  const put = (part: Partial<Filter>): void => onFilter({ ...filter, ...part });
  const { counts, rules, states, hasSuppressed } = useMemo(() => choicesOf(rows), [rows]);
  return (
    <div class="filters" role="search" aria-label="Findings">
      <input
        id="search"
        type="search"
        aria-label="Search findings"
        placeholder="Search title, path, author, commit, id  ( / )"
        value={filter.text}
        autocomplete="off"
        spellcheck={false}
        onInput={(event) => put({ text: event.currentTarget.value })}
      />
      <div class="chips" role="group" aria-label="Severity">
        {severities.map((severity) => {
          const isOn = filter.severities.includes(severity);
          return (
            <button
              type="button"
              key={severity}
              class={`chip ${severity}`}
              aria-pressed={isOn}
              onClick={() =>
                put({
                  severities: severities.filter((each) =>
                    each === severity ? !isOn : filter.severities.includes(each),
                  ),
                })
              }
            >
              <SeverityMark severity={severity} /> {severity}{' '}
              <span class="count">{counts[severity]}</span>
            </button>
          );
        })}
      </div>
      <Choice
        label="State"
        value={filter.state}
        options={states.map((state) => [state, stateNames[state]])}
        onChange={(state) => put({ state })}
      />
      <Choice
        label="Rule"
        value={filter.rule}
        options={rules.map((rule) => [rule, rule])}
        onChange={(rule) => put({ rule })}
      />
      <Choice
        label="Confidence"
        value={filter.confidence}
        options={confidences.map((each) => [each, each])}
        onChange={(confidence) => put({ confidence })}
      />
      <Choice
        label="Kind of path"
        value={filter.mark}
        options={[
          ['none', 'not tests, examples, docs'],
          ...pathMarks.map((mark) => [mark, mark] as const),
        ]}
        onChange={(mark) => put({ mark })}
      />
      <Choice
        label="Decision"
        value={filter.decision}
        options={[
          ['none', 'undecided'],
          ...decisionKinds.map((kind) => [kind, decisionNames[kind].toLowerCase()] as const),
        ]}
        onChange={(decision) => put({ decision })}
      />
      {hasSuppressed && (
        <Choice
          label="Suppressed"
          value={filter.suppressed}
          options={[
            ['no', 'hidden'],
            ['yes', 'only these'],
          ]}
          onChange={(suppressed) => put({ suppressed })}
          all="shown"
        />
      )}
      <label class="check">
        <input
          type="checkbox"
          checked={filter.isInHead}
          onChange={(event) => put({ isInHead: event.currentTarget.checked })}
        />
        Still in HEAD
      </label>
      <label class="check">
        <input
          type="checkbox"
          checked={filter.isPushed}
          onChange={(event) => put({ isPushed: event.currentTarget.checked })}
        />
        Pushed
      </label>
      {filter.path !== '' && (
        <button type="button" class="chip path-chip" onClick={() => put({ path: '' })}>
          <span class="path">{filter.path}</span> <span aria-hidden="true">×</span>
          <span class="visually-hidden">remove this filter</span>
        </button>
      )}
      {(narrowedBy(filter) > 0 || filter.text !== '') && (
        <button type="button" class="quiet" onClick={() => onFilter(openFilter)}>
          Reset filters
        </button>
      )}
    </div>
  );
}

interface ChoiceProps<Value extends string> {
  readonly label: string;
  readonly value: Value;
  readonly options: readonly (readonly [value: Exclude<Value, ''>, name: string])[];
  readonly onChange: (value: Value) => void;
  /** What the choice of everything is called. */
  readonly all?: string;
}

function Choice<Value extends string>({
  label,
  value,
  options,
  onChange,
  all = 'any',
}: ChoiceProps<Value | ''>): JSX.Element {
  return (
    <label class="choice">
      <span>{label}</span>
      <select
        value={value}
        class={value === '' ? '' : 'on'}
        onChange={(event) => {
          const chosen = options.find(([each]) => each === event.currentTarget.value);
          onChange(chosen === undefined ? '' : chosen[0]);
        }}
      >
        <option value="">{all}</option>
        {options.map(([each, name]) => (
          <option key={each} value={each}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}

/** What there is to choose from, whatever the filter. */
interface Choices {
  /** Suppressed ones left out. */
  readonly counts: Readonly<Record<Severity, number>>;
  readonly rules: readonly string[];
  readonly states: readonly FindingState[];
  readonly hasSuppressed: boolean;
}

function choicesOf(rows: readonly FindingRow[]): Choices {
  const counts = { critical: 0, high: 0, medium: 0, low: 0 };
  for (const { finding } of rows) {
    if (finding.suppressed === null) counts[finding.severity] += 1;
  }
  const present = new Set(rows.map(({ finding }) => finding.state));
  return {
    counts,
    rules: [...new Set(rows.map(({ finding }) => finding.ruleId))].sort(),
    states: findingStates.filter((state) => present.has(state)),
    hasSuppressed: rows.some(({ finding }) => finding.suppressed !== null),
  };
}
