// Prints what a published package is made of, as CycloneDX 1.5 (https://cyclonedx.org/docs/1.5/json/): what it depends on at
// run time, from package-lock.json, and the packages that the build took into dist/, from dist/lib/LICENSES.txt. Those are
// development dependencies to npm, so that `npm sbom --omit=dev` leaves them out. The same sources give the same bytes.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = new URL('../', import.meta.url);
const { name, version, license, description, author } = JSON.parse(read('package.json'));
const { packages } = JSON.parse(read('package-lock.json'));

// `name version` above each licence.
const builtIn = new Set(
  [
    ...read('dist/lib/LICENSES.txt').matchAll(
      /(?:^|^-{78}\n\n)((?:@[\w.-]+\/)?[\w.-]+) (\d\S*)\n/gmu,
    ),
  ].map(([, packageName, packageVersion]) => `${packageName}@${packageVersion}`),
);

const parts = Object.entries(packages)
  .filter(([path, entry]) => path !== '' && (entry.dev !== true || builtIn.has(idOf(path))))
  .sort(([a], [b]) => (a < b ? -1 : 1));
const missing = [...builtIn].filter((id) => !parts.some(([path]) => idOf(path) === id));
if (missing.length > 0) throw new Error(`not in package-lock.json: ${missing.join(', ')}`);

const self = { ...component(name, version, { license }), description, author };
const document = {
  bomFormat: 'CycloneDX',
  specVersion: '1.5',
  version: 1,
  metadata: { component: self },
  components: unique(
    parts.map(([path, entry]) => ({
      ...component(nameOf(path), entry.version, entry),
      scope: entry.optional === true ? 'optional' : 'required',
      ...(builtIn.has(idOf(path))
        ? { properties: [{ name: 'leaktrail:built-in', value: 'true' }] }
        : {}),
    })),
  ),
  dependencies: unique(
    [['', { ...packages[''] }], ...parts].map(([path, entry]) => ({
      ref: path === '' ? self['bom-ref'] : idOf(path),
      dependsOn: dependenciesOf(path, entry),
    })),
  ),
};
process.stdout.write(`${JSON.stringify(document, null, 2)}\n`);

function component(packageName, packageVersion, { license: licence, integrity }) {
  const isExpression = / (?:AND|OR) /u.test(licence);
  return {
    'bom-ref': `${packageName}@${packageVersion}`,
    type: packageName === name ? 'application' : 'library',
    name: packageName,
    version: packageVersion,
    purl: `pkg:npm/${packageName.replace('@', '%40')}@${packageVersion}`,
    licenses: [isExpression ? { expression: licence } : { license: { id: licence } }],
    ...(integrity === undefined ? {} : { hashes: [hashOf(integrity)] }),
  };
}

/** Subresource integrity (`sha512-BASE64`) as CycloneDX has it. */
function hashOf(integrity) {
  const [, bits, digest] = /^sha(\d+)-(\S+)/u.exec(integrity);
  return { alg: `SHA-${bits}`, content: Buffer.from(digest, 'base64').toString('hex') };
}

/** Of the root also what was built in; of all only what is part of the package. */
function dependenciesOf(path, entry) {
  const names = Object.keys({
    ...entry.dependencies,
    ...entry.optionalDependencies,
    ...(path === '' ? entry.devDependencies : {}),
  });
  const known = new Set(parts.map(([each]) => each));
  return names
    .map((each) => placeOf(path, each))
    .filter((each) => known.has(each))
    .map(idOf)
    .sort();
}

/** Where Node.js finds a package from another one's folder. */
function placeOf(from, packageName) {
  for (
    let folder = from;
    ;
    folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')))
  ) {
    const place = `${folder === '' ? '' : `${folder}/`}node_modules/${packageName}`;
    if (place in packages || folder === '') return place;
  }
}

function unique(entries) {
  return [...new Map(entries.map((entry) => [entry['bom-ref'] ?? entry.ref, entry])).values()];
}

function nameOf(path) {
  return path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
}

function idOf(path) {
  return `${nameOf(path)}@${packages[path].version}`;
}

function read(path) {
  return readFileSync(fileURLToPath(new URL(path, root)), 'utf8');
}
