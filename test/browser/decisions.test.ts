// From a decision in the page back to the tool, and on to a colleague.
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { auditRepository } from '../e2e/auditRepository.ts';
import type { TestRepository } from '../makeRepository.ts';
import { temporaryFolder } from '../temporaryFolder.ts';
import { testBrowser } from './chromium.ts';
import { column, openFinding, openReport } from './openReport.ts';
import { storyRepository, writePage } from './writeReport.ts';

const browser = testBrowser();

let shared: { readonly repo: TestRepository; readonly file: string } | undefined;

/** One page for all tests: each opens it in a browser profile of its own. */
async function story(): Promise<{ readonly repo: TestRepository; readonly file: string }> {
  if (shared !== undefined) return shared;
  const repo = storyRepository();
  shared = { repo, file: await writePage(repo.dir, ['audit', '--no-cache']) };
  return shared;
}

async function accept(page: Page, place: string, reason: string): Promise<void> {
  await openFinding(page, place);
  await page.locator('.detail').getByLabel('Reason (required)').fill(reason);
  await page.locator('.detail').getByRole('button', { name: 'Decide' }).click();
  await page.locator('.detail .decided').waitFor();
}

/** Presses the button and gives the text of the file that it offers, and its name. */
async function taken(page: Page, button: string): Promise<{ name: string; text: string }> {
  const [offered] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: button }).click(),
  ]);
  return { name: offered.suggestedFilename(), text: readFileSync(await offered.path(), 'utf8') };
}

async function decided(page: Page): Promise<string[]> {
  return (await column(page, 9)).filter((text) => text !== '').toSorted();
}

test('a decision needs its reason, shows in the table, survives a reload and can be taken back', async () => {
  const { file } = await story();
  const { page, trespasses } = await openReport(browser(), file);
  await openFinding(page, 'src/api/old.py:1');
  const detail = page.locator('.detail');
  await detail.getByRole('button', { name: 'Decide' }).click();
  await expect.poll(() => page.getByRole('alert').innerText()).toBe('Say why it is accepted.');
  await accept(page, 'src/api/old.py:1', 'revoked long ago');
  expect(await decided(page)).toEqual(['Accepted']);
  await page.reload();
  expect(await decided(page)).toEqual(['Accepted']);
  await page.getByLabel('Decision').first().selectOption('accept');
  await expect.poll(() => page.locator('.findings tbody tr').count()).toBe(1);
  await openFinding(page, 'src/api/old.py:1');
  expect(await detail.innerText()).toContain('revoked long ago');
  await detail.getByRole('button', { name: 'Take back' }).click();
  await page.reload();
  expect(await decided(page)).toEqual([]);
  expect(trespasses).toEqual([]);
});

test('many are decided at once', async () => {
  const { file } = await story();
  const { page } = await openReport(browser(), file, { fragment: '#q=aws.py' });
  await page.getByLabel('Select all 2 findings of the filter').check();
  const form = page.getByRole('group', { name: 'Decision about the selection' });
  await form.getByRole('button', { name: 'Rotated' }).click();
  await form.getByLabel('Day').fill('2026-05-04');
  await form.getByLabel('Note').fill('ticket 7');
  await form.getByRole('button', { name: 'Decide 2 findings' }).click();
  await expect.poll(() => decided(page)).toEqual(['Rotated', 'Rotated']);
  const { text } = await taken(page, 'Export JSON');
  const { decisions }: { decisions: object[] } = JSON.parse(text);
  expect(decisions).toHaveLength(2);
  expect(decisions[0]).toMatchObject({
    decision: 'rotated',
    reason: 'ticket 7',
    decidedOn: '2026-05-04',
  });
});

