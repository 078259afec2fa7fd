import { defineScriptProbe } from '../define.ts';
import { type Transcript, wholeNumber } from '../transcript.ts';
import script from './system.sh?raw';

export type SystemEvidence = {
  readonly kernel: string | undefined;
  readonly machine: string | undefined;
  readonly bits: number | undefined;
  readonly name: string | undefined;
  /** `[2, 36]`; undefined where the C library is another or cannot be told. */
  readonly glibc: readonly [number, number] | undefined;
  /** Bytes. `total` is what this system may use, the container's own limit counted. */
  readonly memory: { readonly total: number; readonly available: number; readonly swapFree: number } | undefined;
  /** The host's clock (seconds of the epoch), and this computer's (ms) when it was read. */
  readonly clock: { readonly host: number; readonly here: number; readonly line: number } | undefined;
  /** Of the host: `+0100 CET`. */
  readonly zone: string | undefined;
  /** Bytes; what wrapper.conf lets the heap grow to. */
  readonly heap: number | undefined;
  readonly memoryLine: number;
  readonly systemLine: number;
};

/** The machine. Source: "MID Server system requirements". */
export const systemProbe = defineScriptProbe<SystemEvidence>({
  id: 'system',
  step: 'host',
  script,
  limitS: 5,
  needsAgent: true,
  parse: (t, evidence) => {
    const [, major, minor] = /^glibc (\d{1,3})\.(\d{1,3})/.exec(t.value('glibc') ?? '') ?? [];
    const heap = heapOf(t);
    const [host, here] = [t.number('now'), Date.parse(evidence.at)];
    return {
      kernel: t.value('kernel'),
      machine: t.value('machine'),
      bits: t.number('bits') ?? bitsOf(t.value('machine')),
      name: t.value('system') || undefined,
      glibc: major === undefined || minor === undefined ? undefined : [Number(major), Number(minor)],
      memory: memoryOf(t),
      clock: host === undefined || Number.isNaN(here) ? undefined : { host, here, line: t.fact('now')?.line ?? 1 },
      zone: /^[+-]\d{4}(?: [\w+-]{1,12})?$/.exec(t.value('zone') ?? '')?.[0],
      heap,
      memoryLine: (t.section('memory')?.line ?? 0) + 1,
      systemLine: t.fact('machine')?.line ?? 1,
    };
  },
});

/** Where no tool says how wide a word is, the kernel's name of the machine does. Source: uname(2); setarch(8). */
const bitsOf = (machine: string | undefined): number | undefined =>
  /^(?:i[3-6]86|arm|armv\d.*|ppc|s390|sparc|mips(?:el)?)$/.test(machine ?? '') ? 32 : undefined;

/**
 * In MB; the wrapper takes the digits that a value begins with, and a larger initmemory instead of maxmemory. Source:
 * Java Service Wrapper 3.5.51, tried.
 */
const heapOf = (t: Transcript): number | undefined => {
  const megabytes = (key: string) => wholeNumber(/^\d+/.exec(t.value(key) ?? '')?.[0]) ?? 0;
  const most = megabytes('heap-maxmemory');
  const heap = most > 0 ? Math.max(most, megabytes('heap-initmemory')) : 0;
  return heap <= 0 || heap > 4_000_000 ? undefined : heap * 1024 ** 2;
};

const memoryOf = (t: Transcript): SystemEvidence['memory'] => {
  const kilobytes = new Map<string, number>();
  for (const row of t.section('memory')?.output ?? []) {
    const [, key = '', value] = /^(\w+):\s+(\d+) kB$/.exec(row) ?? [];
    const number = wholeNumber(value);
    if (number !== undefined) kilobytes.set(key, number * 1024);
  }
  const total = kilobytes.get('MemTotal');
  const available = kilobytes.get('MemAvailable');
  if (total === undefined || available === undefined) return undefined;
  // "No limit" is "max", or a number beyond any machine's memory.
  const limits = t.all('memory-limit').flatMap(({ value }) => wholeNumber(value) ?? []);
  return { total: Math.min(total, ...limits), available, swapFree: kilobytes.get('SwapFree') ?? 0 };
};
