import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { GitError } from '../../src/model/errors.ts';
import type { Report } from '../../src/model/report.ts';
import { jsonReport } from '../../src/report/json.ts';
import { textReport } from '../../src/report/text.ts';
import { toDocument } from '../../src/report/toDocument.ts';
import { displayWidth } from '../../src/report/wrap.ts';
import { makeFinding, makeReport, sampleReport } from '../report/sampleReport.ts';
import { temporaryFolder } from '../temporaryFolder.ts';
import { mistake, runWith } from './runWith.ts';

const clean = makeReport([]);
const found = makeReport([makeFinding()]);
const incomplete: Report = {
  ...clean,
  coverage: {
    ...clean.coverage,
    complete: false,
    problems: [{ kind: 'limit', message: 'interrupted' }],
  },
};

function withExitCode(report: Report, exitCode: number): Report {
  return { ...report, summary: { ...report.summary, exitCode } };
}

function json(report: Report, showSecrets = false): string {
  return [...jsonReport(toDocument(report, { showSecrets }))].join('');
}

function text(report: Report, width = 80): string {
  const options = { color: false, width, verbose: false };
  return [...textReport(toDocument(report, { showSecrets: false }), options)].join('');
}

describe('the audit command', () => {
  it.each([
    ['a clean repository', clean, [], 0],
    ['findings', found, [], 1],
    ['an incomplete scan', incomplete, [], 3],
    ['an incomplete scan that is allowed', incomplete, ['--allow-incomplete'], 0],
    ['findings with a status of their own', found, ['--exit-code', '9'], 9],
  ])(
    'prints a text report and ends as the contract says: %s',
    async (_name, report, args, code) => {
      const { exitCode, stdout, stderr } = await runWith(args, { report });
      expect({ exitCode, stdout, stderr }).toEqual({
        exitCode: code,
        stdout: text(withExitCode(report, code)),
        stderr: '',
      });
    },
  );

  it('is the default and takes a folder', async () => {
    const cwd = temporaryFolder();
    await mkdir(join(cwd, 'shop'));
    for (const args of [
      ['shop'],
      ['audit', 'shop'],
      ['--quiet', 'audit', 'shop'],
      ['shop', '--quiet'],
    ]) {
      const { call, exitCode } = await runWith(args, { cwd, report: clean });
      expect(exitCode).toBe(0);
      expect(call).toMatchObject({ name: 'audit', run: { repoPath: 'shop', cwd } });
    }
    const { call } = await runWith([], { cwd, report: clean });
    expect(call).toMatchObject({ name: 'audit', run: { repoPath: '.' } });
  });

  it('reads a repository in a folder named like a command when it is given as a path', async () => {
    const cwd = temporaryFolder();
    await mkdir(join(cwd, 'staged'));
    const { call } = await runWith(['./staged'], { cwd, report: clean });
    expect(call).toMatchObject({ name: 'audit', run: { repoPath: './staged' } });
  });

  it.each([
    [['--config', 'x.yaml'], 'x.yaml'],
    [['--no-config'], false],
    [[], undefined],
  ])('hands on which configuration is asked for: %j', async (args, config) => {
    const { call } = await runWith(['audit', '.', ...args], { report: clean });
    expect(call?.run.options.config).toBe(config);
  });

  it('hands the options to the engine', async () => {
    const args =
      '--rules a.yaml b.yaml --enable aws-* --disable jwt,npm x-y --min-confidence low --threads 0 --max-blob 10M --timeout 2.5 --max-memory 1G --no-cache --no-incremental';
    const { call } = await runWith(['audit', ...args.split(' '), '--log-opts', '--all -n 3'], {
      report: clean,
    });
    expect(call?.run.options).toEqual({
      ruleFiles: ['a.yaml', 'b.yaml'],
      enable: ['aws-*'],
      disable: ['jwt', 'npm', 'x-y'],
      minConfidence: 'low',
      asksForConfidence: true,
      threads: 0,
      maxBlobBytes: 10_485_760,
      timeoutMs: 2500,
      maxMemoryBytes: 1_073_741_824,
      useCache: false,
      incremental: false,
      selection: expect.objectContaining({ all: true, maxCount: 3 }),
    });
  });

  it('asks for the reasons of findings with --verbose', async () => {
    const { call } = await runWith(['--verbose'], { report: clean });
    expect(call?.run.options.wantsJudgements).toBe(true);
  });

  it('has defaults for all of them', async () => {
    const { call } = await runWith([], { report: clean });
    expect(call?.run.options).toEqual({
      ruleFiles: [],
      enable: [],
      disable: [],
      minConfidence: 'medium',
      useCache: true,
      incremental: true,
    });
  });

  it('uses the colours and the width of a terminal', async () => {
    const { stdout } = await runWith([], { report: found, terminal: 100 });
    expect(stdout).toContain('\u001b[31mHIGH\u001b[39m');
    const plain = await runWith(['--no-color', '--quiet'], { report: found, terminal: 100 });
    expect(plain.stdout).toBe(text(withExitCode(found, 1), 100));
  });
});

