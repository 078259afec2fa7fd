/**
 * Takes pictures of every state of the page, to be looked at:
 *
 *     npx node test/e2e/gallery/shoot.ts [name…] [--size 1440x960]… [--theme light|dark]… [--out folder]
 */
import { mkdir, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openBrowser } from './browser.ts';
import { serveGallery } from './serve.ts';
import { views } from './views.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    size: { type: 'string', multiple: true, default: ['1440x960', '1280x800', '1024x700'] },
    theme: { type: 'string', multiple: true, default: ['light', 'dark'] },
    out: { type: 'string' },
    /** A key pressed before the picture is taken, such as `m` for the chart. */
    press: { type: 'string' },
  },
});
const names = positionals.length > 0 ? positionals : Object.keys(views);
const out = values.out ?? (await mkdtemp(join(tmpdir(), 'midup-pictures-')));
await mkdir(out, { recursive: true });

const gallery = await serveGallery();
const browser = await openBrowser();
try {
  for (const size of values.size) {
    const [width = 1280, height = 800] = size.split('x').map(Number);
    for (const theme of values.theme) {
      const colorScheme = theme === 'dark' ? 'dark' : 'light';
      const context = await browser.newContext({
        viewport: { width, height },
        colorScheme,
        reducedMotion: 'reduce',
        timezoneId: 'UTC',
      });
      for (const name of names) {
        const page = await context.newPage();
        page.on('console', (message) => message.type() === 'error' && console.error(name, message.text()));
        page.on('pageerror', (error) => console.error(name, error.message));
        await page.goto(`${gallery.url}#${name}`);
        await page.waitForTimeout(250);
        if (values.press) await page.keyboard.press(values.press);
        await page.waitForTimeout(values.press ? 200 : 0);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
        if (wide) console.error(`${name} ${size}: scrolls sideways`);
        await page.screenshot({
          path: join(out, `${name}${values.press ? `-${values.press.replace(/\W/g, '')}` : ''}-${size}-${theme}.png`),
        });
        await page.close();
      }
      await context.close();
    }
  }
  console.log(out);
} finally {
  await browser.close();
  await gallery.close();
}
