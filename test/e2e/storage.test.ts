// Every way in which git stores objects: the audit reads as many as git itself does and finds the same.
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeRepository } from '../makeRepository.ts';
import type { HistoryStep, TestRepository } from '../makeRepository.ts';
import { temporaryFolder } from '../temporaryFolder.ts';
import { auditRepository, findingOf } from './auditRepository.ts';
import { confirmOccurrences } from './confirm.ts';
import { tokenLine } from './githubToken.ts';

/** A file of which each version loses its first line and gains a last one: its best base is the version beside it. */
function history(length = 12): HistoryStep[] {
  return Array.from({ length }, (_, i) => {
    const body = Array.from({ length: 60 }, (__, n) => lineOfText(i + n));
    const held = i > 2 && i < length - 2;
    const lines = held ? [...body, tokenLine('stored')] : body;
    return {
      write: { 'a.py': `${lines.join('\n')}\n`, [`dir/b${i % 3}.txt`]: `text ${i}\n` },
      message: `Step ${i}`,
    };
  });
}

function lineOfText(n: number): string {
  return `# ${createHash('sha512').update(`line ${n}`).digest('base64')}`;
}

/** Counts and bytes by type, as git itself lists all objects. */
function gitCounts(repo: TestRepository) {
  const lines = repo
    .git('cat-file', '--batch-all-objects', '--batch-check=%(objecttype) %(objectsize)')
    .split('\n')
    .map((line) => line.split(' '));
  const count = (type: string): number => lines.filter(([name]) => name === type).length;
  const sizes = lines.filter(([type]) => type === 'blob').map(([, size]) => Number(size));
  return {
    commits: count('commit'),
    trees: count('tree'),
    blobs: count('blob'),
    bytes: sizes.reduce((sum, size) => sum + size, 0),
    messages: count('commit') + count('tag'),
  };
}

async function expectWholeAudit(repo: TestRepository): Promise<void> {
  const { exitCode, report } = await auditRepository(repo.dir);
  expect(exitCode).toBe(1);
  expect(report.coverage).toMatchObject({
    ...gitCounts(repo),
    complete: true,
    missingObjects: 0,
    problems: [],
  });
  expect(findingOf(report, 'stored').state).toBe('history');
  expect(confirmOccurrences(repo, report)).toBeGreaterThan(0);
}

function packFolder(repo: TestRepository): string {
  return join(repo.gitDir, 'objects/pack');
}

function packsOf(repo: TestRepository): string[] {
  return readdirSync(packFolder(repo)).filter((name) => name.endsWith('.pack'));
}

/** Indexes the one pack of a repository anew with these options of git index-pack. */
function indexAnew(repo: TestRepository, ...options: string[]): void {
  const [pack = ''] = packsOf(repo);
  for (const name of readdirSync(packFolder(repo))) {
    if (!name.endsWith('.pack')) rmSync(join(packFolder(repo), name), { force: true });
  }
  repo.git('index-pack', ...options, join(packFolder(repo), pack));
}

const arrangements: readonly (readonly [string, (repo: TestRepository) => void])[] = [
  ['loose objects', () => undefined],
  ['one pack with offset deltas', (repo) => repo.git('repack', '-adq')],
  [
    'one pack with deltas that name their base',
    (repo) => repo.git('-c', 'repack.useDeltaBaseOffset=false', 'repack', '-adfq'),
  ],
  ['a pack without any delta', (repo) => repo.git('repack', '-adfq', '--depth=0')],
  [
    'a pack for every commit',
    (repo) => {
      const commits = repo.git('rev-list', '--reverse', 'HEAD').split('\n');
      for (const [i, commit] of commits.entries()) {
        const range = i === 0 ? commit : `${commits[i - 1]}..${commit}`;
        packObjects(repo, repo.git('rev-list', '--objects', range));
      }
      repo.git('prune-packed');
    },
  ],
  [
    'duplicate packs',
    (repo) => {
      packObjects(repo, repo.git('rev-list', '--objects', 'HEAD'));
      packObjects(repo, repo.git('rev-list', '--objects', 'HEAD~3'), '--depth=0');
      repo.git('prune-packed');
    },
  ],
  [
    'a pack and the same objects loose',
    (repo) => packObjects(repo, repo.git('rev-list', '--objects', 'HEAD')),
  ],
  [
    'some objects packed and a few loose',
    (repo) => {
      repo.git('repack', '-adq');
      repo.write('late.txt', 'late\n');
      repo.commit('Late');
    },
  ],
  [
    'a thin pack whose bases were added on arrival',
    (repo) => {
      const oids = `${repo.git('rev-parse', 'HEAD')}\n^${repo.git('rev-parse', 'HEAD~4')}\n`;
      const thin = repo.gitBytes(['pack-objects', '--revs', '--thin', '--stdout', '-q'], oids);
      repo.gitBytes(['index-pack', '--fix-thin', '--stdin'], thin);
    },
  ],
  [
    'a pack index of version 1',
    (repo) => {
      repo.git('repack', '-adq');
      indexAnew(repo, '--index-version=1');
    },
  ],
  [
    'a pack index with 64-bit offsets',
    (repo) => {
      repo.git('repack', '-adq');
      indexAnew(repo, '--index-version=2,0x40');
    },
  ],
  [
    'a multi-pack index and a commit graph',
    (repo) => {
      packObjects(repo, repo.git('rev-list', '--objects', 'HEAD~5'));
      packObjects(repo, repo.git('rev-list', '--objects', 'HEAD~5..HEAD'));
      repo.git('prune-packed');
      repo.git('multi-pack-index', 'write');
      repo.git('commit-graph', 'write', '--reachable');
    },
  ],
  [
    'a pack of unreachable objects',
    (repo) => {
      repo.gitBytes(['hash-object', '-w', '--stdin'], 'nobody holds me\n');
      repo.git('repack', '-dq', '--cruft');
    },
  ],
  ['packed refs', (repo) => repo.git('pack-refs', '--all')],
];

