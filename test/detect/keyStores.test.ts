// Key stores are found by name and first bytes together: PKCS#12 (.p12, .pfx) and Java's.
import { describe, expect, test } from 'vitest';
import { reportedIn } from './reported.ts';

/** The first bytes of a store and some more that mean nothing. */
function store(...start: number[]): Buffer {
  return Buffer.concat([Buffer.from(start), Buffer.alloc(1200, 'no key\n')]);
}

const pkcs12 = store(0x30, 0x82, 4, 0xb0, 2, 1, 3, 0x30, 0x82);
const jks = store(0xfe, 0xed, 0xfe, 0xed, 0, 0, 0, 2);
const jceks = store(0xce, 0xce, 0xce, 0xce, 0, 0, 0, 2);

describe('a key store', () => {
  test.each<[string, Buffer]>([
    ['client.p12', pkcs12],
    ['certs/Client.PFX', pkcs12],
    ['app/release.keystore', jks],
    ['server.jks', jks],
    ['server.jceks', jceks],
  ])('%s is reported whole', (path, bytes) => {
    expect(reportedIn(path, bytes)).toEqual([bytes.toString('base64')]);
  });

  test.each<[string, Buffer]>([
    ['a certificate of that form', store(0x30, 0x82, 4, 0xb0, 0x30, 0x82)],
    ['text', Buffer.from('put your key store here\n')],
    ['an empty file', Buffer.alloc(0)],
    ['four bytes', Buffer.from([0xfe, 0xed, 0xfa, 0xce])],
  ])('%s in client.p12 is none', (_title, bytes) => {
    expect(reportedIn('client.p12', bytes)).toEqual([]);
  });

  test('has to be named like one', () => {
    expect(reportedIn('data.bin', pkcs12)).toEqual([]);
  });
});
