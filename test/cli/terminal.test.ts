import { describe, expect, it } from 'vitest';
import { terminalWidth, usesColor } from '../../src/cli/terminal.ts';

describe('usesColor', () => {
  it.each([
    ['a terminal', true, {}, true, true],
    ['no terminal', false, {}, true, false],
    ['a dumb terminal', true, { TERM: 'dumb' }, true, false],
    ['NO_COLOR', true, { NO_COLOR: '1' }, true, false],
    ['an empty NO_COLOR', true, { NO_COLOR: '' }, true, true],
    ['FORCE_COLOR without terminal', false, { FORCE_COLOR: '1' }, true, true],
    ['an empty FORCE_COLOR', false, { FORCE_COLOR: '' }, true, true],
    ['FORCE_COLOR=0', true, { FORCE_COLOR: '0' }, true, false],
    ['NO_COLOR against FORCE_COLOR', true, { NO_COLOR: '1', FORCE_COLOR: '1' }, true, false],
    ['--no-color on a terminal', true, {}, false, false],
    ['--no-color against FORCE_COLOR', false, { FORCE_COLOR: '1' }, false, false],
  ])('%s', (_title, isTTY, env, allowed, expected) => {
    expect(usesColor({ isTTY }, env, allowed)).toBe(expected);
  });
});

describe('terminalWidth', () => {
  it.each([
    [{ columns: 132 }, {}, 132],
    [{ columns: 0 }, {}, 80],
    [{}, {}, 80],
    [{}, { COLUMNS: '100' }, 100],
    [{}, { COLUMNS: 'wide' }, 80],
    [{ columns: 90 }, { COLUMNS: '100' }, 90],
  ])('of %j with %j is %i', (stream, env, width) => {
    expect(terminalWidth(stream, env)).toBe(width);
  });
});
