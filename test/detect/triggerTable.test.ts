import { expect, test } from 'vitest';
import { builtinFiles } from '../../src/detect/builtinFiles.ts';
import { triggersOf } from '../../src/detect/triggers.ts';
import { triggerTable } from '../../src/detect/triggerTable.ts';
import { unpackRules } from '../../src/rules/compactRules.ts';
import { ruleSetOf } from '../../src/rules/ruleSet.ts';

const files = builtinFiles();
const rules = unpackRules(String(files['builtin.json']));
const prepared = Buffer.from(files['triggers.bin']!);

test('the table that the build prepares is the one that the rules make', () => {
  expect(triggerTable({ ...rules, prepared })).toEqual(triggerTable(rules));
});

test('a table of other rules is not used', () => {
  const fewer = ruleSetOf(rules.rules.slice(1));
  expect(triggerTable({ ...fewer, prepared })).toEqual(triggerTable(fewer));
  expect(triggerTable(fewer)).not.toEqual(triggerTable(rules));
});

test('every keyword starts the rules that name it, each of which is compiled once', () => {
  const triggers = triggersOf(rules, 'js');
  const started = new Map<string, Set<unknown>>();
  for (const [id, keyword] of triggers.sieve.keywords.entries()) {
    const trigger = triggers.of(id);
    expect(trigger).toMatchObject({ keyword, before: triggers.windowBefore[id] });
    expect(triggers.of(id)).toBe(trigger);
    const named = rules.rules.filter(
      ({ pattern, keywords }) =>
        pattern !== '' && keywords.some((word) => word.toLowerCase() === keyword),
    );
    expect(trigger.rules.map(({ compiled }) => compiled.rule)).toEqual(named);
    for (const { compiled } of trigger.rules) {
      const known = started.get(compiled.rule.id) ?? new Set();
      started.set(compiled.rule.id, known.add(compiled));
    }
  }
  expect([...started.values()].every(({ size }) => size === 1)).toBe(true);
  expect(() => triggers.of(triggers.sieve.keywords.length)).toThrow(RangeError);
});
