// A made-up report with every kind of finding, for the golden files and for looking at. Its secrets are
// made up at run time, so that none that looks live stands in the repository.
import type { Finding, TreePlace } from '../../src/model/finding.ts';
import type { Occurrence } from '../../src/model/occurrence.ts';
import { reportSchema } from '../../src/model/report.ts';
import type { Report } from '../../src/model/report.ts';
import { verdictOf } from '../../src/remedy/verdict.ts';

/** `length` characters of `alphabet`, the same on every run for one seed. */
export function madeUp(seed: number, length: number, alphabet = alphanumeric): string {
  let state = seed * 2_654_435_761;
  let text = '';
  for (let index = 0; index < length; index += 1) {
    state = (Math.imul(state ^ (state >>> 15), 2_246_822_519) + 3_266_489_917) >>> 0;
    text += alphabet[(state >>> 8) % alphabet.length] ?? '';
  }
  return text;
}

const alphanumeric = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const hexadecimal = '0123456789abcdef';

function oid(seed: number): string {
  return madeUp(seed, 40, hexadecimal);
}

const people = {
  jane: { name: 'Jane Doe', email: 'jane@example.org' },
  john: { name: 'John Roe', email: 'john@example.org' },
  mei: { name: '林美', email: 'mei@example.org' },
};

/** An occurrence with everything a test does not care about filled in. */
export function makeOccurrence(partial: Partial<Occurrence> = {}): Occurrence {
  return {
    event: 'introduced',
    commit: oid(1),
    blob: oid(2),
    path: 'src/settings.py',
    line: 12,
    column: 18,
    endLine: partial.line ?? 12,
    endColumn: 58,
    author: people.jane,
    date: '2021-03-04T09:15:00+01:00',
    summary: 'Add the settings',
    ...partial,
  };
}

/** A place in HEAD with everything a test does not care about filled in. */
export function makeHeadPlace(partial: Partial<TreePlace> = {}): TreePlace {
  return {
    path: 'src/settings.py',
    blob: oid(2),
    line: 12,
    column: 18,
    endLine: partial.line ?? 12,
    endColumn: 58,
    ...partial,
  };
}

/** A finding with one occurrence, unless told otherwise. */
export function makeFinding(partial: Partial<Finding> = {}): Finding {
  const introduced = partial.introduced ?? makeOccurrence();
  return {
    fingerprint: madeUp(9, 32, hexadecimal),
    ruleId: 'generic-password',
    title: 'Password in an assignment',
    provider: 'generic',
    severity: 'high',
    confidence: 'high',
    score: 0.9,
    secret: { value: madeUp(7, 24), entropy: 4.1234 },
    state: 'head',
    introduced,
    removed: null,
    exposedDays: 100.5,
    reachableFrom: ['refs/heads/main'],
    occurrences: [introduced],
    marks: [],
    suppressed: null,
    advice: [],
    ...partial,
  };
}

/** A report that holds these findings, its counts as they follow from them. */
export function makeReport(findings: readonly Finding[], partial: Partial<Report> = {}): Report {
  const active = findings.filter((finding) => finding.suppressed === null);
  const severityCount = (severity: string): number =>
    active.filter((finding) => finding.severity === severity).length;
  const stateCount = (state: string): number =>
    active.filter((finding) => finding.state === state).length;
  return {
    schema: reportSchema,
    tool: { name: 'leaktrail', version: '0.1.0', rulesHash: madeUp(3, 64, hexadecimal) },
    mode: 'audit',
    target: {
      path: '.',
      head: { ref: 'refs/heads/main', oid: oid(4) },
      tips: 14,
      objectFormat: 'sha1',
      shallow: false,
      partial: false,
    },
    coverage: {
      complete: true,
      commits: 8123,
      trees: 31_002,
      blobs: 59_392,
      bytes: 977_412_345,
      messages: 8301,
      worktreeFiles: 412,
      missingObjects: 0,
      skipped: [],
      problems: [],
    },
    findings,
    hygiene: [],
    summary: {
      findings: active.length,
      bySeverity: {
        critical: severityCount('critical'),
        high: severityCount('high'),
        medium: severityCount('medium'),
        low: severityCount('low'),
      },
      byState: {
        head: stateCount('head'),
        history: stateCount('history'),
        index: stateCount('index'),
        worktree: stateCount('worktree'),
        unreachable: stateCount('unreachable'),
        message: stateCount('message'),
      },
      suppressed: findings.length - active.length,
      elapsedMs: 3412.6,
      exitCode: active.length > 0 ? 1 : 0,
    },
    ...partial,
  };
}

