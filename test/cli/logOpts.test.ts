import { describe, expect, it } from 'vitest';
import { parseLogOpts } from '../../src/cli/logOpts.ts';
import { revListArguments } from '../../src/model/commitSelection.ts';
import type { CommitSelection } from '../../src/model/commitSelection.ts';
import { UsageError } from '../../src/model/errors.ts';

const nothing: CommitSelection = {
  revisions: [],
  paths: [],
  authors: [],
  committers: [],
  messages: [],
  branches: [],
  tags: [],
  remotes: [],
  all: false,
  firstParent: false,
};

describe('parseLogOpts', () => {
  it.each<[string, Partial<CommitSelection>]>([
    ['', {}],
    ['main', { revisions: ['main'] }],
    [
      'main ^v1 v1..v2 a...b HEAD~3 stash@{0}',
      { revisions: ['main', '^v1', 'v1..v2', 'a...b', 'HEAD~3', 'stash@{0}'] },
    ],
    ['1234567', { revisions: ['1234567'] }],
    ['--since=2024-01-01', { since: '2024-01-01' }],
    ['--since "2 weeks ago" main', { since: '2 weeks ago', revisions: ['main'] }],
    ['--after=2024-01-01 --before 2024-02-01', { since: '2024-01-01', until: '2024-02-01' }],
    ['--until=yesterday', { until: 'yesterday' }],
    ['--since=1 --since=2', { since: '2' }],
    [
      "--author=Jane --author='John Roe' main",
      { authors: ['Jane', 'John Roe'], revisions: ['main'] },
    ],
    ['--author Jane main', { authors: ['Jane'], revisions: ['main'] }],
    ['--committer=x --grep=fix --grep=a.b', { committers: ['x'], messages: ['fix', 'a.b'] }],
    ['--all', { all: true }],
    ['--all --all', { all: true }],
    ['--all true', { all: true, revisions: ['true'] }],
    ['--branches', { branches: ['*'] }],
    ['--branches main', { branches: ['*'], revisions: ['main'] }],
    [
      '--branches=release/* --tags=v1.* --remotes=origin',
      { branches: ['release/*'], tags: ['v1.*'], remotes: ['origin'] },
    ],
    ['--tags --remotes', { tags: ['*'], remotes: ['*'] }],
    ['--first-parent', { firstParent: true }],
    ['--merges', { merges: 'only' }],
    ['--no-merges', { merges: 'none' }],
    ['-5', { maxCount: 5 }],
    ['-n5', { maxCount: 5 }],
    ['-n 5 main', { maxCount: 5, revisions: ['main'] }],
    ['--max-count=10 --skip 3', { maxCount: 10, skip: 3 }],
    ['-n 0', { maxCount: 0 }],
    [
      'main -- src "a b" --output=x -p',
      { revisions: ['main'], paths: ['src', 'a b', '--output=x', '-p'] },
    ],
    ['--', {}],
  ])('reads %j', (text, expected) => {
    expect(parseLogOpts(text)).toEqual({ ...nothing, ...expected });
  });

  it.each([
    ['--output=/tmp/x', '--log-opts: --output is not allowed'],
    ['--output /tmp/x', '--log-opts: --output is not allowed'],
    ['main --ext-diff', '--log-opts: --ext-diff is not allowed'],
    ['--textconv', '--log-opts: --textconv is not allowed'],
    ['--exec=id', '--log-opts: --exec is not allowed'],
    ['--exec-path=.', '--log-opts: --exec-path is not allowed'],
    ['--upload-pack=id', '--log-opts: --upload-pack is not allowed'],
    ['--no-all', '--log-opts: --no-all is not allowed'],
    ['--format=%H', '--log-opts: --format is not allowed'],
    ['--sinse=1', '--log-opts: --sinse is not allowed (did you mean --since?)'],
    ['--__proto__=1', '--log-opts: --__proto__ is not allowed'],
    ['--constructor', '--log-opts: --constructor is not allowed'],
    ['--_=x', '--log-opts: --_ is not allowed'],
    ['-p', '--log-opts: -p is not allowed'],
    ['-Sx', '--log-opts: -S is not allowed'],
    ['-since=x', '--log-opts: -s is not allowed'],
    ['-O/tmp/x', '--log-opts: -O is not allowed'],
    ['--since', '--log-opts: --since needs a value'],
    ['--since=', '--log-opts: --since needs a value'],
    ['--author', '--log-opts: --author needs a value'],
    ['--author= main', '--log-opts: --author needs a value'],
    ['--author --all', '--log-opts: --author needs a value'],
    ['--all=false', '--log-opts: --all takes no value'],
    ['-n x', "--log-opts: --max-count takes a whole number, 0 or more, not 'x'"],
    ['--skip=-1', "--log-opts: --skip takes a whole number, 0 or more, not '-1'"],
    ['--- x', '--log-opts: --- is not allowed'],
    ['"a b"', "--log-opts: 'a b' is no revision"],
    ["''", "--log-opts: '' is no revision"],
    ['- main', "--log-opts: '-' is no revision"],
    ['"main', '--log-opts: a quote is not closed'],
  ])('refuses %j with one line that says why', (text, message) => {
    expect(() => parseLogOpts(text)).toThrow(new UsageError(message));
  });
});

describe('revListArguments', () => {
  it.each([
    ['', '--end-of-options HEAD --'],
    ['main ^v1 -- src', '--end-of-options main ^v1 -- src'],
    ['--all', '--all --end-of-options --'],
    ['--tags=v* -3', '--tags=v* --max-count=3 --end-of-options --'],
    [
      '--since=1 --until=2 --author=a --committer=b --grep=c --branches --remotes=o --first-parent --merges --skip=1 x',
      '--since=1 --until=2 --author=a --committer=b --grep=c --branches=* --remotes=o --first-parent --merges --skip=1 --end-of-options x --',
    ],
    ['--no-merges --author=--output=x', '--author=--output=x --no-merges --end-of-options HEAD --'],
  ])('gives git nothing but what the allowlist let through: %j', (text, expected) => {
    expect(revListArguments(parseLogOpts(text)).join(' ')).toBe(expected);
  });
});
