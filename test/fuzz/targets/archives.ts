// Archives: their members, and what is found in them.
import { gzipSync } from 'node:zlib';
import { allowanceFor, archiveKindOf } from '../../../src/detect/decode/archive.ts';
import type { ReadMembers } from '../../../src/detect/decode/archive.ts';
import { gzipMembers } from '../../../src/detect/decode/archiveGzip.ts';
import { tarMembers } from '../../../src/detect/decode/archiveTar.ts';
import { zipMembers } from '../../../src/detect/decode/archiveZip.ts';
import { streamedZipOf, tarOf, zipOf } from '../../archives.ts';
import { demand, once } from '../target.ts';
import type { Target } from '../target.ts';
import { demandMatches, detector, texts } from './detection.ts';

const members: Readonly<Record<string, ReadMembers>> = {
  gzip: gzipMembers,
  zip: zipMembers,
  tar: tarMembers,
};

const files = once(() => {
  const [first = '', second = '', ...others] = texts();
  return { 'app/.env': first, 'b.json': second, 'ä.py': others.join('') };
});

function archiveTarget(
  name: string,
  seeds: () => readonly Buffer[],
  moreWords: readonly string[],
): Target {
  return {
    name,
    seeds,
    words: moreWords,
    run(bytes) {
      const kind = archiveKindOf(bytes);
      const read = kind === undefined ? undefined : members[kind];
      if (read === undefined) return;
      const allowance = allowanceFor(bytes.length);
      const allowed = allowance.bytes;
      let unpacked = 0;
      let unread = 0;
      const note = (_reason: string, size: number): void => {
        demand(Number.isFinite(size) && size <= bytes.length, `a size that is unread: ${size}`);
        unread++;
      };
      for (const { startOffset, endOffset, bytes: member, isPlain } of read(
        bytes,
        allowance,
        note,
      )) {
        demand(
          startOffset >= 0 && endOffset >= startOffset && endOffset <= bytes.length,
          `a member within the archive, not ${startOffset}-${endOffset}`,
        );
        if (isPlain)
          demand(
            Buffer.from(member).equals(bytes.subarray(startOffset, endOffset)),
            'a plain member as it stands',
          );
        else unpacked += member.length;
        demand(unpacked <= allowed, 'no more than is allowed');
      }
      demand(
        allowance.members >= 0 && allowance.bytes >= 0,
        `an allowance that is kept (${unread})`,
      );
      demandMatches(bytes, detector().scan(bytes));
    },
  };
}

const zip = archiveTarget(
  'zip',
  () => [
    zipOf(files()),
    zipOf(files(), 0),
    streamedZipOf(files()),
    zipOf({ 'in.zip': zipOf(files()) }),
  ],
  [
    'PK\x03\x04',
    'PK\x01\x02',
    'PK\x05\x06',
    'PK\x07\x08',
    '\x08\0',
    '\0\0\0\0',
    '\xff\xff\xff\xff',
  ],
);
const gzip = archiveTarget(
  'gzip',
  () => [
    gzipSync(files()['b.json']),
    gzipSync(tarOf(files())),
    Buffer.concat([gzipSync('a'), gzipSync(files()['app/.env'])]),
  ],
  ['\x1f\x8b\x08\x08', '\x1f\x8b\x08\x1e', '\0', '\xff\xff'],
);
const tar = archiveTarget('tar', () => [tarOf(files()), tarOf({ 'a.tar': tarOf(files()) })], [
  'ustar\x0000',
  '00000000000\0',
  '77777777777\0',
  '-0000000001\0',
  '\x80\0\0\0\0\0\0\x01',
  'x',
  'L',
  '30 path=abcdefghijklmnopqrstu\n',
  '9 size=5\n',
]);

export const archiveTargets: readonly Target[] = [zip, gzip, tar];
