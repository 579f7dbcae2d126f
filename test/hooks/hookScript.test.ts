import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hookScript, readOwnScript, shellQuote } from '../../src/hooks/hookScript.ts';
import { temporaryFolder } from '../temporaryFolder.ts';

const program = { node: '/opt/node 20/node', script: "/opt/it's/leaktrail.js" };
const names = ['pre-commit', 'pre-push', 'pre-receive'] as const;

describe('the text of a hook', () => {
  it.each(names)('is valid sh and the same for the same options: %s', (name) => {
    for (const options of [
      { program, looksInProject: true },
      { program: null, looksInProject: false },
    ]) {
      const text = hookScript(name, options);
      expect(text).toBe(hookScript(name, options));
      const file = join(temporaryFolder(), name);
      writeFileSync(file, text);
      const { status, stderr } = spawnSync('sh', ['-n', file], { encoding: 'utf8' });
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    }
  });

  it('is recognised, with the program it was given', () => {
    expect(readOwnScript(hookScript('pre-push', { program, looksInProject: true }))).toEqual({
      version: 1,
      isIntact: true,
      program,
      looksInProject: true,
    });
    expect(
      readOwnScript(hookScript('pre-commit', { program: null, looksInProject: false })),
    ).toEqual({ version: 1, isIntact: true, program: null, looksInProject: false });
  });

  it('is recognised as edited when a line was added', () => {
    const text = hookScript('pre-commit', { program, looksInProject: false });
    expect(readOwnScript(`${text}npm test\n`)?.isIntact).toBe(false);
  });

  it('is not taken for ours where another program wrote it', () => {
    expect(readOwnScript('#!/bin/sh\nleaktrail hook 1 00\n')).toBeUndefined();
    expect(readOwnScript('')).toBeUndefined();
  });

  it('spares Node.js the certificates that it would parse at its start', () => {
    const folder = temporaryFolder();
    const script = join(folder, 'program.js');
    writeFileSync(script, "console.log(process.env.NODE_EXTRA_CA_CERTS ?? 'unset');");
    const file = join(folder, 'pre-commit');
    const told = { node: process.execPath, script };
    writeFileSync(file, hookScript('pre-commit', { program: told, looksInProject: false }));
    const env = { PATH: '', NODE_EXTRA_CA_CERTS: join(folder, 'none.pem') };
    const { status, stdout } = spawnSync('/bin/sh', [file], { encoding: 'utf8', env });
    expect({ status, stdout }).toEqual({ status: 0, stdout: 'unset\n' });
  });

  it("looks on a server at the PATH, which may be the pusher's, last", () => {
    const options = { program, looksInProject: false };
    const isPathFirst = names.map((name) => {
      const text = hookScript(name, options);
      return text.indexOf('command -v leaktrail') < text.indexOf('"$leaktrail_script"');
    });
    expect(isPathFirst).toEqual([true, true, false]);
  });

  it('names neither the project nor a program where it may not', () => {
    const text = hookScript('pre-receive', { program: null, looksInProject: false });
    expect(text).not.toContain('node_modules');
    expect(text).not.toContain('leaktrail_node');
    // Who pushes must not be able to switch the check of a server off.
    expect(text).not.toContain('SKIP');
  });
});

it.each(['plain', "it's", 'a b', '$(x)`y`"z"', String.raw`back\slash`])(
  'a text becomes one word of sh: %s',
  (text) => {
    const { stdout } = spawnSync('sh', ['-c', `printf %s ${shellQuote(text)}`], {
      encoding: 'utf8',
    });
    expect(stdout).toBe(text);
  },
);
