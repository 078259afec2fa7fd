import { isIP } from 'node:net';
import { isHostName } from '../../config/url.ts';
import { certificateOf, fingerprintOf, pemsIn } from '../../network/chain.ts';
import type { Transcript } from '../../transcript.ts';

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

/** The rungs of one way up. */
export type RungsEvidence = {
  /** Through the connection to the host, from this computer itself, or by the host's own tools. */
  readonly way: 'forwarded' | 'own' | 'tools' | undefined;
  readonly target: { readonly scheme: 'https' | 'http'; readonly host: string; readonly port: number } | undefined;
  readonly proxy: { readonly host: string; readonly port: number } | undefined;
  readonly tcp: Rung<(typeof TCP)[number]> | undefined;
  readonly connect: Rung<(typeof CONNECT)[number]> | undefined;
  readonly proxySchemes: string;
  readonly tls: Rung<(typeof TLS)[number]> | undefined;
  /** The protocol and cipher that a server of too old a kind took; empty where it took none, or was not asked. */
  readonly tlsOld: string;
  readonly chain: readonly string[];
  readonly store: {
    readonly state: 'read' | 'no-keytool' | 'missing' | 'no-rights' | 'failed' | 'not-run';
    readonly path: string;
    readonly count: number;
    readonly anchors: readonly string[];
    /** Fingerprints of those that came with Java; `unknown` where that could not be seen, undefined where nobody looked. */
    readonly marked: readonly string[] | 'unknown' | undefined;
  };
  readonly publicAuthority: boolean | undefined;
  /** The agent's store has a certificate of the organisation that issued the chain's last. */
  readonly issuerKnown: boolean | undefined;
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

const TRIED = [...TCP, 'untried'] as const;
const REVOCATION = [...TCP, 'denied', 'error', 'client-certificate', 'untried'] as const;
const STORE = ['read', 'no-keytool', 'missing', 'no-rights', 'failed', 'not-run'] as const;
/** A store that was read, and how many of those that the chain can end at came with Java. */
const MARKED_STATE = /^read marks=(\d{1,3}|unknown)$/;
const WAYS = ['forwarded', 'own', 'tools'] as const;

export type AddressTried = Rung<(typeof TRIED)[number]> & { readonly address: string };

export type Ping = {
  readonly outcome: 'answered' | 'silent' | 'no-tool' | 'not-allowed' | 'no-name';
  /** Where it answered. */
  readonly ms: number;
  readonly line: number;
};

export type LadderEvidence = RungsEvidence & {
  /** When it was looked at, by this computer's clock; ms. */
  readonly at: number | undefined;
  /** config.xml has a user for the proxy. It is not sent. */
  readonly proxyUser: boolean;
  /** Of the name that is connected to, in the resolver's order; empty where that was not looked at. */
  readonly addresses: readonly AddressTried[];
  /** The address by which the upper rungs were climbed where the name gave no connection in time. */
  readonly wentOnBy: string | undefined;
  readonly ping: Ping | undefined;
  /** A proxy of the host's other programs, tried for a tunnel where the direct way is closed. */
  readonly hint: (Rung<string> & { readonly proxy: string }) | undefined;
  readonly revocation: readonly (Rung<(typeof REVOCATION)[number]> & { readonly url: string })[];
  /** The way to the server that upgrades come from. */
  readonly install: RungsEvidence | 'instance' | undefined;
};

/** Out of the transcript alone, so that saved evidence gives the same verdict. */
export const parseLadder = (t: Transcript): LadderEvidence => {
  const at = Date.parse(t.value('at') ?? '');
  return {
    ...rungsOf(t, ''),
    at: Number.isNaN(at) ? undefined : at,
    proxyUser: t.value('proxy-user') === 'yes',
    addresses: triedOf(t),
    wentOnBy: t.value('went-on-by'),
    ping: pingOf(t),
    hint: hintOf(t),
    revocation: revocationOf(t),
    install: installOf(t),
  };
};

const installOf = (t: Transcript): LadderEvidence['install'] => {
  if (t.value('install-way') === 'instance') return 'instance';
  return t.value('install-target') === undefined ? undefined : rungsOf(t, 'install-');
};

const rungsOf = (t: Transcript, prefix: '' | 'install-'): RungsEvidence => {
  const key = (name: string) => `${prefix}${name}`;
  const yesNo = (value: string | undefined) => (value === 'yes' ? true : value === 'no' ? false : undefined);
  return {
    way: WAYS.find((w) => w === t.value(key('way'))),
    target: targetOf(t.value(key('target'))),
    proxy: proxyOf(t.value(key('proxy'))),
    tcp: rung(t, key('tcp'), TCP),
    connect: rung(t, key('connect'), CONNECT),
    proxySchemes: t.value(key('proxy-schemes')) ?? '',
    tls: rung(t, key('tls'), TLS),
    tlsOld: (t.value(key('tls-old')) ?? '').slice(0, 100),
    chain: pemsOf(t, key('chain')),
    store: {
      state: storeState(t, prefix),
      path: t.value(key('store')) ?? '',
      count: t.number(key('store-count')) ?? 0,
      anchors: pemsOf(t, key('trusted')),
      marked: markedOf(t, prefix, pemsOf(t, key('trusted'))),
    },
    publicAuthority: yesNo(t.value(key('public-authority'))),
    issuerKnown: yesNo(t.value(key('issuer-known'))),
    http: rung(t, key('http'), HTTP),
    answer: answerOf(t, key('http')),
  };
};

const rung = <O extends string>(t: Transcript, key: string, outcomes: readonly O[]): Rung<O> | undefined => {
  const fact = t.fact(key);
  return fact && rungIn(fact.value, fact.line, outcomes);
};

const rungIn = <O extends string>(value: string, line: number, outcomes: readonly O[]): Rung<O> | undefined => {
  const [, word, ms, detail = ''] = /^(\S+) (\d{1,7})(?: (.*))?$/s.exec(value) ?? [];
  const outcome = outcomes.find((o) => o === word);
  return outcome === undefined ? undefined : { outcome, ms: Number(ms), detail: detail.trim(), line };
};

const triedOf = (t: Transcript): readonly AddressTried[] =>
  t.all('address').flatMap(({ value, line }) => {
    const [, address = '', rest = ''] = /^(\S+) (.*)$/s.exec(value) ?? [];
    const tried = isIP(address) ? rungIn(rest, line, TRIED) : undefined;
    return tried ? [{ address, ...tried }] : [];
  });

/** What iputils and BusyBox say; without the right to send such packets neither sends one. */
const pingOf = (t: Transcript): Ping | undefined => {
  const told = t.fact('ping');
  const outcome = (['no-tool', 'no-name'] as const).find((o) => o === told?.value);
  if (told && outcome) return { outcome, ms: 0, line: told.line };
  const section = t.section('ping');
  if (!section || section.exitCode === null) return undefined;
  const said = section.output.join('\n');
  const at = { ms: 0, line: section.line };
  const ms = /\btime[=<]([\d.]{1,9}) ?ms/.exec(said)?.[1];
  if (section.exitCode === 0) return { ...at, outcome: 'answered', ms: Math.ceil(Number(ms ?? 0)) };
  if (/not permitted|permission denied|are you root/i.test(said)) return { ...at, outcome: 'not-allowed' };
  if (/unknown host|bad address|not known|name resolution/i.test(said)) return { ...at, outcome: 'no-name' };
  return { ...at, outcome: 'silent' };
};

const hintOf = (t: Transcript): LadderEvidence['hint'] => {
  const fact = t.fact('hint-connect');
  const [, proxy = '', rest = ''] = /^([A-Za-z0-9.-]+:\d{1,5}) (.*)$/s.exec(fact?.value ?? '') ?? [];
  const tried = fact && rungIn(rest, fact.line, [...TCP, ...CONNECT]);
  return tried ? { proxy, ...tried } : undefined;
};

const revocationOf = (t: Transcript): LadderEvidence['revocation'] =>
  t.all('revocation').flatMap(({ value, line }) => {
    const [, head = '', url = '', detail = ''] = /^(\S+ \d{1,7}) (http:\S+)(?: (.*))?$/s.exec(value) ?? [];
    const tried = rungIn(`${head} ${detail}`, line, REVOCATION);
    return tried && URL.canParse(url) ? [{ url, ...tried }] : [];
  });

/** A list of trusted certificates that was cut off is none: with half of it a good chain would look untrusted. */
const storeState = (t: Transcript, prefix: string): RungsEvidence['store']['state'] => {
  const value = t.value(`${prefix}store-state`) ?? '';
  const state = STORE.find((s) => s === (MARKED_STATE.test(value) ? 'read' : value)) ?? 'not-run';
  return state === 'read' && t.section(`${prefix}trusted`)?.exitCode !== 0 ? 'not-run' : state;
};

/** Undefined in evidence of before it was looked for; of less than all of them, or of others, nothing is known. */
const markedOf = (t: Transcript, prefix: string, anchors: readonly string[]): RungsEvidence['store']['marked'] => {
  const count = MARKED_STATE.exec(t.value(`${prefix}store-state`) ?? '')?.[1];
  if (count === undefined) return undefined;
  const marked = t.all(`${prefix}came-with-java`).map(({ value }) => value);
  const known = anchors.flatMap((pem) => certificateOf(pem) ?? []).map(fingerprintOf);
  return count === String(marked.length) && marked.every((one) => known.includes(one)) ? marked : 'unknown';
};

const targetOf = (value: string | undefined): RungsEvidence['target'] => {
  const [, scheme, host = '', port] = /^(https?) (\S+) (\d{1,5})$/.exec(value ?? '') ?? [];
  return (scheme === 'https' || scheme === 'http') && isHostName(host)
    ? { scheme, host, port: Number(port) }
    : undefined;
};

const proxyOf = (value: string | undefined): RungsEvidence['proxy'] => {
  const [, host, port] = /^(\S+) (\d{1,5})$/.exec(value ?? '') ?? [];
  return host === undefined ? undefined : { host, port: Number(port) };
};

/** A list that was cut off says nothing: half a chain would look untrusted. */
const pemsOf = (t: Transcript, name: string): readonly string[] => {
  const section = t.section(name);
  return section?.exitCode === 0 ? pemsIn(section.output.join('\n')) : [];
};

const answerOf = (t: Transcript, name: string): RungsEvidence['answer'] => {
  const section = t.section(name);
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
