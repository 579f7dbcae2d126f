// 5,000 findings: what the reader does is answered at once.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import type { Finding } from '../../src/model/finding.ts';
import { jsonReport } from '../../src/report/json.ts';
import { toDocument } from '../../src/report/toDocument.ts';
import { runLeaktrail } from '../e2e/runLeaktrail.ts';
import {
  madeUp,
  makeFinding,
  makeHeadPlace,
  makeOccurrence,
  makeReport,
} from '../report/sampleReport.ts';
import { temporaryFolder } from '../temporaryFolder.ts';
import { testBrowser } from './chromium.ts';
import { openReport } from './openReport.ts';

const count = 5000;
const answerMs = 100;
const loadMs = 1500;

const browser = testBrowser();
let file: string | undefined;

async function largePage(): Promise<string> {
  if (file !== undefined) return file;
  const folder = temporaryFolder('large');
  const json = join(folder, 'large.json');
  const document = toDocument(makeReport(Array.from({ length: count }, (_, i) => findingOf(i))), {
    showSecrets: false,
  });
  writeFileSync(json, [...jsonReport(document)].join(''));
  file = join(folder, 'large.html');
  const { exitCode, stderr } = await runLeaktrail(['report', json, '-o', file]);
  if (exitCode !== 0) throw new Error(stderr);
  return file;
}

/** Spread over 14 years, 400 files and 12 rules, two in three taken out. */
function findingOf(i: number): Finding {
  const start = Date.UTC(2012, 0, 1) + i * 85_000_000;
  const path = `services/s${i % 20}/part${i % 7}/file${i % 400}.py`;
  const date = new Date(start).toISOString();
  const introduced = makeOccurrence({ path, date, line: 1 + (i % 300), summary: `Change ${i}` });
  const spread = makeOccurrence({ event: 'spread', path: `copy/${path}`, date, line: 3 });
  const isRemoved = i % 3 !== 0;
  const removal = {
    commit: madeUp(i + 7, 40, '0123456789abcdef'),
    date: new Date(start + 9e9).toISOString(),
  };
  return makeFinding({
    fingerprint: madeUp(i + 1, 32, '0123456789abcdef'),
    ruleId: `rule-${i % 12}`,
    title: `Kind ${i % 12} of key`,
    severity: (['critical', 'high', 'medium', 'low'] as const)[i % 4] ?? 'low',
    secret: { value: madeUp(i + 3, 24), entropy: 4 },
    introduced,
    occurrences: [introduced, spread],
    state: isRemoved ? 'history' : 'head',
    removed: isRemoved ? removal : null,
    exposedDays: 104,
    ...(isRemoved ? {} : { headPlaces: [makeHeadPlace({ path })] }),
    reachableFrom: ['refs/heads/main', 'refs/remotes/origin/main', 'refs/tags/v1.0'],
    advice: ['Revoke it, then read the new one from the environment.'],
  });
}

type Act = (round: number) => void;

/**
 * Does something five times in the page; the median of the milliseconds to the end of the frame that shows it. Where that is too
 * long, it is tried twice more: what else the machine does can only add to it.
 */
async function median(page: Page, act: Act): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let tries = 0; tries < 3 && least >= answerMs; tries += 1) {
    // As text: a function cannot be handed into the page as an argument.
    const time = await page.evaluate<number>(`(${measure.toString()})(${act.toString()})`);
    least = Math.min(least, time);
  }
  return least;
}

async function measure(act: Act): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < 5; round += 1) {
    const start = performance.now();
    act(round);
    await new Promise((shown) => {
      requestAnimationFrame(() => setTimeout(shown));
    });
    times.push(performance.now() - start);
    await new Promise((rested) => {
      setTimeout(rested, 250);
    });
  }
  return times.sort((a, b) => a - b)[2] ?? Number.NaN;
}

