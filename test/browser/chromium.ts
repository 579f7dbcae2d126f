// The browser that the page is tested in: one that the machine has. Without one the tests fail and say what to install.
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from 'playwright-core';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';

const names = ['chromium', 'chromium-browser', 'google-chrome'];
/** Where it is beside the search path of macOS and Windows. */
const otherPlaces = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:/Program Files/Google/Chrome/Application/chrome.exe',
];

// What a browser does of its own accord is switched off: the tests are to see what the page does.
const args = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** A browser for the tests of a file, closed after them. */
export function testBrowser(): () => Browser {
  let browser: Browser | undefined;
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: chromiumPath(), args });
  });
  afterAll(async () => {
    await browser?.close();
  });
  return () => {
    if (browser === undefined) throw new Error('the browser is not started yet');
    return browser;
  };
}

/** `LEAKTRAIL_CHROMIUM`, else the first that is there. Throws with one line that says what to do. */
export function chromiumPath(
  env: Readonly<Record<string, string | undefined>> = process.env,
): string {
  const named = env['LEAKTRAIL_CHROMIUM'];
  if (named !== undefined && named !== '') return named;
  const folders = (env['PATH'] ?? '').split(delimiter).filter(Boolean);
  const places = names.flatMap((name) => folders.map((folder) => join(folder, name)));
  const found = [...places, ...otherPlaces].find(isExecutable);
  if (found !== undefined) return found;
  throw new Error(
    'no Chromium: `apt-get install chromium`, or set LEAKTRAIL_CHROMIUM to the program of one',
  );
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
