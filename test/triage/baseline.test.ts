import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ConfigError } from '../../src/model/errors.ts';
import { formatBaseline, parseBaseline, saltedFingerprint } from '../../src/triage/baseline.ts';
import type { Baseline, BaselineEntry } from '../../src/triage/baseline.ts';

const hex = (length: number): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: length, maxLength: length });
const day = fc
  .date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const entry: fc.Arbitrary<BaselineEntry> = fc.record(
  {
    fingerprint: hex(32),
    ruleId: fc.stringMatching(/^[a-z][a-z0-9-]{0,20}$/u),
    added: day,
    until: day,
    by: fc.string({ unit: 'binary' }),
    reason: fc.string({ unit: 'binary' }),
  },
  { requiredKeys: ['fingerprint', 'ruleId', 'added', 'by', 'reason'] },
);
const baseline: fc.Arbitrary<Baseline> = fc.record({
  salts: fc.uniqueArray(hex(64), { minLength: 1, maxLength: 3 }),
  entries: fc.uniqueArray(entry, { selector: ({ fingerprint }) => fingerprint }),
});

const byFingerprint = (a: BaselineEntry, b: BaselineEntry): number =>
  a.fingerprint < b.fingerprint ? -1 : 1;

const salt = 'ab'.repeat(32);
const known = {
  fingerprint: '0'.repeat(32),
  ruleId: 'r',
  added: '2026-01-02',
  by: 'A',
  reason: 'b',
};

describe('the file of a baseline', () => {
  it('reads back what was written, sorted, whatever the texts hold and however lines end', () => {
    fc.assert(
      fc.property(baseline, fc.constantFrom('\n', '\r\n'), (value, end) => {
        const text = formatBaseline(value).replaceAll('\n', end);
        const { salts, entries } = parseBaseline(text, 'b');
        expect(salts).toEqual(value.salts);
        expect(entries).toEqual(value.entries.toSorted(byFingerprint));
      }),
    );
  });

  it('has a line an entry, and the same text for the same entries in any order', () => {
    fc.assert(
      fc.property(baseline, ({ salts, entries }) => {
        const text = formatBaseline({ salts, entries });
        expect(text.split('\n')).toHaveLength(2 + salts.length + entries.length + 1);
        expect(formatBaseline({ salts, entries: entries.toReversed() })).toBe(text);
      }),
    );
  });

  it('is one that a person can read', () => {
    const entries = [
      { ...known, until: '2027-01-02', by: 'Ada <ada@example.com>', reason: 'a "b"' },
    ];
    expect(
      formatBaseline({ salts: [salt], entries })
        .split('\n')
        .slice(2),
    ).toEqual([
      `hmac ${salt}`,
      `${known.fingerprint} r added:2026-01-02 until:2027-01-02 by:"Ada <ada@example.com>" reason:"a \\"b\\""`,
      '',
    ]);
  });

  it('keeps of two entries for one finding the one that holds longer', () => {
    const entries = ['2027-01-01', '2028-01-01', '2026-01-01'].map((until) => ({
      ...known,
      until,
    }));
    const kept = (list: readonly BaselineEntry[]): readonly (string | undefined)[] =>
      parseBaseline(formatBaseline({ salts: [salt], entries: list }), 'b').entries.map(
        ({ until }) => until,
      );
    expect(kept(entries)).toEqual(['2028-01-01']);
    expect(kept([...entries, known])).toEqual([undefined]);
  });

  const line = `${known.fingerprint} r added:2026-01-02 by:"A" reason:"b"`;
  it.each([
    ['', "1: there is no line 'hmac …'"],
    ['# nothing\n', "1: there is no line 'hmac …'"],
    [`hmac ${salt}x\n`, '1: after hmac come 64 hexadecimal digits'],
    [`hmac ${salt}\n\nhmac\n`, '3: not of the form'],
    [`hmac ${salt}\n${line}x\n`, '2: not of the form'],
    [`hmac ${salt}\n${line}\n${line.slice(1)}\n`, '3: not of the form'],
    [`hmac ${salt}\n ${line}\n`, '2: not of the form'],
    [`hmac ${salt}\n${line.replace('02 by', '02 until:never by')}\n`, "2: 'never' is no day"],
    [`hmac ${salt}\n${line.replace('01-02', '02-30')}\n`, "2: '2026-02-30' is no day"],
    [`hmac ${salt}\n${line.replace('"b"', '"\\x"')}\n`, '2: a text in quotes'],
    [`hmac ${salt}\n<<<<<<< ours\n${line}\n=======\n>>>>>>> theirs\n`, '2: a merge conflict'],
    [
      Array.from({ length: 33 }, (_, i) => `hmac ${String(i).padStart(64, '0')}`).join('\n'),
      '33: more than',
    ],
  ])('refuses %j and names the line', (text, message) => {
    const read = (): Baseline => parseBaseline(text, 'known/file');
    expect(read).toThrow(ConfigError);
    expect(read).toThrow(`known/file:${message}`);
  });
});

describe('a salted fingerprint', () => {
  it('depends on salt, rule and secret', () => {
    const other = 'cd'.repeat(32);
    const all = [salt, other].flatMap((each) =>
      ['a', 'b'].flatMap((rule) => ['x', 'y'].map((value) => saltedFingerprint(each, rule, value))),
    );
    expect(new Set(all).size).toBe(8);
    expect(all.every((each) => /^[0-9a-f]{32}$/u.test(each))).toBe(true);
    expect(saltedFingerprint(salt, 'a', 'x')).toBe(all[0]);
  });
});
