import { Ajv2020 } from 'ajv/dist/2020.js';
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

const text = { type: 'string', minLength: 1 };
const time = { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}$' };
const line = { type: 'integer', minimum: 1 };

function closed(properties: Readonly<Record<string, object>>, optional: readonly string[]): object {
  const required = Object.keys(properties).filter((key) => !optional.includes(key));
  return { type: 'object', properties, required, additionalProperties: false };
}

const program = closed(
  { id: text, name: text, version: text, vendor: closed({ name: text }, []) },
  [],
);

/** What leaktrail writes of the secret detection report 15.2.1: its names, types, patterns, word lists and lengths. */
const profile = closed(
  {
    version: { const: '15.2.1' },
    schema: { type: 'string', pattern: '^https?://.+' },
    scan: closed(
      {
        type: { const: 'secret_detection' },
        analyzer: program,
        scanner: program,
        start_time: time,
        end_time: time,
        status: { enum: ['success', 'failure'] },
        messages: {
          type: 'array',
          items: closed({ level: { enum: ['info', 'warn', 'fatal'] }, value: text }, []),
        },
      },
      [],
    ),
    vulnerabilities: {
      type: 'array',
      items: closed(
        {
          id: { type: 'string', pattern: '^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$' },
          name: { type: 'string', maxLength: 255 },
          description: { type: 'string', maxLength: 1_048_576 },
          severity: { enum: ['Info', 'Unknown', 'Low', 'Medium', 'High', 'Critical'] },
          solution: { type: 'string', maxLength: 7000 },
          identifiers: {
            type: 'array',
            minItems: 1,
            items: closed(
              {
                type: text,
                name: text,
                value: text,
                url: { type: 'string', pattern: '^(?:https?|ftp)://.+' },
              },
              ['url'],
            ),
          },
          links: {
            type: 'array',
            items: closed({ url: { type: 'string', pattern: '^(?:https?|ftp)://.+' } }, []),
          },
          location: closed(
            {
              file: { type: 'string' },
              start_line: line,
              end_line: line,
              commit: closed(
                {
                  sha: text,
                  author: { type: 'string' },
                  date: { type: 'string' },
                  message: { type: 'string' },
                },
                ['author', 'date', 'message'],
              ),
            },
            ['file'],
          ),
          raw_source_code_extract: { type: 'string' },
        },
        ['solution'],
      ),
    },
  },
  [],
);
const validate = new Ajv2020({ strict: true, allErrors: true }).compile(profile);

interface GitlabReport {
  readonly scan: Readonly<Record<string, unknown>>;
  readonly vulnerabilities: readonly Readonly<Record<string, unknown>>[];
}

/** A report that keeps to the profile. */
async function reportOf(report: Report, options: RenderOptions = {}): Promise<GitlabReport> {
  const parsed: GitlabReport = JSON.parse(await render('gitlab', report, options));
  validate(parsed);
  expect(validate.errors).toBeNull();
  return parsed;
}

describe('gitlabReport', () => {
  it.each([
    ['the sample', sampleReport(), {}],
    ['the sample with secrets', sampleReport(), { showSecrets: true }],
    ['an empty report', makeReport([]), {}],
    [
      'very long texts',
      makeReport([makeFinding({ title: 'x'.repeat(300), advice: ['y'.repeat(9000)] })]),
      {},
    ],
  ])('keeps to the schema for %s', async (_name, report, options) => {
    expect(await reportOf(report, options)).toBeDefined();
  });

  it('states in UTC when the scan began and ended', async () => {
    const report = makeReport([]);
    const slow = { ...report, summary: { ...report.summary, elapsedMs: 65_000 } };
    expect((await reportOf(slow)).scan).toMatchObject({
      start_time: '2026-01-02T03:03:00',
      end_time: '2026-01-02T03:04:05',
    });
  });

  it('names the present line in HEAD and the commit that brought the secret in', async () => {
    const finding = makeFinding({ headPlaces: [makeHeadPlace({ path: 'new.py', line: 31 })] });
    const { introduced } = finding;
    const { vulnerabilities } = await reportOf(makeReport([finding]));
    expect(vulnerabilities[0]?.['location']).toEqual({
      file: 'new.py',
      start_line: 31,
      end_line: 31,
      commit: {
        sha: introduced.commit,
        author: 'Jane Doe <jane@example.org>',
        date: introduced.date,
        message: 'Add the settings',
      },
    });
  });

  it('names file and commit as they were for a finding of the history', async () => {
    const { vulnerabilities } = await reportOf(makeReport([makeFinding({ state: 'history' })]));
    expect(vulnerabilities[0]).toMatchObject({
      location: {
        file: 'src/settings.py',
        start_line: 12,
        commit: { sha: makeFinding().introduced.commit },
      },
    });
  });

  it('writes zeros for the commit of what is not committed', async () => {
    const present = makeOccurrence({ event: 'present', commit: null, author: null, date: null });
    const finding = makeFinding({ state: 'index', introduced: present, occurrences: [present] });
    const { vulnerabilities } = await reportOf(makeReport([finding]));
    expect(vulnerabilities[0]).toMatchObject({ location: { commit: { sha: '0000000' } } });
  });

  it('leaves suppressed findings out and tells of an incomplete scan', async () => {
    const { scan, vulnerabilities } = await reportOf(sampleReport());
    expect(vulnerabilities).toHaveLength(sampleReport().summary.findings);
    expect(scan['messages']).toContainEqual({
      level: 'warn',
      value: 'the clone is shallow, older commits are absent',
    });
  });

  it('lets no text become markup of the description', async () => {
    const introduced = makeOccurrence({ path: '<img src=x>[a](b)@all' });
    const finding = makeFinding({ introduced, occurrences: [introduced] });
    const { vulnerabilities } = await reportOf(makeReport([finding]));
    expect(vulnerabilities[0]?.['description']).not.toMatch(/<img|\]\(|(?<!<code>)@/u);
  });
});
