// The repository that the pages speak of: `shop`, with its remote, a colleague's branch, and secrets of which one is in
// HEAD, one was taken out, one was in a .env file and one stands in a test. Made anew from templates at each run.
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { makeRepository } from '../../makeRepository.ts';
import { temporaryFolder } from '../../temporaryFolder.ts';
import { githubToken } from '../githubToken.ts';
import { plantedValue } from '../plantedSecrets.ts';

const ada = 'Ada Example <ada@example.com>';
const ben = 'Ben Example <ben@example.com>';
const at = (day: string) => `${day}T09:00:00Z`;

const secretWord = (seed: string) => plantedValue('<alnum:20>', seed);
const stripeKey = plantedValue('sk_live_<alnum:24>', 'shop');
const password = secretWord('shop database');

/** Lines of the .env file that was committed once and is on disk still. */
const envFile = `DEBUG=true\nDB_PASSWORD=${password}\nMAIL_TOKEN=${secretWord('mail')}\n`;
const settings = (token: string) =>
  `import os\n\nDEBUG = False\nGITHUB_TOKEN = ${token}\nBASE_URL = "https://shop.example.com"\n`;

let made: string | undefined;

/** A folder with `shop`, its remote `shop.git` and nothing else; made once, and copied for each caller. */
export function placeShop(into: string): void {
  made ??= makeShop();
  cpSync(made, into, { recursive: true, verbatimSymlinks: true });
}

function makeShop(): string {
  const folder = temporaryFolder('docs');
  const remote = makeRepository({ bare: true, dir: join(folder, 'shop.git') });
  const shop = makeRepository({ dir: join(folder, 'shop') });
  shop.apply([
    {
      write: { 'shop/app.py': 'print("shop")\n', 'README.md': '# Shop\n', 'package.json': '{}\n' },
      message: 'Begin',
      author: ada,
      date: at('2024-03-04'),
    },
    {
      write: { '.env': envFile, 'shop/settings.py': settings(`"${githubToken('shop')}"`) },
      message: 'Add settings',
      author: ben,
      date: at('2024-03-11'),
    },
    {
      write: { 'shop/pay.py': `import stripe\n\nstripe.api_key = "${stripeKey}"\n` },
      message: 'Take payments',
      author: ben,
      date: at('2024-05-02'),
      tag: 'v1.0',
    },
    {
      write: {
        '.gitignore': '.env\nnode_modules/\n',
        'shop/pay.py': 'import os\nimport stripe\n\nstripe.api_key = os.environ["STRIPE_KEY"]\n',
      },
      remove: ['.env'],
      message: 'Read the key from the environment',
      author: ada,
      date: at('2024-05-03'),
    },
    {
      branch: 'deploy',
      write: { 'deploy/run.sh': `#!/bin/sh\nexport GITHUB_TOKEN=${githubToken('shop')}\n` },
      message: 'Deploy from here',
      author: ben,
      date: at('2024-06-10'),
    },
    {
      branch: 'main',
      write: {
        'tests/test_login.py': `def test_login(client):\n    client.login("ada", password="${secretWord('test')}")\n`,
      },
      message: 'Test the login',
      author: ada,
      date: at('2024-06-17'),
    },
  ]);
  // Relative, so that it is still right in a copy.
  shop.git('remote', 'add', 'origin', '../shop.git');
  shop.git('push', '-q', 'origin', 'main', 'deploy', 'v1.0');
  shop.git('branch', '-q', '--set-upstream-to=origin/main', 'main');
  remote.git('symbolic-ref', 'HEAD', 'refs/heads/main');
  shop.write('docs/USAGE.md', 'Run it with Python.\n');
  shop.commit('Say how to use it', { author: ada, date: at('2024-07-01') });
  shop.write('.env', envFile);
  return folder;
}
