// A git directory can name programs in many places. For each one: git itself runs it (so that the test is able to fail), and
// no command of leaktrail does.
import { execFile, spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { gitEnv } from '../makeRepository.ts';
import type { TestRepository } from '../makeRepository.ts';
import { temporaryFolder } from '../temporaryFolder.ts';
import { commandsFor, makeFilledRepository, runEach } from './everyCommand.ts';

/** Leaves its name in `marks`. */
interface Trap {
  readonly marks: string;
  readonly script: (name: string) => string;
}

interface Attack {
  readonly settings?: (script: string) => Readonly<Record<string, string>>;
  /** What settings cannot say. */
  readonly arm?: (repo: TestRepository, script: string) => void;
  readonly env?: (script: string) => Readonly<Record<string, string>>;
  /** Arguments with which git itself runs the program; null where it needs a terminal or another machine's settings. */
  readonly git: readonly string[] | null;
  readonly input?: string;
}

const credential = 'protocol=https\nhost=git.example\n\n';
const withFilter = '* filter=evil\n';
const withDiff = '* diff=evil\n';
const allHooks =
  'applypatch-msg pre-applypatch post-applypatch pre-commit pre-merge-commit prepare-commit-msg commit-msg post-commit pre-rebase post-checkout post-merge pre-push pre-receive update proc-receive post-receive post-update reference-transaction push-to-checkout pre-auto-gc post-rewrite sendemail-validate fsmonitor-watchman post-index-change'.split(
    ' ',
  );

function attributes(text: string, place: 'info' | 'tree') {
  return (repo: TestRepository): void => {
    if (place === 'tree') repo.write('.gitattributes', text);
    else writeFileSync(join(repo.gitDir, 'info/attributes'), text);
  };
}

function writeHooks(folder: string, script: string): void {
  mkdirSync(folder, { recursive: true });
  for (const name of allHooks) {
    writeFileSync(join(folder, name), `#!/bin/sh\nexec '${script}'\n`, { mode: 0o755 });
  }
}

/** A commit with a signature, so that `log.showSignature` has something to check. */
function signHead(repo: TestRepository): void {
  const commit = repo.gitBytes(['cat-file', 'commit', 'HEAD']).toString();
  const signature = [
    'gpgsig -----BEGIN PGP',
    ' SIGNATURE-----\n \n x\n -----END PGP',
    ' SIGNATURE-----',
  ];
  const signed = commit.replace('\n\n', `\n${signature.join('')}\n\n`);
  const oid = repo.gitBytes(['hash-object', '-t', 'commit', '-w', '--stdin'], signed);
  repo.git('update-ref', 'refs/tags/signed', oid.toString().trim());
}

const attacks: Readonly<Record<string, Attack>> = {
  'core.fsmonitor': { settings: (script) => ({ 'core.fsmonitor': script }), git: ['status'] },
  'diff.external': { settings: (script) => ({ 'diff.external': script }), git: ['diff'] },
  'diff.X.command': {
    settings: (script) => ({ 'diff.evil.command': script }),
    arm: attributes(withDiff, 'tree'),
    git: ['diff'],
  },
  textconv: {
    settings: (script) => ({ 'diff.evil.textconv': script }),
    arm: attributes(withDiff, 'info'),
    git: ['diff'],
  },
  'filter clean': {
    settings: (script) => ({ 'filter.evil.clean': script }),
    arm: attributes(withFilter, 'tree'),
    git: ['diff'],
  },
  'filter smudge': {
    settings: (script) => ({ 'filter.evil.smudge': script }),
    arm: attributes(withFilter, 'info'),
    git: ['checkout', '-f', 'HEAD~2'],
  },
  'filter process': {
    settings: (script) => ({ 'filter.evil.process': script }),
    arm: attributes(withFilter, 'info'),
    git: ['add', '-A'],
  },
  'hooks of the git directory': {
    arm: ({ gitDir }, script) => writeHooks(join(gitDir, 'hooks'), script),
    git: ['commit', '-m', 'x'],
  },
  'core.hooksPath': {
    settings: () => ({ 'core.hooksPath': 'my-hooks' }),
    arm: ({ dir }, script) => writeHooks(join(dir, 'my-hooks'), script),
    git: ['commit', '-m', 'x'],
  },
  'core.pager': { settings: (script) => ({ 'core.pager': script }), git: null },
  'pager.X': {
    settings: (script) => ({
      'pager.rev-list': script,
      'pager.log': script,
      'pager.config': script,
    }),
    git: null,
  },
  alias: { settings: (script) => ({ 'alias.evil': `!${script}` }), git: ['evil'] },
  'alias of a command': {
    settings: (script) => ({ 'alias.rev-list': `!${script}`, 'alias.config': `!${script}` }),
    git: null,
  },
  'core.editor': {
    settings: (script) => ({ 'core.editor': script }),
    git: ['commit', '--allow-empty'],
  },
  'core.sshCommand': {
    settings: (script) => ({ 'core.sshCommand': script }),
    git: ['ls-remote', 'ssh://git.example/x'],
  },
  'core.gitProxy': {
    settings: (script) => ({ 'core.gitProxy': script }),
    git: ['ls-remote', 'git://git.example/x'],
  },
  'core.askPass': {
    settings: (script) => ({ 'core.askPass': script }),
    git: ['credential', 'fill'],
    input: credential,
  },
  'credential.helper': {
    settings: (script) => ({ 'credential.helper': `!${script}` }),
    git: ['credential', 'fill'],
    input: credential,
  },
  'gpg.program': {
    settings: (script) => ({ 'gpg.program': script, 'log.showSignature': 'true' }),
    arm: signHead,
    git: ['log', '-1', 'signed'],
  },
  'include.path': {
    settings: () => ({ 'include.path': '../included.cfg' }),
    arm: (repo, script) => repo.write('included.cfg', `[core]\nfsmonitor = ${script}\n`),
    git: ['status'],
  },
  includeIf: {
    settings: () => ({ 'includeIf.gitdir:/.path': '../included-if.cfg' }),
    arm: (repo, script) => repo.write('included-if.cfg', `[diff]\nexternal = ${script}\n`),
    git: ['diff'],
  },
  'remote by ext::': {
    settings: (script) => ({ 'remote.far.url': `ext::${script}`, 'protocol.ext.allow': 'always' }),
    git: ['fetch', 'far'],
  },
  'remote.X.uploadpack': {
    settings: (script) => ({ 'remote.near.url': '.', 'remote.near.uploadpack': script }),
    git: ['fetch', 'near'],
  },
  'uploadpack.packObjectsHook': {
    settings: (script) => ({ 'uploadpack.packObjectsHook': script }),
    git: null,
  },
  'core.alternateRefsCommand': {
    settings: (script) => ({ 'core.alternateRefsCommand': script }),
    git: null,
  },
  'submodule update': {
    settings: (script) => ({
      'submodule.sub.url': '.',
      'submodule.sub.active': 'true',
      'submodule.sub.update': `!${script}`,
    }),
    arm: (repo) => {
      repo.write('.gitmodules', '[submodule "sub"]\npath = sub\nurl = .\n');
      const entry = `160000 ${repo.git('rev-parse', 'HEAD')}\tsub\n`;
      repo.gitBytes(['update-index', '--index-info'], entry);
    },
    git: ['submodule', 'update'],
  },
  'programs in variables': {
    env: (script) => ({
      GIT_EXTERNAL_DIFF: script,
      GIT_EDITOR: script,
      GIT_PAGER: script,
      PAGER: script,
      GIT_SSH_COMMAND: script,
      GIT_ASKPASS: script,
      GIT_PROXY_COMMAND: script,
    }),
    git: ['diff'],
  },
  'settings in variables': {
    env: (script) => ({
      GIT_CONFIG_COUNT: '1',
      GIT_CONFIG_KEY_0: 'core.fsmonitor',
      GIT_CONFIG_VALUE_0: script,
      GIT_CONFIG_PARAMETERS: `'diff.external'='${script}'`,
    }),
    git: ['status'],
  },
};

function makeTrap(): Trap {
  const folder = temporaryFolder('trap');
  const marks = join(folder, 'marks');
  mkdirSync(marks);
  return {
    marks,
    script(name) {
      const file = join(folder, name.replaceAll(/\W+/gu, '-'));
      writeFileSync(file, `#!/bin/sh\n: > '${marks}/${name}'\nexit 1\n`, { mode: 0o755 });
      return file;
    },
  };
}

function arm(repo: TestRepository, names: readonly string[], trap: Trap): void {
  for (const name of names) attacks[name]?.arm?.(repo, trap.script(name));
  for (const name of names) {
    const settings = attacks[name]?.settings?.(trap.script(name)) ?? {};
    for (const [key, value] of Object.entries(settings)) repo.git('config', key, value);
  }
}

test('git itself runs what the attacks name', () => {
  for (const [name, { git, env, input }] of Object.entries(attacks)) {
    if (git === null) continue;
    const trap = makeTrap();
    const repo = makeFilledRepository();
    repo.write('head.py', 'pass\n');
    arm(repo, [name], trap);
    const variables = env?.(trap.script(name)) ?? {};
    spawnSync('git', git, { cwd: repo.dir, env: { ...gitEnv, ...variables }, input });
    expect(readdirSync(trap.marks), name).toEqual([name]);
  }
});

const preload = fileURLToPath(new URL('withoutNetwork.cjs', import.meta.url));

test('no command runs any of it, finds less or opens a socket', async () => {
  const trap = makeTrap();
  const repo = makeFilledRepository();
  const commands = commandsFor(repo);
  // The hooks last: arming some of the others changes refs and the index.
  const isOfHooks = (name: string): number => Number(/hook/iu.test(name));
  const names = Object.keys(attacks).toSorted((a, b) => isOfHooks(a) - isOfHooks(b));
  arm(repo, names, trap);
  for (const place of ['tree', 'info'] as const) {
    attributes('* diff=evil filter=evil\n', place)(repo);
  }
  for (const name of readdirSync(trap.marks)) rmSync(join(trap.marks, name));
  const variables = Object.entries(attacks).map(
    ([name, { env }]) => env?.(trap.script(name)) ?? {},
  );
  const network = join(trap.marks, 'network');
  const env = Object.assign({}, ...variables, {
    NODE_OPTIONS: `--require "${preload}"`,
    NETWORK_MARK: network,
  }) as Record<string, string>;
  await runEach(commands, {
    cwd: repo.dir,
    env,
    after: (command) => expect(readdirSync(trap.marks), command).toEqual([]),
  });
});

test.each([
  "fetch('http://127.0.0.1:8999').catch(() => 0)",
  "require('node:http').get('http://127.0.0.1:9')",
  "require('node:tls').connect(9)",
  "require('node:dns').promises.lookup('git.example')",
  "require('node:dgram').createSocket('udp4')",
  "new (require('node:worker_threads').Worker)(\"require('node:net').connect(9)\", { eval: true }).on('error', () => 0)",
])('%s would be noticed', (code) => {
  const mark = join(temporaryFolder('network'), 'mark');
  const env = { ...process.env, NODE_OPTIONS: `--require "${preload}"`, NETWORK_MARK: mark };
  spawnSync(process.execPath, ['-e', code], { env });
  expect(() => rmSync(mark)).not.toThrow();
});

test('of a partial clone nothing is fetched, whoever the promisor is', async () => {
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  try {
    const repo = makeFilledRepository();
    const commands = commandsFor(repo);
    const blob = repo.git('rev-parse', 'HEAD:value.txt');
    rmSync(join(repo.gitDir, 'objects', blob.slice(0, 2), blob.slice(2)));
    const settings = {
      'core.repositoryFormatVersion': '1',
      'extensions.partialClone': 'origin',
      'remote.origin.promisor': 'true',
      'remote.origin.url': `git://127.0.0.1:${port}/x`,
      'protocol.allow': 'always',
    };
    for (const [key, value] of Object.entries(settings)) repo.git('config', key, value);
    // Not synchronously: the server lives in this process.
    await new Promise((resolve) => {
      execFile('git', ['cat-file', '-p', blob], { cwd: repo.dir, env: { ...gitEnv } }, resolve);
    });
    expect(connections).toBeGreaterThan(0);
    connections = 0;
    await runEach(commands, {
      cwd: repo.dir,
      isIncomplete: true,
      after: (command) => expect(connections, command).toBe(0),
    });
  } finally {
    server.close();
  }
});
