import { isIP } from 'node:net';
import { defineScriptProbe } from '../define.ts';
import type { Section, Transcript } from '../transcript.ts';
import script from './net.sh?raw';
import hints from './proxy-hints.sh?raw';

export type NameEvidence = {
  readonly host: string;
  /** Undefined where no tool of the host could be asked. */
  readonly resolved: boolean | undefined;
  readonly addresses: readonly string[];
  /** A line of /etc/hosts that names it, as it stands. */
  readonly hostsLine: string | null;
  /** With such a line: what the name servers give; undefined where they were not asked, or gave nothing. */
  readonly hidden: readonly string[] | undefined;
  /** How long looking it up took, ms; undefined where it was not measured. */
  readonly ms: number | undefined;
  /** Where it failed: the name servers said no, did not answer, or could not find out themselves. */
  readonly why: 'no-such-name' | 'no-answer' | 'servfail' | 'unknown';
  /** The deciding line in the evidence. */
  readonly line: number;
};

export type NetEvidence = {
  readonly instance: NameEvidence | undefined;
  readonly proxy: NameEvidence | undefined;
  readonly nameServers: readonly string[];
  /** This host's own name, where the agent could not find its address; `resolves` is undefined where nothing could be asked. */
  readonly own: { readonly name: string; readonly resolves: boolean | undefined; readonly line: number } | undefined;
  /** `host:port` of proxies that the host's own programs are set up for. */
  readonly proxyHints: readonly string[];
};

/** Name resolution on the host itself. */
export const netProbe = defineScriptProbe<NetEvidence>({
  id: 'net',
  step: 'network',
  script: `${hints}\n${script}`,
  limitS: 25,
  needsAgent: true,
  parse: (t) => ({
    instance: nameEvidence(t, 'instance'),
    proxy: nameEvidence(t, 'proxy'),
    nameServers: (t.section('resolv')?.output ?? []).flatMap((l) => /^\s*nameserver\s+(\S+)/.exec(l)?.[1] ?? []),
    own: ownName(t),
    proxyHints: t.all('proxy-hint').flatMap(({ value }) => (/^[A-Za-z0-9.-]+:\d{1,5}$/.test(value) ? [value] : [])),
  }),
});

const ownName = (t: Transcript): NetEvidence['own'] => {
  const found = t.fact('own-name');
  const resolves = t.value('own-resolves');
  return (
    found && { name: found.value, resolves: resolves === undefined ? undefined : resolves === 'yes', line: found.line }
  );
};

const nameEvidence = (t: Transcript, key: 'instance' | 'proxy'): NameEvidence | undefined => {
  const host = t.value(`${key}-name`);
  if (host === undefined) return undefined;
  const lookup = t.section(`${key}-lookup`);
  const hostsLine = t.section(`${key}-hosts`)?.output.find((text) => text.trim() !== '') ?? null;
  const fixed = hostsLine?.trim().split(/\s+/)[0] ?? '';
  // BusyBox's nslookup asks the name servers only, whatever /etc/hosts says.
  const bypassed = isIP(fixed) !== 0 && /\bnslookup\b/.test(lookup?.command ?? '');
  const addresses = bypassed ? [fixed] : addressesIn(lookup);
  const hidden = addressesIn(bypassed ? lookup : t.section(`${key}-dns`));
  const exit = lookup?.exitCode ?? undefined;
  return {
    host,
    resolved: bypassed ? true : exit === undefined ? undefined : exit === 0 && addresses.length > 0,
    addresses,
    hostsLine,
    hidden: hidden.length > 0 ? hidden : undefined,
    ms: t.number(`${key}-ms`),
    why: whyNot(t, key),
    line: lookup?.line ?? t.fact(`${key}-name`)?.line ?? 1,
  };
};

/** What a lookup gave, in its order; each address once. */
export const addressesIn = (lookup: Section | undefined): readonly string[] => [
  ...new Set((lookup?.output ?? []).flatMap((text) => addressIn(text) ?? [])),
];

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
  if (/SERVFAIL|\bREFUSED\b/.test(said)) return 'servfail';
  if (/no servers could be reached|timed out|connection refused|no answer from/i.test(said)) return 'no-answer';
  if (/NXDOMAIN|can't (find|resolve)|server can't find|No answer/i.test(said)) return 'no-such-name';
  const seconds = t.number(`${key}-seconds`);
  if (seconds !== undefined && seconds >= 4) return 'no-answer';
  return 'unknown';
};