/** Twelve findings as a shop's repository of some years might hold them, one of them suppressed. */
export function sampleFindings(): Finding[] {
  const openAi = `sk-${'proj'}-${madeUp(20, 156)}`;
  const github = `${'gh'}p_${madeUp(21, 36)}`;
  const openAiFirst = makeOccurrence({
    commit: oid(30),
    blob: oid(31),
    path: 'billing/client.py',
    line: 41,
    author: people.mei,
    date: '2024-02-11T17:20:05+08:00',
    summary: 'Ask the model to summarise invoices 请求',
  });
  const openAiSpread = [51, 52, 53, 54, 55].map((seed, index) =>
    makeOccurrence({
      event: 'spread',
      commit: oid(seed),
      blob: oid(seed + 20),
      path: `services/worker-${index}/settings.py`,
      line: 9 + index,
      author: people.john,
      date: `2024-05-0${index + 1}T10:00:00+00:00`,
      summary: 'Split the billing client into services, each with its own settings',
    }),
  );
  const databaseFirst = makeOccurrence({
    commit: oid(32),
    path: 'config/production.yml',
    line: 7,
    date: '2019-11-30T23:59:59-05:00',
    summary: 'Deploy from the laptop for now',
  });
  const databaseGone = makeOccurrence({
    event: 'removed',
    commit: oid(33),
    path: 'config/production.yml',
    line: 8,
    author: people.john,
    date: '2020-06-01T08:00:00+02:00',
    summary: 'Read the database URL from the environment',
  });
  const staged = makeOccurrence({
    event: 'present',
    commit: null,
    path: 'deploy/values.yaml',
    line: 88,
    author: null,
    date: null,
    summary: null,
  });
  const inMessage = makeOccurrence({
    event: 'present',
    commit: oid(34),
    blob: null,
    path: null,
    line: 3,
    author: people.jane,
    date: '2022-08-19T12:00:00+02:00',
    summary: `Use the token ${github} until Friday`,
  });
  const lost = makeOccurrence({
    event: 'present',
    commit: null,
    blob: oid(35),
    path: null,
    line: 1,
    author: null,
    date: null,
    summary: null,
  });
  return [
    makeFinding({
      fingerprint: madeUp(101, 32, hexadecimal),
      ruleId: 'openai-api-key',
      title: 'OpenAI API key',
      provider: 'openai',
      severity: 'critical',
      secret: { value: openAi, entropy: 5.613 },
      headPlaces: [
        makeHeadPlace({ path: 'billing/client.py', line: 44 }),
        makeHeadPlace({ path: 'services/worker-0/settings.py', line: 9 }),
      ],
      introduced: openAiFirst,
      exposedDays: 512.25,
      occurrences: [openAiFirst, ...openAiSpread],
      reachableFrom: ['main', 'feature/invoices', 'release-2', 'release-3', 'release-4', 'x'].map(
        (name) => `refs/heads/${name}`,
      ),
      advice: [
        'Revoke it at https://platform.openai.com/api-keys and look at the usage page for calls that are not yours.',
        'Read the new key from the environment.',
      ],
    }),
    makeFinding({
      fingerprint: madeUp(102, 32, hexadecimal),
      ruleId: 'database-url',
      title: 'Password in a database URL',
      severity: 'critical',
      secret: { value: 'Tr0ub4dor&3x', entropy: 3.25 },
      state: 'history',
      introduced: databaseFirst,
      removed: { commit: oid(33), date: '2020-06-01T08:00:00+02:00' },
      exposedDays: 183.2,
      occurrences: [databaseFirst, databaseGone],
      reachableFrom: [
        'refs/heads/main',
        'refs/pull/12/head',
        'refs/pull/12/merge',
        'refs/pull/7/head',
        'refs/remotes/origin/HEAD',
        'refs/remotes/origin/main',
        'refs/tags/v1.0',
      ],
      advice: ['Change the password of this database user.'],
    }),
    makeFinding({
      fingerprint: madeUp(103, 32, hexadecimal),
      ruleId: 'aws-secret-access-key',
      title: 'AWS secret access key',
      provider: 'aws',
      severity: 'critical',
      secret: { value: madeUp(22, 40), entropy: 4.75 },
      state: 'index',
      introduced: staged,
      exposedDays: null,
      reachableFrom: [],
      occurrences: [staged],
      advice: ['Deactivate the access key in IAM, then delete it.'],
    }),
    makeFinding({
      fingerprint: madeUp(104, 32, hexadecimal),
      ruleId: 'github-personal-access-token',
      title: 'GitHub personal access token',
      provider: 'github',
      severity: 'high',
      secret: { value: github, entropy: 4.9 },
      state: 'message',
      introduced: inMessage,
      exposedDays: null,
      occurrences: [inMessage],
      advice: ['Revoke it at https://github.com/settings/tokens.'],
    }),
    makeFinding({
      fingerprint: madeUp(105, 32, hexadecimal),
      ruleId: 'private-key',
      title: 'Private key, OpenSSH',
      severity: 'critical',
      secret: {
        value: `${'-----BEGIN'} OPENSSH PRIVATE KEY-----\n${madeUp(23, 70)}\n${madeUp(24, 70)}\n${'-----END'} OPENSSH PRIVATE KEY-----`,
        entropy: 5.4,
      },
      state: 'unreachable',
      introduced: lost,
      exposedDays: null,
      reachableFrom: [],
      occurrences: [lost],
    }),
    ...['slack-webhook', 'stripe-secret-key', 'sendgrid-api-key', 'npm-access-token'].map(
      (ruleId, index) => {
        const first = makeOccurrence({
          commit: oid(60 + index),
          path: ['tools/notify.sh', 'shop/payments.rb', 'mail/send.js', '.npmrc'][index] ?? '',
          line: 3 + index * 7,
          date: `202${index}-0${index + 1}-15T10:00:00Z`,
          summary: ['Tell the channel', 'Take payments', 'Send receipts', 'Publish'][index] ?? '',
        });
        return makeFinding({
          fingerprint: madeUp(110 + index, 32, hexadecimal),
          ruleId,
          title: ['Slack webhook', 'Stripe secret key', 'SendGrid API key', 'npm access token'][
            index
          ] as string,
          severity: index % 2 === 0 ? 'high' : 'medium',
          headPlaces: [makeHeadPlace({ path: first.path ?? '', line: first.line })],
          confidence: index === 3 ? 'medium' : 'high',
          secret: { value: madeUp(40 + index, 32), entropy: 4.5 },
          introduced: first,
          exposedDays: 1500.5 - index * 365,
          occurrences: [first],
          reachableFrom: ['refs/heads/main', 'refs/tags/v1.0'],
        });
      },
    ),
    ...['tests/conftest.py', 'docs/install.md'].map((path, index) => {
      const first = makeOccurrence({ path, commit: oid(70 + index), line: 5 + index });
      return makeFinding({
        fingerprint: madeUp(120 + index, 32, hexadecimal),
        severity: 'low',
        headPlaces: [makeHeadPlace({ path, line: 5 + index })],
        confidence: 'medium',
        secret: { value: madeUp(50 + index, 18), entropy: 3.9, encoding: 'base64' },
        introduced: first,
        occurrences: [first],
        marks: index === 0 ? ['test'] : ['docs', 'example'],
      });
    }),
    makeFinding({
      fingerprint: madeUp(130, 32, hexadecimal),
      suppressed: { by: 'baseline', reason: 'rotated in June', until: '2030-01-01' },
      secret: { value: madeUp(60, 20), entropy: 4 },
    }),
  ];
}