describe('outputs', () => {
  it('writes JSON to standard output and says on standard error that a scan was incomplete', async () => {
    const { exitCode, stdout, stderr } = await runWith(['-f', 'json'], { report: incomplete });
    expect({ exitCode, stdout, stderr }).toEqual({
      exitCode: 3,
      stdout: json(withExitCode(incomplete, 3)),
      stderr: 'leaktrail: the scan was incomplete: interrupted\n',
    });
    const quiet = await runWith(['-f', 'json', '--quiet'], { report: incomplete });
    expect(quiet.stderr).toBe('');
  });

  it('leaves standard output empty when files are written, and the status as it is', async () => {
    const cwd = temporaryFolder();
    const args = ['-o', 'r.json', '-f', 'json', '-o', 'copy', '-o', 'r.txt'];
    const { exitCode, stdout, stderr } = await runWith(args, { cwd, report: found });
    expect({ exitCode, stdout, stderr }).toEqual({ exitCode: 1, stdout: '', stderr: '' });
    expect(await readFile(join(cwd, 'r.json'), 'utf8')).toBe(json(withExitCode(found, 1)));
    expect(await readFile(join(cwd, 'r.txt'), 'utf8')).toBe(text(withExitCode(found, 1)));
  });

  it('shows secrets only when asked to', async () => {
    const hidden = await runWith(['-f', 'json'], { report: found });
    const shown = await runWith(['-f', 'json', '--show-secrets'], { report: found });
    const value = found.findings[0]?.secret.value ?? '';
    expect(hidden.stdout).not.toContain(value);
    expect(shown.stdout).toBe(json(withExitCode(found, 1), true));
    expect(shown.stdout).toContain(value);
  });

  it('checks the destination before the scan', async () => {
    expect(await runWith(['-o', 'no/such/r.json'])).toEqual({
      ...mistake('--output no/such/r.json: there is no folder no/such'),
      call: undefined,
    });
  });
});

describe('the files and env commands', () => {
  it.each([
    [['files'], ['.']],
    [
      ['files', 'a', 'b'],
      ['a', 'b'],
    ],
    [['files', '-'], ['-']],
    [['-'], ['-']],
  ])('%j scans %j', async (args, paths) => {
    const cwd = temporaryFolder();
    await Promise.all([writeFile(join(cwd, 'a'), ''), writeFile(join(cwd, 'b'), '')]);
    let input = '';
    const { call, exitCode } = await runWith(args, {
      cwd,
      stdin: 'from standard input',
      report: async (run) => {
        if ('stdin' in run && paths.includes('-')) {
          for await (const chunk of run.stdin) input += Buffer.from(chunk).toString();
        }
        return clean;
      },
    });
    expect({ exitCode, name: call?.name, input }).toEqual({
      exitCode: 0,
      name: 'files',
      input: paths.includes('-') ? 'from standard input' : '',
    });
    expect(call?.run).toMatchObject({ paths });
  });

  it('ends env with 1 where an entry fails', async () => {
    const report = makeReport([], { mode: 'env', hygiene: sampleReport().hygiene });
    const { exitCode, call } = await runWith(['env'], { report });
    expect({ exitCode, name: call?.name }).toEqual({ exitCode: 1, name: 'env' });
    expect(call?.run).toMatchObject({ repoPath: '.' });
  });
});

