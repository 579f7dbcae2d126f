// `leaktrail rules list|show|check`: prints what rules/ says about rules.
import { monotonicMs } from '../scan/clock.ts';
import { UsageError } from '../model/errors.ts';
import { severities } from '../model/rule.ts';
import type { Rule } from '../model/rule.ts';
import { createPalette } from '../report/palette.ts';
import { counted } from '../report/quantities.ts';
import { sanitize } from '../report/sanitize.ts';
import { severityPaint } from '../report/textFinding.ts';
import { displayWidth, padEnd, wrap } from '../report/wrap.ts';
import { checkRules, listRules, showRule } from '../rules/describe.ts';
import { loadEngine } from '../rules/engine.ts';
import { loadBuiltinRules, loadRuleFile, loadRules } from '../rules/load.ts';
import { suggestion } from '../rules/ruleFields.ts';
import type { CommonOptions } from './commonOptions.ts';
import { failureCode } from './exitCode.ts';
import type { CliIo } from './io.ts';
import { wantsJson } from './outputs.ts';
import { terminalWidth, usesColor } from './terminal.ts';
import { writeReportStream } from './writeReport.ts';

const labelWidth = 12;
/** Columns of ids in a list; the few longer ones move what follows. */
const mostIdWidth = 28;

/** Prints the rules of a run with these options: id, severity, title (an indented line goes on with it); as JSON with `--format json`. */
export async function listCommand(io: CliIo, options: CommonOptions): Promise<number> {
  const { ruleFiles, enable, disable } = options.run;
  const rules = listRules(loadRules({ files: ruleFiles, enable, disable }));
  if (wantsJson('rules', options)) return printJson(io, rules);
  const palette = createPalette(usesColor(io.stdout, io.env, options.color));
  const width = terminalWidth(io.stdout, io.env);
  const idWidth = Math.min(Math.max(...rules.map((rule) => rule.id.length), 0), mostIdWidth);
  const severityWidth = Math.max(...severities.map((severity) => severity.length));
  return print(
    io,
    rules.flatMap(({ id, severity, title }) => {
      const level = padEnd(severity, severityWidth);
      const lead = `${padEnd(id, idWidth)}  ${severityPaint(severity, palette)(level)}`;
      const column = idWidth + 2 + severityWidth + 2;
      if (Math.max(id.length - idWidth, 0) + column + displayWidth(title) <= width) {
        return [`${lead}  ${title}`];
      }
      // Too wide for its line: below it, in the same column.
      return [lead, ...wrap(title, width - column).map((line) => ' '.repeat(column) + line)];
    }),
  );
}

/** Prints one rule with its examples filled in. */
export async function showCommand(io: CliIo, id: string, options: CommonOptions): Promise<number> {
  const rules = [...loadBuiltinRules({ withExamples: true }), ...ownRules(options)];
  const rule = showRule(rules.toReversed(), id);
  if (rule === undefined) {
    const ids = rules.map((candidate) => candidate.id);
    throw new UsageError(`no rule is called ${id}${suggestion(id, ids)}`);
  }
  if (wantsJson('rules', options)) return printJson(io, rule);
  return print(io, ruleLines(rule, terminalWidth(io.stdout, io.env)));
}

/** Runs the examples of rule files; 2 where a rule does not do what its examples say. */
export async function checkCommand(io: CliIo, files: readonly string[]): Promise<number> {
  const builtin = loadBuiltinRules({ withExamples: true });
  let errorCount = 0;
  for (const file of files) {
    const rules = loadRuleFile(file);
    const own = new Set(rules.map((rule) => rule.id));
    const remarks = checkRules({
      rules,
      engine: loadEngine(io.env['LEAKTRAIL_RE2'] === 'js' ? 'js' : 'auto'),
      others: builtin.filter((rule) => !own.has(rule.id)),
      clock: monotonicMs,
    });
    const errors = remarks.filter((remark) => remark.level === 'error').length;
    errorCount += errors;
    const warnings = remarks.length - errors;
    await print(io, [
      ...remarks.map(({ ruleId, level, message }) =>
        sanitize(`${file}: ${ruleId}: ${level}: ${message}`),
      ),
      sanitize(
        `${file}: ${counted(rules.length, 'rule')}, ${counted(errors, 'error')}, ${counted(warnings, 'warning')}`,
      ),
    ]);
  }
  return errorCount > 0 ? failureCode : 0;
}

function ownRules({ run }: CommonOptions): readonly Rule[] {
  return run.ruleFiles.flatMap(loadRuleFile);
}

function ruleLines(rule: Rule, width: number): string[] {
  const field = (label: string, text: string): string[] =>
    wrap(text, Math.max(width - labelWidth, 40)).map(
      (line, index) => padEnd(index === 0 ? label : '', labelWidth) + line,
    );
  return [
    `${rule.id}: ${rule.title}`,
    '',
    ...field('provider', rule.provider),
    ...field('severity', `${rule.severity}, ${rule.confidence} confidence`),
    ...field('keywords', rule.keywords.join(', ')),
    ...(rule.pattern === '' ? [] : field('pattern', rule.pattern)),
    ...(rule.minEntropy === undefined
      ? []
      : field('entropy', `at least ${rule.minEntropy} bits per character`)),
    ...(rule.checks === undefined ? [] : field('checks', rule.checks.join(', '))),
    ...(rule.paths?.include === undefined ? [] : field('only in', rule.paths.include.join(', '))),
    ...(rule.paths?.exclude === undefined ? [] : field('not in', rule.paths.exclude.join(', '))),
    ...(rule.revoke === undefined ? [] : field('revoke', rule.revoke)),
    ...(rule.advice ?? []).flatMap((advice, index) => field(index === 0 ? 'to do' : '', advice)),
    ...rule.references.flatMap((reference, index) => field(index === 0 ? 'see' : '', reference)),
    ...rule.examples.positive.flatMap((example) => field('matches', sanitize(example))),
    ...rule.examples.negative.flatMap((example) => field('does not', sanitize(example))),
  ];
}

function printJson(io: CliIo, value: unknown): Promise<number> {
  return print(io, [JSON.stringify(value, null, 2)]);
}

async function print(io: CliIo, lines: readonly string[]): Promise<number> {
  await writeReportStream(io.stdout, [lines.map((line) => `${line}\n`).join('')]);
  return 0;
}
