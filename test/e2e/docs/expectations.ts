// How the statements of the pages end where that is not 0 and no comment beside them says so, what has to be there
// before them, and which blocks are run elsewhere than in the repository `shop`. An entry that no page needs any more
// fails the tests.

/** Words of the pages that stand for what a reader has. */
export const placeholders: readonly (readonly [string, string])[] = [
  ['PATH/TO/REPOSITORY', '../shop'],
  ['--mirror URL', '--mirror ../shop.git'],
  ['git clone --mirror REPOSITORY', 'git clone --mirror ../shop'],
];

/** Exit status by page and statement. Mostly 1, because `shop` has what is looked for. */
export const endings: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  'README.md': {
    'npm ci && node bin/leaktrail.js audit ../shop': 1,
    'leaktrail audit': 1,
    'leaktrail plan': 1,
    'leaktrail plan --verify': 1,
  },
  'docs/AUDIT.md': { 'leaktrail audit ../shop': 1, 'leaktrail plan ../shop': 1 },
  'docs/CI.md': { 'docker run --rm -v "$(pwd):/repo:ro" leaktrail audit --no-cache': 1 },
  'docs/PLAN.md': {
    'leaktrail plan': 1,
    'leaktrail plan ../shop': 1,
    'leaktrail audit -o report.json': 1,
    'leaktrail plan report.json': 1,
    'leaktrail plan --verify': 1,
  },
  'docs/REPORTS.md': { 'leaktrail -o report.json -o report.sarif -o comment.md': 1 },
  'docs/RULES.md': { 'leaktrail audit --rules our-rules.yaml': 1 },
  'docs/TRACE.md': { 'leaktrail trace': 1 },
};

/** Pages whose blocks are the steps of one story: run in one sandbox, one after the other. */
export const stories: readonly string[] = [
  'docs/ADOPTING.md',
  'docs/COVERAGE.md',
  'docs/READING.md',
];

/** Pages whose blocks speak of a clone of leaktrail itself, by a word of those blocks. */
export const inProject: Readonly<Record<string, RegExp>> = {
  'README.md': /npm ci && npm test/u,
  'CONTRIBUTING.md': /npm ci /u,
  'docs/FIRST-REPORT.md': /npm ci/u,
  'docs/PERFORMANCE.md': /npm run bench/u,
};

interface SetUp {
  readonly page: string;
  readonly word: RegExp;
  /** Lines of bash that run before the block; the last one must end with 0. */
  readonly script: string;
}

/** What blocks take for granted, by a word of theirs. */
export const setUps: readonly SetUp[] = [
  {
    page: 'docs/AUDIT.md',
    word: /plan --verify/u,
    // The shortest purge: the present state without its secrets and its history.
    script: `leaktrail plan >/dev/null
git checkout -q --orphan clean
git rm -rq --cached .
rm -rf shop tests .env
git add -A && git commit -qm 'Begin anew'
git for-each-ref --format='delete %(refname)' | grep -v refs/heads/clean | git update-ref --stdin
git reflog expire --expire=now --all && git gc -q --prune=now`,
  },
  {
    page: 'docs/RULES.md',
    word: /our-rules\.yaml/u,
    script: `cat >our-rules.yaml <<'END'
provider: acme
rules:
  - id: acme-api-token
    title: Acme API token
    keywords: [acme_]
    token: 'acme_[a-z0-9]{32}'
    examples:
      positive: ['A=acme_<lowalnum:32>', '"acme_<lowalnum:32>"']
      negative: ['A=acme_<lowalnum:12>', 'A=acmes_<lowalnum:32>']
END`,
  },
  {
    page: 'docs/HOOKS.md',
    word: /^SKIP=leaktrail/u,
    script: `leaktrail hook install
git checkout -q main
printf 'GITHUB_TOKEN = "%s"\\n' "$A_TOKEN" >more.py
git add more.py
! git commit -q -m Refused`,
  },
  {
    page: 'docs/HOOKS.md',
    word: /^git commit --no-verify/u,
    script: `leaktrail hook install
printf 'GITHUB_TOKEN = "%s"\\n' "$A_TOKEN" >more.py
git add more.py`,
  },
];

/** Blocks whose lines are different ways to do one thing: each line has a sandbox of its own. */
export const alternatives: readonly (readonly [string, RegExp])[] = [
  ['docs/HOOKS.md', /^SKIP=leaktrail/u],
];
