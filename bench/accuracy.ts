// Accuracy on labelled data: unpacks the sets, scans every file under its path, has the scorer count, and
// compares with the last recorded figures.
//
//   npm run bench:accuracy -- [--data FOLDER] [--noise FOLDER] [--record] [--list SET:fn|fp|unlabelled] [--out FOLDER]
//
// The data's folder (accuracy.py, noise.py, data/) is LEAKTRAIL_ACCURACY or ../shared/accuracy beside the
// project. Where the weights of the score were fitted to a set, its files are judged with the weights of
// the fold that never saw their repository (bench/folds.json, written by bench/train.ts).
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { highScore, mediumScore } from '../src/detect/confidence.ts';
import { createDetector } from '../src/detect/detector.ts';
import { loadRules } from '../src/rules/load.ts';
import { printTable, type Figures } from './accuracy/figures.ts';
import { findingsOf, type AccuracyFinding } from './accuracy/findings.ts';
import { loadFolds } from './accuracy/folds.ts';

const project = process.cwd();
const recordedFile = join(project, 'bench', 'accuracy.json');

const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    noise: { type: 'string' },
    list: { type: 'string', multiple: true, default: [] },
    out: { type: 'string' },
    record: { type: 'boolean', default: false },
    'no-folds': { type: 'boolean', default: false },
  },
});

const data = resolve(
  values.data ?? process.env['LEAKTRAIL_ACCURACY'] ?? join(project, '..', 'shared', 'accuracy'),
);
const noise = values.noise ?? process.env['LEAKTRAIL_NOISE'];
const work = values.out ?? mkdtempSync(join(tmpdir(), 'leaktrail-accuracy-'));
mkdirSync(work, { recursive: true });

if (!existsSync(join(data, 'accuracy.py'))) {
  throw new Error(`no labelled data in ${data}: set LEAKTRAIL_ACCURACY`);
}
python('accuracy.py', ['unpack', work]);
const folds = values['no-folds'] ? undefined : loadFolds(join(project, 'bench', 'folds.json'));
const detector = createDetector(loadRules());
const figures: Record<string, unknown> = {};
for (const set of ['creddata', 'natural', 'tokens', 'leaky']) {
  const all = findingsOf(detector, { folder: join(work, set), set, folds });
  write(`${set}.low.jsonl`, all);
  const file = write(
    `${set}.jsonl`,
    all.filter(({ score }) => score >= mediumScore),
  );
  figures[set] = JSON.parse(python('accuracy.py', ['score', set, file, '--json']));
  if (set === 'creddata' || set === 'natural') {
    const sure = write(
      `${set}.high.jsonl`,
      all.filter(({ score }) => score >= highScore),
    );
    figures[`${set} high`] = JSON.parse(python('accuracy.py', ['score', set, sure, '--json']));
  }
  for (const wanted of values.list) {
    const [name, kind = 'fn'] = wanted.split(':');
    if (name === set)
      process.stdout.write(python('accuracy.py', ['score', set, file, '--list', kind]));
  }
}
if (noise !== undefined) {
  const all = findingsOf(detector, { folder: noise, set: 'noise', folds });
  const file = write(
    'noise.jsonl',
    all.filter(({ score }) => score >= mediumScore),
  );
  figures['noise'] = python('noise.py', ['count', noise, file]);
}
const ok = printTable(figures as unknown as Figures, recordedFile, values.record);
if (values.out === undefined) rmSync(work, { recursive: true });
process.exitCode = ok ? 0 : 1;

function write(name: string, findings: readonly AccuracyFinding[]): string {
  const file = join(work, name);
  writeFileSync(file, findings.map((finding) => `${JSON.stringify(finding)}\n`).join(''));
  return file;
}

function python(script: string, args: readonly string[]): string {
  return execFileSync('python3', [join(data, script), ...args], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
}
