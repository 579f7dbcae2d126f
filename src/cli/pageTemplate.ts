// The page of the HTML report as the build wrote it.
import { readFile } from 'node:fs/promises';
import { UsageError } from '../model/errors.ts';

// The same from the source and from the bundle in dist/lib.
const templateFile = new URL('../../dist/lib/page.html', import.meta.url);

/** The page without a report. Throws UsageError where there was no build. */
export async function pageTemplate(): Promise<string> {
  try {
    return await readFile(templateFile, 'utf8');
  } catch (cause) {
    throw new UsageError('the page of the HTML report is missing: `npm run build` writes it', {
      cause,
    });
  }
}
