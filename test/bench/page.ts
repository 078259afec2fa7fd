import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { needBuild, OUT } from './built.ts';
import { type Item, infoRow } from './result.ts';

const LIMIT_KB = 60;

/** What the page's own code weighs, as a web server would send it. */
export const pageItem: Item = {
  id: 'page',
  title: 'Scripts of the page, gzipped',
  measure: async () => {
    needBuild();
    const script = gzippedKb('.js');
    const style = gzippedKb('.css');
    return [
      {
        what: 'scripts',
        measured: `${script.toFixed(1)} KB`,
        target: `≤ ${LIMIT_KB} KB`,
        met: script <= LIMIT_KB,
        value: script,
      },
      infoRow('styles', `${style.toFixed(1)} KB`, { kb: style }),
    ];
  },
};

const gzippedKb = (ending: string): number =>
  readdirSync(join(OUT, 'renderer'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(ending))
    .reduce((sum, name) => sum + gzipSync(readFileSync(join(OUT, 'renderer', name)), { level: 9 }).length, 0) / 1024;
