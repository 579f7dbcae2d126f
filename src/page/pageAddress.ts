// What is shown, in the fragment of the page's address: it survives a reload and can be handed on. What it does not know
// or cannot be is left out.
import { findingStates, pathMarks } from '../model/finding.ts';
import { confidences, severities } from '../model/rule.ts';
import { decisionKinds } from '../model/decision.ts';
import type { Filter } from './filter.ts';
import { openFilter } from './filter.ts';
import type { Sort } from './sortRows.ts';
import { reportSort, sortKeys } from './sortRows.ts';

export interface Shown {
  readonly filter: Filter;
  readonly sort: Sort;
  /** 0-based page of the table. */
  readonly page: number;
  /** Fingerprint of the finding that is open; empty where none is. */
  readonly open: string;
}

/** `#q=token&severity=critical,high&open=…`; empty where all is as at first. */
export function toFragment({ filter, sort, page, open }: Shown): string {
  const parameters = new URLSearchParams();
  const put = (key: string, value: string, usual = ''): void => {
    if (value !== usual) parameters.set(key, value);
  };
  put('q', filter.text);
  put('severity', filter.severities.join(','));
  put('state', filter.state);
  put('confidence', filter.confidence);
  put('rule', filter.rule);
  put('path', filter.path);
  put('mark', filter.mark);
  put('suppressed', filter.suppressed === '' ? 'all' : filter.suppressed, openFilter.suppressed);
  put('decision', filter.decision);
  put('head', filter.isInHead ? '1' : '');
  put('pushed', filter.isPushed ? '1' : '');
  put('sort', sortText(sort), sortText(reportSort));
  put('page', String(page + 1), '1');
  put('open', open);
  const text = parameters.toString();
  return text === '' ? '' : `#${text}`;
}

/** What a fragment says. */
export function fromFragment(fragment: string): Shown {
  const parameters = new URLSearchParams(fragment.replace(/^#/u, ''));
  const get = (key: string): string => parameters.get(key) ?? '';
  const suppressed = get('suppressed');
  return {
    filter: {
      text: get('q'),
      severities: severities.filter((severity) => get('severity').split(',').includes(severity)),
      state: among(findingStates, get('state')),
      confidence: among(confidences, get('confidence')),
      rule: get('rule'),
      path: get('path'),
      mark: among([...pathMarks, 'none'] as const, get('mark')),
      suppressed: suppressed === 'all' ? '' : among(['yes', 'no'] as const, suppressed) || 'no',
      decision: among([...decisionKinds, 'none'] as const, get('decision')),
      isInHead: get('head') === '1',
      isPushed: get('pushed') === '1',
    },
    sort: readSort(get('sort')),
    page: readPage(get('page')),
    open: get('open'),
  };
}

function among<Value extends string>(values: readonly Value[], text: string): Value | '' {
  return values.find((value) => value === text) ?? '';
}

function sortText({ key, isDescending }: Sort): string {
  return isDescending ? `-${key}` : key;
}

function readSort(text: string): Sort {
  const key = among(sortKeys, text.replace(/^-/u, ''));
  return key === '' ? reportSort : { key, isDescending: text.startsWith('-') };
}

function readPage(text: string): number {
  return /^\d{1,6}$/u.test(text) ? Math.max(0, Number(text) - 1) : 0;
}
