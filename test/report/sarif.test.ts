import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import AjvDraft04 from 'ajv-draft-04';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import { render } from './render.ts';
import type { RenderOptions } from './render.ts';
import {
  makeFinding,
  makeHeadPlace,
  makeOccurrence,
  makeReport,
  sampleReport,
} from './sampleReport.ts';
import { sarifProfile } from './sarifProfile.ts';

const ajv = new Ajv2020({ strict: true, allErrors: true });
addFormats.default(ajv);
const validate = ajv.compile(sarifProfile);

/** The schema as OASIS published it; of that package nothing else is used. */
const require = createRequire(import.meta.url);
const published = require.resolve('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json');
const standard = new AjvDraft04.default({ strict: false, allErrors: true, unicodeRegExp: false });
addFormats.default(standard);
const isSarif = standard.compile(JSON.parse(readFileSync(published, 'utf8')));

interface Location {
  readonly physicalLocation?: {
    readonly artifactLocation: { readonly uri: string; readonly uriBaseId?: string };
    readonly region?: Readonly<Record<string, number>>;
  };
  readonly message?: { readonly text: string };
}

interface Result {
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly level: string;
  readonly message: { readonly text: string };
  readonly locations?: readonly Location[];
  readonly relatedLocations?: readonly Location[];
  readonly partialFingerprints: Readonly<Record<string, string>>;
  readonly suppressions: readonly Readonly<Record<string, unknown>>[];
}

interface Run {
  readonly tool: { readonly driver: { readonly rules: readonly Rule[] } };
  readonly invocations: readonly Readonly<Record<string, unknown>>[];
  readonly versionControlProvenance?: readonly object[];
  readonly results: readonly Result[];
}

type Rule = Readonly<Record<string, unknown>> & { readonly id: string };

/** The run of a log that keeps to the profile. */
async function runOf(report: Report, options: RenderOptions = {}): Promise<Run> {
  const log: { readonly runs: readonly [Run] } = JSON.parse(await render('sarif', report, options));
  validate(log);
  expect(validate.errors).toBeNull();
  isSarif(log);
  expect(isSarif.errors).toBeNull();
  return log.runs[0];
}

function uris(locations: readonly Location[] = []): (string | undefined)[] {
  return locations.map(({ physicalLocation }) => physicalLocation?.artifactLocation.uri);
}

const removal = makeOccurrence({ event: 'removed', path: 'old.py', line: 9 });
const historic = makeFinding({
  state: 'history',
  introduced: makeOccurrence({ path: 'old.py', line: 7 }),
  occurrences: [makeOccurrence({ path: 'old.py', line: 7 }), removal],
  removed: { commit: removal.commit ?? '', date: '2021-04-04T09:15:00+01:00' },
});

it('would not pass with what the standard does not know', async () => {
  const log: { runs: object[] } = JSON.parse(await render('sarif', sampleReport(), {}));
  expect(isSarif(log)).toBe(true);
  expect(isSarif({ ...log, runs: [{ ...log.runs[0], results: [{ message: 1 }] }] })).toBe(false);
});

