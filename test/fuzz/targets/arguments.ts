// What git, CI systems and users hand over: standard input of hooks, events, arguments, saved reports.
import { readFileSync } from 'node:fs';
import { parseLogOpts } from '../../../src/cli/logOpts.ts';
import { repeatListOptions } from '../../../src/cli/listArguments.ts';
import { splitWords } from '../../../src/cli/splitWords.ts';
import { shellWord } from '../../../src/git/shellWord.ts';
import { isUserError } from '../../../src/model/errors.ts';
import { reportSchema } from '../../../src/model/report.ts';
import { parseDocument } from '../../../src/report/parseDocument.ts';
import { toDocument } from '../../../src/report/toDocument.ts';
import { readCiEvent } from '../../../src/sources/ciEvent.ts';
import { parseRange } from '../../../src/sources/commitRange.ts';
import { parsePushLines, parseReceiveLines } from '../../../src/sources/refUpdates.ts';
import { sampleReport } from '../../report/sampleReport.ts';
import { demand, demandSame, once } from '../target.ts';
import type { Target } from '../target.ts';

const [oid, other, zero] = ['ab'.repeat(20), 'cd'.repeat(20), '0'.repeat(40)];

const hookLines: Target = {
  name: 'lines of pre-push and pre-receive',
  seeds: () => [
    `refs/heads/a ${oid} refs/heads/b ${zero}\n`,
    `(delete) ${zero} refs/heads/b ${oid}\n`,
    `${oid} ${other} refs/heads/a\n${zero} ${oid} refs/tags/ä\n`,
  ],
  words: [oid, zero, ' ', '\n', 'refs/heads/x', '\t', '\r'],
  answers: isUserError,
  run(bytes) {
    const text = bytes.toString('utf8');
    const lines = text.split('\n').filter((line) => line !== '');
    for (const parse of [parsePushLines, parseReceiveLines]) {
      let updates;
      try {
        updates = parse(text);
      } catch (error) {
        if (isUserError(error)) continue;
        throw error;
      }
      demandSame(updates.length, lines.length, 'an update for each line');
      updates.forEach(({ name, oldOid, newOid }, i) => {
        const words = (lines[i] ?? '').split(' ');
        for (const word of [name, oldOid ?? '', newOid ?? ''])
          demand(word === '' || words.includes(word), 'words that stand in the line');
      });
    }
  },
};

const words: Target = {
  name: 'words and ranges of arguments',
  seeds: () => [
    `--since='2 weeks' "a \\"b" c\\ d`,
    'main..topic',
    '--author=x --all -- a b',
    "it's",
    '-n 5 a...b',
  ],
  words: [
    "'",
    '"',
    '\\',
    ' ',
    '\n',
    '--since',
    '=',
    '--',
    '-n',
    '..',
    '...',
    '--output',
    '--all',
    '^',
    '--no-merges',
    '__proto__',
  ],
  answers: isUserError,
  run(bytes) {
    const text = bytes.toString('utf8');
    const quoted = shellWord(text);
    // The form with escapes is for shells alone.
    if (!quoted.startsWith('$'))
      demandSame(splitWords(quoted, 'x'), [text], 'a word that was quoted');
    repeatListOptions(text.split(' '), () => false);
    // Of thousands of arguments in one text yargs-parser takes the square; they are the user's own.
    const logOpts = text.length < 5000 ? [parseLogOpts] : [];
    for (const parse of [parseRange, ...logOpts, (each: string) => splitWords(each, 'x')]) {
      try {
        parse(text);
      } catch (error) {
        if (!isUserError(error)) throw error;
        demand(!error.message.includes('\n') || text.includes('\n'), 'an error of one line');
      }
    }
  },
};

const ciEvent: Target = {
  name: 'event of a CI system',
  seeds: () => [
    JSON.stringify({ pull_request: { base: { sha: oid }, head: { sha: other } } }),
    JSON.stringify({ merge_group: { base_sha: oid, head_sha: other } }),
    JSON.stringify({ before: oid, after: other, repository: { default_branch: 'main' } }),
  ],
  words: ['"before":', '"after":', 'null', zero, '{', '}', '"', '[', ']', '1'],
  run(bytes) {
    const text = bytes.toString('utf8');
    const event = readCiEvent(
      { GITHUB_ACTIONS: 'true', GITHUB_EVENT_PATH: 'x', GITHUB_SHA: oid },
      () => text,
    );
    demand(event !== undefined && typeof event.head === 'string' && event.head !== '', 'a head');
    demand(event.before === undefined || /^[0-9a-f]{40,64}$/u.test(event.before), 'an id');
    readCiEvent(
      {
        GITLAB_CI: text,
        TF_BUILD: text,
        CIRCLECI: text,
        JENKINS_URL: text,
        BITBUCKET_BUILD_NUMBER: text,
      },
      () => text,
    );
  },
};

const schema = once((): object => {
  const parsed: unknown = JSON.parse(readFileSync('schemas/report.schema.json', 'utf8'));
  return typeof parsed === 'object' && parsed !== null ? parsed : {};
});

const savedReports = once(() => [
  JSON.stringify(toDocument(sampleReport(), { showSecrets: false })),
]);

const savedReport: Target = {
  name: 'saved report',
  seeds: savedReports,
  words: [
    `"schema":"${reportSchema}"`,
    '"findings":',
    'null',
    '{',
    '}',
    '[',
    ']',
    '"',
    ',',
    '"__proto__":',
    '-1',
    '1e999',
  ],
  answers: isUserError,
  run(bytes) {
    const showSecrets = bytes.length % 2 === 0;
    const options = { fileName: 'r', schema: schema(), showSecrets };
    const { findings } = parseDocument(bytes.toString('utf8'), options);
    demand(Array.isArray(findings), 'findings');
  },
};

export const argumentTargets: readonly Target[] = [hookLines, words, ciEvent, savedReport];
