#!/usr/bin/env node
// The command. Plain JavaScript that old versions of Node can read, so that they can be told what is missing.
'use strict';

const fs = require('node:fs');
const path = require('node:path');

const loader = path.join(__dirname, '../dist/lib/load.cjs');
const numbers = process.versions.node.split('.').map(Number);
// 20.19 and 22.13 are the first of their lines to require() modules of both kinds without a word.
const least = { 20: 19, 22: 13 }[numbers[0]] || 0;
const isOld = numbers[0] < 20 || numbers[0] === 21 || numbers[1] < least;

if (isOld) {
  fail('needs Node 20.19, 22.13 or newer; this is ' + process.version);
} else if (!fs.existsSync(loader)) {
  fail('is not built yet: run `npm ci` in its folder');
} else {
  // What is kept of compiled code is kept for each of these.
  const commands = new Set('staged audit range push receive files env baseline'.split(' '));
  void run(process.argv.slice(2).find((word) => commands.has(word)) || 'other');
}

async function run(command) {
  try {
    const { openProgram, setCompilerFlags } = require(loader);
    setCompilerFlags(command);
    const program = openProgram(command);
    await program.load('./main.cjs').main();
    program.keep();
  } catch (error) {
    // Not what Node would end with: 1 means findings. Nor its stack: the program tells of its own failures.
    const [reason] = String(error.message).split('\n');
    fail('cannot be started, install it again: ' + (error.code || error.name) + ', ' + reason);
  }
}

function fail(message) {
  process.stderr.write('leaktrail: ' + message + '\n');
  process.exitCode = 2;
}
