// --max-memory: contents far larger than what may be held are read all the same, or told where they cannot be.
import { mkdirSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { writePack } from '../git/packWriter.ts';
import type { ReportDocument } from '../../src/report/document.ts';
import { makeRepository } from '../makeRepository.ts';
import { temporaryFolder } from '../temporaryFolder.ts';
import { auditRepository, findingOf, parseReport } from './auditRepository.ts';
import { tokenLine } from './githubToken.ts';
import { runLeaktrail } from './runLeaktrail.ts';

const line = 'a line of a long, long file that says nothing\n';

/** Lines without a keyword, a token in the middle and another one at the end. */
function largeText(megabytes: number): Buffer {
  const half = line.repeat(Math.ceil((megabytes * 2 ** 19) / line.length));
  return Buffer.from(`${half}${tokenLine('middle')}\n${half}${tokenLine('end')}\n`);
}

const content = largeText(68);
const halfLines = Math.ceil((68 * 2 ** 19) / line.length);

/** Stored as git would, in a fraction of the time. */
function writeLoose(gitDir: string, bytes: Buffer): string {
  const object = Buffer.concat([Buffer.from(`blob ${bytes.length}\0`), bytes]);
  const oid = createHash('sha1').update(object).digest('hex');
  mkdirSync(join(gitDir, 'objects', oid.slice(0, 2)), { recursive: true });
  const file = join(gitDir, 'objects', oid.slice(0, 2), oid.slice(2));
  writeFileSync(file, deflateSync(object, { level: 1 }));
  return oid;
}

/** A bare repository with one commit of these files. */
function commitBlobs(
  blobs: (gitDir: string) => Readonly<Record<string, string>>,
): ReturnType<typeof makeRepository> {
  const repo = makeRepository({ bare: true });
  const entries = Object.entries(blobs(repo.gitDir))
    .map(([name, oid]) => `100644 blob ${oid}\t${name}\n`)
    .join('');
  const tree = repo.gitBytes(['mktree'], entries).toString().trim();
  const commit = repo.git('commit-tree', tree, '-m', 'Add data');
  repo.git('update-ref', 'refs/heads/main', commit);
  return repo;
}

describe('a blob of 68 MB', () => {
  it.each([
    ['in a file of its own', (gitDir: string) => writeLoose(gitDir, content)],
    ['in a pack', (gitDir: string) => writePack(join(gitDir, 'objects'), [{ content }])[0]!],
  ])('%s is read with little memory', async (_name, store) => {
    const repo = commitBlobs((gitDir) => ({ 'data.py': store(gitDir) }));
    const { report } = await auditRepository(repo.dir, ['--max-memory', '300M']);
    expect(report.coverage).toMatchObject({ complete: true, blobs: 1, bytes: content.length });
    expect(report.findings).toHaveLength(2);
    expect(findingOf(report, 'middle').introduced).toMatchObject({
      line: halfLines + 1,
      column: 17,
    });
    expect(findingOf(report, 'end').introduced).toMatchObject({ line: 2 * halfLines + 2 });
  });

  it('with another version as a delta is left out where both do not fit, and told', async () => {
    const other = Buffer.concat([content, Buffer.from('more\n')]);
    let oids: string[] = [];
    const repo = commitBlobs((gitDir) => {
      oids = writePack(join(gitDir, 'objects'), [{ content }, { content: other, base: 0 }]);
      return { 'a.py': oids[0]!, 'b.py': oids[1]! };
    });
    const { report, exitCode } = await auditRepository(repo.dir, ['--max-memory', '300M']);
    expect(exitCode).toBe(1);
    expect(report.findings).toHaveLength(2);
    expect(report.coverage.complete).toBe(false);
    expect(report.coverage.problems).toEqual([
      {
        kind: 'limit',
        message: expect.stringMatching(/^object was not read: --max-memory \d+M would do$/u),
        oid: oids[1],
      },
    ]);
    expect(report.coverage.skipped).toEqual([
      expect.objectContaining({ reason: 'max-memory', count: 1, examples: [oids[1]] }),
    ]);
    const [, enough] = /(\d+M)/u.exec(report.coverage.problems[0]?.message ?? '') ?? [];
    const again = await auditRepository(repo.dir, ['--max-memory', enough ?? '']);
    expect(again.report.coverage).toMatchObject({ complete: true, blobs: 2 });
  });
});

describe('a file of 68 MB', () => {
  let dir = '';
  beforeAll(() => {
    dir = temporaryFolder();
    writeFileSync(join(dir, 'data.py'), content);
  });

  it('is read by files in windows', async () => {
    const run = await runLeaktrail(['files', dir, '--max-memory', '300M', '-f', 'json']);
    const report = parseReport(run.stdout, run.stderr);
    expect(report.coverage).toMatchObject({ complete: true, bytes: content.length });
    expect(report.findings).toHaveLength(2);
    expect(findingOf(report, 'end').occurrences[0]).toMatchObject({
      line: 2 * halfLines + 2,
      blob: createHash('sha1').update(`blob ${content.length}\0`).update(content).digest('hex'),
    });
  });

  it('is read from standard input', async () => {
    const args = ['files', '-', '--max-memory', '300M', '-f', 'json'];
    const run = await runLeaktrail(args, { input: content });
    const report = parseReport(run.stdout, run.stderr);
    expect(report.coverage).toMatchObject({ complete: true, bytes: content.length });
    expect(report.findings).toHaveLength(2);
    expect(findingOf(report, 'end').occurrences[0]).toMatchObject({ line: 2 * halfLines + 2 });
  });

  it('of a work tree is told once where the index has it, too', async () => {
    const repo = makeRepository([{ write: { 'a.txt': 'a\n' }, message: 'Start' }]);
    repo.write('data.py', content);
    const { report } = await auditRepository(repo.dir, ['--max-memory', '300M']);
    expect(report.coverage).toMatchObject({ complete: true, worktreeFiles: 2 });
    expect(findingOf(report, 'end').occurrences).toHaveLength(1);
  });
});

it('a large blob whose base another pack serves is read by the copy in its own pack', async () => {
  // git completes the thin pack of a push with a copy of the base.
  const target = makeRepository({ bare: true });
  target.git('config', 'receive.unpackLimit', '1');
  const text = line.repeat(Math.ceil((68 * 2 ** 20) / line.length));
  const source = makeRepository([{ write: { 'a.txt': text }, message: 'Add' }]);
  source.git('push', '-q', target.dir, 'HEAD:refs/heads/main');
  // The first pack by name serves what both hold.
  const folder = join(target.gitDir, 'objects', 'pack');
  for (const name of readdirSync(folder)) {
    renameSync(join(folder, name), join(folder, `pack-${'0'.repeat(40)}${extname(name)}`));
  }
  source.write('a.txt', `${text}${tokenLine('thin')}\n`);
  source.commit('Change');
  source.git('push', '-q', target.dir, 'HEAD:refs/heads/main');
  const { report } = await auditRepository(target.dir, ['--no-cache']);
  expect(report.coverage).toMatchObject({ complete: true, problems: [] });
  expect(findingOf(report, 'thin').introduced).toMatchObject({ path: 'a.txt', column: 17 });
}, 60_000);

it('refuses a --max-memory that is less than what the program takes', async () => {
  const repo = makeRepository([{ write: { 'a.txt': 'a\n' }, message: 'Start' }]);
  const run = await runLeaktrail(['audit', repo.dir, '--max-memory', '100M']);
  expect(run.exitCode).toBe(2);
  expect(run.stdout).toBe('');
  expect(run.stderr).toMatch(
    /^leaktrail: --max-memory is too small: reading this repository takes \d+M at least$/mu,
  );
});

describe('more secrets than there is room for', () => {
  const count = 4000;
  const text = Array.from({ length: count }, (_, i) => `${tokenLine(`many ${i}`)}\n`).join('');
  const leftOut =
    /^4000 secrets were found and \d+ of them left out for want of memory: a greater --max-memory would tell more$/u;

  function expectFewer({ coverage, findings }: ReportDocument): void {
    expect(coverage.complete).toBe(false);
    expect(coverage.problems).toEqual([{ kind: 'limit', message: expect.stringMatching(leftOut) }]);
    const told = count - Number(/(\d+) of them/u.exec(coverage.problems[0]!.message)?.[1]);
    expect(findings).toHaveLength(told);
    expect(told).toBeGreaterThanOrEqual(1000);
  }

  it('are told by an audit as far as it goes, by the next one, too', async () => {
    const repo = makeRepository([{ write: { 'many.py': text }, message: 'Add' }]);
    const few = ['--max-memory', '250M'];
    const first = await auditRepository(repo.dir, few);
    expect(first.exitCode).toBe(1);
    expectFewer(first.report);
    const second = await auditRepository(repo.dir, few);
    expect(second.report.findings).toEqual(first.report.findings);
    expectFewer(second.report);
    const all = await auditRepository(repo.dir);
    expect(all.report.findings).toHaveLength(count);
    expect(all.report.coverage.complete).toBe(true);
  });

  it('are told by files, by staged and by range as far as it goes', async () => {
    const repo = makeRepository([
      { write: { 'a.txt': 'a\n' }, message: 'Start' },
      { write: { 'many.py': text }, message: 'Add' },
    ]);
    const small = ['--max-memory', '240M', '-f', 'json'];
    const runs = [
      ['files', repo.dir],
      ['staged', repo.dir, '--all'],
      ['range', 'HEAD~1..HEAD', repo.dir],
    ];
    for (const args of runs) {
      const { stdout, stderr, exitCode } = await runLeaktrail([...args, ...small]);
      expect(exitCode, stderr).toBe(1);
      expectFewer(parseReport(stdout, stderr));
    }
  });
});

it('tells the first of very many matches in one content, in the history and in files', async () => {
  const text = `${tokenLine('crowd')}\n`.repeat(75_000);
  const repo = makeRepository([{ write: { 'crowd.py': text }, message: 'Add' }]);
  const few = ['--max-memory', '250M'];
  const message =
    /^of 75000 matches in one content only the first \d+ are told; a greater --max-memory tells more$/u;
  for (const time of ['first', 'again']) {
    const { report } = await auditRepository(repo.dir, few);
    expect(report.findings, time).toHaveLength(1);
    expect(report.coverage.complete).toBe(false);
    expect(report.coverage.problems.map((problem) => problem.message)).toContainEqual(
      expect.stringMatching(message),
    );
  }
  for (const [path, input] of [[repo.dir], ['-', text]] as const) {
    const args = ['files', path, ...few, '-f', 'json'];
    const run = await runLeaktrail(args, input === undefined ? {} : { input });
    const report = parseReport(run.stdout, run.stderr);
    expect(report.findings).toHaveLength(1);
    expect(report.findings[0]!.occurrences.length).toBeLessThanOrEqual(25_000);
    expect(report.coverage.complete).toBe(false);
    expect(new Set(report.coverage.problems.map(({ kind }) => kind))).toEqual(new Set(['limit']));
  }
});

it('refuses a --max-memory that is less than what the refs take', async () => {
  const repo = makeRepository([{ write: { 'a.txt': 'a\n' }, message: 'Start' }]);
  const oid = repo.git('rev-parse', 'HEAD');
  const lines = Array.from(
    { length: 300_000 },
    (_, i) => `${oid} refs/tags/t${String(i).padStart(6, '0')}\n`,
  );
  writeFileSync(join(repo.gitDir, 'packed-refs'), lines.join(''));
  const few = await runLeaktrail(['audit', repo.dir, '--max-memory', '300M']);
  expect(few.exitCode).toBe(2);
  const least = /takes (\d+M) at least$/mu.exec(few.stderr)?.[1] ?? '';
  const { report } = await auditRepository(repo.dir, ['--max-memory', least]);
  expect(report.coverage.complete).toBe(true);
  expect(report.target.tips).toBe(300_001);
});
