// Opens a report as its reader would, from the disk, and records what the page must never do.
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';

export interface OpenPage {
  readonly page: Page;
  /** Errors, refusals of the policy, dialogs, and requests for anything but the file itself. */
  readonly trespasses: readonly string[];
}

export interface OpenOptions extends BrowserContextOptions {
  /** With its `#`. */
  readonly fragment?: string;
}

/** A fresh browser profile with the report open; `file` is a path. */
export async function openReport(
  browser: Browser,
  file: string,
  { fragment = '', ...options }: OpenOptions = {},
): Promise<OpenPage> {
  const context = await browser.newContext({ viewport: { width: 1400, height: 1000 }, ...options });
  const page = await context.newPage();
  const trespasses: string[] = [];
  const address = pathToFileURL(file).href;
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') trespasses.push(message.text());
  });
  page.on('pageerror', (error) => trespasses.push(error.message));
  page.on('dialog', (dialog) => {
    trespasses.push(`dialog ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('request', (request) => {
    const isOwn = request.url().split('#')[0] === address || /^(?:blob|data):/u.test(request.url());
    if (!isOwn) trespasses.push(`request ${request.url()}`);
  });
  await page.goto(address + fragment);
  await page.waitForSelector('main');
  return { page, trespasses };
}

/** The texts of a column of the table, from the top. */
export async function column(page: Page, number: number): Promise<string[]> {
  return page.locator(`.findings tbody td:nth-child(${number})`).allInnerTexts();
}

/** Has the place of each secret in the table. */
export async function places(page: Page): Promise<string[]> {
  return column(page, 4);
}

/** Opens the finding whose place this is. */
export async function openFinding(page: Page, place: string): Promise<void> {
  await page.locator('.findings tbody tr', { hasText: place }).locator('button.title').click();
  await page.waitForSelector('.detail');
}