/** The sample as a whole: incomplete, with .env files in every condition. */
export function sampleReport(): Report {
  const report = makeReport(sampleFindings(), {
    hygiene: [
      {
        check: 'tracked',
        path: '.env',
        status: 'fail',
        rule: null,
        message: 'tracked by git and in HEAD',
        fix: "git rm --cached .env && echo '/.env' >> .gitignore",
        inHead: true,
        onDisk: true,
      },
      {
        check: 'shared-rule',
        path: 'services/api/.env',
        status: 'warn',
        rule: { source: '.git/info/exclude', line: 7, pattern: '*.env' },
        message: 'ignored on this machine only',
        fix: "echo '/services/api/.env' >> .gitignore",
        inHead: false,
        onDisk: true,
      },
      {
        check: 'ignored',
        path: 'services/web/.env',
        status: 'ok',
        rule: { source: '.gitignore', line: 2, pattern: '/services/web/.env' },
        message: 'ignored',
        fix: '',
        inHead: false,
        onDisk: false,
      },
    ],
    coverage: {
      complete: false,
      commits: 8123,
      trees: 31_002,
      blobs: 59_392,
      bytes: 977_412_345,
      messages: 8301,
      worktreeFiles: 412,
      missingObjects: 1,
      skipped: [
        { reason: 'symlink', count: 12, bytes: 310, examples: ['bin/run'] },
        { reason: 'image', count: 1240, bytes: 88_123_456, examples: ['logo.png', 'a/b.gif'] },
      ],
      problems: [
        {
          kind: 'missing-object',
          message: 'a tree names a blob that is absent',
          oid: oid(80),
          path: 'lib/old.js',
        },
        ...[1, 2, 3, 4, 5, 6, 7].map((index) => ({
          kind: 'limit' as const,
          message: `larger than --max-blob 10M`,
          oid: oid(80 + index),
        })),
      ],
    },
    target: {
      path: '~/src/shop',
      head: { ref: 'refs/heads/main', oid: oid(4) },
      tips: 14,
      objectFormat: 'sha1',
      shallow: true,
      partial: false,
      bare: false,
      remoteRefs: 2,
    },
  });
  return { ...report, verdict: verdictOf(report) };
}
