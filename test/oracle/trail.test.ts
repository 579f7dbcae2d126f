// The findings of a whole audit against the definitions (naiveTrail.ts), over random repositories. The oracle asks git
// alone: `git ls-tree -r` of every commit, its parents, its times, the refs. Storage, threads' records, trail, judging
// and grouping all lie between the two.
import * as fc from 'fast-check';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runIn, scanRepository } from '../scanRepository.ts';
import { createDetector } from '../../src/detect/detector.ts';
import { readStagingIndex } from '../../src/git/stagingIndex.ts';
import type { Finding } from '../../src/model/finding.ts';
import { loadRules } from '../../src/rules/load.ts';
import { collectFindings } from '../../src/scan/findings.ts';
import { leastScoreOf } from '../../src/scan/judgement.ts';
import { scanPresent } from '../../src/scan/present.ts';
import { createPathFilter } from '../../src/scan/pathFilter.ts';
import { readRoots } from '../../src/scan/roots.ts';
import { traceObjects } from '../../src/scan/trace.ts';
import { createSealer, fingerprintKey } from '../../src/triage/fingerprint.ts';
import type { TestRepository } from '../makeRepository.ts';
import { eventText } from '../trail/comparable.ts';
import { naiveTrails } from '../trail/naiveTrail.ts';
import type { NaiveTrail } from '../trail/naiveTrail.ts';
import { refsOf, repositoryObjects } from '../trail/repositoryObjects.ts';
import type { RepositoryObjects } from '../trail/repositoryObjects.ts';
import { historyPlan, randomRepository, tokenPattern } from './randomRepository.ts';

const key = fingerprintKey(undefined);
const rules = loadRules({ enable: ['github-personal-access-token'] });
const detector = createDetector(rules);
const selection = undefined;
const leastScore = leastScoreOf('low');

interface Audited {
  readonly findings: readonly Finding[];
  readonly envLikePaths: readonly string[];
}

/** What runAudit does, with rules that are loaded once: from source that takes longer than these histories. */
async function audit(repo: TestRepository): Promise<Audited> {
  const env = { PATH: process.env['PATH'] };
  const run = runIn(repo.dir, {}, env);
  const { repository, objects } = await scanRepository(run, detector);
  const roots = await readRoots(repository, env);
  const index = await readStagingIndex(
    repository.indexFile,
    repository.objectFormat,
    repository.gitDir,
  );
  const filter = createPathFilter(undefined, rules);
  const common = { repository, run, objects, detector: () => detector, filter };
  const present = await scanPresent({
    ...common,
    index,
    head: roots.head.oid,
    seal: createSealer(key),
    isLeftOut: false,
    isLate: () => false,
  });
  const traced = await traceObjects({
    repository,
    roots,
    objects,
    leastScore,
    selection,
    isLate: () => false,
  });
  const found = collectFindings({
    ...common,
    present,
    traced,
    rules,
    leastScore,
    isAsked: () => true,
    isAskedCommit: () => true,
  });
  await objects.close();
  return { findings: found.findings, envLikePaths: traced.envLikePaths };
}

/** What a finding must say, and the same of a finding. */
type Told = Omit<
  NaiveTrail,
  'isBehindHead' | 'isInHead' | 'isInHistory' | 'isInUnreachable' | 'isHeldBefore'
> & {
  readonly state: string;
};

function expectedOf(trail: NaiveTrail): Told {
  const {
    isInHead,
    isInHistory,
    isBehindHead: _,
    isInUnreachable: __,
    isHeldBefore: ___,
    ...rest
  } = trail;
  const introduced = rest.introduced ?? rest.loose[0] ?? '';
  const reached = isInHistory ? 'history' : 'unreachable';
  return {
    ...rest,
    occurrences: rest.occurrences.map(utf8Text),
    introduced: utf8Text(introduced),
    state: isInHead ? 'head' : reached,
  };
}

/** The oracle's paths are bytes, one a character. */
function utf8Text(bytes: string): string {
  return Buffer.from(bytes, 'latin1').toString();
}

function toldBy(finding: Finding): Told {
  const { occurrences, introduced, removed, exposedDays, reachableFrom, state } = finding;
  const inCommits = occurrences.filter(({ commit }) => commit !== null);
  const looseText = ({ event, blob, line, column }: Finding['introduced']): string =>
    [event, blob, line, column].join(' ');
  return {
    occurrences: inCommits.map(eventText),
    loose: occurrences.slice(inCommits.length).map(looseText),
    introduced: introduced.commit === null ? looseText(introduced) : eventText(introduced),
    removed: removed?.commit ?? null,
    exposedDays,
    reachableFrom,
    state,
  };
}

