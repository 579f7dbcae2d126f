// Where a block of a page is run: a folder of its own with the repository `shop`, a home, the leaktrail under test on
// the PATH, stand-ins for what needs a network, and no other way out.
import { chmodSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { gitEnv, testRepository } from '../../makeRepository.ts';
import { temporaryFolder } from '../../temporaryFolder.ts';
import { githubToken } from '../githubToken.ts';
import { bin } from '../runLeaktrail.ts';
import { root } from './pages.ts';
import { placeShop } from './shop.ts';
import { standIns } from './standIns.ts';

export interface Sandbox {
  readonly folder: string;
  /** The repository `shop`, or the stand-in for a clone of leaktrail. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** A folder for what the shell writes down. */
  readonly logs: string;
}

/** `place`: in the repository, or in what looks like a clone of leaktrail itself. */
export function openSandbox(place: 'shop' | 'project' = 'shop'): Sandbox {
  const folder = temporaryFolder('sandbox');
  placeShop(folder);
  const shop = join(folder, 'shop');
  const home = join(folder, 'home');
  mkdirSync(join(home, '.aws'), { recursive: true });
  // Values that stand nowhere in the history.
  writeFileSync(
    join(home, '.aws', 'credentials'),
    '[default]\naws_secret_access_key = not-in-shop-4711\n',
  );
  const commands = join(folder, 'bin');
  mkdirSync(commands);
  const command = (name: string, script: string): void => {
    writeFileSync(join(commands, name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(commands, name), 0o755);
  };
  command('leaktrail', `exec "${process.execPath}" "${bin}" "$@"`);
  for (const [name, { script }] of Object.entries(standIns)) command(name, script);
  const project = join(folder, 'project');
  if (place === 'project') linkProject(project);
  const repo = testRepository(shop);
  return {
    folder,
    cwd: place === 'project' ? project : shop,
    logs: join(folder, 'logs'),
    env: {
      ...gitEnv,
      PATH: `${commands}${delimiter}${process.env['PATH'] ?? ''}`,
      HOME: home,
      XDG_CONFIG_HOME: join(home, '.config'),
      XDG_STATE_HOME: join(home, '.state'),
      GIT_CONFIG_GLOBAL: join(home, '.gitconfig'),
      GIT_EDITOR: 'sh -c \'echo Change >"$1"\' --',
      GIT_ALLOW_PROTOCOL: 'file',
      TMPDIR: temporaryFolder('tmp'),
      LEAKTRAIL_ROOT: root,
      LEAKTRAIL_PACKAGE: dirname(dirname(bin)),
      // As a merge request of GitLab whose target is the branch of the remote.
      GITLAB_CI: 'true',
      CI_COMMIT_SHA: repo.git('rev-parse', 'HEAD'),
      CI_MERGE_REQUEST_DIFF_BASE_SHA: repo.git('rev-parse', 'origin/main'),
      A_TOKEN: githubToken('docs'),
      FIRST_COMMIT: repo.git('rev-list', '--max-parents=0', 'HEAD'),
      BASE: 'origin/main',
      HEAD: 'HEAD',
    },
  };
}

/** The project's own files by links, with the leaktrail under test in place of `bin`. */
function linkProject(folder: string): void {
  mkdirSync(folder);
  for (const name of readdirSync(root)) {
    if (!['.git', '.ci', 'bin'].includes(name)) symlinkSync(join(root, name), join(folder, name));
  }
  symlinkSync(dirname(bin), join(folder, 'bin'));
  // It runs these very tests: here bash only reads it.
  mkdirSync(join(folder, '.ci'));
  writeFileSync(join(folder, '.ci', 'run'), '#!/bin/sh\nexec bash -n "$LEAKTRAIL_ROOT/.ci/run"\n');
  chmodSync(join(folder, '.ci', 'run'), 0o755);
}