test('the page is there in 1.5 seconds', async () => {
  const path = await largePage();
  const times: number[] = [];
  for (let round = 0; round < 3; round += 1) {
    const { page } = await openReport(browser(), path);
    // The script runs before this event, and with it everything up to the first picture.
    times.push(
      await page.evaluate(() => {
        const [entry] = performance.getEntriesByType('navigation');
        return entry instanceof PerformanceNavigationTiming
          ? entry.domContentLoadedEventEnd
          : Number.NaN;
      }),
    );
    expect(await page.locator('.findings tbody tr').count()).toBe(100);
    expect(await page.locator('.pages').innerText()).toContain('1 to 100 of 5,000');
    await page.context().close();
  }
  expect(Math.min(...times)).toBeLessThan(loadMs);
});

test('each action is answered in a tenth of a second', async () => {
  const { page, trespasses } = await openReport(browser(), await largePage());
  const times = {
    search: await median(page, (round) => {
      const search = document.querySelector<HTMLInputElement>('#search');
      if (search === null) return;
      search.value = 'file12'.slice(0, round + 2);
      search.dispatchEvent(new InputEvent('input', { bubbles: true }));
    }),
    clear: await median(page, (round) => {
      const search = document.querySelector<HTMLInputElement>('#search');
      if (search === null) return;
      search.value = round % 2 === 0 ? '' : 'part3';
      search.dispatchEvent(new InputEvent('input', { bubbles: true }));
    }),
    sort: await median(page, (round) =>
      document.querySelectorAll<HTMLElement>('th button')[round]?.click(),
    ),
    filter: await median(page, (round) =>
      document.querySelectorAll<HTMLElement>('.filters .chip')[round % 4]?.click(),
    ),
    open: await median(page, (round) =>
      document.querySelectorAll<HTMLElement>('button.title')[round * 3]?.click(),
    ),
    turn: await median(page, () =>
      document.querySelector<HTMLElement>('.pages button:last-child')?.click(),
    ),
    zoom: await median(page, () =>
      document.querySelector<HTMLElement>('[aria-label="Zoom in"]')?.click(),
    ),
    wheel: await median(page, () => {
      const event = { deltaY: -120, clientX: 500, clientY: 600, bubbles: true, cancelable: true };
      document.querySelector('.timeline')?.dispatchEvent(new WheelEvent('wheel', event));
    }),
  };
  expect(await page.locator('.plot').getAttribute('data-zoomed')).toBe('yes');
  expect(Object.entries(times).filter(([, time]) => !(time < answerMs))).toEqual([]);
  expect(trespasses).toEqual([]);
});

test('a row of 5,000 can be zoomed to and opened', async () => {
  const { page } = await openReport(browser(), await largePage());
  const box = await page.locator('.timeline').boundingBox();
  if (box === null) throw new Error('no timeline');
  await page.mouse.move(box.x + box.width * 0.6, box.y + 150);
  for (let i = 0; i < 25; i += 1) await page.mouse.wheel(0, -240);
  await page.mouse.move(box.x + box.width * 0.6, box.y + 160);
  const told = await page.locator('.tip .path').innerText();
  await page.mouse.down();
  await page.mouse.up();
  await expect.poll(() => page.locator('.detail-body > .path').innerText()).toBe(told);
});

test('all of a filter are decided at once, and paper has them all', async () => {
  const { page } = await openReport(browser(), await largePage(), { fragment: '#rule=rule-3' });
  const status = await page.locator('.list .panel-head [role=status]').innerText();
  const among = Number(/^\d+/u.exec(status)?.[0]);
  expect(among).toBeGreaterThan(400);
  await page.getByLabel(/^Select all/u).check();
  const form = page.getByRole('group', { name: 'Decision about the selection' });
  await form.getByRole('button', { name: 'False positive' }).click();
  await form.getByRole('button', { name: `Decide ${among} findings` }).click();
  await expect.poll(() => page.locator('.decisions h2').innerText()).toBe(`${among} decisions`);
  await page.emulateMedia({ media: 'print' });
  await expect.poll(() => page.locator('#print article').count()).toBe(among);
});
