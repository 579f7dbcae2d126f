// What the package is made of: every part pinned by its hash, under a licence that lets everybody use it, with nothing that runs
// when it is installed but the native RE2; and a list of the parts that leaves none out.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { parse } from 'yaml';

const root = fileURLToPath(new URL('../../', import.meta.url));

interface LockedPackage {
  readonly version: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly license?: string;
  readonly dev?: boolean;
  readonly hasInstallScript?: boolean;
}

interface Component {
  readonly name: string;
  readonly version: string;
  readonly purl: string;
  readonly hashes: readonly { readonly alg: string; readonly content: string }[];
  readonly properties?: readonly object[];
}

type Versions = Readonly<Record<string, string>>;

const lock = JSON.parse(read('package-lock.json')) as {
  readonly packages: Readonly<Record<string, LockedPackage>>;
};
const manifest = JSON.parse(read('package.json')) as {
  readonly dependencies: Versions;
  readonly optionalDependencies: Versions;
  readonly devDependencies: Versions;
  readonly allowScripts: object;
};
const locked = Object.entries(lock.packages).filter(([path]) => path !== '');

function read(file: string): string {
  return readFileSync(`${root}${file}`, 'utf8');
}

function pathsWhere(holds: (entry: LockedPackage) => boolean): string[] {
  return locked.filter(([, entry]) => holds(entry)).map(([path]) => path);
}

test('every locked package has a hash, and none the address of a registry', () => {
  expect(locked.length).toBeGreaterThan(100);
  expect(pathsWhere(({ integrity = '' }) => !/^sha512-.{86}==$/u.test(integrity))).toEqual([]);
  expect(pathsWhere(({ resolved }) => resolved !== undefined)).toEqual([]);
});

test('versions are exact', () => {
  const { dependencies, optionalDependencies, devDependencies } = manifest;
  const all = { ...dependencies, ...optionalDependencies, ...devDependencies };
  expect(
    Object.values(all).filter((version) => !/^\d+\.\d+\.\d+(?:-[\w.]+)?$/u.test(version)),
  ).toEqual([]);
});

test('only the native RE2 runs something when it is installed', () => {
  expect(pathsWhere(({ hasInstallScript }) => hasInstallScript === true)).toEqual([
    'node_modules/re2',
  ]);
  expect(manifest.allowScripts).toEqual({ re2: true });
});

test('licences are permissive, but for tools that are neither shipped nor changed', () => {
  const permissive =
    /^(?:0BSD|Apache-2\.0|BlueOak-1\.0\.0|BSD-[23]-Clause|ISC|MIT|Unlicense|Zlib)$/u;
  const isPermissive = ({ license = 'none' }: LockedPackage): boolean =>
    license
      .replaceAll(/[()]/gu, '')
      .split(' AND ')
      .every((each) => permissive.test(each));
  const others = locked.filter(([, entry]) => !isPermissive(entry));
  expect(others.filter(([, { dev }]) => dev !== true)).toEqual([]);
  expect(new Set(others.map(([, { license }]) => license))).toEqual(new Set(['MPL-2.0']));
});

test('the list of parts names what is depended on and each package whose licence is shipped', () => {
  const sbom = (): string =>
    execFileSync(process.execPath, ['scripts/sbom.js'], { cwd: root, encoding: 'utf8' });
  const text = sbom();
  expect(sbom()).toBe(text);
  const { components, dependencies } = JSON.parse(text) as {
    readonly components: readonly Component[];
    readonly dependencies: readonly {
      readonly ref: string;
      readonly dependsOn: readonly string[];
    }[];
  };
  const ids = components.map(({ name, version }) => `${name}@${version}`);
  expect(new Set(ids).size).toBe(ids.length);
  for (const { hashes, purl } of components) {
    expect(hashes).toEqual([{ alg: 'SHA-512', content: expect.stringMatching(/^[\da-f]{128}$/u) }]);
    expect(purl).toMatch(/^pkg:npm\/[^@]+@\d/u);
  }

  // Each text begins with a line of its own, after a rule.
  const shipped = read('dist/lib/LICENSES.txt')
    .split(`\n${'-'.repeat(78)}\n\n`)
    .map((licence) => licence.slice(0, licence.indexOf('\n')).replace(/ (?=\d\S*$)/u, '@'));
  expect(shipped).toEqual(expect.arrayContaining([expect.stringMatching(/^preact@/u)]));
  const builtIn = components.filter(({ properties }) => properties !== undefined);
  expect(builtIn.map(({ name, version }) => `${name}@${version}`).toSorted()).toEqual(
    shipped.toSorted(),
  );

  const needed = pathsWhere(({ dev }) => dev !== true).map((path) =>
    path.replace(/^.*node_modules\//u, ''),
  );
  expect(components.map(({ name }) => name)).toEqual(expect.arrayContaining(needed));
  const [own] = dependencies;
  expect(own?.dependsOn).toEqual(
    expect.arrayContaining([expect.stringMatching(/^(?:re2|yaml)@/u)]),
  );
  expect(
    dependencies.flatMap(({ dependsOn }) => dependsOn).filter((id) => !ids.includes(id)),
  ).toEqual([]);
});

test('a release runs all checks first, publishes with provenance, and no step but that may write', () => {
  const workflow = parse(read('.github/workflows/release.yml')) as {
    readonly on: object;
    readonly permissions: object;
    readonly jobs: Record<
      string,
      { permissions?: object; needs?: string; steps: { run?: string }[] }
    >;
  };
  expect(workflow.on).toEqual({ push: { tags: ['v*'] } });
  expect(workflow.permissions).toEqual({ contents: 'read' });
  const { check, publish } = workflow.jobs;
  expect(check?.permissions).toBeUndefined();
  expect(check?.steps.map(({ run }) => run)).toContain('.ci/run');
  expect(publish?.needs).toBe('check');
  expect(publish?.permissions).toEqual({ contents: 'write', 'id-token': 'write' });
  const runs = publish?.steps.map(({ run }) => run) ?? [];
  expect(runs).toContain('npm publish --provenance --access public');
  expect(runs.filter((run) => run?.startsWith('npm ci') === true)).toEqual([
    'npm ci --ignore-scripts',
  ]);
});

test('our own workflows name the actions that they use by commit, which nobody can move', () => {
  const names = ['ci.yml', 'release.yml'].flatMap((file) =>
    [...read(`.github/workflows/${file}`).matchAll(/uses: (.*)/gu)].map(([, name]) => name),
  );
  expect(names.length).toBeGreaterThan(4);
  expect(
    names.filter((name) => !/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/u.test(name!)),
  ).toEqual([]);
});
