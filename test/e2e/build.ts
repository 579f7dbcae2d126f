// Before the end-to-end tests: builds dist/, so that they never run yesterday's code. An installed
// package (LEAKTRAIL_BIN) is taken as it is.
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export function setup(): void {
  if (process.env['LEAKTRAIL_BIN'] !== undefined) return;
  const root = fileURLToPath(new URL('../../', import.meta.url));
  execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json'], {
    cwd: root,
    stdio: 'inherit',
  });
}
