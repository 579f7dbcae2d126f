// What is shipped for other services, as far as it can be tried without them: it parses, it has the keys that the
// service documents, its shell parts run (with a stand-in for npm), and it takes this version of leaktrail.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { version } from '../../src/config/version.ts';
import { preCommitPushEntry } from '../../src/hooks/hookManagers.ts';
import { placeCommand } from '../hooks/fakeLeaktrail.ts';
import type { Call } from '../hooks/fakeLeaktrail.ts';
import { gitEnv } from '../makeRepository.ts';
import { temporaryFolder } from '../temporaryFolder.ts';
import { partOf } from '../partOf.ts';
import { runTemplate } from './hostileCheckout.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

type Fields = Readonly<Record<string, unknown>>;

function text(file: string): string {
  return readFileSync(join(root, file), 'utf8');
}

function keys(value: unknown): string[] {
  return Object.keys(Object(value)).toSorted();
}

interface Outcome {
  readonly status: number | null;
  readonly calls: readonly Call[];
}

/** Runs a script of sh with a stand-in for leaktrail that ends with a status. */
function run(script: string, { status = 0, env = {} } = {}): Outcome {
  const folder = temporaryFolder('template');
  const calls = placeCommand(join(folder, 'leaktrail'), status);
  const result = spawnSync('sh', ['-e', '-c', script], {
    env: { ...gitEnv, PATH: `${folder}${delimiter}${gitEnv['PATH'] ?? ''}`, ...env },
    input: '',
  });
  return { status: result.status, calls: calls() };
}

const thisVersion = `leaktrail@${version()}`;
/** What has been run: npm's leaktrail alone, once, in the checkout. */
const safely = { installed: [thisVersion], ranHostile: false, stderr: '' };

describe('the GitHub Action', () => {
  const action: unknown = parse(text('action.yml'));
  const steps = partOf(action, 'runs', 'steps');
  const scan = (Array.isArray(steps) ? steps : []).find((step) => partOf(step, 'id') === 'scan');

  /** docs.github.com, "Metadata syntax reference". */
  it('has the keys of a composite action', () => {
    expect(keys(action)).toEqual(['branding', 'description', 'inputs', 'name', 'outputs', 'runs']);
    expect(partOf(action, 'runs', 'using')).toBe('composite');
    for (const input of Object.values(Object(partOf(action, 'inputs')) as Fields)) {
      expect(keys(input)).toEqual(['default', 'description']);
      expect(typeof partOf(input, 'default')).toBe('string');
    }
    expect(keys(partOf(action, 'outputs', 'sarif'))).toEqual(['description', 'value']);
    expect(Array.isArray(steps)).toBe(true);
    for (const step of steps as unknown[]) {
      const isScript = partOf(step, 'run') !== undefined;
      // A script needs its shell, and a use of another action takes none.
      expect(partOf(step, 'uses') === undefined).toBe(isScript);
      expect(partOf(step, 'shell') !== undefined).toBe(isScript);
      if (!isScript)
        expect(partOf(step, 'uses')).toMatch(/^[\w-]+\/[\w/-]+@(?:v\d+|[0-9a-f]{40})$/u);
    }
  });

  it('uses only inputs and steps that there are', () => {
    const names = [...text('action.yml').matchAll(/\binputs\.(\w+)/gu)].map((match) => match[1]);
    expect(keys(partOf(action, 'inputs'))).toEqual(
      keys(Object.fromEntries(names.map((name) => [name, true]))),
    );
    expect(partOf(action, 'inputs', 'version', 'default')).toBe(version());
    // What the checkout says of package managers is not asked.
    const node = (Array.isArray(steps) ? steps : []).find(
      (step) => partOf(step, 'uses') !== undefined,
    );
    expect(partOf(node, 'with', 'package-manager-cache')).toBe(false);
    // Inputs in a script would be code.
    expect(partOf(scan, 'run')).not.toContain('${{');
  });

  it.each([
    [0, '', '', []],
    [1, 'a..b', '', ['a..b']],
    [3, '', '--min-confidence high  --disable *', []],
  ])('ends with the status %i of the scan', (status, base, args, expected) => {
    const temp = temporaryFolder();
    const outcome = runTemplate(String(partOf(scan, 'run')), {
      shell: 'bash',
      status,
      env: {
        INPUT_VERSION: version(),
        INPUT_RANGE: base,
        INPUT_ARGS: args,
        RUNNER_TEMP: temp,
        GITHUB_OUTPUT: join(temp, 'output'),
      },
    });
    expect(outcome).toMatchObject({ status, ...safely });
    const formats = ['--format', 'github', '--output', '-', '--format', 'sarif', '--output'];
    const more = args.split(' ').filter((word) => word !== '');
    const words = ['range', ...expected, ...formats, join(temp, 'leaktrail.sarif'), ...more];
    expect(outcome.calls).toEqual([{ args: words, inCheckout: true }]);
    expect(existsSync(join(temp, 'output'))).toBe(false);
  });

  it('hands the report on where there is one', () => {
    const temp = temporaryFolder();
    writeFileSync(join(temp, 'leaktrail.sarif'), '{}');
    const env = { INPUT_VERSION: '1', RUNNER_TEMP: temp, GITHUB_OUTPUT: join(temp, 'output') };
    runTemplate(String(partOf(scan, 'run')), { status: 1, env, shell: 'bash' });
    expect(readFileSync(env.GITHUB_OUTPUT, 'utf8')).toBe(
      `sarif=${join(temp, 'leaktrail.sarif')}\n`,
    );
  });
});

