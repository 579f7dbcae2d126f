// Time against size: CPU time of each rule, extractor, decoder and other step for adversarial inputs of n and of 4n bytes.
//
//   npm run bench:linear -- [--only NAME,…] [--slowest N] [--quick]
//
// Of each subject all inputs are tried at a small size, and the slowest one (of what is no rule also the one that grew most)
// is measured. --only measures what holds a NAME, --slowest N prints of the rules the N slowest alone. Ends with 1 where a
// ratio stays above five.
import { parseArgs } from 'node:util';
import { createDetector } from '../src/detect/detector.ts';
import { loadBuiltinRules, loadRules } from '../src/rules/load.ts';
import { decoderSubjects, extractorSubjects } from './linear/extractorInputs.ts';
import { growthOf, mostRatio, speedOf } from './linear/measure.ts';
import type { Growth, LinearInput, LinearSubject } from './linear/measure.ts';
import { ruleSubject } from './linear/ruleInputs.ts';
import { stepSubjects } from './linear/stepInputs.ts';

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    slowest: { type: 'string', default: 'Infinity' },
    quick: { type: 'boolean', default: false },
  },
});
const leastMs = values.quick ? 5 : 20;
const tries = values.quick ? 2 : 3;
const smallBytes = 4096;

interface Row extends Growth {
  readonly name: string;
}

const detector = createDetector(loadRules());
const isWanted = ({ name }: { readonly name: string }): boolean =>
  values.only.split(',').some((part) => name.includes(part));

const others = [
  ...(await stepSubjects(detector)),
  ...decoderSubjects(detector),
  ...extractorSubjects(detector),
];
const otherRows = others.filter(isWanted).flatMap(measured);
print('what', otherRows);
const rules = loadBuiltinRules({ withExamples: true }).map((rule) => ruleSubject(rule, detector));
const ruleRows = rules.filter(isWanted).flatMap(measured);
const bySpeed = ruleRows.toSorted((a, b) => a.largeSpeed - b.largeSpeed);
print('rule', bySpeed.slice(0, Number(values.slowest)));
const rows = [...otherRows, ...ruleRows];
const steep = rows.filter(({ ratio }) => ratio > mostRatio);
const speedAt = (share: number): string =>
  (bySpeed[Math.floor(bySpeed.length * share)]?.largeSpeed ?? 0).toFixed(1);
process.stdout.write(
  `\n${rules.length} rules: a tenth below ${speedAt(0.1)} MB/s, half below ${speedAt(0.5)} MB/s; ` +
    `largest ratio ${Math.max(...rows.map(({ ratio }) => ratio)).toFixed(1)}\n`,
);
for (const { name, input, ratio } of steep) {
  process.stderr.write(`not linear: ${name}, ${input}: ${ratio.toFixed(1)}\n`);
}
process.exitCode = steep.length > 0 ? 1 : 0;

function measured({ name, inputs, leastBytes = 0 }: LinearSubject): Row[] {
  const sizeBytes = Math.max(2 ** 14, leastBytes);
  const chosen = new Set([leastOf(inputs, (input) => speedOf(input, smallBytes))]);
  if (leastBytes === 0) {
    const once = { sizeBytes, leastMs: 1, tries: 1 };
    chosen.add(leastOf(inputs, (input) => -growthOf(input, once).ratio));
  }
  return [...chosen].map((input) => ({ name, ...growthOf(input, { sizeBytes, leastMs, tries }) }));
}

function leastOf(inputs: readonly LinearInput[], of: (input: LinearInput) => number): LinearInput {
  const figures = inputs.map(of);
  return inputs[figures.indexOf(Math.min(...figures))]!;
}

function print(head: string, listed: readonly Row[]): void {
  if (listed.length === 0) return;
  process.stdout.write(`\n| ${head} | input | MB/s | at 4n | ratio |\n`);
  process.stdout.write('| --- | --- | --: | --: | --: |\n');
  for (const { name, input, speed, largeSpeed, ratio } of listed) {
    const cells = [name, input, speed.toFixed(1), largeSpeed.toFixed(1), ratio.toFixed(1)];
    process.stdout.write(`| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |\n`);
  }
}
