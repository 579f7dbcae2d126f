// The table of figures, with their targets and the last recorded values.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

interface Rates {
  readonly P: number;
  readonly R: number;
  readonly F1: number;
}
interface Lines extends Rates {
  readonly capped: Rates;
}
export interface Figures {
  readonly creddata: Readonly<Record<string, Lines>>;
  readonly natural: Readonly<Record<string, Lines>>;
  readonly 'creddata high': Readonly<Record<string, Lines>>;
  readonly 'natural high': Readonly<Record<string, Lines>>;
  readonly tokens: { readonly all: Rates };
  readonly leaky: { readonly found: number; readonly of: number; readonly 'too many': number };
  readonly noise?: string;
}

interface Row {
  readonly title: string;
  readonly value: number;
  readonly target: number;
  readonly lessIsBetter?: boolean;
}

/** Prints the table; false when a figure is worse than the recorded one by more than 0.05. */
export function printTable(figures: Figures, recordedFile: string, record: boolean): boolean {
  const recorded: Readonly<Record<string, number>> = existsSync(recordedFile)
    ? (JSON.parse(readFileSync(recordedFile, 'utf8')) as Record<string, number>)
    : {};
  const rows = rowsOf(figures);
  let ok = true;
  for (const { title, value, target, lessIsBetter } of rows) {
    const last = recorded[title];
    const worse = last !== undefined && (lessIsBetter ? value > last + 0.05 : value < last - 0.05);
    if (worse) ok = false;
    const met = (lessIsBetter ? value <= target : value >= target) ? 'met' : 'not met';
    const sign = lessIsBetter ? '<=' : '>=';
    const note = `${sign} ${target} ${met}`.padEnd(18);
    console.log(
      `${title.padEnd(34)} ${value.toFixed(1).padStart(6)}   ${note} last ${last ?? '-'}${worse ? '  WORSE' : ''}`,
    );
  }
  if (record) {
    writeFileSync(
      recordedFile,
      `${JSON.stringify(Object.fromEntries(rows.map((row) => [row.title, row.value])), null, 2)}\n`,
    );
  }
  return ok;
}

function rowsOf(figures: Figures): Row[] {
  const { creddata, natural, tokens, leaky, noise } = figures;
  const rows: Row[] = [];
  const add = (title: string, value: number | undefined, target: number): void => {
    rows.push({ title, value: value ?? 0, target });
  };
  const group = creddata['python+env'];
  add('creddata python+env F1', group?.F1, 93);
  add('creddata python+env capped F1', group?.capped.F1, 92);
  add('creddata python+env P', group?.P, 88);
  add('creddata python F1', creddata['python']?.F1, 90);
  add('creddata env F1', creddata['env']?.F1, 94);
  add('creddata all F1', creddata['all']?.F1, 90);
  add('creddata all P', creddata['all']?.P, 88);
  add('creddata all R', creddata['all']?.R, 85);
  add('natural python+env F1', natural['python+env']?.F1, 93);
  add('natural python+env capped F1', natural['python+env']?.capped.F1, 92);
  add('natural python R', natural['python']?.R, 90);
  add('natural python P', natural['python']?.P, 88);
  add('creddata all P at high confidence', figures['creddata high']['all']?.P, 97);
  add('natural all P at high confidence', figures['natural high']['all']?.P, 97);
  add('tokens recall', tokens.all.R, 96);
  add('tokens precision', tokens.all.P, 99);
  add('leaky lines', leaky.found, 45);
  rows.push({ title: 'leaky too many', value: leaky['too many'], target: 0, lessIsBetter: true });
  const counted = /outside tests\s+([\d.]+) secrets,\s+([\d.]+) places/u.exec(noise ?? '');
  if (counted !== null) {
    rows.push(
      {
        title: 'noise secrets / 100k lines',
        value: Number(counted[1]),
        target: 0.8,
        lessIsBetter: true,
      },
      {
        title: 'noise places / 100k lines',
        value: Number(counted[2]),
        target: 2.5,
        lessIsBetter: true,
      },
    );
  }
  return rows;
}
