import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createProgressBar, progressLine } from '../../src/cli/progressBar.ts';
import type { ProgressMode } from '../../src/cli/progressBar.ts';

const reading = { phase: 'reading objects', done: 31_200, total: 59_392, findings: 3 };

describe('progressLine', () => {
  it.each([
    [
      reading,
      1300,
      'reading objects  ━━━━━━━━━━━━━╌╌╌╌╌╌╌╌╌╌╌ 52%  31,200/59,392  24,000/s  1 s left  3 findings',
    ],
    [
      { ...reading, findings: 1 },
      130_000,
      'reading objects  ━━━━━━━━━━━━━╌╌╌╌╌╌╌╌╌╌╌ 52%  31,200/59,392  240/s  2 min left  1 finding',
    ],
    [
      { ...reading, done: 59_392, findings: 0 },
      1000,
      'reading objects  ━━━━━━━━━━━━━━━━━━━━━━━━ 100%  59,392/59,392  59,392/s',
    ],
    [{ phase: 'following trails', done: 0, total: 0, findings: 0 }, 5, 'following trails'],
    [{ phase: 'walking', done: 12, total: 0, findings: 0 }, 0, 'walking  12'],
    [
      { phase: 'odd\u001b[2J', done: 0, total: 2, findings: 0 },
      0,
      'odd\\x1b[2J  ╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌ 0%  0/2',
    ],
  ])('tells phase, share, rate, time left and findings: %j', (progress, phaseMs, line) => {
    expect(progressLine(progress, phaseMs, 100)).toBe(line);
  });

  it.each([
    [79, 'reading objects  ━━━━━╌╌╌╌╌ 52%  31,200/59,392  24,000/s  1 s left  3 findings'],
    [70, 'reading objects  ━━━━━╌╌╌╌╌ 52%  31,200/59,392  1 s left  3 findings'],
    [60, 'reading objects  ━━━━━╌╌╌╌╌ 52%  1 s left  3 findings'],
    [50, 'reading objects  52%  1 s left  3 findings'],
    [39, 'reading objects  52%  1 s left'],
    [20, 'reading objects  52%'],
    [8, 'reading '],
  ])('fits into %i columns', (width, line) => {
    expect(progressLine(reading, 1300, width)).toBe(line);
  });
});

describe('createProgressBar', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  async function drawn(
    mode: ProgressMode,
    isTTY: boolean,
    elapsedMs: number,
    env: Readonly<Record<string, string>> = {},
  ): Promise<string> {
    // cli-progress counts on a real one's methods; those it needs stand in.
    const stream = Object.assign(new PassThrough(), { isTTY, columns: 80 });
    const chunks: string[] = [];
    stream.on('data', (chunk: Buffer) => chunks.push(chunk.toString()));
    const bar = createProgressBar({ stream, env, mode, clock: () => 0 });
    bar.update(reading);
    await vi.advanceTimersByTimeAsync(elapsedMs);
    await vi.dynamicImportSettled();
    bar.update({ ...reading, done: 40_000 });
    await vi.advanceTimersByTimeAsync(2500);
    bar.stop();
    return chunks.join('');
  }

  it.each([
    ['never', true, 1000],
    ['auto', false, 1000],
    ['auto', true, 0],
  ] as const)(
    'draws nothing with %s, terminal: %s, after %i ms',
    async (mode, isTTY, elapsedMs) => {
      const text = elapsedMs === 0 ? await shortRun() : await drawn(mode, isTTY, elapsedMs);
      expect(text).toBe('');
    },
  );

  async function shortRun(): Promise<string> {
    const stream = Object.assign(new PassThrough(), { isTTY: true, columns: 80 });
    const bar = createProgressBar({ stream, env: {}, mode: 'auto', clock: () => 0 });
    bar.update(reading);
    await vi.advanceTimersByTimeAsync(250);
    bar.stop();
    await vi.advanceTimersByTimeAsync(1000);
    return String(stream.read() ?? '');
  }

  it('draws on a terminal and clears its line at the end', async () => {
    const text = await drawn('auto', true, 1000);
    expect(text).toContain('reading objects  ━━━');
    // Erase in line (ECMA-48, EL) with the cursor at its start.
    expect(text.slice(text.lastIndexOf('findings'))).toMatch(/\u001b\[0?[GK0-9;]*[GK]/u);
    expect(text.trimEnd().endsWith('findings')).toBe(false);
  });

  it.each([{ CI: 'true' }, { CI: '1' }, { TERM: 'dumb' }])(
    'draws nothing of itself with %j',
    async (env) => {
      expect(await drawn('auto', true, 1000, env)).toBe('');
    },
  );

  it.each([{}, { CI: 'false' }, { NO_COLOR: '1' }])('draws without colour with %j', async (env) => {
    const text = await drawn('auto', true, 1000, env);
    expect(text).toContain('reading objects');
    // Select graphic rendition (ECMA-48, SGR) and the terminal's own wrapping.
    expect(text).not.toMatch(/\u001b\[[\d;]*m|\u001b\[\?7/u);
  });

  it('writes plain lines to a dumb terminal when asked to always', async () => {
    const text = await drawn('always', true, 1000, { TERM: 'dumb' });
    expect(text).toContain('reading objects');
    expect(text).not.toContain('\u001b');
  });

  it('makes room for a warning, and comes back below it', async () => {
    const stream = Object.assign(new PassThrough(), { isTTY: true, columns: 80 });
    const bar = createProgressBar({ stream, env: {}, mode: 'auto', clock: () => 0 });
    bar.update(reading);
    await vi.advanceTimersByTimeAsync(1000);
    await vi.dynamicImportSettled();
    bar.aside(() => stream.write('a warning\n'));
    bar.stop();
    const text = String(stream.read());
    const [before = '', after = ''] = text.split('a warning\n');
    // Erase the whole line, and nothing after the warning that goes back above it.
    expect(before.endsWith('\u001b[1G\u001b[2K')).toBe(true);
    expect(after.startsWith('\u001b7')).toBe(true);
    expect(after).toContain('reading objects');
  });

  it('writes lines to what is no terminal when asked to always', async () => {
    const text = await drawn('always', false, 1000);
    expect(text).toContain('reading objects');
  });
});
