// How a scan is held, without scanning: when it begins, ends and fails.
import { describe, expect, test } from 'vitest';
import { createScanRun } from '../../src/library/scanRun.ts';
import { GitError, UsageError } from '../../src/model/errors.ts';
import type { RunContext } from '../../src/model/run.ts';
import { makeFinding, makeReport } from '../report/sampleReport.ts';

const accepted = makeFinding({
  fingerprint: 'b'.repeat(32),
  suppressed: { by: 'baseline', reason: 'known' },
});
const found = makeReport([makeFinding(), accepted]);

/** A scan that counts its beginnings and is through when `finish` is called, or, aborted, ends with what it has. */
function slowScan() {
  let finish = (): void => undefined;
  const state = { begun: 0, isAborted: false };
  async function scan({ signal }: RunContext) {
    state.begun++;
    await new Promise<void>((resolve) => {
      finish = resolve;
      signal.addEventListener('abort', () => resolve());
    });
    state.isAborted = signal.aborted;
    return found;
  }
  return { state, scan, finish: () => finish() };
}

const quick = async () => found;

async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const list: Item[] = [];
  for await (const item of items) list.push(item);
  return list;
}

describe('a scan', () => {
  test('begins when something of it is asked for, and runs once', async () => {
    const { state, scan, finish } = slowScan();
    const run = createScanRun({}, scan);
    expect(state.begun).toBe(0);
    const { report } = run;
    expect(run.report).toBe(report);
    const listed = collect(run);
    finish();
    expect(await listed).toEqual([(await report).findings[0]]);
    expect(await collect(run)).toHaveLength(1);
    expect(state.begun).toBe(1);
  });

  test('yields what counts; what is suppressed stands in the report', async () => {
    const run = createScanRun({}, quick);
    expect((await run.report).findings).toHaveLength(2);
    expect((await collect(run)).map(({ suppressed }) => suppressed)).toEqual([null]);
  });

  test('hides secrets unless they are asked for', async () => {
    const [hidden] = await collect(createScanRun({}, quick));
    const [shown] = await collect(createScanRun({ showSecrets: true }, quick));
    const value = found.findings[0]?.secret.value;
    expect(hidden?.secret).not.toHaveProperty('value');
    expect(JSON.stringify(hidden)).not.toContain(value);
    expect(shown?.secret.value).toBe(value);
  });

  test('has the exit status of the command', async () => {
    expect((await createScanRun({}, quick).report).summary.exitCode).toBe(1);
    const none = createScanRun({}, async () => makeReport([]));
    expect((await none.report).summary.exitCode).toBe(0);
  });

  test('tells its error to whoever asked, and to nobody else', async () => {
    const unhandled: unknown[] = [];
    const note = (reason: unknown): void => void unhandled.push(reason);
    process.on('unhandledRejection', note);
    const failing = async () => Promise.reject(new GitError('no repository'));
    await expect(collect(createScanRun({}, failing))).rejects.toThrow('no repository');
    const asked = createScanRun({}, failing);
    await expect(asked.report).rejects.toBeInstanceOf(GitError);
    // Named, but not waited for.
    const { report: _report } = createScanRun({}, failing);
    await new Promise((resolve) => setImmediate(resolve));
    process.off('unhandledRejection', note);
    expect(unhandled).toEqual([]);
  });

  test.each([
    [{ threads: -1 }, 'threads is -1: give a whole number from 0 to 256'],
    [{ timeoutMs: 0.5 }, 'timeoutMs is 0.5: give a whole number from 1 to 2147483647'],
    [{ maxMemoryBytes: Number.NaN }, 'maxMemoryBytes is NaN: give a whole number from 1 to'],
    [{ minConfidence: 'sure' as 'high' }, 'minConfidence is sure: give one of high, medium, low'],
    [{ rules: 'a.yaml' as never }, 'rules is no rule set: give what loadRules() returned'],
  ])('refuses %j', async (options, message) => {
    const { report } = createScanRun(options, quick);
    await expect(report).rejects.toThrow(message);
    await expect(report).rejects.toBeInstanceOf(UsageError);
  });
});

describe('a scan ends', () => {
  test('with what a callback throws, also from a timer', async () => {
    const error = new Error('mine');
    const onProgress = (): void => {
      throw error;
    };
    const run = createScanRun({ onProgress }, async (context) => {
      await new Promise<void>((resolve) => {
        context.signal.addEventListener('abort', () => resolve());
        setTimeout(() => context.onProgress({ phase: 'x', done: 0, total: 0, findings: 0 }));
      });
      return found;
    });
    await expect(run.report).rejects.toBe(error);
  });

  test('with the reason of an aborted signal, not with half a report', async () => {
    const { state, scan } = slowScan();
    const aborter = new AbortController();
    const run = createScanRun({ signal: aborter.signal }, scan);
    const { report } = run;
    const reason = new Error('enough');
    aborter.abort(reason);
    await expect(report).rejects.toBe(reason);
    await expect(collect(run)).rejects.toBe(reason);
    expect(state.isAborted).toBe(true);
  });

  test('before it begins, where the signal is aborted already', async () => {
    const { state, scan } = slowScan();
    const run = createScanRun({ signal: AbortSignal.abort() }, scan);
    await expect(run.report).rejects.toMatchObject({ name: 'AbortError' });
    expect(state.begun).toBe(0);
  });

  test('after timeoutMs, with what it has', async () => {
    const { state, scan } = slowScan();
    const run = createScanRun({ timeoutMs: 1 }, scan);
    expect((await run.report).findings).toHaveLength(2);
    expect(state.isAborted).toBe(true);
  });

  test('when the loop is left while it still runs', async () => {
    const { state, scan } = slowScan();
    const iterator = createScanRun({}, scan)[Symbol.asyncIterator]();
    const next = iterator.next();
    await iterator.return?.();
    expect(await next).toEqual({ done: true, value: undefined });
    expect(await iterator.next()).toEqual({ done: true, value: undefined });
    expect(state.isAborted).toBe(true);
  });

  test('not, when the loop is left after it: the report is whole', async () => {
    const run = createScanRun({}, quick);
    for await (const finding of run) {
      expect(finding.suppressed).toBeNull();
      break;
    }
    expect((await run.report).findings).toHaveLength(2);
  });

  test('when it is disposed of, and cannot be begun after that', async () => {
    const { state, scan } = slowScan();
    const run = createScanRun({}, scan);
    const { report } = run;
    await run[Symbol.asyncDispose]();
    expect(state.isAborted).toBe(true);
    await expect(report).rejects.toMatchObject({ name: 'AbortError' });
    const never = createScanRun({}, scan);
    await never[Symbol.asyncDispose]();
    await expect(never.report).rejects.toMatchObject({ name: 'AbortError' });
    expect(state.begun).toBe(1);
  });
});
