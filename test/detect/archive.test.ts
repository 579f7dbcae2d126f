import fc from 'fast-check';
import { deflateRawSync, gzipSync, inflateRawSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { UnreadPart } from '../../src/detect/archiveMatches.ts';
import { archiveKindOf } from '../../src/detect/decode/archive.ts';
import { createDetector } from '../../src/detect/detector.ts';
import { createIncrementalDetector } from '../../src/detect/incremental.ts';
import { kindBit } from '../../src/detect/kinds.ts';
import { fileKindOf } from '../../src/detect/paths.ts';
import type { Match } from '../../src/model/match.ts';
import { fileKinds } from '../../src/model/rule.ts';
import type { FileKind } from '../../src/model/rule.ts';
import { loadRules } from '../../src/rules/load.ts';
import { encrypted, streamedZipOf, tarOf, zipOf } from '../archives.ts';
import { githubToken, tokenLine } from '../e2e/githubToken.ts';
import { fill } from './fill.ts';

const detector = createDetector(loadRules());
const password = fill('<pw:i>xZ');
const env = `HOST=db\nDB_PASSWORD=${password}\nMODE=1\n`;

interface Scan {
  readonly matches: readonly Match[];
  readonly unread: readonly UnreadPart[];
}

function scan(bytes: Uint8Array, kind: FileKind = 'unknown'): Scan {
  const unread: UnreadPart[] = [];
  return { matches: detector.scan(bytes, kindBit(kind), unread), unread };
}

function scoreIn(match: Match | undefined, kind: FileKind): number {
  return match?.scores[fileKinds.indexOf(kind)] ?? 0;
}

/** gzip as the command writes it: with the name of the file. */
function gzipNamed(name: string, content: string): Buffer {
  const packed = gzipSync(content);
  packed[3] = 8;
  return Buffer.concat([packed.subarray(0, 10), Buffer.from(`${name}\0`), packed.subarray(10)]);
}

const pair = { 'a/.env': env, 'b.txt': 'nothing\n' };

describe('a secret in an archive', () => {
  test.each([
    ['gzip', 'gzip', gzipSync(env)],
    ['gzip with a name', 'gzip', gzipNamed('prod.env', env)],
    ['two gzips in a row', 'gzip', Buffer.concat([gzipSync('A=1\n'), gzipSync(env)])],
    ['zip', 'zip', zipOf(pair)],
    ['zip that stores', 'zip', zipOf(pair, 0)],
    ['zip that was streamed', 'zip', streamedZipOf(pair)],
    ['tar', 'tar', tarOf(pair)],
    ['tar in gzip', 'gzip', gzipSync(tarOf(pair))],
    ['gzip in tar', 'tar', tarOf({ 'a.env.gz': gzipSync(env) })],
    ['tar in gzip in zip', 'zip', zipOf({ 'a.tgz': gzipSync(tarOf(pair)) })],
    ['UTF-16 in zip', 'zip', zipOf({ 'a.env': Buffer.from(env, 'utf16le') })],
    ['base64 in tar', 'tar', tarOf({ a: `data: ${Buffer.from(env).toString('base64')}\n` })],
  ])('is found in %s, which its encoding names', (_title, encoding, bytes) => {
    const { matches, unread } = scan(bytes);
    expect(matches).toHaveLength(1);
    expect(matches[0]).toMatchObject({ ruleId: 'generic-password', value: password, encoding });
    expect(unread).toEqual([]);
    expect(detector.isRecoded(bytes)).toBe(true);
  });

  test.each([
    ['tar', tarOf(pair)],
    ['zip that stores', zipOf(pair, 0)],
  ])('has the place of its own bytes in a %s', (_title, bytes) => {
    const [match] = scan(bytes).matches;
    expect(bytes.toString('latin1', match?.startOffset, match?.endOffset)).toBe(password);
    const before = bytes.toString('latin1', 0, match?.startOffset);
    expect(match?.line).toBe(before.split('\n').length);
    expect(match?.column).toBe('DB_PASSWORD='.length + 1);
  });

  test.each([
    ['gzip', gzipSync(env)],
    ['zip', zipOf(pair)],
    ['zip that was streamed', streamedZipOf(pair)],
  ])('has the place of its packed file in a %s', (_title, bytes) => {
    const [match] = scan(bytes).matches;
    const packed = bytes.subarray(match?.startOffset, match?.endOffset);
    expect(packed).toEqual(deflateRawSync(inflateRawSync(packed)));
    expect(inflateRawSync(packed).toString()).toBe(env);
  });

  test('is found where the archive is a part of a larger buffer', () => {
    for (const bytes of [tarOf(pair), zipOf(pair), gzipSync(env)]) {
      const around = Buffer.concat([Buffer.from(env), bytes, Buffer.from(env)]);
      const inside = around.subarray(env.length, env.length + bytes.length);
      expect(scan(inside)).toEqual(scan(bytes));
    }
  });

  test('is found in a file of many that the archive holds, each in its place', () => {
    const names = Array.from({ length: 700 }, (_, i) => `f${i}`);
    const files = Object.fromEntries(names.map((name) => [name, tokenLine(name)]));
    for (const bytes of [zipOf(files), zipOf(files, 0), streamedZipOf(files), tarOf(files)]) {
      const { matches } = scan(bytes);
      expect(matches.map(({ value }) => value)).toEqual(names.map((name) => githubToken(name)));
      const [last] = matches.slice(-1);
      expect(last?.endOffset).toBeLessThan(bytes.length);
      expect(new Set(matches.map(({ startOffset }) => startOffset)).size).toBe(names.length);
    }
  });

  test('shares the place of its packed file with another one, and is told once', () => {
    const text = [tokenLine('one'), tokenLine('two'), tokenLine('one'), ''].join('\n');
    const { matches } = scan(zipOf({ 'a.py': text }));
    expect(matches.map(({ value }) => value)).toEqual([githubToken('one'), githubToken('two')]);
    const [first, second] = matches;
    const { line, column, startOffset, endOffset } = first ?? {};
    expect(second).toMatchObject({ line, column, startOffset, endOffset });
  });

  test('is found beside the files too: in a comment, behind the end', () => {
    const bytes = Buffer.concat([zipOf(pair), Buffer.from(`\n${tokenLine('comment')}\n`)]);
    const found = scan(bytes).matches.map(({ value, encoding }) => [value, encoding]);
    expect(found).toEqual([
      [password, 'zip'],
      [githubToken('comment'), undefined],
    ]);
  });

  test('is found by an incremental scan as by a plain one', () => {
    const incremental = createIncrementalDetector(detector);
    const [before, after] = [tarOf({ a: 'a\n' }), tarOf({ a: 'a\n', 'b.env': env })];
    const plain = incremental.scan(Buffer.from('A=1\n'));
    expect(incremental.scan(before).state).toBeUndefined();
    const copied = { triples: Int32Array.from([0, 0, 1]), count: 1 };
    if (plain.state === undefined) throw new Error('a text has a state');
    expect(incremental.rescan(after, plain.state, copied).matches).toEqual(detector.scan(after));
  });
});

describe('the name of a file in an archive', () => {
  const call = 'login(password = make_password())\nsecret_key = settings_value\n';
  const setting = `password: ${password}\n`;

  test('says what kind of file it is, whatever the archive is called', () => {
    for (const pack of [zipOf, tarOf]) {
      expect(scan(pack({ 'a.py': call })).matches).toEqual([]);
      expect(scan(pack({ 'deploy/a.py': setting })).matches).toEqual([]);
      const [match] = scan(pack({ 'deploy/a.yaml': setting })).matches;
      const score = scoreIn(match, 'config');
      expect(score).toBeGreaterThan(0.5);
      for (const kind of ['python', 'markup', 'unknown'] as const) {
        expect(scoreIn(match, kind)).toBe(score);
      }
      for (const kind of ['lock', 'translation'] as const) expect(scoreIn(match, kind)).toBe(0);
    }
  });

  test('of gzip is its own, or else that of the archive without .gz', () => {
    const inPython = scan(gzipSync(setting), 'python').matches;
    const inYaml = scan(gzipSync(setting), fileKindOf('a.yaml.gz')).matches;
    const named = scan(gzipNamed('a.yaml', setting), 'python').matches;
    expect(inPython).toEqual([]);
    expect(inYaml).toHaveLength(1);
    expect(named.map(({ scores }) => scores)).toEqual(inYaml.map(({ scores }) => scores));
  });
});

describe('what is not read of an archive is told', () => {
  const reasonsOf = ({ unread }: Scan): string[] => unread.map(({ reason }) => reason);

  test('encrypted files', () => {
    const { unread, matches } = scan(encrypted(zipOf(pair)));
    expect(matches).toEqual([]);
    expect(unread).toEqual([{ reason: 'encrypted-member', count: 2, bytes: expect.any(Number) }]);
  });

  test('files packed in another way', () => {
    const bytes = zipOf(pair);
    // Method 12, bzip2, in the first local header.
    bytes.writeUInt16LE(12, 8);
    expect(reasonsOf(scan(bytes))).toEqual(['unsupported-member']);
  });

  test('archives within archives beyond the fifth', () => {
    const five = [1, 2, 3, 4, 5].reduce((inner) => gzipSync(inner), Buffer.from(env));
    expect(scan(five)).toMatchObject({ matches: [{ value: password }], unread: [] });
    const six = scan(gzipSync(five));
    expect(six.matches).toEqual([]);
    expect(reasonsOf(six)).toEqual(['archive-limit']);
  });

  test('more files than ten thousand, those before them are read', () => {
    const names = Array.from({ length: 10_050 }, (_, i) => `f${i}`);
    const files = Object.fromEntries(names.map((name) => [name, 'x']));
    const many = { 'first.env': env, ...files, 'last.py': tokenLine('last') };
    const zip = scan(zipOf(many));
    expect(zip.matches.map(({ value }) => value)).toEqual([password]);
    expect(reasonsOf(zip)).toEqual(['archive-limit']);
    // In a tar what is left out stands there as it is.
    const tar = scan(tarOf(many));
    expect(tar.matches.map(({ value }) => value)).toEqual([password, githubToken('last')]);
    expect(reasonsOf(tar)).toEqual(['archive-limit']);
  });

  test('what a bomb unpacks to beyond a limit, after its beginning was read', () => {
    const bomb = Buffer.concat([Buffer.from(env), Buffer.alloc(40 * 2 ** 20, '\n')]);
    for (const bytes of [gzipSync(bomb), zipOf({ '.env': bomb })]) {
      const found = scan(bytes);
      expect(found.matches.map(({ value }) => value)).toEqual([password]);
      expect(reasonsOf(found)).toEqual(['archive-limit']);
    }
  });

  test('damage, after what stands before it was read', () => {
    const noise = Array.from({ length: 3000 }, (_, i) => `line ${i * i}`).join('\n');
    const files = { '.env': env, 'noise.txt': noise, 'last.txt': 'x' };
    for (const bytes of [zipOf(files), streamedZipOf(files), tarOf(files)]) {
      const cut = scan(bytes.subarray(0, bytes.indexOf('noise.txt') + 5000));
      expect(cut.matches.map(({ value }) => value)).toEqual([password]);
      expect(reasonsOf(cut)).toEqual(['damaged-member']);
    }
    const packed = gzipSync(`${env}${noise}`);
    const cut = scan(packed.subarray(0, 3000));
    expect(cut.matches.map(({ value }) => value)).toEqual([password]);
    expect(reasonsOf(cut)).toEqual(['damaged-member']);
    packed.fill(0xff, 1000, 1040);
    expect(reasonsOf(scan(packed))).toEqual(['damaged-member']);
  });
});

describe('hostile archives', () => {
  const seeds = [
    zipOf(pair),
    streamedZipOf(pair),
    zipOf({ 'a.tgz': gzipSync(tarOf(pair)) }, 0),
    tarOf(pair),
    gzipNamed('a.env', env),
  ];

  test('whatever is changed or cut, the scan ends, without an error and at places in the file', () => {
    const change = fc.record({
      seed: fc.constantFrom(...seeds),
      writes: fc.array(fc.tuple(fc.nat(2000), fc.uint8Array({ minLength: 1, maxLength: 12 }))),
      cut: fc.nat(2000),
    });
    fc.assert(
      fc.property(change, ({ seed, writes, cut }) => {
        const bytes = Buffer.from(seed);
        for (const [at, piece] of writes) Buffer.from(piece).copy(bytes, at % bytes.length);
        const length = bytes.length - Math.min(cut, bytes.length - 1);
        for (const { startOffset, endOffset } of scan(bytes.subarray(0, length)).matches) {
          expect(startOffset).toBeLessThan(endOffset);
          expect(endOffset).toBeLessThanOrEqual(length);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('a size that would send a reader of tar back does not', () => {
    const bytes = tarOf(pair);
    // -1000 in octal digits is a block backwards.
    for (const type of ['0', 'x', 'L', 'g']) {
      bytes.write('-1000\0\0\0\0\0\0\0', 124, 'latin1');
      bytes.write(type, 156, 'latin1');
      bytes.fill(' ', 148, 156);
      const sum = bytes.subarray(0, 512).reduce((total, byte) => total + byte, 0);
      bytes.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
      expect(archiveKindOf(bytes)).toBe('tar');
      expect(scan(bytes).unread).toMatchObject([{ reason: 'damaged-member' }]);
    }
  });

  test('is no archive what only begins like one', () => {
    const header = tarOf(pair);
    header[0] = 0x7a;
    for (const bytes of [header, Buffer.from('PK'), Buffer.from([0x1f, 0x8b])]) {
      expect(archiveKindOf(bytes)).toBeUndefined();
    }
  });
});
