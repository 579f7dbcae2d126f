// The page opened from the disk: it runs under its own policy, asks nobody for anything, and reads well whatever was scanned.
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { runLeaktrail } from '../e2e/runLeaktrail.ts';
import { makeRepository } from '../makeRepository.ts';
import { temporaryFolder } from '../temporaryFolder.ts';
import { tokenLine } from '../e2e/githubToken.ts';
import { testBrowser } from './chromium.ts';
import { chromiumPath } from './chromiumPath.ts';
import { openReport } from './openReport.ts';
import {
  folderWithToken,
  hostileRepository,
  markup,
  storyRepository,
  tokensOf,
  writePage,
} from './writeReport.ts';

const browser = testBrowser();

test('without a browser one line says what to install', () => {
  const empty = { PATH: temporaryFolder('path') };
  if (process.platform === 'linux') {
    expect(() => chromiumPath(empty)).toThrow(
      /^no Chromium: `apt-get install chromium`, or set LEAKTRAIL_CHROMIUM/u,
    );
  }
  expect(chromiumPath({ ...empty, LEAKTRAIL_CHROMIUM: '/some/where' })).toBe('/some/where');
});

test('an audit is one file that runs under its own policy, without a secret and without the network', async () => {
  const repo = storyRepository();
  const file = await writePage(repo.dir, ['audit', '--no-cache']);
  const { page, trespasses } = await openReport(browser(), file);
  const text = await page.locator('main').innerText();
  expect(text).toContain('Not safe');
  expect(text).toContain('Scan complete');
  expect(await page.title()).toContain('leaktrail');
  expect(trespasses).toEqual([]);
  const source = readFileSync(file, 'utf8');
  for (const token of tokensOf('kept', 'gone', 'side'))
    expect(source).not.toContain(token.slice(8, 32));
  // Beside its data.
  const [, block = ''] = /id="report">([\s\S]*?)<\/script>/u.exec(source) ?? [];
  expect(statSync(file).size - Buffer.byteLength(block)).toBeLessThan(600_000);
});

