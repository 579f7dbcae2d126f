// Builds dist/ wherever npm prepares the package: after `npm ci`, before packing, and in the clone that npm makes of
// a git dependency. Under `npm install --global` (which is how the pre-commit framework installs from git) npm leaves
// that clone without the compiler, because its inner install is a global one, too: it is fetched here then.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

if (!existsSync('node_modules/typescript')) npm('ci', '--ignore-scripts', '--include=dev');
npm('run', 'build');

function npm(...args) {
  const { status } = spawnSync('npm', args, {
    stdio: 'inherit',
    shell: process.platform === 'win32',
    // Which scripts may run was said of the outer install; npm 12 refuses to hear it again here.
    env: { ...process.env, npm_config_global: 'false', npm_config_allow_scripts: undefined },
  });
  if (status !== 0) throw new Error(`npm ${args.join(' ')} failed`);
}