function packObjects(repo: TestRepository, revList: string, ...options: string[]): void {
  const oids = revList.split('\n').map((line) => line.split(' ')[0]);
  const name = join(packFolder(repo), 'pack');
  repo.gitBytes(['pack-objects', '-q', ...options, name], `${oids.join('\n')}\n`);
}

test.each(arrangements)('%s: as many objects as git, every place confirmed', async (_, arrange) => {
  const repo = makeRepository(history());
  arrange(repo);
  await expectWholeAudit(repo);
});

test('SHA-256, loose and packed', async () => {
  const repo = makeRepository(history(), { objectFormat: 'sha256' });
  await expectWholeAudit(repo);
  repo.git('repack', '-adq');
  await expectWholeAudit(repo);
  const { report } = await auditRepository(repo.dir);
  expect(report.target.objectFormat).toBe('sha256');
  expect(findingOf(report, 'stored').introduced.commit).toHaveLength(64);
});

test('a delta chain of depth 250', async () => {
  const repo = makeRepository(history(270));
  repo.git('repack', '-adfq', '--depth=250', '--window=250');
  const [pack = ''] = packsOf(repo);
  const deepest = repo.git('verify-pack', '-s', join(packFolder(repo), pack));
  expect(deepest).toMatch(/chain length = 2\d\d/u);
  await expectWholeAudit(repo);
});

test('a bare mirror', async () => {
  const origin = makeRepository(history());
  const mirror = origin.clone('--mirror');
  await expectWholeAudit(mirror);
});

test('a repository that is named by its .git folder', async () => {
  const repo = makeRepository(history());
  const { report } = await auditRepository(repo.gitDir);
  expect(findingOf(report, 'stored').state).toBe('history');
});

test('objects of an alternate, and of an alternate of that', async () => {
  const first = makeRepository(history());
  const tip = first.git('rev-parse', 'HEAD');
  const second = makeRepository();
  borrowObjects(second, first);
  const third = makeRepository();
  borrowObjects(third, second);
  third.git('update-ref', 'refs/heads/main', tip);
  third.git('reset', '-q', '--hard');
  expect(third.git('count-objects')).toMatch(/^0 objects/u);
  await expectWholeAudit(third);
});

/** Names another repository's objects as an alternate (gitrepository-layout, objects/info/alternates). */
function borrowObjects(repo: TestRepository, from: TestRepository): void {
  mkdirSync(join(repo.gitDir, 'objects/info'), { recursive: true });
  const file = join(repo.gitDir, 'objects/info/alternates');
  writeFileSync(file, `${join(from.gitDir, 'objects')}\n`);
}

test('objects of GIT_ALTERNATE_OBJECT_DIRECTORIES', async () => {
  const store = makeRepository(history());
  const repo = makeRepository();
  const variables = { GIT_ALTERNATE_OBJECT_DIRECTORIES: join(store.gitDir, 'objects') };
  const { exitCode, report } = await auditRepository(repo.dir, [], { env: variables });
  expect(exitCode).toBe(1);
  expect(findingOf(report, 'stored').state).toBe('unreachable');
  expect(report.coverage).toMatchObject({ ...gitCounts(store), complete: true });
});

test('GIT_DIR and GIT_WORK_TREE name the repository', async () => {
  const repo = makeRepository(history());
  const elsewhere = join(temporaryFolder(), 'elsewhere.git');
  renameSync(repo.gitDir, elsewhere);
  repo.write('new.py', `${tokenLine('worktree')}\n`);
  const { report } = await auditRepository('.', [], {
    cwd: repo.dir,
    env: { GIT_DIR: elsewhere, GIT_WORK_TREE: repo.dir },
  });
  expect(findingOf(report, 'stored').state).toBe('history');
  expect(findingOf(report, 'worktree').state).toBe('worktree');
});

test('an index in GIT_INDEX_FILE', async () => {
  const repo = makeRepository(history());
  const index = join(repo.gitDir, 'index');
  const [before, other] = [readFileSync(index), join(temporaryFolder(), 'index')];
  repo.write('staged.py', `${tokenLine('staged')}\n`);
  repo.git('add', 'staged.py');
  repo.remove('staged.py');
  renameSync(index, other);
  writeFileSync(index, before);
  const { report } = await auditRepository(repo.dir, [], { env: { GIT_INDEX_FILE: other } });
  expect(findingOf(report, 'staged').state).toBe('index');
});

test.each(['2', '3', '4'])('an index of version %s', async (version) => {
  const repo = makeRepository(history());
  repo.write('staged.py', `${tokenLine('staged')}\n`);
  repo.git('add', 'staged.py');
  if (version === '3') repo.git('update-index', '--skip-worktree', 'a.py');
  repo.git('update-index', '--index-version', version);
  repo.remove('staged.py');
  const { report } = await auditRepository(repo.dir);
  expect(findingOf(report, 'staged').state).toBe('index');
});