test('the policy names the hashes of the script and the style, and allows nothing else', async () => {
  const source = readFileSync(
    await writePage(storyRepository().dir, ['audit', '--no-cache']),
    'utf8',
  );
  const hash = (text: string): string =>
    `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
  const [, script = ''] = /<script>([\s\S]*?)<\/script>/u.exec(source) ?? [];
  const [, style = ''] = /<style>([\s\S]*?)<\/style>/u.exec(source) ?? [];
  expect(source).toContain(
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src ${hash(script)}; style-src ${hash(style)}; img-src data:; base-uri 'none'; form-action 'none'">`,
  );
  expect(script).not.toMatch(/\beval\(|new Function\(/u);
  expect(source.slice(0, source.indexOf('id="report"'))).not.toMatch(
    / style=| on\w+=|https?:\/\//u,
  );
});

test('no part of the page takes text for markup', () => {
  const folder = fileURLToPath(new URL('../../src/page/', import.meta.url));
  const sources = readdirSync(folder)
    .filter((name) => /\.tsx?$/u.test(name))
    .map((name) => readFileSync(join(folder, name), 'utf8'));
  expect(sources.length).toBeGreaterThan(20);
  expect(
    sources.filter((text) => /innerHTML|insertAdjacentHTML|document\.write|DOMParser/iu.test(text)),
  ).toEqual([]);
});

test('the same repository gives the same bytes', async () => {
  const repo = storyRepository();
  const read = async (): Promise<string> =>
    readFileSync(await writePage(repo.dir, ['audit', '--no-cache']), 'utf8').replace(
      /"elapsedMs":\d+/u,
      '',
    );
  expect(await read()).toBe(await read());
});

test('hostile names stay text', async () => {
  const repo = hostileRepository();
  const { page, trespasses } = await openReport(
    browser(),
    await writePage(repo.dir, ['audit', '--no-cache']),
  );
  const rows = page.locator('.findings tbody tr');
  const count = await rows.count();
  expect(count).toBe(3);
  for (let i = 0; i < count; i += 1) {
    await rows.nth(i).locator('button.title').click();
    await page.waitForSelector('.detail');
  }
  await page.getByRole('button', { name: 'By rule' }).click();
  await page.emulateMedia({ media: 'print' });
  await expect.poll(() => page.locator('#print article').count()).toBe(3);
  const all = await page.locator('body').evaluate((body) => body.textContent ?? '');
  expect(all).toContain(markup);
  expect(all).toContain(String.raw`\u202etxt.exe.py`);
  expect(
    await page
      .locator('#page, #print')
      .evaluateAll((roots) => roots.some((root) => /[\u202e]/u.test(root.textContent ?? ''))),
  ).toBe(false);
  expect(
    await page.locator('img, b, #page script, #print script, [onload], [onerror]').count(),
  ).toBe(0);
  expect(trespasses).toEqual([]);
});

test.each<[string, () => Promise<string>, readonly string[], readonly string[]]>([
  [
    'a clean repository',
    async () =>
      writePage(
        makeRepository([{ write: { 'a.py': 'a = 1\n', '.gitignore': '.env\n' }, message: 'A' }])
          .dir,
        ['audit', '--no-cache'],
      ),
    ['Safe to publish', '0 secrets found', 'Scan complete', 'covered'],
    ['Findings', 'Exposure over time', 'Decide'],
  ],
  [
    'an empty repository',
    async () => writePage(makeRepository().dir, ['audit', '--no-cache']),
    ['no commit yet', '0 secrets found'],
    ['Findings'],
  ],
  [
    '.env files alone',
    async () => writePage(storyRepository().dir, ['env']),
    ['1 .env path exposed', '.env files', 'git rm --cached'],
    ['secrets found', 'Findings', 'Exposure over time'],
  ],
  [
    'the next commit',
    async () => {
      const repo = makeRepository([{ write: { 'a.py': 'a = 1\n' }, message: 'A' }]);
      repo.write('b.py', `${tokenLine('staged')}\n`);
      repo.git('add', '-A');
      return writePage(repo.dir, ['staged']);
    },
    ['The next commit', '1 secret found', 'in the index', 'b.py:1'],
    ['Exposure over time', 'Safe to publish'],
  ],
  [
    'files',
    async () => writePage(folderWithToken(), ['files', '.']),
    ['This folder', '1 secret found', 'in a file', 'a.py:1', 'Read: 1 file'],
    ['Exposure over time', 'ref', '1 in the working tree'],
  ],
  [
    'values of .env files',
    async () => {
      const repo = makeRepository([
        { write: { 'a.py': `${tokenLine('traced')}\n` }, message: 'A' },
      ]);
      const [token = ''] = tokensOf('traced');
      repo.write('.env', `API_TOKEN=${token}\nSHORT=1\n`);
      return writePage(repo.dir, ['trace', '--no-cache']);
    },
    ['1 value found', 'Values looked for', 'API_TOKEN', 'SHORT', 'Exposure over time'],
    [],
  ],
])('a report of %s reads well', async (_title, write, expected, unexpected) => {
  const { page, trespasses } = await openReport(browser(), await write());
  const text = await page.locator('body').innerText();
  for (const each of expected) expect(text).toContain(each);
  for (const each of unexpected) expect(text).not.toContain(each);
  expect(trespasses).toEqual([]);
});

test('an incomplete scan says so, and why', async () => {
  const repo = storyRepository();
  const shallow = repo.clone('--depth=1', '--no-local');
  const { page } = await openReport(
    browser(),
    await writePage(shallow.dir, ['audit', '--no-cache']),
  );
  const text = await page.locator('.receipt').innerText();
  expect(text).toContain('Scan INCOMPLETE');
  expect(text).toContain('the clone is shallow');
});

test('a file that was cut short says so instead of looking clean', async () => {
  const source = readFileSync(
    await writePage(storyRepository().dir, ['audit', '--no-cache']),
    'utf8',
  );
  const file = join(temporaryFolder('cut'), 'r.html');
  writeFileSync(
    file,
    source.replace(
      /"findings": [\s\S]*?\n<\/script>|"findings": [\s\S]*?<\/script>/u,
      '"findings": [</script>',
    ),
  );
  const context = await browser().newContext();
  const page = await context.newPage();
  await page.goto(pathToFileURL(file).href);
  expect(await page.locator('body').innerText()).toContain('This report cannot be shown');
});

test('the licences of what is in the page come along', () => {
  const licences = readFileSync(new URL('../../dist/lib/LICENSES.txt', import.meta.url), 'utf8');
  for (const name of ['preact', 'd3-scale', 'd3-hierarchy']) {
    expect(licences).toMatch(new RegExp(`^${name} \\d`, 'mu'));
  }
});

test('a saved JSON report gives the same page', async () => {
  const repo = storyRepository();
  const folder = temporaryFolder('saved');
  const [json, html, again] = ['r.json', 'r.html', 'again.html'].map((name) => join(folder, name));
  await runLeaktrail(['audit', '--no-cache', repo.dir, '-o', json ?? '', '-o', html ?? '']);
  const { exitCode } = await runLeaktrail(['report', json ?? '', '-f', 'html', '-o', again ?? '']);
  expect(exitCode).toBe(0);
  expect(readFileSync(again ?? '', 'utf8')).toBe(readFileSync(html ?? '', 'utf8'));
});

test('with --show-secrets the file is for its owner alone', async () => {
  const repo = storyRepository();
  const file = await writePage(repo.dir, ['audit', '--no-cache', '--show-secrets']);
  expect(readFileSync(file, 'utf8')).toContain(tokensOf('kept')[0]);
  if (process.platform !== 'win32') expect(statSync(file).mode & 0o077).toBe(0);
  const { page } = await openReport(browser(), file);
  await page.locator('button.title').first().click();
  expect(await page.locator('.secret').innerText()).not.toContain('*');
});

test('a browser without a script says what to do', async () => {
  const file = join(temporaryFolder('noscript'), 'r.html');
  writeFileSync(
    file,
    readFileSync(await writePage(storyRepository().dir, ['audit', '--no-cache'])),
  );
  const context = await browser().newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(pathToFileURL(file).href);
  expect(await page.locator('body').innerText()).toContain('needs JavaScript');
});
