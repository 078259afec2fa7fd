// Draws every icon file from resources/icon.svg: `npx node test/resources/make-icons.ts`. Needs Debian's Chromium.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { chromium } from 'playwright-core';

const root = resolve(import.meta.dirname, '../..');
const svg = readFileSync(join(root, 'resources/icon.svg'), 'utf8');
const SIZES = [16, 24, 32, 48, 64, 96, 128, 256, 512, 1024];

const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
const page = await browser.newPage();
const pngs = new Map<number, Buffer>();
for (const size of SIZES) {
  await page.setViewportSize({ width: size, height: size });
  await page.setContent(`<style>html,body{margin:0}svg{display:block;width:${size}px;height:${size}px}</style>${svg}`);
  pngs.set(size, await page.screenshot({ omitBackground: true, type: 'png' }));
}
await browser.close();

mkdirSync(join(root, 'resources/icons'), { recursive: true });
for (const [size, png] of pngs) writeFileSync(join(root, `resources/icons/${size}x${size}.png`), png);
writeFileSync(join(root, 'resources/icon.ico'), ico([16, 24, 32, 48, 64, 128, 256]));
writeFileSync(join(root, 'resources/icon.icns'), icns());
writeFileSync(join(root, 'resources/page/icon.png'), png(256));
writeFileSync(join(root, 'resources/page/icon.svg'), svg);

function png(size: number): Buffer {
  const found = pngs.get(size);
  if (!found) throw new Error(`no icon of ${size} pixels`);
  return found;
}

/** Windows' format: a directory of sixteen bytes an image, then the images, as PNG since Windows Vista. */
function ico(sizes: readonly number[]): Buffer {
  const head = Buffer.alloc(6 + 16 * sizes.length);
  head.writeUInt16LE(1, 2);
  head.writeUInt16LE(sizes.length, 4);
  let offset = head.length;
  sizes.forEach((size, i) => {
    const at = 6 + 16 * i;
    head.writeUInt8(size % 256, at);
    head.writeUInt8(size % 256, at + 1);
    head.writeUInt16LE(1, at + 4);
    head.writeUInt16LE(32, at + 6);
    head.writeUInt32LE(png(size).length, at + 8);
    head.writeUInt32LE(offset, at + 12);
    offset += png(size).length;
  });
  return Buffer.concat([head, ...sizes.map(png)]);
}

/** Apple's format: type, length, PNG, one after another; types ic11 to ic14 and ic10 are the doubled sizes. */
function icns(): Buffer {
  const parts = (
    [
      ['ic11', 32],
      ['ic12', 64],
      ['ic07', 128],
      ['ic13', 256],
      ['ic08', 256],
      ['ic14', 512],
      ['ic09', 512],
      ['ic10', 1024],
    ] as const
  ).map(([type, size]) => {
    const head = Buffer.alloc(8, type, 'latin1');
    head.writeUInt32BE(8 + png(size).length, 4);
    return Buffer.concat([head, png(size)]);
  });
  const head = Buffer.alloc(8, 'icns', 'latin1');
  head.writeUInt32BE(8 + parts.reduce((sum, part) => sum + part.length, 0), 4);
  return Buffer.concat([head, ...parts]);
}