describe('the templates', () => {
  const jenkins = /sh '''([^]*)'''/u.exec(text('templates/Jenkinsfile'))?.[1] ?? '';
  const scripts = {
    GitLab: lines('gitlab-ci.yml', 'leaktrail', 'script'),
    Bitbucket: lines('bitbucket-pipelines.yml', 'definitions', 'steps', 0, 'step', 'script'),
    Azure: String(partOf(parse(text('templates/azure-pipelines.yml')), 'steps', 2, 'bash')),
    Jenkins: jenkins,
  };

  it.each(Object.entries(scripts))('run this version and keep its status: %s', (_name, script) => {
    for (const status of [0, 1, 3]) {
      const outcome = runTemplate(script, { status });
      expect(outcome).toMatchObject({ status, ...safely });
      expect(outcome.calls).toHaveLength(1);
      const [call] = outcome.calls;
      expect(call?.inCheckout).toBe(true);
      expect(call?.args.slice(0, 5)).toEqual(['range', '-f', 'text', '-o', '-']);
      const [format, name, output, file] = call?.args.slice(5) ?? [];
      expect([format, output]).toEqual(['-f', '-o']);
      expect(['gitlab', 'junit']).toContain(name);
      // leaktrail makes no folders for its reports.
      expect(existsSync(join(outcome.cwd, String(file), '..'))).toBe(true);
    }
  });

  it.each(Object.entries(scripts))(
    'tell no findings of an npm that failed: %s',
    (_name, script) => {
      expect(runTemplate(script, { npmStatus: 1 })).toMatchObject({ status: 2, calls: [] });
    },
  );

  it('fetch the whole history', () => {
    const gitlab: unknown = parse(text('templates/gitlab-ci.yml'));
    expect(partOf(gitlab, 'leaktrail', 'variables', 'GIT_DEPTH')).toBe('0');
    const bitbucket: unknown = parse(text('templates/bitbucket-pipelines.yml'));
    expect(partOf(bitbucket, 'clone', 'depth')).toBe('full');
    const azure: unknown = parse(text('templates/azure-pipelines.yml'));
    expect(partOf(azure, 'steps', 0)).toEqual({ checkout: 'self', fetchDepth: 0 });
  });

  it('hand the report over that the script wrote', () => {
    const gitlab: unknown = parse(text('templates/gitlab-ci.yml'));
    const report = partOf(gitlab, 'leaktrail', 'artifacts', 'reports', 'secret_detection');
    expect(scripts.GitLab).toContain(`-f gitlab -o ${String(report)}`);
    const azure: unknown = parse(text('templates/azure-pipelines.yml'));
    const results = partOf(azure, 'steps', 3, 'inputs', 'testResultsFiles');
    expect(scripts.Azure).toContain(`-f junit -o ${String(results)}`);
    expect(text('templates/Jenkinsfile')).toContain("testResults: 'leaktrail.xml'");
    expect(scripts.Jenkins).toContain('-f junit -o leaktrail.xml');
    const bitbucket: unknown = parse(text('templates/bitbucket-pipelines.yml'));
    expect(partOf(bitbucket, 'pipelines', 'pull-requests', '**', 0, 'step')).toEqual(
      partOf(bitbucket, 'definitions', 'steps', 0, 'step'),
    );
  });

  it('of Jenkins closes what it opens', () => {
    const body = text('templates/Jenkinsfile').replaceAll(/\/\/.*|\$\{\w+\}/gu, '');
    const count = (sign: string): number => body.split(sign).length;
    expect(count('{')).toBe(count('}'));
  });

  function lines(file: string, ...path: (string | number)[]): string {
    const script = partOf(parse(text(`templates/${file}`)), ...path);
    return (Array.isArray(script) ? script : []).map(String).join('\n');
  }
});

