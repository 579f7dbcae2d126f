// What says that findings do not count: our own files, and those of other scanners.
import { decisionsSchema } from '../../../src/model/decision.ts';
import { isUserError } from '../../../src/model/errors.ts';
import { formatBaseline, parseBaseline } from '../../../src/triage/baseline.ts';
import { parseDecisions, reasonOf } from '../../../src/triage/decisions.ts';
import { parseGitleaksIgnore } from '../../../src/triage/gitleaksIgnore.ts';
import { parseIgnoreFile } from '../../../src/triage/ignoreFile.ts';
import { inlineComments } from '../../../src/triage/inlineComment.ts';
import { parseSecretsBaseline } from '../../../src/triage/secretsBaseline.ts';
import { demand, demandSame, jsonWords } from '../target.ts';
import type { Target } from '../target.ts';

const print = 'ab'.repeat(16);

const ignoreFile: Target = {
  name: '.leaktrailignore',
  seeds: () => [
    `# why\n${print}\nrule:jwt # beside\n\npath:docs/**\n*.md\n`,
    '\xef\xbb\xbf# a\r\n/x/\r\n',
  ],
  words: ['rule:', 'path:', '#', ' #', '!', '\n', '\r\n', print, '/', '*', '[', '\0'],
  answers: isUserError,
  run(bytes) {
    const lines = bytes.toString('latin1').split('\n');
    let last = 0;
    for (const { line, value, reason } of parseIgnoreFile(bytes, 'i')) {
      demand(
        line > last && (lines[line - 1] ?? '').includes(value) && value !== '',
        'a value that stands in its line',
      );
      demand(reason !== '', 'a reason');
      last = line;
    }
  },
};

const baseline: Target = {
  name: 'baseline',
  seeds: () => [
    formatBaseline({
      salts: ['ab'.repeat(32), 'cd'.repeat(32)],
      entries: [
        {
          fingerprint: print,
          ruleId: 'a-b',
          added: '2024-01-01',
          by: 'Ada "x" <a@b>',
          reason: 'ü\\',
        },
        {
          fingerprint: 'cd'.repeat(16),
          ruleId: 'c',
          added: '2024-02-29',
          until: '2030-12-31',
          by: '',
          reason: '',
        },
      ],
    }),
  ],
  words: [
    'hmac ',
    'added:',
    ' until:',
    ' by:"',
    ' reason:"',
    '"',
    '\\',
    '\\u0000',
    '\n',
    '\r\n',
    '<<<<<<< a\n',
    '#',
    '2023-02-29',
    '9999-99-99',
  ],
  answers: isUserError,
  run(bytes) {
    const parsed = parseBaseline(bytes.toString('utf8'), 'b');
    const written = formatBaseline(parsed);
    demandSame(formatBaseline(parseBaseline(written, 'b')), written, 'the same when written again');
  },
};

const decisions: Target = {
  name: 'decisions',
  seeds: () => [
    JSON.stringify({
      schema: decisionsSchema,
      decisions: [
        {
          fingerprint: print,
          ruleId: 'a',
          decision: 'rotated',
          reason: 'x\ny',
          decidedOn: '2024-01-01',
        },
        {
          fingerprint: print,
          ruleId: 'a',
          decision: 'accept',
          reason: '',
          decidedOn: '2024-02-29',
        },
      ],
    }),
  ],
  words: ['"decisions":', ...jsonWords, '"reason":', '"\\ud800"', '"__proto__":'],
  answers: isUserError,
  run(bytes) {
    for (const decision of parseDecisions(bytes.toString('utf8'), 'd')) {
      demand(!reasonOf(decision).includes('\n') && reasonOf(decision) !== '', 'a reason on a line');
    }
  },
};

const foreign: Target = {
  name: 'baselines of other scanners',
  seeds: () => [
    JSON.stringify({
      version: '1.5.0',
      results: { 'a\\b': [{ hashed_secret: 'ab'.repeat(20), is_secret: false }] },
      filters_used: [{ path: 'detect_secrets.filters.regex.should_exclude_file', pattern: ['x'] }],
      exclude: { files: 'y', lines: null },
    }),
    `${'ab'.repeat(20)}:a/b:rule:12\na\\b:r:1 # c\n# d\nnonsense\n`,
    'x = "y" # leaktrail:allow jwt because gitleaks:allow # pragma: allowlist nextline secret\n',
  ],
  words: [
    '"results":',
    ...jsonWords,
    '"__proto__":',
    '\n',
    '#',
    'leaktrail:allow',
    'gitleaks:allow',
    ' jwt ',
    '*/',
  ],
  run(bytes) {
    const text = bytes.toString('utf8');
    const lines = text.split('\n').length;
    const { hashes, warnings } = parseSecretsBaseline(text, 'f');
    for (const hash of hashes.keys()) demand(/^[0-9a-f]{40}$/u.test(hash), 'a hash');
    const known = parseGitleaksIgnore(bytes, 'f');
    for (const warning of [...warnings, ...known.warnings]) {
      const line = Number(/^f:(\d+): /u.exec(warning)?.[1]);
      demand(line >= 1 && line <= lines, `a warning with its line: ${warning}`);
    }
    for (const { endOffset, marker } of inlineComments(text, (word) => word === 'jwt')) {
      demand(text.endsWith(marker, endOffset), 'a marker that stands there');
    }
  },
};

export const suppressionTargets: readonly Target[] = [ignoreFile, baseline, decisions, foreign];
