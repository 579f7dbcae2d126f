import fc from 'fast-check';
import { expect, it } from 'vitest';
import { findingStates, pathMarks } from '../../src/model/finding.ts';
import { confidences, severities } from '../../src/model/rule.ts';
import { openFilter } from '../../src/page/filter.ts';
import { fromFragment, toFragment } from '../../src/page/pageAddress.ts';
import { reportSort, sortKeys } from '../../src/page/sortRows.ts';

const first = { filter: openFilter, sort: reportSort, page: 0, open: '' };

it('is empty for the page as it opens', () => {
  expect(toFragment(first)).toBe('');
  expect(fromFragment('')).toEqual(first);
});

it('comes back as it was, whatever was typed', () => {
  const shown = fc.record({
    filter: fc.record({
      text: fc.string({ unit: 'grapheme' }),
      severities: fc.subarray([...severities]),
      state: fc.constantFrom(...findingStates, '' as const),
      confidence: fc.constantFrom(...confidences, '' as const),
      rule: fc.string(),
      path: fc.string({ unit: 'grapheme' }),
      mark: fc.constantFrom(...pathMarks, 'none' as const, '' as const),
      suppressed: fc.constantFrom('yes' as const, 'no' as const, '' as const),
      decision: fc.constantFrom('accept' as const, 'none' as const, '' as const),
      isInHead: fc.boolean(),
      isPushed: fc.boolean(),
    }),
    sort: fc.record({ key: fc.constantFrom(...sortKeys), isDescending: fc.boolean() }),
    page: fc.integer({ min: 0, max: 999 }),
    open: fc.string(),
  });
  fc.assert(
    fc.property(shown, (each) => {
      expect(fromFragment(toFragment(each))).toEqual(each);
    }),
  );
});

it.each([
  '#severity=grave,critical&state=lost&confidence=1&mark=x&suppressed=maybe&decision=later',
  '#sort=weight&page=-3&head=yes&pushed=true&severity=critical',
  '#page=99999999999&severity=critical&sort=-',
])('leaves out what it does not know: %s', (fragment) => {
  const { filter, ...rest } = fromFragment(fragment);
  expect(filter).toEqual({ ...openFilter, severities: ['critical'] });
  expect(rest).toEqual({ sort: reportSort, page: 0, open: '' });
});
