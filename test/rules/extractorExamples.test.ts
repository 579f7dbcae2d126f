// The examples of the rules whose candidates come from the extractors of detect/: through the whole detector,
// at the score from which a match is shown by default.
import { describe, expect, it } from 'vitest';
import { mediumScore } from '../../src/detect/confidence.ts';
import { createDetector } from '../../src/detect/detector.ts';
import { fileKinds } from '../../src/model/rule.ts';
import { loadPatternsFolder } from '../../src/rules/load.ts';
import { ruleSetOf } from '../../src/rules/ruleSet.ts';
import { expandTemplate } from '../../src/rules/templates.ts';

const generic = loadPatternsFolder().filter((rule) => rule.extractor !== undefined);
const detector = createDetector(ruleSetOf(generic));

describe.each(generic.map((rule) => ({ id: rule.id, rule })))('$id', ({ rule }) => {
  // A positive example may be of any kind of file; the negative ones are read as Python.
  const reporters = (template: string, kinds: readonly string[]): readonly string[] =>
    detector
      .scan(Buffer.from(`${expandTemplate(template, rule.id)}\n`, 'latin1'))
      .filter(({ scores }) =>
        fileKinds.some(
          (kind, index) => kinds.includes(kind) && (scores[index] ?? 0) >= mediumScore,
        ),
      )
      .map((match) => match.ruleId);

  it.each(rule.examples.positive)('reports %s', (template) => {
    expect(reporters(template, fileKinds)).toEqual([rule.id]);
  });

  it.each(rule.examples.negative)('does not report %s', (template) => {
    expect(reporters(template, ['python'])).toEqual([]);
  });
});
