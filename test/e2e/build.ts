// Before the end-to-end tests: builds dist/, so that they never run yesterday's code. An installed
// package (LEAKTRAIL_BIN) is taken as it is.
import { execSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export function setup(): void {
  if (process.env['LEAKTRAIL_BIN'] !== undefined) return;
  const root = fileURLToPath(new URL('../../', import.meta.url));
  execSync('npm run --silent build', { cwd: root, stdio: 'inherit' });
}
