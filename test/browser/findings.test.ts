// Walking through the findings: searching, filtering, sorting, the plots, one finding, with a mouse and without.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { htmlReport } from '../../src/report/html.ts';
import { toDocument } from '../../src/report/toDocument.ts';
import { makeFinding, makeOccurrence, makeReport } from '../report/sampleReport.ts';
import { temporaryFolder } from '../temporaryFolder.ts';
import { testBrowser } from './chromium.ts';
import { column, openFinding, openReport, places } from './openReport.ts';
import { storyRepository, writePage } from './writeReport.ts';

const browser = testBrowser();
let file: string | undefined;

async function open(fragment = ''): Promise<Page> {
  file ??= await writePage(storyRepository().dir, ['audit', '--no-cache']);
  return (await openReport(browser(), file, { fragment })).page;
}

async function countText(page: Page): Promise<string> {
  return page.locator('.list .panel-head [role=status]').innerText();
}

test('words narrow the table, and the count is told', async () => {
  const page = await open();
  expect(await countText(page)).toBe('5 findings');
  await page.keyboard.press('/');
  await page.keyboard.type('BO@example old');
  await expect.poll(() => places(page)).toEqual(['src/api/old.py:1']);
  expect(await countText(page)).toBe('1 of 5 findings');
  await page.getByRole('searchbox').fill('nothing like it');
  await expect.poll(() => page.locator('.empty').innerText()).toBe('No finding passes the filter.');
  await page.getByRole('button', { name: 'Reset filters' }).click();
  await expect.poll(() => countText(page)).toBe('5 findings');
});

test('choices narrow it, and a reload keeps them', async () => {
  const page = await open();
  await page.getByLabel('State').selectOption('history');
  await expect
    .poll(async () => (await places(page)).toSorted())
    .toEqual(['src/api/old.py:1', 'tools/side.py:1']);
  await page.getByRole('searchbox').fill('side');
  await expect.poll(() => places(page)).toEqual(['tools/side.py:1']);
  await expect.poll(() => page.evaluate(() => location.hash)).toBe('#q=side&state=history');
  await page.reload();
  expect(await places(page)).toEqual(['tools/side.py:1']);
  await page.getByRole('checkbox', { name: 'Still in HEAD' }).check();
  await expect.poll(() => places(page)).toEqual([]);
});

test('a header sorts, says so, and turns round', async () => {
  const page = await open();
  const since = page.getByRole('columnheader', { name: 'Since' });
  await since.getByRole('button').click();
  await expect.poll(() => since.getAttribute('aria-sort')).toBe('ascending');
  const days = await column(page, 6);
  expect(days).toEqual(days.toSorted());
  await since.getByRole('button').press('Enter');
  await expect.poll(() => since.getAttribute('aria-sort')).toBe('descending');
  expect(await column(page, 6)).toEqual(days.toReversed());
  expect(await page.getByRole('columnheader', { name: 'Severity' }).getAttribute('aria-sort')).toBe(
    'none',
  );
});

test('a tile of the treemap opens a folder and narrows the table, the way back widens it', async () => {
  const page = await open();
  await page.getByRole('button', { name: /^src\/api\/ 2 findings/u }).click();
  await expect
    .poll(async () => (await places(page)).toSorted())
    .toEqual(['src/api/client.py:1', 'src/api/old.py:1']);
  await page.getByRole('button', { name: /^old\.py 1 finding/u }).click();
  await expect.poll(() => places(page)).toEqual(['src/api/old.py:1']);
  await page
    .getByRole('navigation', { name: 'Folder' })
    .getByRole('button', { name: 'top' })
    .click();
  await expect.poll(() => countText(page)).toBe('5 findings');
  await page.getByRole('button', { name: 'By rule' }).click();
  await page
    .getByRole('button', { name: /^GitHub personal access token/u })
    .first()
    .click();
  await expect.poll(() => countText(page)).toBe('3 of 5 findings');
});

