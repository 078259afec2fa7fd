import { parseArgs } from 'node:util';
import { ansibleItem } from './ansible.ts';
import { hostItem } from './host.ts';
import { logItem } from './log-scan.ts';
import { pageItem } from './page.ts';
import { type Item, type ItemResult, Missing } from './result.ts';
import { renderTable } from './table.ts';
import { versionItem } from './version.ts';

const ITEMS: readonly Item[] = [hostItem, ansibleItem, versionItem, pageItem, logItem];

const options = {
  json: { type: 'boolean' },
  only: { type: 'string', multiple: true },
  unhurried: { type: 'boolean' },
} as const;
const usage = (why: string): never => {
  console.error(`${why}\nUsage: npm run bench -- [--only ITEM]… [--unhurried] [--json]`);
  process.exit(3);
};
const read = () => {
  try {
    return parseArgs({ options }).values;
  } catch (error) {
    return usage(error instanceof Error ? error.message : String(error));
  }
};
const values = read();
const unknown = (values.only ?? []).filter((id) => !ITEMS.some((item) => item.id === id));
if (unknown.length > 0)
  usage(`No such item: ${unknown.join(', ')}. There are: ${ITEMS.map((item) => item.id).join(', ')}`);

const results: ItemResult[] = [];
for (const item of ITEMS.filter(({ id }) => values.only?.includes(id) ?? true)) {
  console.error(`measuring: ${item.title}`);
  const { id, title } = item;
  try {
    results.push({ id, title, rows: await item.measure({ unhurried: values.unhurried ?? false }) });
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    results.push({ id, title, rows: [], ...(error instanceof Missing ? { skipped: said } : { failed: said }) });
  }
}

const date = new Date().toISOString().slice(0, 10);
console.log(
  values.json ? JSON.stringify({ date, node: process.version, items: results }, null, 2) : renderTable(results),
);
// Targets are read by people; only what could not be measured, for another reason than a missing program, is an error.
process.exitCode = results.some((result) => result.failed !== undefined) ? 1 : 0;
