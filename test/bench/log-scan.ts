import { spawnSync } from 'node:child_process';
import { createWriteStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { FRAGMENTS, SIGNATURES } from '../../src-main/logs/signatures.ts';
import { interleave } from './measure.ts';
import { timed } from './program.ts';
import { type Item, infoRow, Missing, ratioRow } from './result.ts';

const MEGABYTES = 100;

/** All signatures over a large agent log, against ripgrep with the same fragments on one core. */
export const logItem: Item = {
  id: 'log',
  title: `Signatures over an agent log of ${MEGABYTES} MB against \`rg -j1\` with the same fragments`,
  measure: async (pace) => {
    if (spawnSync('rg', ['--version']).status !== 0) throw new Missing('rg (Debian: ripgrep)');
    const dir = mkdtempSync(join(tmpdir(), 'midup-bench-'));
    try {
      const log = join(dir, 'agent0.log.0');
      const fragments = join(dir, 'fragments');
      await writeLog(log);
      writeFileSync(fragments, FRAGMENTS.join('\n'));
      const scans: ScanReport[] = [];
      const series = await interleave(
        [
          {
            name: 'midup',
            run: async () => {
              const report = await scanInChild(log);
              scans.push(report);
              return report.ms;
            },
          },
          { name: 'rg', run: () => ripgrep(log, fragments) },
        ],
        { rounds: 9, budgetMs: 30_000, ...pace },
      );
      const memory = Math.max(...scans.map((scan) => scan.maxRssMb));
      return [
        ratioRow('time against that of rg', pairOf(series), null),
        infoRow('memory', `${memory.toFixed(0)} MB at most, Node included`, { maxRssMb: memory }),
      ];
    } finally {
      rmSync(dir, { recursive: true, force: true });
    }
  },
};

const pairOf = (series: { readonly midup: readonly number[]; readonly rg: readonly number[] }) => ({
  a: { name: 'midup', series: series.midup },
  b: { name: 'rg -j1', series: series.rg },
});

type ScanReport = { readonly ms: number; readonly maxRssMb: number; readonly hits: number };

const scanInChild = async (log: string): Promise<ScanReport> => {
  const here = (name: string) => join(import.meta.dirname, name);
  const { exit, stdout, stderr } = await timed(process.execPath, [
    '--import',
    here('raw.mjs'),
    here('scan-one.ts'),
    log,
  ]);
  if (exit !== 0) throw new Error(`scan: exit ${exit} ${stderr.slice(-500)}`);
  const report = JSON.parse(stdout) as ScanReport;
  if (report.hits === 0) throw new Error('scan: nothing was found');
  return report;
};

const ripgrep = async (log: string, fragments: string): Promise<number> => {
  const { exit, ms, stderr } = await timed('rg', ['-j1', '-F', '-i', '-c', '-f', fragments, log]);
  if (exit !== 0) throw new Error(`rg: exit ${exit} ${stderr}`);
  return ms;
};

/** Mostly the dull lines of a healthy day; one in two thousand is a sample of a signature. */
const writeLog = async (file: string): Promise<void> => {
  const out = createWriteStream(file);
  const samples = SIGNATURES.flatMap(({ samples: all }) => all);
  let text = '';
  let bytes = 0;
  for (let i = 0; bytes < MEGABYTES * 1024 * 1024; i++) {
    const time = new Date(Date.UTC(2026, 9, 1) + i * 700).toISOString().replace('Z', '+0000');
    const message = i % 2000 === 1999 ? samples[(i / 2000) | (0 % samples.length)] : DULL[i % DULL.length];
    text += `${time} INFO  (Worker-Standard:PriorityScheduler-${i % 25}) [ECCSender:${i % 977}] ${message ?? DULL[0]} ${i}\n`;
    if (text.length < 1024 * 1024) continue;
    bytes += text.length;
    if (!out.write(text)) await new Promise<void>((done) => out.once('drain', done));
    text = '';
  }
  out.end();
  await finished(out);
};

const DULL = [
  'LogStatusMonitor stats threads: 42, memory max: 1024.0mb, allocated: 512.0mb, used: 233.1mb, standard.queued: 0 probes, standard.processing: 0 probes',
  'Enqueuing: /opt/servicenow/mid/agent/work/monitors/ECCSender/output_0/ecc_queue.3f1c9a52db7f1010c1a2f5d41d961977.xml',
  'Sending ecc_queue.3f1c9a52db7f1010c1a2f5d41d961977.xml to the instance, 2048 bytes',
  'Worker starting: Command source: 10.20.30.40, name: SSHCommand, agent: mid.server.mid-ber-02',
  'Worker completed: Command source: 10.20.30.40, time: 0:00:01.204, agent: mid.server.mid-ber-02',
  'AMB connection is up, last heartbeat 12 s ago',
];
