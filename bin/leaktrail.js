#!/usr/bin/env node
// The command. Plain JavaScript that old versions of Node can read, so that they can be told what is missing.
import { existsSync } from 'node:fs';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
const entry = new URL('../dist/lib/main.js', import.meta.url);

if (major < 20 || (major === 20 && minor < 19)) {
  fail(`needs Node 20.19 or newer; this is ${process.version}`);
} else if (!existsSync(entry)) {
  fail('is not built yet: run `npm ci` in its folder');
} else {
  import(entry.href)
    .then(({ main }) => main())
    .catch((error) => {
      // Not what Node would end with: 1 means findings.
      process.stderr.write(`${error.stack}\n`);
      process.exitCode = 2;
    });
}

function fail(message) {
  process.stderr.write(`leaktrail: ${message}\n`);
  process.exitCode = 2;
}
