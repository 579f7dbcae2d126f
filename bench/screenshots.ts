// Makes the pictures of the HTML report in docs/images: builds a repository with invented secrets over some years, audits it
// with this build, and takes the page in a Chromium.
//   npm run screenshots
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import type { Page } from 'playwright-core';
import { expandTemplate } from '../src/rules/templates.ts';
import { chromiumArguments, chromiumPath } from '../test/browser/chromiumPath.ts';

interface Planted {
  readonly from: string;
  /** The day on which the file goes; absent where it stays. */
  readonly to?: string;
  readonly path: string;
  readonly lines: readonly string[];
  readonly message: string;
}

const story: readonly Planted[] = [
  {
    from: '2019-02-11',
    path: 'shop/settings.py',
    lines: ['import os', '', 'DEBUG = False', 'DB_PASSWORD = "k<alnum:13>"'],
    message: 'Start the shop',
  },
  {
    from: '2019-05-03',
    to: '2021-03-09',
    path: 'shop/payments/stripe.py',
    lines: ['import stripe', '', 'stripe.api_key = "sk_live_<alnum:24>"'],
    message: 'Take payments',
  },
  {
    from: '2019-09-20',
    to: '2019-09-21',
    path: 'deploy/id_rsa',
    lines: ['<pem:RSA PRIVATE KEY>'],
    message: 'Deploy from CI',
  },
  {
    from: '2019-11-02',
    path: 'tests/test_payments.py',
    lines: ['STRIPE = "sk_live_<alnum:24>"'],
    message: 'Test payments',
  },
  {
    from: '2020-04-14',
    to: '2022-08-30',
    path: 'deploy/terraform/main.tf',
    lines: [
      'provider "aws" {',
      '  access_key = "<aws-key-id:AKIA>"',
      '  secret_key = "<base64:40>"',
      '}',
    ],
    message: 'Describe the servers',
  },
  {
    from: '2020-10-01',
    to: '2020-10-19',
    path: 'scripts/notify.sh',
    lines: ['curl -d "$1" https://hooks.slack.com/services/T<upalnum:8>/B<upalnum:8>/<alnum:24>'],
    message: 'Tell the channel about orders',
  },
  {
    from: '2021-01-12',
    path: '.npmrc',
    lines: ['//registry.npmjs.org/:_authToken=<crc32:npm_>'],
    message: 'Publish the widgets',
  },
  {
    from: '2021-06-07',
    to: '2023-01-16',
    path: 'services/mail/send.py',
    lines: ['SENDGRID_API_KEY = "SG.<base64url:22>.<base64url:43>"'],
    message: 'Send receipts',
  },
  {
    from: '2021-06-28',
    path: 'services/mail/config.yaml',
    lines: ['smtp:', '  user: shop', '  password: "<alnum:16>"'],
    message: 'Configure the mail service',
  },
  {
    from: '2022-02-02',
    to: '2022-02-03',
    path: 'services/search/.env',
    lines: ['GOOGLE_API_KEY=AIza<base64url:35>'],
    message: 'Add search',
  },
  {
    from: '2022-05-18',
    path: 'docs/install.md',
    lines: ['Set `DB_PASSWORD="<alnum:14>"` first.'],
    message: 'Say how to install it',
  },
  {
    from: '2022-11-24',
    to: '2024-06-11',
    path: 'services/search/index.py',
    lines: ['client = connect("https://shop:<alnum:14>@search.internal.example.org:9200")'],
    message: 'Index products at night',
  },
  {
    from: '2023-03-21',
    path: 'shop/assistant.py',
    lines: ['import openai', '', 'openai.api_key = "sk-proj-<base64url:74>T3BlbkFJ<base64url:74>"'],
    message: 'Let customers ask the assistant',
  },
  {
    from: '2023-10-10',
    path: 'services/bot/main.py',
    lines: [
      'TOKEN = "<digits:10>:AA<base64url:33>"',
      'TELEGRAM_BOT_TOKEN = "<digits:10>:AA<base64url:33>"',
    ],
    message: 'Answer on Telegram',
  },
  {
    from: '2024-04-05',
    path: 'ci/release.yml',
    lines: ['env:', '  GITHUB_TOKEN: <crc32:ghp_>'],
    message: 'Release by itself',
  },
  {
    from: '2025-01-30',
    to: '2025-02-14',
    path: 'services/assistant/claude.py',
    lines: ['ANTHROPIC_API_KEY = "sk-ant-api03-<base64url:93>AA"'],
    message: 'Try another assistant',
  },
  {
    from: '2025-09-09',
    path: '.env',
    lines: ['DEBUG=0', 'SENTRY_AUTH_TOKEN=<hex:64>'],
    message: 'Watch for errors',
  },
  { from: '2026-03-02', path: 'README.md', lines: ['# Shop'], message: 'Say what this is' },
];