describe('mistakes', () => {
  it.each([
    [['--formt', 'json'], "unknown option '--formt' (did you mean --format?)"],
    [['audit', '--formt', 'json'], "unknown option '--formt' (did you mean --format?)"],
    [['--format', 'jsn'], "--format does not know 'jsn' (did you mean json?)"],
    [['--format'], "option '-f, --format <format>' argument missing"],
    [['--min-confidence', 'hgih'], "--min-confidence does not know 'hgih' (did you mean high?)"],
    [
      ['--min-confidence', 'certain'],
      "--min-confidence does not know 'certain' (one of high, medium, low)",
    ],
    [['--threads', 'two'], "--threads takes a whole number, 0 to 256, not 'two'"],
    [['--max-blob', 'big'], "--max-blob takes a size such as 500k, 10M or 1G, not 'big'"],
    [['--timeout', '-1'], "--timeout takes a number of seconds above 0, not '-1'"],
    [['--exit-code', '300'], "--exit-code takes a whole number, 0 to 255, not '300'"],
    [
      ['--progress', 'sometimes'],
      "--progress does not know 'sometimes' (one of auto, always, never)",
    ],
    [['--log-opts', '--ext-diff'], '--log-opts: --ext-diff is not allowed'],
    [['adit'], "no command or folder is called 'adit' (did you mean audit?)"],
    [['adit', '.'], "no command or folder is called 'adit' (did you mean audit?)"],
    [['stagd'], "no command or folder is called 'stagd' (did you mean staged?)"],
    [['no-such-folder'], "no command or folder is called 'no-such-folder'"],
    [['audit', 'no-such-folder'], "there is no folder 'no-such-folder'"],
    [['.', '..'], "one REPO at a time, not '.' and '..'"],
    [
      ['--log-opts', 'x', 'audit', '.'],
      "the command 'audit' comes before its options and operands",
    ],
    [['files', 'no-such-file'], "there is no file or folder 'no-such-file'"],
    [['rules', 'lst'], "unknown command 'lst' (did you mean list?)"],
    [['report'], "missing required argument 'file' (--help tells what it is)"],
    [['detect', '.'], "no command or folder is called 'detect' (did you mean audit?)"],
    [['dir'], "no command or folder is called 'dir' (did you mean files?)"],
    [['version'], "no command or folder is called 'version' (did you mean --version?)"],
    [['report', 'no-such.json'], 'cannot read the report no-such.json'],
    [['no\u001b[2Jsuch'], "no command or folder is called 'no\\x1b[2Jsuch'"],
  ])('%j is told in one line', async (args, message) => {
    expect(await runWith(args)).toMatchObject(mistake(message));
  });

  it('tells what git says in one line', async () => {
    expect(
      await runWith([], {
        report: () => Promise.reject(new GitError('not a repository:\n  /tmp/x')),
      }),
    ).toMatchObject(mistake('not a repository: /tmp/x'));
  });

  it('tells a bug on one line, with its place and without its message', async () => {
    const { exitCode, stdout, stderr } = await runWith([], {
      report: () => Promise.reject(new TypeError('oops')),
    });
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toMatch(
      /^leaktrail: this is a bug, please report it: TypeError: .*\(runCli\.test\.ts:\d+:\d+\).*\n$/u,
    );
    expect(stderr).not.toContain('oops');
  });

  it.each([
    [
      'of memory',
      'ERR_WORKER_OUT_OF_MEMORY',
      'out of memory, nothing was reported: give --threads 0',
    ],
    ['of files', 'EMFILE', 'the system does not let this go on, nothing was reported: EMFILE'],
  ])('tells what a system that runs out %s leaves to do', async (_of, code, line) => {
    const error = Object.assign(new Error('oops'), { code });
    const { exitCode, stderr } = await runWith([], { report: () => Promise.reject(error) });
    expect(exitCode).toBe(2);
    expect(stderr.startsWith(`leaktrail: ${line}`)).toBe(true);
    expect(stderr.split('\n')).toHaveLength(2);
  });
});

