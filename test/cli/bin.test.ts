import { spawnSync } from 'node:child_process';
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../temporaryFolder.ts';

const bin = fileURLToPath(new URL('../../bin/leaktrail.js', import.meta.url));

async function runCopy(
  changes: { readonly main?: string; readonly nodeVersion?: string } = {},
): Promise<{ status: number | null; stdout: string; stderr: string }> {
  const folder = temporaryFolder();
  await mkdir(join(folder, 'bin'));
  await writeFile(join(folder, 'package.json'), '{"type":"module"}');
  for (const name of ['leaktrail.js', 'package.json']) {
    await copyFile(join(bin, '..', name), join(folder, 'bin', name));
  }
  if (changes.main !== undefined) {
    await mkdir(join(folder, 'dist/lib'), { recursive: true });
    await writeFile(join(folder, 'dist/lib/load.cjs'), changes.main);
  }
  const preload = `data:text/javascript,Object.defineProperty(process.versions,'node',{value:'${changes.nodeVersion ?? '22.13.0'}'})`;
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', preload, join(folder, 'bin/leaktrail.js'), 'x'],
    { encoding: 'utf8' },
  );
  return { status, stdout, stderr };
}

describe('bin/leaktrail.js', () => {
  it('runs the built command line', async () => {
    const main = `exports.setCompilerFlags = () => undefined;
    exports.openProgram = (use) => ({
      load: (name) => ({ main: async () => { console.log(use, name, process.argv[2]); process.exitCode = 7; } }),
      keep: () => console.log('kept'),
    });`;
    expect(await runCopy({ main })).toEqual({
      status: 7,
      stdout: 'other ./main.cjs x\nkept\n',
      stderr: '',
    });
  });

  it('ends with 2, not with the status of findings, when the command line breaks', async () => {
    const broken = await runCopy({ main: 'require("no-such-module");' });
    expect(broken).toMatchObject({ status: 2, stdout: '' });
    expect(broken.stderr).toContain('no-such-module');
  });

  it('says in one line that the clone is not built', async () => {
    expect(await runCopy()).toEqual({
      status: 2,
      stdout: '',
      stderr: 'leaktrail: is not built yet: run `npm ci` in its folder\n',
    });
  });

  it.each(['18.20.8', '20.18.3', '21.7.3', '22.12.0'])(
    'says in one line that Node %s is too old',
    async (nodeVersion) => {
      expect(await runCopy({ nodeVersion, main: '' })).toEqual({
        status: 2,
        stdout: '',
        stderr: `leaktrail: needs Node 20.19, 22.13 or newer; this is ${process.version}\n`,
      });
    },
  );

  it('names the version that package.json asks for', async () => {
    const manifest: unknown = JSON.parse(
      await readFile(new URL('../../package.json', import.meta.url), 'utf8'),
    );
    expect(manifest).toMatchObject({ engines: { node: '^20.19.0 || >=22.13.0' } });
  });
});
