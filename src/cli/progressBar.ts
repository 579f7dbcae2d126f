// The progress bar on standard error. Short runs never show one; it is gone before the report is printed.
import type { Options, Params, SingleBar } from 'cli-progress';
import { Writable } from 'node:stream';
import type { Progress } from '../model/run.ts';
import { counted, groupDigits } from '../report/quantities.ts';
import { sanitize } from '../report/sanitize.ts';
import { displayWidth } from '../report/wrap.ts';
import { canRedraw, isCi } from './terminal.ts';
import type { TerminalStream } from './terminal.ts';

/** Runs shorter than this show nothing. */
const delayMs = 300;
const barWidth = 24;
const shortBarWidth = 10;
const redrawsPerSecond = 10;
/** Between lines where there is no terminal to redraw (--progress always). */
const lineIntervalMs = 2000;

export type ProgressMode = 'auto' | 'always' | 'never';

export interface ProgressBar {
  readonly update: (progress: Progress) => void;
  /** Takes the bar away while something else is written to the same stream. */
  readonly aside: (write: () => void) => void;
  /** Clears the bar; nothing is drawn afterwards. */
  readonly stop: () => void;
}

export interface ProgressBarOptions {
  readonly stream: Writable & TerminalStream;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly mode: ProgressMode;
  /** Milliseconds; monotonicMs outside tests. */
  readonly clock: () => number;
}

/** A bar that shows itself after a while, if it may: with `auto` on a terminal that can redraw a line, outside CI. */
export function createProgressBar({ stream, env, mode, clock }: ProgressBarOptions): ProgressBar {
  const redraws = canRedraw(stream, env);
  if (mode === 'never' || (mode === 'auto' && (!redraws || isCi(env)))) {
    return { update: () => undefined, aside: (write) => write(), stop: () => undefined };
  }
  const target = redraws ? stream : lineStream(stream);
  let make: (() => SingleBar) | undefined;
  let bar: SingleBar | undefined;
  let latest: Progress | undefined;
  let isStopped = false;
  let phaseStart = clock();
  const draw = (): void => {
    if (bar === undefined || latest === undefined) return;
    bar.setTotal(Math.max(latest.total, 1));
    bar.update(latest.done, { progress: latest, phaseMs: clock() - phaseStart });
  };
  const start = (): void => {
    bar = make?.();
    const payload = latest && { progress: latest, phaseMs: clock() - phaseStart };
    bar?.start(1, 0, payload);
  };
  const timer = setTimeout(() => {
    void import('cli-progress').then(({ default: progress }) => {
      if (isStopped) return;
      make = () => new progress.SingleBar(barOptions(target));
      start();
    });
  }, delayMs);
  timer.unref();
  return {
    update: (progress) => {
      if (latest?.phase !== progress.phase) phaseStart = clock();
      latest = progress;
      if (!isStopped) draw();
    },
    aside: (write) => {
      // It knows where its line is only from start to stop.
      if (redraws) bar?.stop();
      write();
      if (redraws && bar !== undefined && !isStopped) start();
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
    // The terminal's own wrapping stays as it is: lines are made to fit.
    linewrap: true,
    noTTYOutput: true,
    notTTYSchedule: lineIntervalMs,
    emptyOnZero: true,
    format: (_options, params: Params & { readonly maxWidth?: number }, payload: unknown) =>
      isPayload(payload)
        ? // The last column stays free: some terminals wrap when it is written.
          progressLine(payload.progress, payload.phaseMs, (params.maxWidth ?? 80) - 1)
        : '',
  };
}

/** The same stream for lines below each other. */
function lineStream(stream: Writable): Writable {
  return new Writable({
    write: (chunk, _encoding, done) => {
      stream.write(chunk);
      done();
    },
  });
}

interface Payload {
  readonly progress: Progress;
  readonly phaseMs: number;
}

function isPayload(value: unknown): value is Payload {
  return typeof value === 'object' && value !== null && 'progress' in value && 'phaseMs' in value;
}

/**
 * `reading objects  ━━━━━━╌╌╌╌ 42%  31,200/59,392  24,000/s  2 s left  3 findings` in at most `width` columns: what says
 * least goes first.
 */
export function progressLine(progress: Progress, phaseMs: number, width: number): string {
  const phase = sanitize(progress.phase);
  const { share, count, rate, left, findings } = partsOf(progress, phaseMs);
  const variants = [
    [phase, barText(share, barWidth), count, rate, left, findings],
    [phase, barText(share, shortBarWidth), count, rate, left, findings],
    [phase, barText(share, shortBarWidth), count, left, findings],
    [phase, barText(share, shortBarWidth), left, findings],
    [phase, barText(share, 0), left, findings],
    [phase, barText(share, 0), left],
    [phase, barText(share, 0)],
  ];
  const lines = variants.map((parts) => parts.filter((part) => part !== '').join('  '));
  return lines.find((line) => displayWidth(line) <= width) ?? phase.slice(0, width);
}

interface Parts {
  /** 0 to 1; undefined where the total is not known. */
  readonly share: number | undefined;
  readonly count: string;
  readonly rate: string;
  readonly left: string;
  readonly findings: string;
}

/** Texts, empty where there is nothing to say. The rate is that of the whole phase: it does not jump. */
function partsOf({ done, total, findings }: Progress, phaseMs: number): Parts {
  const rate = phaseMs > 0 ? (done * 1000) / phaseMs : 0;
  const known = done > 0 ? groupDigits(done) : '';
  return {
    share: total > 0 ? Math.min(done / total, 1) : undefined,
    count: total > 0 ? `${groupDigits(done)}/${groupDigits(total)}` : known,
    rate: rate >= 1 ? `${groupDigits(rate)}/s` : '',
    left: rate > 0 && done < total ? `${timeLeft((total - done) / rate)} left` : '',
    findings: findings > 0 ? counted(findings, 'finding') : '',
  };
}

function barText(share: number | undefined, width: number): string {
  if (share === undefined) return '';
  const filled = Math.round(share * width);
  const bar = '━'.repeat(filled) + '╌'.repeat(width - filled);
  return `${bar} ${Math.floor(share * 100)}%`.trimStart();
}

function timeLeft(seconds: number): string {
  if (seconds < 90) return `${Math.max(1, Math.round(seconds))} s`;
  return `${Math.round(seconds / 60)} min`;
}
