import { describe, expect, test } from 'vitest';
import { createDetector } from '../../src/detect/detector.ts';
import { loadRules } from '../../src/rules/load.ts';
import { fill } from './fill.ts';

const detector = createDetector(loadRules());
const env = fill('HOST=db\nDB_PASSWORD=<pw:i>xZ\nMODE=1\n');

describe('secrets in encoded text', () => {
  test.each([
    ['base64', Buffer.from(env).toString('base64')],
    ['base64', Buffer.from(`x${env}`).toString('base64')],
    ['base64', Buffer.from(`xy${env}`).toString('base64')],
    ['base64', Buffer.from(env).toString('base64url')],
    ['base64', Buffer.from(env, 'utf16le').toString('base64')],
    ['hex', Buffer.from(env).toString('hex')],
    ['hex', Buffer.from(env).toString('hex').toUpperCase()],
  ])('are found in %s, with their value and the place of their bytes', (encoding, encoded) => {
    const before = 'data: ';
    const [match, ...more] = detector.scan(Buffer.from(`${before}${encoded}\nnext: 1\n`));
    expect(more).toEqual([]);
    expect(match).toMatchObject({
      ruleId: 'generic-password',
      value: fill('<pw:i>xZ'),
      encoding,
      line: 1,
    });
    expect(match?.startOffset).toBeGreaterThanOrEqual(before.length);
    expect(match?.endOffset).toBeLessThanOrEqual(before.length + encoded.length);
  });

  test('are not sought in what does not decode to text', () => {
    const noise = Buffer.from(env)
      .toString('base64')
      .replace(/./u, '/')
      .split('')
      .toReversed()
      .join('');
    expect(detector.scan(Buffer.from(`data: ${noise}\n`))).toEqual([]);
  });

  test('percent-encoded passwords of URLs are given decoded', () => {
    const [match] = detector.scan(
      Buffer.from(fill('url = "amqp://ada:kT9%40<pw:g>x@mq.internal/"')),
    );
    expect(match).toMatchObject({ value: fill('kT9@<pw:g>x'), encoding: 'percent' });
  });
});
