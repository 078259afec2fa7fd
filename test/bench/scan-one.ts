import { createReadStream } from 'node:fs';
import { type NumberedLine, scanLog } from '../../src-main/logs/scan.ts';

/** Scans one log a megabyte at a time and prints what that took; a process of its own, so that its memory is its own. */
const scan = async (file: string): Promise<void> => {
  const began = performance.now();
  let rest = '';
  let n = 0;
  let hits = 0;
  const take = (texts: readonly string[]) => {
    const lines = texts.map((text): NumberedLine => ({ n: ++n, text }));
    for (const hit of scanLog(lines, 'agent').hits) hits += hit.count;
  };
  for await (const chunk of createReadStream(file, { encoding: 'utf8', highWaterMark: 1024 * 1024 })) {
    const texts = (rest + chunk).split('\n');
    rest = texts.pop() ?? '';
    take(texts);
  }
  if (rest !== '') take([rest]);
  const ms = performance.now() - began;
  console.log(JSON.stringify({ ms, hits, maxRssMb: process.resourceUsage().maxRSS / 1024 }));
};

await scan(process.argv[2] ?? '');