describe('sarifReport', () => {
  it.each([
    ['the sample', sampleReport(), {}],
    ['the sample for GitHub', sampleReport(), { needsFiles: true }],
    ['the sample with secrets', sampleReport(), { showSecrets: true }],
    ['an empty report', makeReport([]), {}],
    [
      'files without git',
      makeReport([makeFinding()], {
        mode: 'files',
        target: { ...sampleReport().target, head: null },
      }),
      {},
    ],
  ])('keeps to the standard for %s', async (_name, report, options) => {
    const { results } = await runOf(report, options);
    expect(results).toHaveLength(report.findings.length);
  });

  it('locates a finding at its present lines in HEAD, its history in related locations', async () => {
    const finding = makeFinding({
      headPlaces: [makeHeadPlace({ path: 'src/new.py', line: 31 })],
    });
    const [result] = (await runOf(makeReport([finding]))).results;
    expect(result?.locations).toEqual([
      {
        physicalLocation: {
          artifactLocation: { uri: 'src/new.py', uriBaseId: '%SRCROOT%' },
          region: { startLine: 31, startColumn: 18, endLine: 31, endColumn: 58 },
        },
      },
    ]);
    expect(uris(result?.relatedLocations)).toEqual(['src/settings.py']);
  });

  it('gives no file to a finding of the history: commit and path are in its related locations', async () => {
    const [result] = (await runOf(makeReport([historic]))).results;
    expect(result).not.toHaveProperty('locations');
    expect(result?.relatedLocations?.map(({ message }) => message?.text)).toEqual([
      `introduced in commit ${historic.introduced.commit} at old.py:7, 2021-03-04T09:15:00+01:00`,
      `removed in commit ${removal.commit} at old.py:9, 2021-03-04T09:15:00+01:00`,
    ]);
  });

  it('gives every finding a place that GitHub takes when it is the reader, and blames no file of today', async () => {
    const { results } = await runOf(sampleReport(), { needsFiles: true });
    for (const { locations } of results) {
      expect(uris(locations)[0]).toMatch(/./u);
      expect(locations?.[0]?.physicalLocation?.region).toBeDefined();
    }
    const [homeless] = (await runOf(makeReport([historic]), { needsFiles: true })).results;
    const commit = historic.introduced.commit?.slice(0, 9);
    expect(uris(homeless?.locations)).toEqual([`history/${commit}/old.py`]);
  });

  it.each([
    ['index', 'deploy/values.yaml'],
    ['worktree', 'deploy/values.yaml'],
  ] as const)('locates a finding of the %s where it is about to be', async (state, path) => {
    const present = makeOccurrence({ event: 'present', commit: null, date: null, path });
    const finding = makeFinding({ state, introduced: present, occurrences: [present] });
    const [result] = (await runOf(makeReport([finding]))).results;
    expect(uris(result?.locations)).toEqual([path]);
  });

  it.each([
    ['a b/ü#?.py', 'a%20b/%C3%BC%23%3F.py'],
    ['100%:x.py', '100%25%3Ax.py'],
    ['"a\\377\\"b"', 'a%FF%22b'],
    ['a\nb\u202e', 'a%0Ab%E2%80%AE'],
    ['[x](http://e.example)', '%5Bx%5D%28http%3A//e.example%29'],
  ])('writes the path %j as the URI %j', async (path, uri) => {
    const finding = makeFinding({ headPlaces: [makeHeadPlace({ path })] });
    const [result] = (await runOf(makeReport([finding]))).results;
    expect(uris(result?.locations)).toEqual([uri]);
  });

  it.each(['/etc/passwd', '../up.py', 'a/../../up.py', '.git/config'])(
    'leads to no file outside of the repository: %s',
    async (path) => {
      const occurrence = makeOccurrence({ path });
      const finding = makeFinding({
        headPlaces: [makeHeadPlace({ path })],
        introduced: occurrence,
        occurrences: [occurrence],
      });
      const [result] = (await runOf(makeReport([finding]))).results;
      expect(result?.locations).toBeUndefined();
      const held = await runOf(makeReport([finding]), { needsFiles: true });
      const [home] = uris(held.results[0]?.locations);
      expect(home).toMatch(/^history\/[0-9a-f]+\/[0-9a-f]+$/u);
      expect(JSON.stringify(result)).not.toContain('"uri":"file:');
    },
  );

  it('writes an absolute path without a base', async () => {
    const present = makeOccurrence({
      event: 'present',
      commit: null,
      date: null,
      path: '/etc/a b',
    });
    const finding = makeFinding({
      state: 'worktree',
      introduced: present,
      occurrences: [present],
    });
    const [result] = (await runOf(makeReport([finding], { mode: 'files' }))).results;
    expect(result?.locations?.[0]?.physicalLocation?.artifactLocation).toEqual({
      uri: 'file:///etc/a%20b',
    });
  });

  it('lets no text become a placeholder or a link', async () => {
    const [result] = (await runOf(makeReport([makeFinding({ title: '{0} [x](1)' })]))).results;
    expect(result?.message.text).toMatch(/^\{\{0\}\} \[x\] \(1\) /u);
  });

  it('keeps the fingerprint, whatever file and line', async () => {
    const moved = makeFinding({ headPlaces: [makeHeadPlace({ path: 'z.py', line: 999 })] });
    const { fingerprint } = moved;
    for (const finding of [makeFinding(), moved]) {
      const [result] = (await runOf(makeReport([finding]))).results;
      expect(result?.partialFingerprints).toEqual({
        'leaktrail/v1': fingerprint,
        primaryLocationLineHash: `${fingerprint}:1`,
      });
    }
  });

  it.each([
    ['baseline', 'external'],
    ['ignore-file', 'external'],
    ['inline-comment', 'inSource'],
  ])('keeps a finding that the %s suppresses as %s', async (by, kind) => {
    const finding = makeFinding({ suppressed: { by, reason: 'rotated', until: '2030-01-01' } });
    const [result] = (await runOf(makeReport([finding]))).results;
    expect(result?.suppressions).toEqual([
      {
        kind,
        status: 'accepted',
        justification: `${by}: rotated`,
        properties: { until: '2030-01-01' },
      },
    ]);
  });

  it('says of each rule what to do and where', async () => {
    const finding = makeFinding({
      ruleId: 'shop-key',
      title: 'Shop key',
      severity: 'critical',
      advice: ['Revoke it and issue a new one: https://shop.example/keys.'],
    });
    const inTest = { ...finding, severity: 'low' as const, fingerprint: '0'.repeat(32) };
    const { tool, results } = await runOf(makeReport([inTest, finding, makeFinding()]));
    expect(tool.driver.rules.map(({ id }) => id)).toHaveLength(2);
    const rule = tool.driver.rules.find(({ id }) => id === 'shop-key');
    expect(rule).toMatchObject({
      name: 'ShopKey',
      shortDescription: { text: 'Shop key' },
      defaultConfiguration: { level: 'error' },
      helpUri: 'https://shop.example/keys',
      properties: { 'security-severity': '9.5', precision: 'high' },
    });
    expect(JSON.stringify(rule)).toContain('<https://shop.example/keys>');
    for (const { ruleId, ruleIndex } of results) {
      expect(tool.driver.rules[ruleIndex]?.id).toBe(ruleId);
    }
    expect(results.map(({ level }) => level)).toEqual(['error', 'error', 'note']);
  });

  it('tells of a scan that saw everything, and of one that did not', async () => {
    const whole = await runOf(makeReport([]));
    expect(whole.invocations).toEqual([
      { executionSuccessful: true, exitCode: 0, toolExecutionNotifications: [] },
    ]);
    const { invocations } = await runOf(sampleReport());
    expect(invocations[0]).toMatchObject({
      executionSuccessful: false,
      toolExecutionNotifications: expect.arrayContaining([
        expect.objectContaining({ descriptor: { id: 'shallow-clone' }, level: 'warning' }),
        expect.objectContaining({ descriptor: { id: 'missing-object' } }),
      ]),
    });
  });

  it('names the revision, where the address of the repository is known', async () => {
    const { head } = sampleReport().target;
    expect((await runOf(sampleReport())).versionControlProvenance).toEqual([
      {
        repositoryUri: 'https://git.example/shop.git',
        revisionId: head?.oid,
        branch: 'main',
        mappedTo: { uriBaseId: '%SRCROOT%' },
      },
    ]);
    const nowhere = makeReport([], { target: { ...sampleReport().target, head: null } });
    expect(await runOf(nowhere)).not.toHaveProperty('versionControlProvenance');
  });
});
