import { describe, expect, test } from 'vitest';
import { wantsColour, widthOf } from '../../../src-main/cli/output.ts';
import { createProgress } from '../../../src-main/cli/progress.ts';

describe('colour', () => {
  test.each([
    [true, {}, true],
    [false, {}, false],
    [true, { NO_COLOR: '1' }, false],
    [true, { NO_COLOR: '' }, true],
    [true, { TERM: 'dumb' }, false],
    [false, { FORCE_COLOR: '1' }, true],
    [true, { FORCE_COLOR: '0' }, false],
    [false, { FORCE_COLOR: '1', NO_COLOR: '1' }, false],
  ])('terminal %j with %j: %j', (isTTY, env, colour) => {
    expect(wantsColour({ isTTY }, env)).toBe(colour);
  });
});

test('the width is that of the terminal, or 80', () => {
  expect(widthOf({ isTTY: true, columns: 132 })).toBe(132);
  expect(widthOf({ columns: 132 })).toBe(80);
});

describe('progress', () => {
  const recorder = (isTTY: boolean) => {
    const written: string[] = [];
    return { output: { isTTY, columns: 40, write: (text: string) => written.push(text) }, written };
  };

  test('in a log is one line for each thing, without escapes', () => {
    const { output, written } = recorder(false);
    const progress = createProgress(output);
    progress.show('Connecting to mid1');
    for (let i = 0; i < 50; i++) progress.show('Looking at mid1\x1b[2J', i, 50);
    progress.stop();
    expect(written).toEqual(['midup: Connecting to mid1\n', 'midup: Looking at mid1\\x1b[2J\n']);
  });

  test('at a terminal is one line that goes away', async () => {
    const { output, written } = recorder(true);
    const progress = createProgress(output);
    progress.show('Looking at a host with a very long name indeed', 3, 9);
    await expect.poll(() => written.length).toBeGreaterThan(0);
    progress.stop();
    expect(written.join('')).not.toContain('\n');
    expect(written.at(-1)).toBe('\r\x1b[K');
    expect(Math.max(...written.map((w) => w.replace('\r\x1b[K', '').length))).toBeLessThan(40);
  });
});
