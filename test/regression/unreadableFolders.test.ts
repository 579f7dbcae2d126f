// Folders that the system does not let read once ended a run with a stack, or were left out unsaid. Here they lead in a circle or
// their paths are too long, which stops the superuser as well.
import { execFileSync } from 'node:child_process';
import { renameSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readLooseRefs } from '../../src/git/refFiles.ts';
import { readReflogs } from '../../src/git/reflog.ts';
import { openRepository } from '../../src/git/repository.ts';
import { openStorage, packedBytesOnDisk } from '../../src/git/storage.ts';
import { listFiles } from '../../src/sources/files.ts';
import { listWorktree } from '../../src/sources/worktree.ts';
import { makeRepository } from '../makeRepository.ts';
import { temporaryFolder } from '../temporaryFolder.ts';

function loop(path: string): void {
  rmSync(path, { force: true, recursive: true });
  symlinkSync(path, path);
}

const deepFolders: string[] = [];
afterAll(() => {
  // Node cannot: it names each file by its whole path.
  for (const folder of deepFolders) execFileSync('rm', ['-rf', folder]);
});

/** A folder below which lies one whose path has 4,093 bytes, with a file in it; Linux takes 4,095. */
function makeDeepFolder(): string {
  const top = temporaryFolder('deep');
  const names: string[] = [];
  for (let left = 4093 - top.length; left > 0; left -= 201) {
    names.push('d'.repeat(left > 201 && left < 203 ? 199 : Math.min(left - 1, 200)));
  }
  const program = `for (const name of process.argv.slice(1)) { fs.mkdirSync(name); process.chdir(name); }
    fs.writeFileSync('a.py', '');`;
  execFileSync(process.execPath, ['-e', program, ...names.filter((name) => name !== '')], {
    cwd: top,
  });
  deepFolders.push(join(top, names[0] ?? ''));
  return top;
}

describe('a folder that cannot be read is a problem', () => {
  it('of objects, loose and packed', () => {
    const repo = makeRepository([{ write: { a: '1' }, message: 'First' }]);
    const objects = join(repo.gitDir, 'objects');
    loop(join(objects, 'pack'));
    loop(join(objects, 'ab'));
    expect(packedBytesOnDisk([objects])).toBe(0);
    const opened = openStorage([objects], 'sha1');
    opened.close();
    expect(opened.problems.map(({ path, message }) => [path, message])).toEqual([
      ['objects/ab', 'a folder of objects cannot be read (ELOOP)'],
      ['objects/pack', 'a folder of objects cannot be read (ELOOP)'],
    ]);
    expect(opened.storage.table.count).toBeGreaterThan(0);
  });

  it('of refs and of reflogs', async () => {
    const repo = makeRepository([{ write: { a: '1' }, message: 'First' }]);
    const opened = await openRepository(repo.dir, {});
    expect((await readReflogs(opened)).problems).toEqual([]);
    loop(join(repo.gitDir, 'logs'));
    expect((await readReflogs(opened)).problems).toEqual([
      { kind: 'unreadable-file', message: 'a folder of reflogs cannot be read (ELOOP)' },
    ]);
    renameSync(join(repo.gitDir, 'refs'), join(repo.gitDir, 'gone'));
    expect([...readLooseRefs(repo.gitDir, 'refs')]).toEqual([]);
    loop(join(repo.gitDir, 'refs'));
    const reason = 'is a folder that cannot be read (ELOOP)';
    expect([...readLooseRefs(repo.gitDir, 'refs')]).toEqual([['refs', { kind: 'broken', reason }]]);
  });

  it.runIf(process.platform === 'linux')(
    'of a work tree that is deeper than paths are long',
    () => {
      const top = makeDeepFolder();
      const kinds = (problems: readonly { kind: string; message: string }[]): string[] =>
        problems.map(({ kind, message }) => `${kind}: ${message.replace(/^.* cannot/u, 'cannot')}`);
      const unreadable = ['unreadable-file: cannot be read (ENAMETOOLONG)'];
      expect(kinds(listFiles([top], '/').problems)).toEqual(unreadable);
      const ignore = { check: () => ({ ignored: false, rule: null }) };
      const listing = listWorktree({ workTree: top, ignore, entries: [] });
      expect(kinds(listing.problems)).toEqual(unreadable);
    },
  );

  it('or a mistake, where the user names it', () => {
    const folder = temporaryFolder();
    loop(join(folder, 'circle'));
    expect(() => listFiles(['circle'], folder)).toThrow('circle: cannot be read (ELOOP)');
    expect(() => listFiles(['none'], folder)).toThrow('none: no such file or folder');
  });
});
