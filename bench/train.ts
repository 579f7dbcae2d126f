// Fits the weights of the score on the labelled data and on ordinary code, and once per fold without the
// repositories of that fold, for honest figures.
//
//   node bench/run.mjs train --noise FOLDER [--data FOLDER]
//
// Writes src/detect/fittedWeights.ts and bench/folds.json. Values never become features of their own:
// their words may only speak against (test, changeme), since the labelled values are invented ones.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { featuresOf } from '../src/detect/features/features.ts';
import { wordsOf } from '../src/detect/features/words.ts';
import { triggersOf } from '../src/detect/triggers.ts';
import type { Weights } from '../src/detect/weights.ts';
import { loadRules } from '../src/rules/load.ts';
import { foldCount, foldOf } from './accuracy/folds.ts';
import { fit, predict, randomFrom, type Instance } from './accuracy/logistic.ts';
import { labelledSamples, noiseSamples, type Sample } from './accuracy/samples.ts';

const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    noise: { type: 'string', multiple: true, default: [] },
    'no-folds': { type: 'boolean', default: false },
    l2: { type: 'string', default: '0.0009' },
    'noise-weight': { type: 'string', default: '0.4' },
  },
});
const data = resolve(
  values.data ?? process.env['LEAKTRAIL_ACCURACY'] ?? join('..', 'shared', 'accuracy'),
);
const unpacked = mkdtempSync(join(tmpdir(), 'leaktrail-train-'));
execFileSync('python3', [join(data, 'accuracy.py'), 'unpack', unpacked]);

// What is known without data; rare features stay near it.
const priors: Readonly<Record<string, number>> = {
  'vx:all placeholder': -2.5,
  'vx:glued placeholder': -3.5,
  'vx:type name': -3,
  'vx:holds example': -3,
  'vx:holds fake': -2.5,
  'vx:sequence': -2.5,
  'vx:run5': -1.5,
  'vx:few': -1.5,
  'vx:cut': -2,
  'vs:template': -2,
  'vs:percent': -1.5,
  'vs:angle': -2,
  'vs:masked': -2,
  'vs:hashed': -2,
  'vs:sentence': -1.5,
  'vs:regex': -2,
  'vs:call': -1,
  'vs:html': -1.5,
  'vs:path': -0.8,
  'vs:file': -1.5,
  'vs:namespace': -1,
  'vs:const': -1.5,
  'vs:url': -1,
  'vs:mime': -2,
  'vs:algorithm': -1.5,
  'vx:dense': 4,
  'vx:code': -2.5,
  'nx:pass alone': -1,
  'setter:getter': -2,
  'vx:encoded login': 2,
  'vx:dressed secret word': 0.5,
  'vs:date': -2,
  'vs:version': -1,
  'vs:email': -0.8,
  'arg:literal': -3,
  'op:,\n': -2.5,
  'arg:word': -2.5,
  'vx:encoded object': -1.5,
  'arg:literal after': -2.5,
  'vs:vault': -2,
  'nx:about': -1.5,
  'nx:against': -1,
  'nx:public': -2,
  'eq:name': -2,
  'eq:in name': -1,
  'c:typeof': -2,
  'c:long line': -1,
  'c:other callee': -1.5,
  'u:user is password': -1.5,
  'u:example user': -0.7,
  'u:template host': -1.5,
  'u:template user': -1,
};

const triggers = triggersOf(loadRules(), 'auto');
const labelled = [
  ...labelledSamples(triggers, data, unpacked, 'creddata'),
  ...labelledSamples(triggers, data, unpacked, 'natural'),
];
rmSync(unpacked, { recursive: true });
const noise = distinct(values.noise.flatMap((folder) => noiseSamples(triggers, folder)));
const samples = weighted([...labelled, ...wordVariants(labelled), ...noise]);
console.log(
  `${labelled.length} labelled (${labelled.filter((sample) => sample.isTrue).length} true), ${noise.length} of ordinary code, ${samples.length} in all`,
);

const named = samples.map((sample) => {
  const features = featuresOf(sample.candidate);
  return ['bias', ...new Set([...features.common, ...features.ofKind(sample.kind)])];
});
writeFileSync('src/detect/fittedWeights.ts', sourceOf(train(() => true)));
if (!values['no-folds']) {
  const folds: Weights[] = [];
  for (let fold = 0; fold < foldCount; fold++)
    folds.push(train((sample) => foldOf(sample.repository) !== fold));
  writeFileSync('bench/folds.json', JSON.stringify(folds));
  report(folds);
}

function train(isUsed: (sample: Sample) => boolean): Weights {
  const used = samples.flatMap((sample, i) => (isUsed(sample) ? [i] : []));
  const vocabulary = vocabularyOf(used);
  const numbers = new Map(vocabulary.map((name, i) => [name, i]));
  const instances = used.map((i): Instance => {
    const features = (named[i] ?? []).flatMap((name) => numbers.get(name) ?? []);
    const sample = samples[i];
    return {
      features: Int32Array.from(features),
      isTrue: sample?.isTrue ?? false,
      weight: sample?.weight ?? 0,
    };
  });
  const onlyAgainst = new Set(
    vocabulary.flatMap((name, i) => (name.startsWith('v:') || name.startsWith('uh:') ? [i] : [])),
  );
  const weights = fit(instances, {
    featureCount: vocabulary.length,
    epochs: 60,
    l2: Number(values.l2),
    onlyAgainst,
    priors: Float64Array.from(vocabulary, (name) => priors[name] ?? 0),
  });
  const kept = vocabulary.map((name, i): [string, number] => [
    name,
    Math.round((weights[i] ?? 0) * 100) / 100,
  ]);
  return Object.fromEntries(kept.filter(([, weight]) => Math.abs(weight) >= 0.05));
}

