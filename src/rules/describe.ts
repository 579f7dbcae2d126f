// What `rules list`, `rules show` and `rules check` say, as values. Printing is left to cli/.
import type { Confidence, Rule, Severity } from '../model/rule.ts';
import { compileRule, type CompiledRule } from './compileRule.ts';
import type { PatternEngine } from './engine.ts';
import { matchText } from './matchText.ts';
import { shapeOf } from './patternShape.ts';
import type { RuleSet } from './ruleSet.ts';
import { expandTemplate } from './templates.ts';

/** One line of `rules list`. */
export interface RuleSummary {
  readonly id: string;
  readonly title: string;
  readonly provider: string;
  readonly severity: Severity;
  readonly confidence: Confidence;
}

/** Something that `rules check` found. An error means that the rule does not do what its examples say. */
export interface RuleRemark {
  readonly ruleId: string;
  readonly level: 'error' | 'warning';
  readonly message: string;
}

export interface CheckRulesOptions {
  readonly rules: readonly Rule[];
  readonly engine: PatternEngine;
  /** Rules that are not checked themselves, but whose matches on the examples count as overlap. */
  readonly others?: readonly Rule[];
  /** Milliseconds, for the slow-pattern warning; the command line passes monotonicMs. */
  readonly clock?: () => number;
}

/** All rules, sorted by id. */
export function listRules(ruleSet: RuleSet): readonly RuleSummary[] {
  return ruleSet.rules.map(({ id, title, provider, severity, confidence }) => ({
    id,
    title,
    provider,
    severity,
    confidence,
  }));
}

/** A rule with its examples filled in; undefined when there is none of that id. */
export function showRule(rules: readonly Rule[], id: string): Rule | undefined {
  const rule = rules.find((candidate) => candidate.id === id);
  if (rule === undefined) return undefined;
  const filled = (templates: readonly string[]): readonly string[] =>
    templates.map((template) => expandTemplate(template, id));
  return {
    ...rule,
    examples: {
      positive: filled(rule.examples.positive),
      negative: filled(rule.examples.negative),
    },
  };
}

/** Runs the examples of rules through the real matcher and looks for what makes a rule slow or blind. */
export function checkRules(options: CheckRulesOptions): readonly RuleRemark[] {
  const others = [...options.rules, ...(options.others ?? [])]
    .filter((rule) => rule.pattern !== '')
    .map((rule) => compileRule(rule, () => options.engine));
  return options.rules.flatMap((rule) => {
    if (rule.pattern === '') return countRemarks(rule);
    const compiled = compileRule(rule, () => options.engine);
    const fault = compileFault(compiled);
    if (fault !== undefined) return [remark(rule, 'error', fault)];
    return [
      ...countRemarks(rule),
      ...keywordRemarks(rule),
      ...exampleRemarks(compiled),
      ...overlapRemarks(rule, others),
      ...speedRemarks(compiled, options.clock),
    ];
  });
}

function compileFault({ exec }: CompiledRule): string | undefined {
  try {
    exec(Buffer.alloc(0), 0, 0);
    return undefined;
  } catch (error) {
    return `the pattern is no RE2 pattern: ${error instanceof Error ? error.message : String(error)}`;
  }
}

function countRemarks(rule: Rule): readonly RuleRemark[] {
  const { positive, negative } = rule.examples;
  if (positive.length >= 2 && negative.length >= 2) return [];
  return [remark(rule, 'warning', 'give at least two positive and two negative examples')];
}

function keywordRemarks(rule: Rule): readonly RuleRemark[] {
  const remarks = rule.keywords
    .filter((keyword) => keyword.length < shortKeyword)
    .map((keyword) =>
      remark(
        rule,
        'warning',
        `the keyword "${keyword}" is short: every place that holds it is looked at`,
      ),
    );
  const shape = shapeOf(rule.pattern, rule.keywords);
  for (const keyword of shape.foreignKeywords) {
    remarks.push(remark(rule, 'warning', `the pattern does not contain its keyword "${keyword}"`));
  }
  if (shape.canMissKeywords) {
    remarks.push(
      remark(
        rule,
        'warning',
        'the pattern can match a text without any of its keywords: that one is missed',
      ),
    );
  }
  return remarks;
}

const shortKeyword = 4;

function exampleRemarks(compiled: CompiledRule): readonly RuleRemark[] {
  const { rule } = compiled;
  const matches = (template: string): boolean =>
    matchText(compiled, Buffer.from(expandTemplate(template, rule.id))).length > 0;
  return [
    ...rule.examples.positive
      .filter((template) => !matches(template))
      .map((template) =>
        remark(rule, 'error', `no match for the positive example ${quoted(template)}`),
      ),
    ...rule.examples.negative
      .filter(matches)
      .map((template) =>
        remark(rule, 'error', `a match for the negative example ${quoted(template)}`),
      ),
  ];
}

// Two rules that take the same bytes are no mistake as long as it is settled which one reports.
function overlapRemarks(rule: Rule, others: readonly CompiledRule[]): readonly RuleRemark[] {
  const texts = rule.examples.positive.map((template) =>
    Buffer.from(expandTemplate(template, rule.id)),
  );
  return others
    .filter((other) => other.rule.id !== rule.id && other.rule.specificity === rule.specificity)
    .filter((other) => texts.some((text) => matchText(other, text).length > 0))
    .map((other) =>
      remark(
        rule,
        'warning',
        `overlaps with ${other.rule.id}, which has the same specificity (${rule.specificity})`,
      ),
    );
}

// A window full of the rule's own beginnings is about the worst that a content can hold.
function speedRemarks(compiled: CompiledRule, clock?: () => number): readonly RuleRemark[] {
  const { rule, exec } = compiled;
  const size = rule.window.before + rule.window.after;
  if (clock === undefined || size === 0) return [];
  const text = Buffer.alloc(size, `${rule.keywords[0] ?? ''} = "aB3`);
  for (let round = 0; round < 20; round++) exec(text, 0, size);
  const start = clock();
  for (let round = 0; round < 100; round++) exec(text, 0, size);
  const micros = (clock() - start) * 10;
  if (micros < slowMicros) return [];
  return [
    remark(rule, 'warning', `slow: ${Math.round(micros)} µs for one window of ${size} bytes`),
  ];
}

const slowMicros = 200;

function quoted(template: string): string {
  return JSON.stringify(template.length > 60 ? `${template.slice(0, 59)}…` : template);
}

function remark(rule: Rule, level: RuleRemark['level'], message: string): RuleRemark {
  return { ruleId: rule.id, level, message };
}