describe('interruption', () => {
  const untilAborted = (run: { readonly signal: AbortSignal }): Promise<Report> =>
    new Promise((resolve) => {
      run.signal.addEventListener('abort', () => {
        const { message } = run.signal.reason;
        const problems = [{ kind: 'limit', message: String(message) }] as const;
        resolve({ ...incomplete, coverage: { ...incomplete.coverage, problems } });
      });
    });

  it('writes what there is after the first Ctrl-C', async () => {
    const { exitCode, stdout, stderr } = await runWith(['-f', 'json'], {
      report: untilAborted,
      onListening: (interrupt) => setImmediate(interrupt),
    });
    expect({ exitCode, stdout, stderr }).toEqual({
      exitCode: 3,
      stdout: json(withExitCode(incomplete, 3)),
      stderr:
        'leaktrail: interrupted: writing what was found so far (again to stop at once)\n' +
        'leaktrail: the scan was incomplete: interrupted\n',
    });
  });

  it('ends at once when the engine has nothing to report', async () => {
    const { exitCode, stdout, stderr } = await runWith([], {
      report: (run) =>
        new Promise((_resolve, reject) => {
          run.signal.addEventListener('abort', () => reject(run.signal.reason));
        }),
      onListening: (interrupt) => setImmediate(interrupt),
    });
    expect({ exitCode, stdout, stderr }).toEqual({
      exitCode: 130,
      stdout: '',
      stderr:
        'leaktrail: interrupted: writing what was found so far (again to stop at once)\n' +
        'leaktrail: stopped before anything was scanned: interrupted\n',
    });
  });

  it('ends a run after --timeout', async () => {
    const { exitCode, stderr } = await runWith(['-f', 'json', '--timeout', '0.01'], {
      report: async (run) => {
        const hold = setInterval(() => undefined, 1000);
        try {
          return await untilAborted(run);
        } finally {
          clearInterval(hold);
        }
      },
    });
    expect({ exitCode, stderr }).toEqual({
      exitCode: 3,
      stderr: 'leaktrail: the scan was incomplete: --timeout of 0.01 s reached\n',
    });
  });

  it('passes warnings on unless it is to be quiet', async () => {
    const report = (run: { readonly onWarning?: (message: string) => void }): Promise<Report> => {
      run.onWarning?.('the native engine\nis missing');
      return Promise.resolve(clean);
    };
    expect((await runWith([], { report })).stderr).toBe(
      'leaktrail: the native engine is missing\n',
    );
    expect((await runWith(['--quiet'], { report })).stderr).toBe('');
  });
});

describe('the report command', () => {
  it('renders a saved report, from a file or standard input, with status 0', async () => {
    const cwd = temporaryFolder();
    const saved = json(sampleReport());
    await writeFile(join(cwd, 'r.json'), saved);
    const expected = { exitCode: 0, stdout: text(sampleReport()), stderr: '', call: undefined };
    expect(await runWith(['report', 'r.json'], { cwd })).toEqual(expected);
    expect(await runWith(['report', '-'], { stdin: saved })).toEqual(expected);
    expect(await runWith(['report', 'r.json', '-f', 'json'], { cwd })).toEqual({
      ...expected,
      stdout: saved,
    });
  });

  it('reads over a byte order mark', async () => {
    const cwd = temporaryFolder();
    const saved = `\ufeff${json(sampleReport())}`;
    await writeFile(join(cwd, 'r.json'), saved);
    const expected = { exitCode: 0, stdout: text(sampleReport()), stderr: '' };
    expect(await runWith(['report', 'r.json'], { cwd })).toMatchObject(expected);
    expect(await runWith(['report', '-'], { stdin: saved })).toMatchObject(expected);
  });

  it('refuses what is no report', async () => {
    expect(await runWith(['report', '-'], { stdin: '{}' })).toMatchObject(
      mistake('standard input: not a leaktrail report ("schema": "leaktrail.report/1" expected)'),
    );
  });
});

