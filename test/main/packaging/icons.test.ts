import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';

const resources = resolve(import.meta.dirname, '../../../resources');
const read = (file: string) => readFileSync(join(resources, file));
const PNG = Buffer.from('89504e470d0a1a0a', 'hex');
/** Width and height, from a PNG's first chunk. */
const size = (png: Buffer) => {
  expect(png.subarray(0, 8)).toEqual(PNG);
  return [png.readUInt32BE(16), png.readUInt32BE(20)];
};

describe('icons', () => {
  test('for Linux: each as large as its name says, from 16 to 1024', () => {
    const names = readdirSync(join(resources, 'icons'));
    expect(names).toEqual(
      expect.arrayContaining(['16x16.png', '32x32.png', '256x256.png', '512x512.png', '1024x1024.png']),
    );
    for (const name of names) expect(`${size(read(`icons/${name}`)).join('x')}.png`).toBe(name);
  });

  test('for Windows: every image of the directory is there, up to 256', () => {
    const ico = read('icon.ico');
    expect([ico.readUInt16LE(0), ico.readUInt16LE(2)]).toEqual([0, 1]);
    const widths = Array.from({ length: ico.readUInt16LE(4) }, (_, i) => {
      const at = 6 + 16 * i;
      const start = ico.readUInt32LE(at + 12);
      const [width = 0] = size(ico.subarray(start, start + ico.readUInt32LE(at + 8)));
      expect(width % 256).toBe(ico.readUInt8(at));
      return width;
    });
    expect(widths).toEqual([16, 24, 32, 48, 64, 128, 256]);
  });

  test('for macOS: the parts fill the file, and are of the sizes that their types stand for', () => {
    const icns = read('icon.icns');
    expect(icns.toString('latin1', 0, 4)).toBe('icns');
    expect(icns.readUInt32BE(4)).toBe(icns.length);
    const sizes: Record<string, number | undefined> = {};
    for (let at = 8; at < icns.length; at += icns.readUInt32BE(at + 4))
      sizes[icns.toString('latin1', at, at + 4)] = size(icns.subarray(at + 8))[0];
    expect(sizes).toEqual({ ic07: 128, ic08: 256, ic09: 512, ic10: 1024, ic11: 32, ic12: 64, ic13: 256, ic14: 512 });
  });

  test('the page has the same drawing', () => {
    expect(read('page/icon.svg')).toEqual(read('icon.svg'));
  });
});
