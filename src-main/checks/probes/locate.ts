import { defineScriptProbe } from '../define.ts';
import type { Transcript } from '../transcript.ts';
import script from './locate.sh?raw';

/** How an agent was come by: a systemd unit, an init script, a process, a usual folder, or the user. */
export type AgentSource = {
  readonly kind: 'unit' | 'init' | 'process' | 'folder' | 'given';
  /** The unit's, script's or process's name; empty for folders. */
  readonly name: string;
};

export type LocatedAgent = {
  readonly dir: string;
  /** As its config.xml says, with XML's own entities resolved; null where it says none. */
  readonly name: string | null;
  readonly readable: boolean;
  /** There, but closed to the user who looks. */
  readonly configClosed: boolean;
  readonly sources: readonly AgentSource[];
  readonly line: number;
};

export type LocateEvidence = {
  readonly user: string | undefined;
  readonly uid: number | undefined;
  readonly agents: readonly LocatedAgent[];
  /** The one to look at: the user's, or the only one. */
  readonly chosen: string | null;
  readonly given: string | undefined;
  readonly givenNot: 'missing' | 'not-agent' | 'not-folder' | 'unreadable' | undefined;
  /** Units and scripts that point to a folder which is not there. */
  readonly gone: readonly { readonly source: AgentSource; readonly dir: string; readonly line: number }[];
  /** Process ids of agents that run in a container of this host. */
  readonly containers: readonly { readonly pid: string; readonly line: number }[];
  readonly processesHidden: boolean;
};

/** Finds the agents. Sources: KB0535040; "Install a MID Server on Linux" (folders); inference (processes). */
export const locateProbe = defineScriptProbe<LocateEvidence>({
  id: 'locate',
  step: 'locate',
  script,
  limitS: 15,
  needsAgent: false,
  parse: (t) => {
    const agents = agentsOf(t);
    const chosen = t.value('chosen') ?? (agents.length === 1 ? agents[0]?.dir : undefined);
    return {
      user: t.value('user'),
      uid: t.number('uid'),
      agents,
      chosen: chosen || null,
      given: t.value('given'),
      givenNot: GIVEN_NOT.find((why) => why === t.value('given-not')),
      gone: t.all('gone').flatMap(({ value, line }) => {
        const seen = sourceAndDir(value);
        return seen ? [{ ...seen, line }] : [];
      }),
      containers: t.all('container').map(({ value, line }) => ({ pid: value.split(' ')[0] ?? '', line })),
      processesHidden: t.value('processes') === 'hidden',
    };
  },
});

const GIVEN_NOT = ['missing', 'not-agent', 'not-folder', 'unreadable'] as const;
const KINDS = ['unit', 'init', 'process', 'folder', 'given'] as const;

const sourceAndDir = (value: string) => {
  const m = /^(\S+) (\S+) (\/.*)$/s.exec(value);
  const kind = KINDS.find((k) => k === m?.[1]);
  return kind && m?.[3] !== undefined
    ? { source: { kind, name: m[2] === '-' ? '' : (m[2] ?? '') }, dir: m[3] }
    : undefined;
};

/** `agent` starts one; the facts after it speak of it. */
const agentsOf = (t: Transcript): readonly LocatedAgent[] => {
  const seen = t.all('seen').flatMap(({ value }) => sourceAndDir(value) ?? []);
  const agents: LocatedAgent[] = [];
  for (const { key, value, line } of t.facts) {
    const last = agents.at(-1);
    if (key === 'agent' && value.startsWith('/')) {
      const sources = seen.filter((s) => s.dir === value).map((s) => s.source);
      agents.push({ dir: value, name: null, readable: true, configClosed: false, sources, line });
    } else if (key === 'name' && last && value) agents.splice(-1, 1, { ...last, name: plain(value) });
    else if (key === 'readable' && last) agents.splice(-1, 1, { ...last, readable: value === 'yes' });
    else if (key === 'config' && last && value === 'unreadable') agents.splice(-1, 1, { ...last, configClosed: true });
  }
  return agents;
};

const plain = (value: string): string =>
  value.replace(/&(amp|lt|gt|quot|apos);/g, (_, name: string) => ENTITIES[name] ?? '');
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