function oracle(repo: TestRepository, { commits, sought }: RepositoryObjects): Map<string, Told> {
  const refs = refsOf(repo);
  const head = refs.find(({ name }) => name === 'refs/heads/main')?.target ?? null;
  const trails = naiveTrails({ commits, sought: sought(tokenPattern), refs, others: [], head });
  return new Map([...trails].map(([token, trail]) => [token, expectedOf(trail)]));
}

/** Says of two commits and two blobs that they are others, in the ways that git would obey. */
function plantLies(repo: TestRepository, { commits, sought }: RepositoryObjects): void {
  const [first = '', second = ''] = commits.keys();
  const last = [...commits.keys()].at(-1)!;
  mkdirSync(join(repo.gitDir, 'info'), { recursive: true });
  writeFileSync(join(repo.gitDir, 'info/grafts'), `${last}\n${first} ${second}\n`);
  const innocent = repo.gitBytes(['hash-object', '-w', '--stdin'], 'nothing').toString().trim();
  const [blob] = sought(tokenPattern).keys();
  const lies = [`create refs/replace/${first} ${last}`];
  if (blob !== undefined) lies.push(`create refs/replace/${blob} ${innocent}`);
  repo.gitBytes(['update-ref', '--stdin'], `${lies.join('\n')}\n`);
}

async function expectSame(repo: TestRepository, objects: RepositoryObjects): Promise<Told[]> {
  const expected = oracle(repo, objects);
  const { findings, envLikePaths } = await audit(repo);
  expect(new Map(findings.map((each) => [each.secret.value, toldBy(each)]))).toEqual(expected);
  const envFiles = [...objects.commits.values()].flatMap(({ files }) =>
    files.map(([path]) => path).filter((path) => path.endsWith('.env')),
  );
  expect(envLikePaths).toEqual(expect.arrayContaining([...new Set(envFiles)]));
  return [...expected.values()];
}

/** Counts what the random histories held, so that a change of the generator cannot make the test empty. */
function createTally(): { note(objects: RepositoryObjects, told: readonly Told[]): void } & Record<
  'octopus' | 'roots' | 'returns' | 'spread' | 'cleaned' | 'unreachable',
  number
> {
  const tally = {
    octopus: 0,
    roots: 0,
    returns: 0,
    spread: 0,
    cleaned: 0,
    unreachable: 0,
    note({ commits }: RepositoryObjects, told: readonly Told[]): void {
      const parents = [...commits.values()].map((commit) => commit.parents.length);
      tally.octopus += Number(parents.some((count) => count > 2));
      tally.roots += Number(parents.filter((count) => count === 0).length > 1);
      for (const { occurrences, removed, state } of told) {
        const commitsOf = (event: string): Set<string | undefined> =>
          new Set(
            occurrences.filter((text) => text.startsWith(event)).map((text) => text.split(' ')[1]),
          );
        tally.returns += Number(commitsOf('introduced').size > 1);
        tally.spread += Number(commitsOf('spread').size > 0);
        tally.cleaned += Number(removed !== null);
        tally.unreachable += Number(state === 'unreachable');
      }
    },
  };
  return tally;
}

test('An audit tells of every secret what git shows, whatever the history and whatever grafts and replace refs say', async () => {
  const tally = createTally();
  await fc.assert(
    fc.asyncProperty(historyPlan, async (plan) => {
      const repo = randomRepository(plan);
      const objects = repositoryObjects(repo);
      plantLies(repo, objects);
      tally.note(objects, await expectSame(repo, objects));
    }),
    { numRuns: 40, endOnFailure: true },
  );
  for (const [kind, count] of Object.entries(tally)) {
    if (typeof count === 'number') expect(count, kind).toBeGreaterThan(0);
  }
}, 60_000);

test('A shallow clone tells what lies on this side of its border', async () => {
  let cut = 0;
  await fc.assert(
    fc.asyncProperty(historyPlan, fc.integer({ min: 1, max: 3 }), async (plan, depth) => {
      const repo = randomRepository({ ...plan, head: plan.head ?? 0 });
      const clone = repo.clone('--bare', '--no-single-branch', `--depth=${depth}`);
      cut += Number(clone.git('rev-parse', '--is-shallow-repository') === 'true');
      await expectSame(clone, repositoryObjects(clone));
    }),
    { numRuns: 15, endOnFailure: true },
  );
  expect(cut).toBeGreaterThan(0);
}, 60_000);
