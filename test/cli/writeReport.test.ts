import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmod,
  mkdir,
  readFile,
  readdir,
  readlink,
  realpath,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';
import { PassThrough, Writable } from 'node:stream';
import { text as readText } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { checkDestination, writeReportFile, writeReportStream } from '../../src/cli/writeReport.ts';
import { UsageError } from '../../src/model/errors.ts';
import { makeRepository } from '../makeRepository.ts';
import { temporaryFolder } from '../temporaryFolder.ts';

const onPosix = process.platform !== 'win32';
const chunks = ['one\n', 'two\n'];
const whole = 'one\ntwo\n';

async function modeOf(file: string): Promise<string> {
  return ((await stat(file)).mode & 0o777).toString(8);
}

describe('writeReportFile', () => {
  it('writes a file, relative to the current folder, and leaves nothing beside it', async () => {
    const cwd = temporaryFolder();
    await writeReportFile('r.json', chunks, { cwd, isPrivate: false });
    expect(await readFile(join(cwd, 'r.json'), 'utf8')).toBe(whole);
    expect(await readdir(cwd)).toEqual(['r.json']);
  });

  it('replaces a file and keeps its mode', async () => {
    const cwd = temporaryFolder();
    const file = join(cwd, 'r.json');
    await writeFile(file, 'a much longer report from yesterday');
    await chmod(file, 0o640);
    await writeReportFile(file, chunks, { cwd, isPrivate: false });
    expect(await readFile(file, 'utf8')).toBe(whole);
    expect(onPosix ? await modeOf(file) : '640').toBe('640');
  });

  it('lets only the owner read what holds secrets', async () => {
    const cwd = temporaryFolder();
    await writeFile(join(cwd, 'old.json'), '');
    for (const name of ['new.json', 'old.json']) {
      await writeReportFile(name, chunks, { cwd, isPrivate: true });
      expect(onPosix ? await modeOf(join(cwd, name)) : '600').toBe('600');
    }
  });

  it('leaves the old file whole and nothing beside it when the report breaks off', async () => {
    const cwd = temporaryFolder();
    await writeFile(join(cwd, 'r.txt'), 'old');
    const broken = (function* (): Generator<string> {
      yield 'half';
      throw new TypeError('a bug');
    })();
    await expect(writeReportFile('r.txt', broken, { cwd, isPrivate: false })).rejects.toThrow(
      new TypeError('a bug'),
    );
    expect(await readFile(join(cwd, 'r.txt'), 'utf8')).toBe('old');
    expect(await readdir(cwd)).toEqual(['r.txt']);
  });

  it.runIf(onPosix)('follows a link to a file instead of replacing the link', async () => {
    const cwd = temporaryFolder();
    await writeFile(join(cwd, 'real.txt'), 'old');
    await symlink('real.txt', join(cwd, 'link.txt'));
    await symlink('later.txt', join(cwd, 'dangling.txt'));
    await writeReportFile('link.txt', chunks, { cwd, isPrivate: false });
    await writeReportFile('dangling.txt', chunks, { cwd, isPrivate: false });
    expect(await readlink(join(cwd, 'link.txt'))).toBe('real.txt');
    expect(await readFile(join(cwd, 'real.txt'), 'utf8')).toBe(whole);
    expect(await readlink(join(cwd, 'dangling.txt'))).toBe('later.txt');
    expect(await readFile(join(cwd, 'later.txt'), 'utf8')).toBe(whole);
  });

  it.runIf(onPosix)('writes into a device and a pipe in place', async () => {
    const cwd = temporaryFolder();
    await writeReportFile('/dev/null', chunks, { cwd, isPrivate: true });
    expect((await stat('/dev/null')).isCharacterDevice()).toBe(true);
    const pipe = join(cwd, 'pipe');
    execFileSync('sh', ['-c', 'mkfifo "$1"', 'sh', pipe]);
    const reader = spawn('cat', [pipe]);
    const read = readText(reader.stdout);
    await writeReportFile('pipe', chunks, { cwd, isPrivate: false });
    expect(await read).toBe(whole);
    expect((await stat(pipe)).isFIFO()).toBe(true);
  });
});

describe('checkDestination', () => {
  it('accepts what can be written', async () => {
    const cwd = temporaryFolder();
    await writeFile(join(cwd, 'old.txt'), '');
    for (const file of ['old.txt', 'new.txt', join(cwd, 'absolute.txt')]) {
      await expect(checkDestination(file, cwd)).resolves.toBeUndefined();
    }
    expect(await readdir(cwd)).toEqual(['old.txt']);
  });

  it('refuses a folder and a file in a folder that does not exist', async () => {
    const cwd = temporaryFolder();
    await mkdir(join(cwd, 'folder'));
    await expect(checkDestination('folder', cwd)).rejects.toThrow(
      new UsageError('--output folder is a folder'),
    );
    await expect(checkDestination('no/such/r.json', cwd)).rejects.toThrow(
      new UsageError('--output no/such/r.json: there is no folder no/such'),
    );
  });
});

