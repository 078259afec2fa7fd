import { isIP } from 'node:net';
import { defineScriptProbe } from '../define.ts';
import type { Transcript } from '../transcript.ts';
import script from './net.sh?raw';

export type NameEvidence = {
  readonly host: string;
  /** Undefined where no tool of the host could be asked. */
  readonly resolved: boolean | undefined;
  readonly addresses: readonly string[];
  /** A line of /etc/hosts that names it, as it stands. */
  readonly hostsLine: string | null;
  /** Where it failed: the name servers said no, or did not answer. */
  readonly why: 'no-such-name' | 'no-answer' | 'unknown';
  /** The deciding line in the evidence. */
  readonly line: number;
};

export type NetEvidence = {
  readonly instance: NameEvidence | undefined;
  readonly proxy: NameEvidence | undefined;
  readonly nameServers: readonly string[];
  /** `host:port` of proxies that the host's own programs are set up for. */
  readonly proxyHints: readonly string[];
};

/** Name resolution on the host itself. */
export const netProbe = defineScriptProbe<NetEvidence>({
  id: 'net',
  step: 'network',
  script,
  limitS: 25,
  needsAgent: true,
  parse: (t) => ({
    instance: nameEvidence(t, 'instance'),
    proxy: nameEvidence(t, 'proxy'),
    nameServers: (t.section('resolv')?.output ?? []).flatMap((l) => /^\s*nameserver\s+(\S+)/.exec(l)?.[1] ?? []),
    proxyHints: t.all('proxy-hint').flatMap(({ value }) => (/^[A-Za-z0-9.-]+:\d{1,5}$/.test(value) ? [value] : [])),
  }),
});

const nameEvidence = (t: Transcript, key: 'instance' | 'proxy'): NameEvidence | undefined => {
  const host = t.value(`${key}-name`);
  if (host === undefined) return undefined;
  const lookup = t.section(`${key}-lookup`);
  const addresses = [...new Set((lookup?.output ?? []).flatMap((text) => addressIn(text) ?? []))];
  const exit = lookup?.exitCode ?? undefined;
  return {
    host,
    resolved: exit === undefined ? undefined : exit === 0 && addresses.length > 0,
    addresses,
    hostsLine: t.section(`${key}-hosts`)?.output.find((text) => text.trim() !== '') ?? null,
    why: whyNot(t, key),
    line: lookup?.line ?? t.fact(`${key}-name`)?.line ?? 1,
  };
};

/** `192.0.2.1  STREAM name` of getent; `Address: 192.0.2.1` of nslookup, but not its `Address: 192.0.2.53#53`. */
const addressIn = (text: string): string | undefined => {
  const word =
    /^(\S+)\s+(?:STREAM|DGRAM|RAW)\b/.exec(text)?.[1] ??
    /^Address(?: \d+)?:\s*([0-9a-fA-F.:]+)(?:\s|$)/.exec(text)?.[1];
  return word !== undefined && isIP(word) ? word : undefined;
};

const whyNot = (t: Transcript, key: string): NameEvidence['why'] => {
  const said = [...(t.section(`${key}-nslookup`)?.output ?? []), ...(t.section(`${key}-lookup`)?.output ?? [])].join(
    '\n',
  );
  if (/no servers could be reached|timed out|connection refused|no answer from/i.test(said)) return 'no-answer';
  if (/NXDOMAIN|can't (find|resolve)|server can't find|No answer/i.test(said)) return 'no-such-name';
  const seconds = t.number(`${key}-seconds`);
  if (seconds !== undefined && seconds >= 4) return 'no-answer';
  return 'unknown';
};
