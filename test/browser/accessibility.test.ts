// What axe-core finds serious in the page, in both schemes and on narrow screens; paper; less motion.
import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { testBrowser } from './chromium.ts';
import { openFinding, openReport } from './openReport.ts';
import { storyRepository, writePage } from './writeReport.ts';

const browser = testBrowser();
let file: string | undefined;

async function report(): Promise<string> {
  file ??= await writePage(storyRepository().dir, ['audit', '--no-cache']);
  return file;
}

/** Serious and critical findings of axe-core, with the elements. */
async function obstacles(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() =>
    (window as unknown as { axe: typeof axe }).axe.run(),
  );
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
}

test.each(['light', 'dark'] as const)(
  'nothing serious stands in the way in the %s page',
  async (colorScheme) => {
    const { page } = await openReport(browser(), await report(), {
      colorScheme,
      reducedMotion: 'reduce',
    });
    expect(await page.locator('html').getAttribute('data-theme')).toBe(colorScheme);
    expect(await obstacles(page)).toEqual([]);
    await page.getByLabel(/^Select all/u).check();
    await page.getByRole('button', { name: 'By rule' }).click();
    await openFinding(page, 'src/api/old.py:1');
    await page.locator('.detail').getByLabel('Reason (required)').fill('revoked');
    await page.locator('.detail').getByRole('button', { name: 'Decide' }).click();
    await page.locator('.detail .decided').waitFor();
    expect(await obstacles(page)).toEqual([]);
  },
);

test('nothing serious stands in the way on a narrow screen, and nothing sticks out of it', async () => {
  const { page } = await openReport(browser(), await report(), {
    viewport: { width: 380, height: 800 },
  });
  expect(await obstacles(page)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(380);
});

test('nothing serious stands in the way in a report of .env files', async () => {
  const { page } = await openReport(browser(), await writePage(storyRepository().dir, ['env']));
  expect(await obstacles(page)).toEqual([]);
});

test('the reader chooses dark, and it stays', async () => {
  const { page } = await openReport(browser(), await report(), { colorScheme: 'light' });
  const background = (): Promise<string> =>
    page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await background();
  await page.getByRole('button', { name: 'Dark' }).click();
  await expect.poll(background).not.toBe(light);
  await page.reload();
  expect(await page.locator('html').getAttribute('data-theme')).toBe('dark');
});

test('there is no motion for who wants none', async () => {
  const { page } = await openReport(browser(), await report(), { reducedMotion: 'reduce' });
  await openFinding(page, 'src/api/old.py:1');
  expect(await page.evaluate(() => document.getAnimations().length)).toBe(0);
});

test('paper has every finding of the filter, light, and no controls', async () => {
  const { page } = await openReport(browser(), await report(), {
    colorScheme: 'dark',
    fragment: '#q=github',
  });
  await page.emulateMedia({ media: 'print' });
  await expect.poll(() => page.locator('#print article').count()).toBe(3);
  expect(await page.locator('#print h2', { hasText: '3 findings of 5' }).isVisible()).toBe(true);
  expect(await page.locator('#print details:not([open])').count()).toBe(0);
  const visible = await page
    .locator('button, input, select, canvas')
    .evaluateAll((all) => all.filter((each) => each.checkVisibility()).length);
  expect(visible).toBe(0);
  expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe(
    'rgb(255, 255, 255)',
  );
  // Of what the dark form paints pink or yellow: the least contrast of text with the paper is that of ink.
  const [least] = await page.locator('#print h2, #print .status, #print li').evaluateAll((all) =>
    all
      .map((each) => (getComputedStyle(each).color.match(/\d+/gu) ?? []).map(Number))
      .map(([red = 0, green = 0, blue = 0]) => 255 - (red + green + blue) / 3)
      .toSorted((a, b) => a - b),
  );
  expect(least).toBeGreaterThan(128);
  await page.emulateMedia({ media: 'screen' });
  await expect.poll(() => page.locator('#print article').count()).toBe(0);
});

test('paper is ready when the browser prints, and gone afterwards', async () => {
  const { page } = await openReport(browser(), await report(), { fragment: '#q=github' });
  await page.evaluate(() => {
    // Listens after the page does: what it finds is what goes on paper.
    addEventListener('beforeprint', () => {
      document.title = `${document.querySelectorAll('#print article').length} on paper`;
    });
  });
  await page.pdf();
  expect(await page.title()).toBe('3 on paper');
  await expect.poll(() => page.locator('#print article').count()).toBe(0);
});
