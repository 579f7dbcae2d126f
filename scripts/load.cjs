// Loads the program, which scripts/build.js writes into one file (program.cjs), together with the code that V8 made of it
// in an earlier run: a quarter of the time of a small check would go into parsing and compiling. The build copies this file
// beside program.cjs. What is kept lies there, too: who may write it may as well write the program itself.
'use strict';

const { readFileSync, renameSync, rmSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { cachedDataVersionTag, setFlagsFromString } = require('node:v8');
const { Script } = require('node:vm');
const { crc32 } = require('node:zlib');

/** Filled in by the build, as V8 tells sources apart by their length alone. */
const digest = 'DIGEST';

/** Major version of Node. */
const newestTried = 24;

/**
 * Settings of V8 for a process that is ours, on versions of Node whose V8 is known to have them: others would complain on
 * standard error. An audit of seconds spends a third of its processor time on compiling hot code, most of it code that
 * was inlined into other code. With less of that an audit of celery takes an eighth less, and steady work is as fast. A
 * check of some files is over before the young generation has grown from 1 MB to what it needs, and before it pays to
 * interpret expressions at first: 13 ms of 140.
 */
function setCompilerFlags(use) {
  if (Number.parseInt(process.versions.node, 10) > newestTried) return;
  setFlagsFromString('--max-inlined-bytecode-size-cumulative=120');
  if (!['staged', 'range', 'push', 'receive'].includes(use)) return;
  setFlagsFromString('--semi-space-growth-factor=16');
  setFlagsFromString('--no-regexp-tier-up');
}

/** A CRC-32 behind the code. */
const sumBytes = 4;

const programFile = join(__dirname, 'program.cjs');

/**
 * Makes the program ready. `use` names what it is run for: the functions that one command needs are kept for it alone.
 * `load` gives the exports of a module of it, `keep` keeps what was compiled so far, unless that was done before.
 */
function openProgram(use) {
  const { version, platform, arch } = process;
  // V8's tag stands for its flags, too: under others it does not take code back.
  const runtime = [version, platform, arch, cachedDataVersionTag().toString(16)].join('-');
  const keptFile = join(__dirname, `program-${digest}-${runtime}-${use}.bin`);
  // ASCII, says the build.
  const source = readFileSync(programFile, 'latin1');
  const cachedData = isKeeping() ? readKept(keptFile) : undefined;
  const script = new Script(source, { filename: programFile, cachedData });
  const bodies = script.runInThisContext();
  const modules = new Map();

  function load(name) {
    const known = modules.get(name);
    if (known !== undefined) return known.exports;
    const module = { exports: {} };
    modules.set(name, module);
    bodies[name](module.exports, requireFrom, module, programFile, __dirname, importPackage);
    return module.exports;
  }

  function requireFrom(name) {
    return name in bodies ? load(name) : require(name);
  }

  function importPackage(name) {
    return import(name);
  }

  function keep() {
    if (!isKeeping() || (cachedData !== undefined && script.cachedDataRejected === false)) return;
    writeKept(keptFile, script);
  }

  return { load, keep };
}

/** Node's own switch for the like, and coverage, which needs code as it was written. */
function isKeeping() {
  return !process.env.NODE_DISABLE_COMPILE_CACHE && !process.env.NODE_V8_COVERAGE;
}

/** What was kept; undefined where nothing was, or where it is damaged: V8 would run it all the same, and crash. */
function readKept(file) {
  let bytes;
  try {
    bytes = readFileSync(file);
  } catch {
    return undefined;
  }
  const end = bytes.length - sumBytes;
  if (end < 0) return undefined;
  const code = bytes.subarray(0, end);
  return bytes.readUInt32LE(end) === crc32(code) ? code : undefined;
}

/**
 * Never fails: where the folder may not be written, or the disk is full, the next run takes as long as this one, whose
 * report is out already.
 */
function writeKept(file, script) {
  // Threads of one process may be at it at once.
  const part = `${file}.${process.pid}-${Math.random().toString(36).slice(2)}`;
  try {
    const code = script.createCachedData();
    const sum = Buffer.alloc(sumBytes);
    sum.writeUInt32LE(crc32(code));
    writeFileSync(part, Buffer.concat([code, sum]), { flag: 'wx', mode: 0o644 });
    renameSync(part, file);
  } catch {
    remove(part);
  }
}

function remove(file) {
  try {
    rmSync(file, { force: true });
  } catch {
    // A part that nobody reads stays behind.
  }
}

module.exports = { openProgram, setCompilerFlags };
