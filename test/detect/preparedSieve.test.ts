import { expect, test } from 'vitest';
import { builtinFiles } from '../../src/detect/builtinFiles.ts';
import { preparedSieve, prepareSieve } from '../../src/detect/preparedSieve.ts';
import { triggersOf } from '../../src/detect/triggers.ts';
import { unpackRules } from '../../src/rules/compactRules.ts';
import { ruleSetOf } from '../../src/rules/ruleSet.ts';

test('the sieve that the build prepares is the one that the rules make', () => {
  const files = builtinFiles();
  const rules = unpackRules(String(files['builtin.json']));
  const { sieve } = triggersOf(rules, 'js');
  const prepared = { ...rules, prepared: Buffer.from(files['sieve.bin']!) };
  expect(preparedSieve(prepared, sieve.keywords)).toEqual(sieve);
  expect(triggersOf(prepared, 'js').sieve).toEqual(sieve);
});

test('a prepared sieve of other rules or keywords is not used', () => {
  const rules = unpackRules(String(builtinFiles()['builtin.json']));
  const { sieve } = triggersOf(rules, 'js');
  const prepared = prepareSieve(rules, sieve);
  const fewer = ruleSetOf(rules.rules.slice(1));
  expect(preparedSieve({ ...fewer, prepared }, sieve.keywords)).toBeUndefined();
  expect(preparedSieve({ ...rules, prepared }, sieve.keywords.slice(1))).toBeUndefined();
});
