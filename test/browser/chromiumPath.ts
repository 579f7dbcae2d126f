// Which Chromium the page is opened in: one that the machine has. Nothing is downloaded.
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const names = ['chromium', 'chromium-browser', 'google-chrome'];
/** Where it is beside the search path of macOS and Windows. */
const otherPlaces = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:/Program Files/Google/Chrome/Application/chrome.exe',
];

/** What a browser does of its own accord is switched off: what is to be seen is what the page does. */
export const chromiumArguments = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

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
