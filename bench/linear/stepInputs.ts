// Inputs made to be hard on the steps before and behind rules: sieve, overlaps, lines and columns, windows, comments, sought
// values, globs, redaction, reporters.
import type { Detector } from '../../src/detect/detector.ts';
import { createIncrementalDetector } from '../../src/detect/incremental.ts';
import { newHits } from '../../src/detect/keywordSieve.ts';
import { allKinds } from '../../src/detect/kinds.ts';
import { readNotebook } from '../../src/detect/notebook.ts';
import { spansOf } from '../../src/detect/position.ts';
import { resolve, type RawMatch } from '../../src/detect/resolve.ts';
import { createValueDetector } from '../../src/detect/sought/valueDetector.ts';
import { compileWildmatch } from '../../src/git/wildmatch.ts';
import { parseEnvValues } from '../../src/hygiene/envValues.ts';
import { bytePath } from '../../src/model/path.ts';
import { createRedactor } from '../../src/report/redactor.ts';
import { reporterOf, reportFormats } from '../../src/report/reporters.ts';
import { toDocument } from '../../src/report/toDocument.ts';
import { shannonEntropy } from '../../src/rules/entropy.ts';
import { expandTemplate } from '../../src/rules/templates.ts';
import { createWindowScanner } from '../../src/scan/windowScanner.ts';
import { inlineComments } from '../../src/triage/inlineComment.ts';
import { madeUp, makeFinding, makeOccurrence, makeReport } from '../../test/report/sampleReport.ts';
import { repeated, type LinearInput, type LinearSubject } from './measure.ts';
import { scanned } from './ruleInputs.ts';

const value = expandTemplate('<alnum:20>', 'linear');
const line = `password = "${value}"\n`;

/** All steps. */
export async function stepSubjects(detector: Detector): Promise<LinearSubject[]> {
  return [
    {
      name: 'step sieve',
      inputs: ['pass', 'key', 'a', '\0'].map((unit) => sifted(unit, detector)),
    },
    { name: 'step overlaps', inputs: overlaps },
    { name: 'step lines and columns', inputs: ['', '\n', 'é'].map(placed) },
    {
      name: 'step windows',
      inputs: [line, `${line.trim()} `, `API_KEY=${value},`].map((unit) =>
        windowed(unit, detector),
      ),
    },
    {
      name: 'step deltas',
      inputs: [600, 6000].map((bytes) => rescanned(bytes, detector)),
    },
    {
      name: 'step notebooks',
      inputs: ['{"cells":[', '[', '{"cells":[{"source":["a', '\\"'].map((unit) =>
        onBytes(JSON.stringify(unit), unit, readNotebook),
      ),
    },
    { name: 'step sought values', inputs: soughtInputs() },
    { name: 'step comments', inputs: comments },
    { name: 'step .env files', inputs: envFiles },
    { name: 'step globs', inputs: globs },
    {
      name: 'step entropy',
      inputs: ['a', value].map((unit) =>
        onBytes(unit, unit, (bytes) => shannonEntropy(bytes.toString())),
      ),
    },
    { name: 'step redaction', inputs: redactions },
    { name: 'step reporters', inputs: await reporterInputs() },
  ];
}

function onBytes(name: string, unit: string, work: (bytes: Buffer) => unknown): LinearInput {
  return {
    name,
    prepare(sizeBytes) {
      const bytes = repeated(unit, sizeBytes);
      return { sizeBytes: bytes.length, run: () => work(bytes) };
    },
  };
}

function sifted(unit: string, detector: Detector): LinearInput {
  return onBytes(JSON.stringify(unit), unit, (bytes) => {
    detector.prefilter(bytes, { from: 0, to: bytes.length }, newHits());
  });
}

/** A match counts for so many bytes, about as many as a line has. */
const bytesPerMatch = 32;

const overlaps: readonly LinearInput[] = [
  matchesOf('side by side, from both ends', (i, count) => [
    bytesPerMatch * (i % 2 === 0 ? i : count - i),
    bytesPerMatch,
  ]),
  matchesOf('in a chain', (i) => [bytesPerMatch * i, 1.5 * bytesPerMatch]),
  matchesOf('each within the next', (i, count) => [count - i, 2 * i + 1]),
  matchesOf('all the same', () => [0, bytesPerMatch]),
];

function matchesOf(
  name: string,
  placeOf: (i: number, count: number) => readonly [start: number, length: number],
): LinearInput {
  return {
    name,
    prepare(sizeBytes) {
      const count = Math.ceil(sizeBytes / bytesPerMatch);
      const raw = Array.from({ length: count }, (_, i): RawMatch => {
        const [startOffset, length] = placeOf(i, count);
        const endOffset = startOffset + length;
        const specificity = (i * 7919) % 100;
        return { ruleId: 'r', startOffset, endOffset, value: '', scores: [1], specificity };
      });
      return { sizeBytes, run: () => resolve(raw) };
    },
  };
}

