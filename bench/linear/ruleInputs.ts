// Contents made to be hard on one rule: its keyword without its secret, secrets that nearly match, that overlap, that go on
// without an end, that are all valid.
import type { Detector } from '../../src/detect/detector.ts';
import type { Rule } from '../../src/model/rule.ts';
import { compileRule } from '../../src/rules/compileRule.ts';
import { loadEngine } from '../../src/rules/engine.ts';
import { matchText } from '../../src/rules/matchText.ts';
import { expandTemplate } from '../../src/rules/templates.ts';
import { repeated, type LinearInput, type LinearSubject } from './measure.ts';

/** A rule with its inputs, each scanned by a detector for all rules. */
export function ruleSubject(rule: Rule, detector: Detector): LinearSubject {
  return {
    name: rule.id,
    inputs: [...unitsOf(rule)]
      .filter(([, unit]) => unit !== '')
      .map(([name, unit]) => scanned(name, unit, detector)),
    leastBytes: 4 * (rule.window.before + rule.window.after),
  };
}

/** Some inputs in which every rule has its part, of the same kind in each: cheap enough for a test. */
export function rulesTogether(rules: readonly Rule[], detector: Detector): LinearInput[] {
  const own = rules.filter(({ pattern, window }) => pattern !== '' && window.after < 4096);
  const units = own.map(unitsOf);
  return ['keyword, line', 'one character short', 'valid'].map((name) =>
    scanned(name, units.map((unit) => unit.get(name) ?? '').join(''), detector),
  );
}

/** An input that is one text over and over, scanned as any kind of file. */
export function scanned(name: string, unit: string | Buffer, detector: Detector): LinearInput {
  return {
    name,
    prepare(sizeBytes) {
      const bytes = repeated(unit, sizeBytes);
      return { sizeBytes: bytes.length, run: () => detector.scan(bytes) };
    },
  };
}

function unitsOf(rule: Rule): Map<string, string> {
  const units = new Map<string, string>();
  const [keyword = ''] = rule.keywords;
  const reach = Math.min(rule.window.before + rule.window.after, 4096);
  units.set('keyword', keyword);
  units.set('keyword, space', `${keyword} `);
  units.set('keyword, line', `${keyword}\n`);
  units.set('keywords', rule.keywords.join(''));
  units.set('keyword = "', `${keyword} = "`);
  for (const letter of ['a', 'A', '0', '/']) {
    units.set(`keyword, long run of ${letter}`, `${keyword}${letter.repeat(reach)}`);
    units.set(`keyword, short run of ${letter}`, `${keyword}${letter.repeat(15)}`);
  }
  units.set('keyword, then nothing for a window', `${keyword}${' \n'.repeat(reach / 2)}`);
  const valid = distinctExamples(rule, 8);
  const [example = keyword] = valid;
  units.set('valid', `${example}\n`);
  units.set('valid, one line', `${example.replaceAll('\n', ' ')} `);
  units.set('valid, distinct', `${valid.join('\n')}\n`);
  units.set('negative', `${rule.examples.negative.map((text) => filled(rule, text)).join('\n')}\n`);
  const { before, secret, after } = partsOf(rule, example);
  units.set('one character short', `${before}${secret.slice(0, -1)}${after}\n`);
  units.set('one character short, one line', `${before}${secret.slice(0, -1)}${after} `);
  units.set('one character long', `${before}${secret}${secret.at(-1) ?? ''}${after}\n`);
  units.set(
    'another last character',
    `${before}${secret.slice(0, -1)}${flipped(secret)}${after}\n`,
  );
  units.set('half, no end', `${before}${secret.slice(0, secret.length / 2)}`);
  units.set('run together', `${before}${secret}`);
  units.set('secrets run together', secret);
  units.set('starts alone', before + secret.slice(0, Math.max(4, keyword.length)));
  return units;
}

function distinctExamples(rule: Rule, count: number): string[] {
  const { positive } = rule.examples;
  return Array.from({ length: count }, (_, i) =>
    filled(rule, positive[i % positive.length] ?? '', i),
  );
}

function filled(rule: Rule, template: string, seed = 0): string {
  return expandTemplate(template, `${rule.id} ${seed}`);
}

function partsOf(rule: Rule, example: string): { before: string; secret: string; after: string } {
  const match =
    rule.pattern === ''
      ? undefined
      : matchText(compileRule(rule, loadEngine), Buffer.from(example))[0];
  if (match === undefined) return { before: '', secret: example, after: '' };
  const bytes = Buffer.from(example);
  return {
    before: bytes.toString('utf8', 0, match.startOffset),
    secret: bytes.toString('utf8', match.startOffset, match.endOffset),
    after: bytes.toString('utf8', match.endOffset),
  };
}

function flipped(secret: string): string {
  return secret.endsWith('7') ? 'x' : '7';
}