const people = ['Robin Example <robin@example.org>', 'Kim Example <kim@example.org>'];
const images = resolve('docs', 'images');
const folder = mkdtempSync(join(tmpdir(), 'leaktrail-screenshots-'));
try {
  tell(join(folder, 'shop'));
  const page = join(folder, 'report.html');
  const bin = resolve('bin', 'leaktrail.js');
  const args = [bin, 'audit', 'shop', '--no-cache', '-o', page];
  const { status, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });
  if (status !== 1) throw new Error(stderr);
  mkdirSync(images, { recursive: true });
  await take(page);
} finally {
  rmSync(folder, { recursive: true });
}

async function take(file: string): Promise<void> {
  const browser = await chromium.launch({
    executablePath: chromiumPath(),
    args: [...chromiumArguments, '--hide-scrollbars'],
  });
  try {
    for (const colorScheme of ['light', 'dark'] as const) {
      const page = await browser.newPage({
        viewport: { width: 1200, height: 800 },
        colorScheme,
        reducedMotion: 'reduce',
      });
      await page.goto(pathToFileURL(file).href);
      await picture(page, `report-${colorScheme}.png`);
      if (colorScheme === 'dark') continue;
      await page.setViewportSize({ width: 1200, height: 860 });
      // Its score has parts to show.
      await page.locator('tr', { hasText: 'shop/settings.py:4' }).locator('button.title').click();
      await page
        .getByRole('textbox', { name: 'Reason (required)' })
        .fill('Database shut down, ticket 431');
      await page.locator('.table-box').evaluate((box) => box.scrollIntoView());
      await page.mouse.move(0, 0);
      await picture(page, 'report-finding.png');
    }
  } finally {
    await browser.close();
  }
}

async function picture(page: Page, name: string): Promise<void> {
  // Plots are drawn in the frame after their size is known.
  await page.waitForTimeout(300);
  await page.screenshot({ path: join(images, name) });
}

/** A commit for each day on which something comes or goes. */
function tell(dir: string): void {
  mkdirSync(dir);
  git(dir, ['init', '-q', '-b', 'main']);
  const days = [
    ...new Set(story.flatMap(({ from, to }) => (to === undefined ? [from] : [from, to]))),
  ];
  for (const [index, day] of days.sort().entries()) {
    const coming = story.filter(({ from }) => from === day);
    for (const { path, lines } of coming) {
      mkdirSync(dirname(join(dir, path)), { recursive: true });
      writeFileSync(join(dir, path), `${expandTemplate(lines.join('\n'), path)}\n`);
    }
    for (const { to, path } of story) {
      if (to === day) rmSync(join(dir, path));
    }
    git(dir, ['add', '-A']);
    const message = coming[0]?.message ?? 'Take a key out of the code';
    git(
      dir,
      ['commit', '-q', '-m', message, '--author', people[index % people.length] ?? ''],
      `${day}T10:00:00Z`,
    );
    if (index % 8 === 7) git(dir, ['tag', `v${(index + 1) / 8}.0`]);
  }
  git(dir, ['update-ref', 'refs/remotes/origin/main', 'HEAD']);
}

function git(cwd: string, args: readonly string[], date = ''): void {
  const who = ['-c', 'user.name=Robin Example', '-c', 'user.email=robin@example.org'];
  const env = { ...process.env, GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date };
  const { status, stderr } = spawnSync('git', [...who, ...args], { cwd, env, encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
}
