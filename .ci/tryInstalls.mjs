// Installs the packed package as users do, and runs it on the lines of Node that it promises: node tryInstalls.mjs TARBALL
// FOLDER. FOLDER/installed holds the package already, with the native RE2 of this Node, where that can be had. Node's own
// binaries come from npm. Nothing compiles here: a Node without a native RE2 takes the port, and says so once.
import assert from 'node:assert/strict';
import { execSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const [tarball, folder] = process.argv.slice(2).map((path) => resolve(path));
const { platform, arch, execPath } = process;
const isWindows = platform === 'win32';
const quiet = '--ignore-scripts --prefer-offline --no-audit --no-fund --loglevel=error';
/** Said once, where the port serves. */
const portWarning =
  'leaktrail: native re2 is not in use: the JavaScript port finds the same, more slowly\n';
const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));

const repository = makeRepository();
const installed = join(folder, 'installed/node_modules/leaktrail/bin/leaktrail.js');
const expected = findingsOf(run([execPath, installed, ...audit()]));
assert.equal(expected.length, 1);
say('installed in a folder', process.version);

// A place whose name has all that a name may have.
const prefix = join(folder, 'glob al ü');
npm(`install --global --prefix "${prefix}" "${tarball}"`);
const global = join(prefix, isWindows ? '' : 'lib', 'node_modules/leaktrail/bin/leaktrail.js');
const command = isWindows ? [execPath, global] : [join(prefix, 'bin/leaktrail')];
assert.equal(run([...command, '--version']).stdout, `${version}\n`);
assert.deepEqual(findingsOf(run([...command, ...audit()])), expected);
say('installed globally', prefix);

assert.equal(
  output(`npx --yes ${quiet} --package "${tarball}" leaktrail --version`, { cwd: folder }),
  `${version}\n`,
);
say('started by npx');

tryReadOnly();
// What npm has of Node for other systems is old or absent: there the workflow's matrix tries each line.
if (platform === 'linux') for (const major of [20, 22, 24]) tryNode(nodeOf(major), `v${major}.`);
else tryNode(execPath, process.version);

/** In a folder that nobody may write to, for another user where that can be had: no compiled code is kept. */
function tryReadOnly() {
  if (isWindows) return;
  const lib = join(global, '../../dist/lib');
  const kept = () => readdirSync(lib).filter((name) => name.startsWith('program-'));
  for (const name of kept()) rmSync(join(lib, name));
  execSync(`chmod -R a-w "${prefix}"`);
  try {
    const isRoot = process.getuid() === 0;
    const nobody = isRoot ? { uid: 65_534, gid: 65_534 } : {};
    // A Node below /root is for root alone.
    const canRun = spawnSync(execPath, ['--version'], { ...nobody, cwd: '/' }).status === 0;
    const options = { ...(canRun ? nobody : {}), cwd: '/' };
    const { stdout, stderr, status } = run([...command, ...audit()], options);
    assert.deepEqual(findingsOf({ stdout, status }), expected);
    assert.equal(stderr, portWarning);
    if (canRun) assert.deepEqual(kept(), []);
    say('read-only', canRun ? '' : '(as root: this node is for root alone)');
  } finally {
    execSync(`chmod -R u+w "${prefix}"`);
  }
}

/** The newest of a line, from npm. */
function nodeOf(major) {
  const home = join(folder, `node${major}`);
  mkdirSync(home);
  writeFileSync(join(home, 'package.json'), '{ "private": true }');
  const name = `node-${platform}-${arch}`;
  npm(`install --prefix "${home}" ${name}@${major}`);
  return join(home, 'node_modules', name, 'bin/node');
}

/** The package that was installed with this Node, the one without native parts, and the library, on another Node. */
function tryNode(binary, line) {
  const started = performance.now();
  const told = run([binary, '--version']).stdout.trim();
  assert.ok(told.startsWith(line), told);
  for (const bin of [installed, global]) {
    assert.equal(run([binary, bin, '--version']).stdout, `${version}\n`);
    const audited = run([binary, bin, ...audit()]);
    assert.deepEqual(findingsOf(audited), expected);
    // Where the native one serves, nothing is said.
    if (bin === global || audited.stderr !== '') assert.equal(audited.stderr, portWarning);
  }
  const program = join(folder, 'installed/gate.mjs');
  copyFileSync(fileURLToPath(new URL('../examples/gate.mjs', import.meta.url)), program);
  const gate = run([binary, program, repository]);
  assert.deepEqual([gate.status, gate.stdout], [1, '1 in HEAD\n']);
  say(`Node ${told}`, `${Math.round(performance.now() - started)} ms`);
}

/** With one secret, in HEAD. */
function makeRepository() {
  const repo = join(folder, 'repository');
  mkdirSync(repo);
  chmodSync(folder, 0o755);
  const git = (args) =>
    execSync(`git -c user.name=Ada -c user.email=ada@example.com ${args}`, { cwd: repo });
  // Made up here: none that looks live is stored.
  const key = createHash('sha256')
    .update('installs')
    .digest('base64url')
    .replaceAll(/\W|_/gu, 'x')
    .slice(0, 40);
  git('init -q');
  writeFileSync(join(repo, 'settings.py'), `AWS_SECRET_ACCESS_KEY = "${key}"\n`);
  git('add .');
  git('commit -qm Begin');
  return repo;
}

function audit() {
  return ['audit', '--no-cache', '--format', 'json', repository];
}

function findingsOf({ stdout, status }) {
  assert.equal(status, 1, stdout);
  return JSON.parse(stdout).findings;
}

function run([program, ...args], options = {}) {
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    encoding: 'utf8',
    ...options,
  });
  if (error !== undefined) throw error;
  return { status, stdout, stderr };
}

function npm(args) {
  execSync(`npm ${args} ${quiet}`, { stdio: ['ignore', 'ignore', 'inherit'] });
}

function output(line, options = {}) {
  return execSync(line, { encoding: 'utf8', ...options });
}

function say(what, more = '') {
  console.log(`${what}: as expected ${more}`.trim());
}