test('exported ignore lines suppress the finding in the next audit, with the reason', async () => {
  const { repo, file } = await story();
  const { page } = await openReport(browser(), file);
  await accept(page, 'src/api/client.py:1', 'a demo account #1');
  const { name, text } = await taken(page, 'Export .leaktrailignore lines');
  expect(name).toBe('leaktrailignore.txt');
  const told = page.locator('.decisions [role=status]');
  expect(await told.innerText()).toContain('.leaktrailignore at the top of the repository');
  appendFileSync(join(repo.dir, '.leaktrailignore'), text);
  const { report } = await auditRepository(repo.dir, ['--no-cache']);
  const suppressed = report.findings.filter((finding) => finding.suppressed !== null);
  expect(suppressed.map(({ introduced }) => introduced.path)).toEqual(['src/api/client.py']);
  expect(suppressed[0]?.suppressed).toMatchObject({
    by: 'ignore-file',
    reason: expect.stringContaining('a demo account #1'),
  });
});

test('a file of decisions is read again, a wrong one is refused as a whole', async () => {
  const { file } = await story();
  const first = await openReport(browser(), file);
  await accept(first.page, 'src/api/old.py:1', 'revoked');
  const { name, text } = await taken(first.page, 'Export JSON');
  expect(name).toBe('leaktrail-decisions.json');
  const told = first.page.locator('.decisions [role=status]');
  expect(await told.innerText()).toContain(
    'leaktrail baseline --decisions leaktrail-decisions.json',
  );
  const second = await openReport(browser(), file);
  expect(await decided(second.page)).toEqual([]);
  const folder = temporaryFolder('decisions');
  const put = async (content: string): Promise<string> => {
    const path = join(folder, 'd.json');
    writeFileSync(path, content);
    await second.page.getByLabel('File of decisions').setInputFiles(path);
    const status = second.page.locator('.decisions [role=status]');
    await expect.poll(() => status.innerText()).not.toBe('');
    return status.innerText();
  };
  expect(await put('{"decisions":[]}')).toContain('d.json: no file of decisions');
  expect(await decided(second.page)).toEqual([]);
  await put(text);
  await expect
    .poll(() => second.page.locator('.decisions [role=status]').innerText())
    .toBe('1 decision read.');
  expect(await decided(second.page)).toEqual(['Accepted']);
  expect(second.trespasses).toEqual([]);
});

test('a saved copy holds the decisions and runs under the same policy, and decisions can be taken back there', async () => {
  const { file } = await story();
  const { page } = await openReport(browser(), file);
  await accept(page, 'src/api/old.py:1', 'closed </script><b> \u202e');
  const { name, text } = await taken(page, 'Save page with decisions');
  expect(name).toBe('leaktrail-report.html');
  const copy = join(temporaryFolder('copy'), name);
  writeFileSync(copy, text);
  const colleague = await openReport(browser(), copy);
  expect(await decided(colleague.page)).toEqual(['Accepted']);
  await openFinding(colleague.page, 'src/api/old.py:1');
  expect(await colleague.page.locator('.detail .note').innerText()).toContain(
    String.raw`closed </script><b> \u202e`,
  );
  await colleague.page.getByRole('button', { name: 'Take back' }).click();
  await colleague.page.reload();
  expect(await decided(colleague.page)).toEqual([]);
  const again = await taken(colleague.page, 'Save page with decisions');
  expect(again.text.length).toBeLessThan(text.length);
  expect(colleague.trespasses).toEqual([]);
});

test('where the browser keeps nothing, the page says so and works', async () => {
  const { file } = await story();
  const { page, trespasses } = await openReport(browser(), file);
  await page.evaluate(() => {
    Object.defineProperty(Storage.prototype, 'setItem', {
      value: () => {
        throw new DOMException('full', 'QuotaExceededError');
      },
    });
  });
  await accept(page, 'src/api/old.py:1', 'revoked');
  await expect
    .poll(() => page.locator('.decisions [role=status]').innerText())
    .toBe('This browser does not keep them: save the page before you close it.');
  expect(await decided(page)).toEqual(['Accepted']);
  expect(trespasses).toEqual([]);
});