test('a finding tells its trail, the refs that hold it and what to do', async () => {
  const page = await open();
  await openFinding(page, 'src/api/old.py:1');
  const text = await page.locator('.detail').innerText();
  for (const each of [
    'introduced',
    '2022-06-01',
    'Bo <bo@example.com>: Deploy by hand',
    'removed',
    '2023-07-01',
    'exposed 395 days',
    '2 branches',
    'main, side',
    'What to do',
    'Fingerprint',
  ]) {
    expect(text).toContain(each);
  }
  expect(
    await page
      .locator('.detail a')
      .evaluateAll((links) =>
        links.every((link) => link.getAttribute('rel') === 'noreferrer noopener'),
      ),
  ).toBe(true);
});

test('a pair leads to its other half', async () => {
  const page = await open();
  await openFinding(page, 'deploy/aws.py:1');
  await page.locator('.detail').getByRole('button', { name: 'AWS secret access key' }).click();
  await expect.poll(() => page.locator('.detail-body > .path').innerText()).toBe('deploy/aws.py:2');
});

test('everything works without a mouse', async () => {
  const page = await open();
  await page.locator('button.title').first().focus();
  await page.keyboard.press('Enter');
  await page.waitForSelector('.detail');
  await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('detail-title');
  await page.getByRole('button', { name: 'Next' }).press('Enter');
  await expect.poll(() => page.locator('.detail-bar .hint').innerText()).toBe('2 of 5');
  await page.keyboard.press('Escape');
  await expect.poll(() => page.locator('.detail').count()).toBe(0);
  expect(await page.evaluate(() => document.activeElement?.className)).toBe('title');
  await page.locator('.timeline').focus();
  await page.keyboard.press('ArrowDown');
  await expect.poll(() => page.locator('.tip').innerText()).toContain('src/api/client.py:1');
  expect(await page.locator('[aria-live=polite]').first().innerText()).toContain('still there');
  await page.keyboard.press('Enter');
  await expect
    .poll(() => page.locator('.detail-body > .path').innerText())
    .toBe('src/api/client.py:1');
});

test('the timeline zooms by buttons, wheel, keys and dragging, and shows all again', async () => {
  const page = await open();
  const zoomed = (): Promise<string | null> => page.locator('.plot').getAttribute('data-zoomed');
  const all = page.getByRole('button', { name: 'Show all' });
  const box = await page.locator('.timeline').boundingBox();
  if (box === null) throw new Error('no timeline');
  const middle = { x: box.x + box.width * 0.6, y: box.y + 30 };
  const ways: readonly (() => Promise<void>)[] = [
    () => page.getByRole('button', { name: 'Zoom in' }).click(),
    async () => {
      await page.mouse.move(middle.x, middle.y);
      await page.mouse.wheel(0, -240);
    },
    () => page.locator('.timeline').press('+'),
    async () => {
      await page.mouse.move(middle.x, middle.y);
      await page.mouse.down();
      await page.mouse.move(middle.x + 120, middle.y, { steps: 4 });
      await page.mouse.up();
    },
  ];
  for (const way of ways) {
    expect(await zoomed()).toBe('no');
    await way();
    await expect.poll(zoomed).toBe('yes');
    await all.click();
    await expect.poll(zoomed).toBe('no');
  }
  expect(await all.isDisabled()).toBe(true);
});

test('two fingers zoom it', async () => {
  file ??= await writePage(storyRepository().dir, ['audit', '--no-cache']);
  const { page } = await openReport(browser(), file, { hasTouch: true });
  const box = await page.locator('.timeline').boundingBox();
  if (box === null) throw new Error('no timeline');
  const session = await page.context().newCDPSession(page);
  const fingers = (apart: number): { x: number; y: number; id: number }[] =>
    [-apart, apart].map((x, id) => ({ x: box.x + box.width * 0.6 + x, y: box.y + 40, id }));
  await session.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: fingers(20) });
  for (const apart of [40, 70, 110]) {
    await session.send('Input.dispatchTouchEvent', {
      type: 'touchMove',
      touchPoints: fingers(apart),
    });
  }
  await session.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  await expect.poll(() => page.locator('.plot').getAttribute('data-zoomed')).toBe('yes');
  expect(await page.locator('.detail').count()).toBe(0);
});

