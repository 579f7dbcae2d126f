// Example templates: deterministic, of the right shape, never something that a check would turn down.
import { describe, expect, it } from 'vitest';
import { hasBase62Crc32 } from '../../src/rules/checks/crc32.ts';
import { isLiveLookingJwt } from '../../src/rules/checks/jwt.ts';
import { isNoPlaceholder } from '../../src/rules/checks/placeholder.ts';
import { isPlainPrivateKey } from '../../src/rules/checks/pem.ts';
import { expandTemplate } from '../../src/rules/templates.ts';

describe('expandTemplate', () => {
  it('gives the same text for the same seed and another for another', () => {
    const template = 'a=<alnum:40>';
    expect(expandTemplate(template, 'one')).toBe(expandTemplate(template, 'one'));
    expect(expandTemplate(template, 'one')).not.toBe(expandTemplate(template, 'two'));
  });

  it.each([
    ['<alnum:36>', /^[A-Za-z0-9]{36}$/u],
    ['<hex:32>', /^[0-9a-f]{32}$/u],
    ['<HEX:8>', /^[0-9A-F]{8}$/u],
    ['<base64:40>', /^[A-Za-z0-9][A-Za-z0-9+/]{38}[A-Za-z0-9]$/u],
    ['<base64url:43>', /^[A-Za-z0-9][A-Za-z0-9_-]{41}[A-Za-z0-9]$/u],
    ['<digits:12>', /^\d{12}$/u],
    ['<upper:20>', /^[A-Z]{20}$/u],
    ['<lower:8>', /^[a-z]{8}$/u],
    ['<b32:16>', /^[A-Z2-7]{16}$/u],
    ['<x:5>', /^xxxxx$/u],
    ['<uuid>', /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/u],
    ['<base64-bytes:64>', /^[A-Za-z0-9+/]{86}==$/u],
    ['<aws-key-id:AKIA>', /^AKIAQ[A-Z2-7]{15}$/u],
    ['"<alnum:4>-<alnum:4>"', /^"[A-Za-z0-9]{4}-[A-Za-z0-9]{4}"$/u],
  ])('fills in %j', (template, shape) => {
    for (let seed = 0; seed < 50; seed++) {
      expect(expandTemplate(template, String(seed))).toMatch(shape);
    }
  });

  it('makes tokens whose checksum holds', () => {
    expect(hasBase62Crc32(expandTemplate('<crc32:ghp_>', 's'))).toBe(true);
  });

  it('makes tokens and keys that pass their own checks', () => {
    expect(isLiveLookingJwt(expandTemplate('<jwt>', 's'))).toBe(true);
    for (const label of ['RSA', 'EC', 'DSA', 'OPENSSH']) {
      expect(isPlainPrivateKey(expandTemplate(`<pem:${label} PRIVATE KEY>`, 's'))).toBe(true);
    }
    expect(isPlainPrivateKey(expandTemplate('<pem:ENCRYPTED PRIVATE KEY>', 's'))).toBe(false);
  });

  it('never draws a value that looks like a placeholder', () => {
    for (let seed = 0; seed < 300; seed++) {
      expect(isNoPlaceholder(expandTemplate('<hex:16>', String(seed)))).toBe(true);
    }
  });

  it('leaves other text in angle brackets alone', () => {
    const text = '<token>x</token> <ns:tag> <your-key> <https://a.b/>';
    expect(expandTemplate(text, 's')).toBe(text);
  });

  it('refuses a misspelt kind', () => {
    expect(() => expandTemplate('<alnm:36>', 's')).toThrow(/no example value is called alnm/u);
  });
});
