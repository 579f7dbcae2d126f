// The progress bar on standard error. Short runs never show one; it is gone before the report is printed.
import type { Options, Params, SingleBar } from 'cli-progress';
import type { Writable } from 'node:stream';
import type { Progress } from '../model/run.ts';
import { counted, groupDigits } from '../report/quantities.ts';
import { sanitize } from '../report/sanitize.ts';
import type { TerminalStream } from './terminal.ts';

/** Runs shorter than this show nothing. */
const delayMs = 300;
const barWidth = 24;
const redrawsPerSecond = 10;
/** Between lines where there is no terminal to redraw (--progress always). */
const lineIntervalMs = 2000;

export type ProgressMode = 'auto' | 'always' | 'never';

export interface ProgressBar {
  readonly update: (progress: Progress) => void;
  /** Clears the bar; nothing is drawn afterwards. */
  readonly stop: () => void;
}

export interface ProgressBarOptions {
  readonly stream: Writable & TerminalStream;
  readonly mode: ProgressMode;
  /** Milliseconds; monotonicMs outside tests. */
  readonly clock: () => number;
}

/** A bar that shows itself after a while, if it may. */
export function createProgressBar({ stream, mode, clock }: ProgressBarOptions): ProgressBar {
  if (mode === 'never' || (mode === 'auto' && stream.isTTY !== true)) {
    return { update: () => undefined, stop: () => undefined };
  }
  let bar: SingleBar | undefined;
  let latest: Progress | undefined;
  let isStopped = false;
  let phaseStart = clock();
  const draw = (): void => {
    if (bar === undefined || latest === undefined) return;
    bar.setTotal(Math.max(latest.total, 1));
    bar.update(latest.done, { progress: latest, phaseMs: clock() - phaseStart });
  };
  const timer = setTimeout(() => {
    void import('cli-progress').then(({ default: progress }) => {
      if (isStopped) return;
      bar = new progress.SingleBar(barOptions(stream));
      bar.start(1, 0);
      draw();
    });
  }, delayMs);
  timer.unref();
  return {
    update: (progress) => {
      if (latest?.phase !== progress.phase) phaseStart = clock();
      latest = progress;
      if (!isStopped) draw();
    },
    stop: () => {
      isStopped = true;
      clearTimeout(timer);
      bar?.stop();
    },
  };
}

function barOptions(stream: Writable): Options {
  return {
    stream,
    fps: redrawsPerSecond,
    clearOnComplete: true,
    gracefulExit: false,
    noTTYOutput: true,
    notTTYSchedule: lineIntervalMs,
    emptyOnZero: true,
    format: (_options, _params: Params, payload: unknown) =>
      isPayload(payload) ? progressLine(payload.progress, payload.phaseMs) : '',
  };
}

interface Payload {
  readonly progress: Progress;
  readonly phaseMs: number;
}

function isPayload(value: unknown): value is Payload {
  return typeof value === 'object' && value !== null && 'progress' in value && 'phaseMs' in value;
}

/** `reading objects ━━━━━━╌╌╌╌ 42%  31,200/59,392  24,000/s  2 s left  3 findings`. */
export function progressLine(progress: Progress, phaseMs: number): string {
  const { done, total, findings } = progress;
  const parts = [sanitize(progress.phase)];
  const rate = phaseMs > 0 ? (done * 1000) / phaseMs : 0;
  if (total > 0) {
    const share = Math.min(done / total, 1);
    const filled = Math.round(share * barWidth);
    const bar = '━'.repeat(filled) + '╌'.repeat(barWidth - filled);
    parts.push(`${bar} ${Math.floor(share * 100)}%`, `${groupDigits(done)}/${groupDigits(total)}`);
  } else if (done > 0) {
    parts.push(groupDigits(done));
  }
  if (rate >= 1) parts.push(`${groupDigits(rate)}/s`);
  if (rate > 0 && done < total) parts.push(`${timeLeft((total - done) / rate)} left`);
  if (findings > 0) parts.push(counted(findings, 'finding'));
  return parts.join('  ');
}

function timeLeft(seconds: number): string {
  if (seconds < 90) return `${Math.max(1, Math.round(seconds))} s`;
  return `${Math.round(seconds / 60)} min`;
}
