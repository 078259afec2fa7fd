import { isHostName } from '../config/url.ts';
import { pemsIn } from '../network/chain.ts';
import type { Transcript } from '../transcript.ts';

/** How one rung ended. `line` is that of its fact in the evidence. */
export type Rung<Outcome extends string> = {
  readonly outcome: Outcome;
  readonly ms: number;
  readonly detail: string;
  readonly line: number;
};

const TCP = ['ok', 'refused', 'timeout', 'reset', 'unreachable', 'name', 'unknown', 'cancelled'] as const;
const CONNECT = ['ok', 'auth', 'denied', 'upstream', 'not-a-proxy', 'reset', 'timeout'] as const;
const TLS = ['ok', 'protocol', 'client-certificate', 'plain', 'reset', 'timeout', 'error'] as const;
const HTTP = ['ok', 'client-certificate', 'reset', 'timeout', 'error'] as const;

export type LadderEvidence = {
  /** Through the connection to the host, from this computer itself, or by the host's own tools. */
  readonly way: 'forwarded' | 'own' | 'tools' | undefined;
  readonly target: { readonly scheme: 'https' | 'http'; readonly host: string; readonly port: number } | undefined;
  readonly proxy: { readonly host: string; readonly port: number } | undefined;
  /** When it was looked at, by this computer's clock; ms. */
  readonly at: number | undefined;
  readonly tcp: Rung<(typeof TCP)[number]> | undefined;
  readonly connect: Rung<(typeof CONNECT)[number]> | undefined;
  readonly proxySchemes: string;
  /** config.xml has a user for the proxy. It is not sent. */
  readonly proxyUser: boolean;
  readonly tls: Rung<(typeof TLS)[number]> | undefined;
  readonly chain: readonly string[];
  readonly store: {
    readonly state: 'read' | 'no-keytool' | 'missing' | 'no-rights' | 'failed' | 'not-run';
    readonly path: string;
    readonly count: number;
    readonly anchors: readonly string[];
  };
  readonly publicAuthority: boolean | undefined;
  readonly http: Rung<(typeof HTTP)[number]> | undefined;
  readonly answer:
    | {
        readonly status: number;
        readonly headers: Readonly<Record<string, string>>;
        readonly body: string;
        readonly line: number;
      }
    | undefined;
};

const STORE = ['read', 'no-keytool', 'missing', 'no-rights', 'failed', 'not-run'] as const;
const WAYS = ['forwarded', 'own', 'tools'] as const;

/** Out of the transcript alone, so that saved evidence gives the same verdict. */
export const parseLadder = (t: Transcript): LadderEvidence => {
  const at = Date.parse(t.value('at') ?? '');
  return {
    way: WAYS.find((w) => w === t.value('way')),
    target: targetOf(t.value('target')),
    proxy: proxyOf(t.value('proxy')),
    at: Number.isNaN(at) ? undefined : at,
    tcp: rung(t, 'tcp', TCP),
    connect: rung(t, 'connect', CONNECT),
    proxySchemes: t.value('proxy-schemes') ?? '',
    proxyUser: t.value('proxy-user') === 'yes',
    tls: rung(t, 'tls', TLS),
    chain: pemsOf(t, 'chain'),
    store: {
      state: storeState(t),
      path: t.value('store') ?? '',
      count: t.number('store-count') ?? 0,
      anchors: pemsOf(t, 'trusted'),
    },
    publicAuthority:
      t.value('public-authority') === 'yes' ? true : t.value('public-authority') === 'no' ? false : undefined,
    http: rung(t, 'http', HTTP),
    answer: answerOf(t),
  };
};

const rung = <O extends string>(t: Transcript, key: string, outcomes: readonly O[]): Rung<O> | undefined => {
  const fact = t.fact(key);
  const [, word, ms, detail = ''] = /^(\S+) (\d{1,7})(?: (.*))?$/s.exec(fact?.value ?? '') ?? [];
  const outcome = outcomes.find((o) => o === word);
  return fact && outcome !== undefined
    ? { outcome, ms: Number(ms), detail: detail.trim(), line: fact.line }
    : undefined;
};

/** A list of trusted certificates that was cut off is none: with half of it a good chain would look untrusted. */
const storeState = (t: Transcript): LadderEvidence['store']['state'] => {
  const state = STORE.find((s) => s === t.value('store-state')) ?? 'not-run';
  return state === 'read' && t.section('trusted')?.exitCode !== 0 ? 'not-run' : state;
};

const targetOf = (value: string | undefined): LadderEvidence['target'] => {
  const [, scheme, host = '', port] = /^(https?) (\S+) (\d{1,5})$/.exec(value ?? '') ?? [];
  return (scheme === 'https' || scheme === 'http') && isHostName(host)
    ? { scheme, host, port: Number(port) }
    : undefined;
};

const proxyOf = (value: string | undefined): LadderEvidence['proxy'] => {
  const [, host, port] = /^(\S+) (\d{1,5})$/.exec(value ?? '') ?? [];
  return host === undefined ? undefined : { host, port: Number(port) };
};

/** A list that was cut off says nothing: half a chain would look untrusted. */
const pemsOf = (t: Transcript, name: string): readonly string[] => {
  const section = t.section(name);
  return section?.exitCode === 0 ? pemsIn(section.output.join('\n')) : [];
};

const answerOf = (t: Transcript): LadderEvidence['answer'] => {
  const section = t.section('http');
  if (section?.exitCode !== 0) return undefined;
  const status = Number(/^HTTP\/[\d.]+ (\d{3})\b/.exec(section.output[0] ?? '')?.[1] ?? Number.NaN);
  if (Number.isNaN(status)) return undefined;
  const end = section.output.indexOf('');
  const head = section.output.slice(1, end < 0 ? undefined : end);
  const headers = Object.fromEntries(
    head.flatMap((text) => {
      const [, name, value] = /^([A-Za-z0-9-]+):\s*(.*)$/.exec(text) ?? [];
      return name === undefined || value === undefined ? [] : [[name.toLowerCase(), value]];
    }),
  );
  return { status, headers, body: end < 0 ? '' : section.output.slice(end + 1).join('\n'), line: section.line };
};
