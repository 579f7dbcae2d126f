// Labelled candidates: what the extractors offer in the labelled files, with the label of the line each
// stands on; and those of ordinary code, which are taken for false.
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Candidate } from '../../src/detect/assignment/candidate.ts';
import { newHits, siftKeywords } from '../../src/detect/keywordSieve.ts';
import { fileKindOf } from '../../src/detect/paths.ts';
import { spansOf } from '../../src/detect/position.ts';
import { canStandIn } from '../../src/detect/score.ts';
import type { Triggers } from '../../src/detect/triggers.ts';
import { candidatesOf } from '../../src/detect/verify.ts';
import type { FileKind } from '../../src/model/rule.ts';
import { repositoryOf } from './folds.ts';

export interface Sample {
  readonly candidate: Candidate;
  readonly kind: FileKind;
  readonly path: string;
  readonly line: number;
  readonly set: string;
  readonly repository: string;
  readonly isTrue: boolean;
  readonly weight: number;
}

/** Every candidate of a content, once. */
export function candidatesIn(triggers: Triggers, bytes: Buffer): Candidate[] {
  const hits = newHits();
  siftKeywords(triggers.sieve, bytes, { from: 0, to: bytes.length }, hits);
  const found = new Map<string, Candidate>();
  for (let i = 0; i < hits.length; i++) {
    const trigger = triggers.of(hits.ids[i] ?? 0);
    for (const extractor of trigger.extractors) {
      for (const candidate of candidatesOf(extractor, bytes, hits.ends[i] ?? 0, trigger)) {
        const { startOffset, endOffset, role, name } = candidate;
        found.set(`${startOffset} ${endOffset} ${role} ${name}`, candidate);
      }
    }
  }
  return [...found.values()].sort((a, b) => a.startOffset - b.startOffset);
}

interface Label {
  readonly label: string;
  readonly core: string;
  readonly value: string;
}

/** Samples of a labelled set (`creddata`, `natural`). */
export function labelledSamples(
  triggers: Triggers,
  data: string,
  unpacked: string,
  set: string,
): Sample[] {
  const labels = readLabels(join(data, 'data', `${set}.labels.csv.gz`));
  const samples: Sample[] = [];
  for (const path of filesBelow(join(unpacked, set))) {
    const lines = labels.get(path);
    if (lines === undefined) continue;
    const kind = fileKindOf(path);
    const bytes = readFileSync(join(unpacked, set, path));
    for (const { candidate, line, endLine } of located(triggers, bytes, kind)) {
      const isTrue = labelOf(lines, line, endLine, candidate.value);
      if (isTrue === undefined) continue;
      samples.push({
        candidate,
        kind,
        path,
        line,
        set,
        repository: repositoryOf(path),
        isTrue,
        weight: 1,
      });
    }
  }
  return samples;
}

/** Samples of ordinary code, outside its tests; all taken for false. */
export function noiseSamples(triggers: Triggers, folder: string): Sample[] {
  const test = /(^|\/)(tests?|testing|examples?|docs?)(\/|_)|(^|\/)(test_|conftest)/u;
  return filesBelow(folder)
    .filter((path) => !test.test(path))
    .flatMap((path) => {
      const kind = fileKindOf(path);
      const bytes = readFileSync(join(folder, path));
      return located(triggers, bytes, kind).map(({ candidate, line }) => ({
        candidate,
        kind,
        path,
        line,
        set: 'noise',
        repository: repositoryOf(path),
        isTrue: false,
        weight: 1,
      }));
    });
}

function located(
  triggers: Triggers,
  bytes: Buffer,
  kind: FileKind,
): { candidate: Candidate; line: number; endLine: number }[] {
  return candidatesIn(triggers, bytes)
    .filter((candidate) => canStandIn(candidate, kind))
    .map((candidate) => {
      const span = spansOf(bytes, [candidate])[0];
      return { candidate, line: span?.line ?? 0, endLine: span?.endLine ?? 0 };
    });
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort();
}

// As the scorer looks a finding up: the first of its lines that has a label decides.
function labelOf(
  lines: ReadonlyMap<number, readonly Label[]>,
  line: number,
  endLine: number,
  value: string,
): boolean | undefined {
  for (let n = line; n <= Math.min(endLine, line + 200); n++) {
    const labels = lines.get(n);
    if (labels === undefined) continue;
    const core = labels.filter(({ label, core: isCore }) => label === 'T' && isCore === '1');
    if (core.length === 0) return labels.some(({ label }) => label === 'T') ? undefined : false;
    const known = core.filter((label) => label.value !== '');
    if (known.length === 0) return true;
    // On a line with a true value the other candidates count neither way.
    return known.some((label) => label.value.includes(value) || value.includes(label.value))
      ? true
      : undefined;
  }
  return undefined;
}

function readLabels(file: string): Map<string, Map<number, Label[]>> {
  const rows = parseCsv(gunzipSync(readFileSync(file)).toString('utf8'));
  const [header = [], ...records] = rows;
  const column = (name: string): number => header.indexOf(name);
  const byPath = new Map<string, Map<number, Label[]>>();
  for (const record of records) {
    const path = record[column('path')] ?? '';
    const lines = byPath.get(path) ?? new Map<number, Label[]>();
    byPath.set(path, lines);
    const label = {
      label: record[column('label')] ?? '',
      core: record[column('core')] ?? '',
      value: record[column('value')] ?? '',
    };
    const start = Number(record[column('line_start')]);
    const end = Number(record[column('line_end')]);
    for (let n = start; n <= Math.min(end, start + 400); n++) {
      lines.set(n, [...(lines.get(n) ?? []), label]);
    }
  }
  return byPath;
}

// RFC 4180
function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  const field = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/gu;
  while (field.lastIndex < text.length) {
    const match = field.exec(text);
    if (match === null) break;
    row.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? '');
    if (match[3] !== ',') {
      rows.push(row);
      row = [];
    }
  }
  return rows;
}