// Features that several repositories share; words more than the rest.
function vocabularyOf(used: readonly number[]): string[] {
  const repositories = new Map<string, Set<string>>();
  for (const i of used) {
    const repository = samples[i]?.repository ?? '';
    for (const name of named[i] ?? []) {
      const seen = repositories.get(name);
      if (seen === undefined) repositories.set(name, new Set([repository]));
      else if (seen.size < 5) seen.add(repository);
    }
  }
  const names = [...repositories.entries()]
    .filter(([name, seen]) => seen.size >= (/^(?:v|l|b|n|nl|callee|uh):/u.test(name) ? 4 : 2))
    .map(([name]) => name)
    .sort();
  for (const name of Object.keys(priors)) if (!names.includes(name)) names.push(name);
  return ['bias', ...names.filter((name) => name !== 'bias')];
}

// Of equal candidates of a package one: minified bundles repeat themselves.
function distinct(all: readonly Sample[]): Sample[] {
  const seen = new Map<string, Sample>();
  for (const sample of all) {
    const { name, value, role } = sample.candidate;
    const key = JSON.stringify([sample.repository, sample.kind, name, value, role]);
    if (!seen.has(key)) seen.set(key, sample);
  }
  return [...seen.values()];
}

// No repository weighs more than a capped number of items; ordinary code as a whole has its own weight.
function weighted(all: readonly Sample[]): Sample[] {
  const counts = new Map<string, number>();
  const keyOf = (sample: Sample): string =>
    `${sample.set} ${sample.repository} ${String(sample.isTrue)}`;
  for (const sample of all) counts.set(keyOf(sample), (counts.get(keyOf(sample)) ?? 0) + 1);
  return all.map((sample) => {
    const cap = sample.set === 'noise' ? 1000 : sample.isTrue ? 40 : 160;
    const weight = Math.min(1, cap / (counts.get(keyOf(sample)) ?? 1)) * sample.weight;
    return {
      ...sample,
      weight: sample.set === 'noise' ? weight * Number(values['noise-weight']) : weight,
    };
  });
}

// The labelled passwords are random letters; most real ones are words. Each gets a twin made of words.
function wordVariants(all: readonly Sample[]): Sample[] {
  const words = [...new Set(all.flatMap(({ candidate }) => wordsOf(candidate.before)))]
    .filter(
      (word) =>
        /^[a-z]{4,9}$/u.test(word) &&
        !/pass|secret|token|key|user|auth|test|example|name|string|null|none|true|false|self|return|const|value|default/u.test(
          word,
        ),
    )
    .sort();
  const random = randomFrom(7);
  const pick = (): string => words[Math.floor(random() * words.length)] ?? 'tree';
  return all
    .filter(
      ({ isTrue, set, candidate }) =>
        isTrue && set === 'creddata' && /^[A-Za-z]{4,24}[\d!_@#-]{0,4}$/u.test(candidate.value),
    )
    .map((sample) => {
      const { value } = sample.candidate;
      const tail = /[^A-Za-z]*$/u.exec(value)?.[0] ?? '';
      const letters = value.length - tail.length;
      let text = pick();
      while (text.length < letters) text += pick();
      text = text.slice(0, Math.max(letters, 4));
      if (/^[A-Z]+$/u.test(value.slice(0, letters))) text = text.toUpperCase();
      else if (/^[A-Z]/u.test(value)) text = text.charAt(0).toUpperCase() + text.slice(1);
      return { ...sample, set: 'words', candidate: { ...sample.candidate, value: text + tail } };
    });
}

function sourceOf(weights: Weights): string {
  const lines = Object.entries(weights).map(
    ([name, weight]) => `  ${propertyOf(name)}: ${weight},`,
  );
  return `// Written by bench/train.ts: the weights of the score, log-odds per feature.\nimport type { Weights } from './weights.ts';\n\n/** Feature names as features/ writes them. */\nexport const fittedWeights: Weights = {\n${lines.join('\n')}\n};\n`;
}

// As prettier writes keys, so that a new fit shows only what changed.
function propertyOf(name: string): string {
  if (/^[A-Za-z_$][\w$]*$/u.test(name)) return name;
  return name.includes("'")
    ? JSON.stringify(name)
    : `'${name.replaceAll('\\', '\\\\').replaceAll('\n', '\\n')}'`;
}

// Precision of the folds' judgement by score, to set the thresholds of confidence.ts by.
function report(folds: readonly Weights[]): void {
  for (const set of ['creddata', 'natural', 'noise']) {
    const bins = Array.from({ length: 10 }, () => ({ t: 0, n: 0 }));
    samples.forEach((sample, i) => {
      if (sample.set !== set) return;
      const weights = folds[foldOf(sample.repository)] ?? {};
      const sum = (named[i] ?? []).reduce((total, name) => total + (weights[name] ?? 0), 0);
      const bin = bins[Math.min(9, Math.floor(10 / (1 + Math.exp(-sum))))];
      if (bin === undefined) return;
      bin.n++;
      if (sample.isTrue) bin.t++;
    });
    console.log(set, bins.map(({ t, n }) => `${t}/${n}`).join('  '));
  }
  void predict;
}