test('the lines around a place and the parts of a score are shown where the report has them', async () => {
  const text = '\tkey = "********" # <i>';
  const introduced = makeOccurrence({
    line: 8,
    context: { startLine: 7, lines: ['import os', text], marks: [{ line: 1, start: 8, end: 16 }] },
  });
  const judgement = {
    verdict: 'its score of 0.97 reaches 0.50',
    reasons: [
      { weight: 2.3, text: 'the name says key' },
      { weight: -0.25, text: 'it is short' },
    ],
  };
  const document = toDocument(makeReport([makeFinding()]), { showSecrets: false });
  const findings = document.findings.map((finding) => ({
    ...finding,
    introduced,
    occurrences: [introduced],
    judgement,
  }));
  const pageTemplate = readFileSync(new URL('../../dist/lib/page.html', import.meta.url), 'utf8');
  const options = { color: false, width: 80, verbose: false, pageTemplate };
  const own = join(temporaryFolder('context'), 'r.html');
  writeFileSync(own, [...htmlReport({ ...document, findings }, options)].join(''));
  const { page, trespasses } = await openReport(browser(), own);
  await page.locator('button.title').click();
  expect(await page.locator('.excerpt').innerText()).toMatch(
    /7\s*import os\n\s*8\s*key = "\*{8}" # <i>/u,
  );
  expect(await page.locator('.excerpt mark').allInnerTexts()).toEqual(['********']);
  const why = page.locator('p:has(+ .reasons)');
  expect(await why.innerText()).toBe('its score of 0.97 reaches 0.50');
  expect(await page.locator('.reasons li').allInnerTexts()).toEqual([
    expect.stringMatching(/\+2\.30\s+the name says key/u),
    expect.stringMatching(/−0\.25\s+it is short/u),
  ]);
  expect(trespasses).toEqual([]);
});

test('a wheel that has nothing left to zoom out of scrolls the page', async () => {
  const page = await open();
  const box = await page.locator('.timeline').boundingBox();
  if (box === null) throw new Error('no timeline');
  await page.mouse.move(box.x + 300, box.y + 30);
  await page.mouse.wheel(0, 200);
  await expect.poll(() => page.evaluate(() => scrollY)).toBeGreaterThan(0);
});

test('a pointer on a bar tells what it is, and a click opens it', async () => {
  const page = await open();
  const box = await page.locator('.timeline').boundingBox();
  if (box === null) throw new Error('no timeline');
  await page.mouse.move(box.x + box.width / 2, box.y + 8);
  await expect.poll(() => page.locator('.tip').innerText()).toContain('2021-03-01, still there');
  await page.mouse.down();
  await page.mouse.up();
  await expect
    .poll(() => page.locator('.detail-body > .path').innerText())
    .toBe('src/api/client.py:1');
});

test('the timeline follows the filter, and has its figures in words', async () => {
  const page = await open('#q=old');
  expect(await page.locator('.timeline').getAttribute('aria-label')).toBe('Timeline of 1 secret');
  await page.getByText('The timeline in figures').click();
  expect(await page.locator('.words tbody').innerText()).toMatch(
    /2022\s+1\s+0\s+1\s+2023\s+0\s+1\s+0/u,
  );
});

test('an address that names what is not there does no harm', async () => {
  const page = await open('#open=nothing&page=900&state=lost&sort=-x');
  expect(await countText(page)).toBe('5 findings');
  expect(await page.locator('.detail').count()).toBe(0);
});