it('the lines for any other service run what npm installed, not what stands in the checkout', () => {
  const lines = /name the range:\n\n```sh\n([^`]*)```/u.exec(text('docs/CI.md'))?.[1] ?? '';
  const outcome = runTemplate(lines, { status: 1, env: { BASE: 'a', HEAD: 'b' } });
  const calls = [{ args: ['range', 'a..b'], inCheckout: true }];
  expect(outcome).toMatchObject({ status: 1, ...safely, calls });
});

it('every version that the documents tell people to take is this one', () => {
  const told = ['docs/CI.md', 'docs/HOOKS.md'].flatMap((file) =>
    [...text(file).matchAll(/(?:leaktrail@v?|rev: v)(\d[\w.]*)/gu)].map((match) => match[1]),
  );
  expect(told.length).toBeGreaterThan(2);
  expect(told.filter((found) => found !== version())).toEqual([]);
});

describe('the Dockerfile', () => {
  const instructions = text('Dockerfile')
    .replaceAll(/^#.*\n/gmu, '')
    .replaceAll(/\\\n/gu, '')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => /^(\w+)\s+(.*)$/u.exec(line.trim())?.slice(1) ?? ['', line]);

  it('is made of known instructions, with named images', () => {
    const known = new Set(['FROM', 'RUN', 'WORKDIR', 'COPY', 'USER', 'ENTRYPOINT']);
    expect(instructions.filter(([name = '']) => !known.has(name))).toEqual([]);
    for (const [, image = ''] of instructions.filter(([name]) => name === 'FROM')) {
      expect(image).toMatch(/^node:\d+-slim(?: AS \w+)?$/u);
    }
  });

  it('copies everything that the package holds, and runs as nobody special', () => {
    const manifest: unknown = JSON.parse(text('package.json'));
    const copied = instructions.map(
      ([, rest = '']) => /--from=build \/leaktrail\/(\S+)/u.exec(rest)?.[1],
    );
    const files = partOf(manifest, 'files');
    const needed = (Array.isArray(files) ? files.map(String) : []).filter(
      (file) => !file.endsWith('.md') && !file.startsWith('!'),
    );
    expect(needed.filter((file) => !copied.includes(file))).toEqual([]);
    expect(copied).toContain('node_modules');
    expect(instructions.slice(-3)).toEqual([
      ['USER', 'node'],
      ['WORKDIR', '/repo'],
      ['ENTRYPOINT', '["leaktrail"]'],
    ]);
  });

  it.each(instructions.filter(([name]) => name === 'RUN').map(([, script = '']) => script))(
    'has shell that parses: %s',
    (script) => {
      expect(spawnSync('sh', ['-n', '-c', script]).status).toBe(0);
    },
  );
});

describe('the hooks for the pre-commit framework', () => {
  const hooks: unknown = parse(text('.pre-commit-hooks.yaml'));
  const list = Array.isArray(hooks) ? (hooks as Fields[]) : [];
  const push = String(list.find((hook) => hook['id'] === 'leaktrail-push')?.['entry']);

  /** pre-commit.com, "Creating new hooks". */
  it('have the keys that it knows', () => {
    const known = new Set([
      'id',
      'name',
      'description',
      'entry',
      'language',
      'pass_filenames',
      'always_run',
      'require_serial',
      'stages',
      'minimum_pre_commit_version',
    ]);
    expect(list.map((hook) => hook['id'])).toEqual([
      'leaktrail',
      'leaktrail-files',
      'leaktrail-push',
    ]);
    for (const hook of list) {
      expect(keys(hook).filter((key) => !known.has(key))).toEqual([]);
      expect(hook['language']).toBe('node');
    }
  });

  it('check a push by the variables that it sets', () => {
    expect(push.replaceAll(/\s+/gu, ' ')).toBe(preCommitPushEntry);
    const script = /^sh -c '(.*)'$/u.exec(push)?.[1] ?? '';
    const known = run(script, {
      status: 1,
      env: { PRE_COMMIT_FROM_REF: 'a', PRE_COMMIT_TO_REF: 'b' },
    });
    expect(known).toMatchObject({ status: 1, calls: [{ args: ['range', 'a..b'] }] });
    const all = run(script, { env: { PRE_COMMIT_LOCAL_BRANCH: 'refs/heads/x y' } });
    expect(all.calls).toEqual([{ args: ['audit', '--log-opts', 'refs/heads/x y'], input: '' }]);
  });
});