function placed(separator: string): LinearInput {
  const unit = `${'x'.repeat(bytesPerMatch)}${separator}`;
  return onBytes(`a match each ${JSON.stringify(unit)}`, unit, (bytes) => {
    const count = Math.floor(bytes.length / bytesPerMatch);
    const ranges = Array.from({ length: count }, (_, i) => ({
      startOffset: i * bytesPerMatch,
      endOffset: i * bytesPerMatch + 9,
    }));
    return spansOf(bytes, ranges);
  });
}

function windowed(unit: string, detector: Detector): LinearInput {
  return onBytes(JSON.stringify(unit), unit, (bytes) => {
    const onMatch = (): void => undefined;
    const scanner = createWindowScanner({ detector, kinds: allKinds, onMatch, windowBytes: 0 });
    scanner.push(bytes);
    scanner.end();
  });
}

// Every second piece is copied, from the other end of the base.
function rescanned(pieceBytes: number, detector: Detector): LinearInput {
  return {
    name: `pieces of ${pieceBytes} bytes`,
    prepare(sizeBytes) {
      const bytes = repeated(line, sizeBytes);
      const incremental = createIncrementalDetector(detector);
      const { state } = incremental.scan(bytes);
      const count = Math.floor(bytes.length / pieceBytes / 2);
      const triples = Int32Array.from({ length: 3 * count }, (_, i) => {
        const piece = Math.floor(i / 3);
        if (i % 3 === 2) return pieceBytes;
        return pieceBytes * 2 * (i % 3 === 0 ? count - piece - 1 : piece);
      });
      const run = (): unknown => state && incremental.rescan(bytes, state, { triples, count });
      return { sizeBytes: bytes.length, run };
    },
  };
}

function soughtInputs(): LinearInput[] {
  const same = 'a'.repeat(40);
  const detector = createValueDetector({ values: [value, same, 'abab'], wholes: new Map() });
  return [
    value,
    value.slice(0, -1),
    'a',
    'ab',
    '\\u0061',
    '%61',
    Buffer.from(value).toString('base64'),
    Buffer.from(value).toString('hex'),
    '\\\\\\\\',
  ].map((unit) => scanned(`values in ${unit.slice(0, 12)}`, unit, detector));
}

const comments: readonly LinearInput[] = [
  'leaktrail:allow ',
  'leaktrail:allow',
  'gitleaks:allow ',
  'pragma: allowlist nextline ',
  'pragma: allowlist secret',
  'leaktrail:allow reason,,,,,,,,',
].map((unit) =>
  onBytes(JSON.stringify(unit), unit, (bytes) => inlineComments(bytes.toString(), () => true)),
);

const envFiles: readonly LinearInput[] = ['.env', 'a.json', '.netrc', '.pgpass'].flatMap((path) =>
  [
    'A=b\n',
    'A="',
    "A='",
    'A="\\',
    '{"a":',
    'A={"a":"b',
    'login a password b ',
    '-----BEGIN ',
    ' ',
  ].map((unit) =>
    onBytes(`${path}: ${JSON.stringify(unit)}`, unit, (bytes) =>
      parseEnvValues(bytes, bytePath(path)),
    ),
  ),
);

const globs: readonly LinearInput[] = ['*a*a*a*b', '**/a/**/b', '?*?*?*b', '*[ab]*[!ab]*'].map(
  (glob) => {
    const matches = compileWildmatch(glob, { pathname: true, ignoreCase: false });
    return onBytes(glob, 'a/aa', (bytes) => matches(bytes.toString('latin1')));
  },
);

const redactions: readonly LinearInput[] = [value, 'aaaa', 'a'.repeat(100)].map((secret) => {
  const secrets = [secret, ...Array.from({ length: 100 }, (_, i) => 'a'.repeat(4 + i))];
  return onBytes(secret.slice(0, 20), `${secret} `, (bytes) =>
    createRedactor(secrets).text(bytes.toString()),
  );
});

/** A finding takes about so many bytes of a report. */
const bytesPerFinding = 1000;

async function reporterInputs(): Promise<LinearInput[]> {
  const inputs: LinearInput[] = [];
  for (const format of reportFormats) {
    const reporter = await reporterOf(format);
    inputs.push({
      name: `${format}, a finding on each line of a file`,
      prepare(sizeBytes) {
        const findings = Array.from({ length: Math.ceil(sizeBytes / bytesPerFinding) }, (_, i) =>
          makeFinding({
            fingerprint: i.toString(16).padStart(32, '0'),
            secret: { value: madeUp(i + 1, 24), entropy: 4 },
            introduced: makeOccurrence({ line: i + 1, summary: madeUp(i, 60) }),
          }),
        );
        const report = makeReport(findings);
        const options = {
          color: false,
          width: 80,
          verbose: true,
          endedAtMs: 0,
          repositoryUri: 'https://git.example/shop.git',
          pageTemplate: '<script type="application/json" id="report"></script>',
        };
        const run = (): unknown => [
          ...reporter(toDocument(report, { showSecrets: false }), options),
        ];
        return { sizeBytes, run };
      },
    });
  }
  return inputs;
}