describe('a report in a git directory', () => {
  const bare = makeRepository({ bare: true });
  const repo = makeRepository([{ write: { 'a.py': 'a = 1\n' }, message: 'Begin' }]);

  it.each([
    ['of a clone', repo.dir, '.git/r.json', repo.gitDir],
    ['in a folder of it', repo.dir, '.git/refs/r.json', repo.gitDir],
    ['of a bare repository', bare.dir, 'r.json', bare.dir],
  ])('is refused: %s', async (_title, cwd, file, gitDir) => {
    await expect(checkDestination(file, cwd)).rejects.toThrow(
      new UsageError(
        `--output ${file} lies in the git directory ${await realpath(gitDir)}, which is git's own: name a file outside of it`,
      ),
    );
  });

  it('is refused where a link leads into one', async () => {
    await symlink(repo.gitDir, join(repo.dir, 'out'));
    await expect(checkDestination('out/r.json', repo.dir)).rejects.toThrow('git directory');
  });

  it.each(['.git', '.GIT/r.json', 'sub/.Git', 'sub/.git/r.json'])(
    'is refused by the name alone: %s',
    async (file) => {
      const cwd = temporaryFolder();
      await mkdir(join(cwd, 'sub', '.git'), { recursive: true });
      await writeFile(join(cwd, '.git'), 'gitdir: elsewhere');
      await mkdir(join(cwd, '.GIT')).catch(() => undefined);
      await expect(checkDestination(file, cwd)).rejects.toThrow(/git directory|is a folder/u);
    },
  );

  it('is fine beside one', async () => {
    await expect(checkDestination('r.json', repo.dir)).resolves.toBeUndefined();
  });
});

describe.runIf(onPosix)('a link of the repository', () => {
  const repo = makeRepository([{ write: { 'a.py': 'a = 1\n' }, message: 'Begin' }]);
  const outside = temporaryFolder();

  it.each([
    ['to a file', 'report.json', () => join(outside, 'victim')],
    ['to a device', 'report.csv', () => '/dev/null'],
    ['to a folder', 'reports', () => outside],
  ])('that leads out of it takes no report: %s', async (_title, name, target) => {
    await writeFile(join(outside, 'victim'), 'mine');
    await symlink(target(), join(repo.dir, name));
    const file = name === 'reports' ? 'reports/victim' : name;
    await expect(checkDestination(file, repo.dir)).rejects.toThrow(
      /leads out of the repository .* by a symbolic link, to /u,
    );
  });

  it('that leads nowhere takes none, there and elsewhere', async () => {
    for (const cwd of [repo.dir, temporaryFolder()]) {
      await symlink(join(outside, 'none'), join(cwd, 'dangling'));
      await expect(checkDestination('dangling', cwd)).rejects.toThrow(
        new UsageError('--output dangling is a symbolic link that leads nowhere: name a file'),
      );
    }
  });

  it('that stays in it is followed, and so is one to it', async () => {
    await writeFile(join(repo.dir, 'real.json'), '');
    await symlink('real.json', join(repo.dir, 'latest.json'));
    await symlink(repo.dir, join(outside, 'clone'));
    await expect(checkDestination('latest.json', repo.dir)).resolves.toBeUndefined();
    await expect(checkDestination('clone/new.json', outside)).resolves.toBeUndefined();
  });
});

describe('writeReportStream', () => {
  it('waits for a slow reader and leaves the stream open', async () => {
    const stream = new PassThrough({ highWaterMark: 1 });
    const seen: string[] = [];
    stream.on('data', (chunk: Buffer) => seen.push(chunk.toString()));
    await writeReportStream(stream, chunks);
    expect(stream.writableEnded).toBe(false);
    stream.end();
    await once(stream, 'end');
    expect(seen.join('')).toBe(whole);
  });

  it('takes a reader that went away for a normal end', async () => {
    await expect(writeReportStream(failing('EPIPE'), chunks)).resolves.toBeUndefined();
  });

  it('tells of any other failure in one line', async () => {
    await expect(writeReportStream(failing('ENOSPC'), chunks)).rejects.toThrow(
      new UsageError('cannot write to standard output: ENOSPC'),
    );
  });
});

function failing(code: string): Writable {
  return new Writable({
    write: (_chunk, _encoding, callback) => {
      callback(Object.assign(new Error(code), { code }));
    },
  });
}