describe('the rules commands', () => {
  it('lists rules as text and as JSON', async () => {
    const file = join(temporaryFolder(), 'acme.yaml');
    await writeFile(file, ruleFile('acme_<alnum:20>'));
    const args = ['rules', 'list', '--rules', file, '--enable', 'acme-key'];
    expect(await runWith(args)).toEqual({
      exitCode: 0,
      stdout: 'acme-key  high      Acme key\n',
      stderr: '',
      call: undefined,
    });
    const { stdout } = await runWith([...args, '-f', 'json']);
    expect(JSON.parse(stdout)).toEqual([
      expect.objectContaining({ id: 'acme-key', provider: 'acme', severity: 'high' }),
    ]);
    const builtin = await runWith(['rules', 'list']);
    const lines = builtin.stdout.split('\n');
    expect(lines.filter((line) => displayWidth(line) > 80)).toEqual([]);
    // Beside its id, or below it.
    expect(builtin.stdout).toMatch(
      /^azure-app-configuration-connection-string  high {4}\n {40}Azure App Configuration /mu,
    );
    expect(builtin.stdout).toMatch(/^github-personal-access-token +critical {2}GitHub/mu);
  });

  it('shows one rule with examples made up for it', async () => {
    const file = join(temporaryFolder(), 'acme.yaml');
    await writeFile(file, ruleFile('key: acme_<alnum:20>'));
    const { exitCode, stdout, stderr } = await runWith([
      'rules',
      'show',
      'acme-key',
      '--rules',
      file,
    ]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toMatch(/^acme-key: Acme key\n\nprovider {4}acme\nseverity {4}high, /u);
    expect(stdout).toMatch(/^matches {5}key: acme_[A-Za-z0-9]{20}$/mu);
    expect(stdout).toMatch(/^does not {4}acme$/mu);
    const builtin = await runWith(['rules', 'show', 'github-personal-access-token', '-f', 'json']);
    expect(JSON.parse(builtin.stdout)).toMatchObject({ provider: 'github' });
  });

  it.each([
    [
      ['rules', 'show', 'githb-personal-access-token'],
      'no rule is called githb-personal-access-token (did you mean github-personal-access-token?)',
    ],
    [['rules', 'list', '--enable', 'no-such-rule-at-all'], 'no rule is called no-such-rule-at-all'],
    [['rules', 'list', '-f', 'jsonl'], 'rules prints text or json, not jsonl'],
    [['rules', 'list', '-o', 'x.json'], 'rules prints to standard output: --output is for reports'],
    [['rules', 'check', 'no-such.yaml'], 'cannot read the rule file no-such.yaml'],
  ])('%j is told in one line', async (args, message) => {
    expect(await runWith(args)).toMatchObject(mistake(message));
  });

  it('checks rule files: 0 where every example does what it says, else 2', async () => {
    const cwd = temporaryFolder();
    const good = join(cwd, 'good.yaml');
    const bad = join(cwd, 'bad.yaml');
    await writeFile(good, ruleFile('key: acme_<alnum:20>'));
    await writeFile(bad, ruleFile('nothing of that kind'));
    expect(await runWith(['rules', 'check', good])).toEqual({
      exitCode: 0,
      stdout: `${good}: 1 rule, 0 errors, 0 warnings\n`,
      stderr: '',
      call: undefined,
    });
    expect(await runWith(['rules', 'check', good, bad])).toEqual({
      exitCode: 2,
      stdout: [
        `${good}: 1 rule, 0 errors, 0 warnings\n`,
        `${bad}: acme-key: error: no match for the positive example "nothing of that kind"\n`,
        `${bad}: 1 rule, 1 error, 0 warnings\n`,
      ].join(''),
      stderr: '',
      call: undefined,
    });
  });

  function ruleFile(example: string): string {
    return [
      'provider: acme',
      'references: [https://example.org/keys]',
      'rules:',
      '  - id: acme-key',
      '    title: Acme key',
      '    severity: high',
      '    keywords: [acme_]',
      "    token: 'acme_[A-Za-z0-9]{20}'",
      '    examples:',
      `      positive: ['acme_<alnum:20>', '${example}']`,
      "      negative: ['acme_<alnum:5>', 'acme']",
      '',
    ].join('\n');
  }
});

describe('help and version', () => {
  it('are printed to standard output', async () => {
    const help = await runWith(['--help']);
    expect(help).toMatchObject({ exitCode: 0, stderr: '', call: undefined });
    expect(help.stdout).toMatch(/^Usage: leaktrail \[command\] \[options\] \[REPO\]\n/u);
    expect(help.stdout).toContain('\nCommands:\n  audit [options] [REPO]');
    expect(help.stdout).toContain('\n  staged [options] [REPO]');
    expect(help.stdout).toContain('\n  plan');
    expect(await runWith(['--version'])).toEqual({
      exitCode: 0,
      stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/u),
      stderr: '',
      call: undefined,
    });
    expect((await runWith(['audit', '--help'])).stdout).toContain('--log-opts');
  });
});
