import { defineScriptProbe } from '../define.ts';
import type { Transcript } from '../transcript.ts';
import choose from './choose.sh?raw';
import script from './locate.sh?raw';

/** How an agent was come by: a systemd unit (the host's or a user's own), an init script, a process, a usual folder, or the user. */
export type AgentSource = {
  readonly kind: 'unit' | 'user-unit' | 'init' | 'process' | 'folder' | 'given';
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

export type ContainerKind = 'docker' | 'podman' | 'kubernetes' | 'containerd' | 'lxc' | 'nspawn' | 'other';

export type ContainedAgent = {
  readonly pid: string;
  readonly kind: ContainerKind;
  /** As its runtime calls it; empty where the control group does not say. */
  readonly container: string;
  /** Its working folder as it is called in there; undefined where only root may see it. */
  readonly dir: string | undefined;
  readonly line: number;
};

export type LocateEvidence = {
  readonly user: string | undefined;
  readonly uid: number | undefined;
  readonly agents: readonly LocatedAgent[];
  /** How many there are; more than are named where there are hundreds. */
  readonly count: number;
  /** The one to look at: the user's, the one of that name, the only one, or the only one that is no mere copy. */
  readonly chosen: string | null;
  /** Folders beside the chosen one that nothing starts or runs, by their names copies of it. */
  readonly copies: readonly string[];
  readonly given: string | undefined;
  /** The name that the MID Server's record has, where it was given to choose by. */
  readonly givenName: string | undefined;
  readonly givenNot: 'missing' | 'not-agent' | 'not-folder' | 'unreadable' | undefined;
  /** Units and scripts that point to a folder which is not there. */
  readonly gone: readonly { readonly source: AgentSource; readonly dir: string; readonly line: number }[];
  /** Agents that run in a container of this host. */
  readonly containers: readonly ContainedAgent[];
  readonly processesHidden: boolean;
};

/** Finds the agents. Sources: KB0535040; "Install a MID Server on Linux" (folders); inference (processes). */
export const locateProbe = defineScriptProbe<LocateEvidence>({
  id: 'locate',
  wholeOnly: true,
  step: 'locate',
  script: `${script}\n${choose}`,
  limitS: 15,
  needsAgent: false,
  parse: (t) => {
    const agents = agentsOf(t);
    const givenName = t.value('given-name') || undefined;
    const only = agents.length === 1 && givenName === undefined ? agents[0]?.dir : undefined;
    const chosen = t.value('chosen') ?? only;
    return {
      user: t.value('user'),
      uid: t.number('uid'),
      agents,
      count: Math.max(agents.length, t.number('agents') ?? 0),
      chosen: chosen || null,
      copies: t.all('copy').map(({ value }) => value),
      given: t.value('given'),
      givenName,
      givenNot: GIVEN_NOT.find((why) => why === t.value('given-not')),
      gone: t.all('gone').flatMap(({ value, line }) => {
        const seen = sourceAndDir(value);
        return seen ? [{ ...seen, line }] : [];
      }),
      containers: containersOf(t),
      processesHidden: t.value('processes') === 'hidden',
    };
  },
});

const GIVEN_NOT = ['missing', 'not-agent', 'not-folder', 'unreadable'] as const;
const KINDS = ['unit', 'user-unit', 'init', 'process', 'folder', 'given'] as const;

/** Names of control groups. Sources: docker, podman, cri-o, containerd (systemd and cgroupfs drivers), lxc, systemd-nspawn. */
const GROUPS: readonly (readonly [ContainerKind, RegExp])[] = [
  ['kubernetes', /kubepods.{0,200}[/-]([0-9a-f]{32,64})(?:\.scope)?$/],
  ['docker', /docker[/-]([0-9a-f]{12,64})(?:\.scope)?/],
  ['podman', /libpod-([0-9a-f]{12,64})/],
  ['containerd', /(?:containerd|crio)[-/:]([0-9a-f]{12,64})/],
  ['lxc', /lxc(?:\.payload)?[./]([\w.-]{1,64})/],
  ['nspawn', /machine\.slice\/(?:machine-|systemd-nspawn@)([\w.-]{1,64}?)\.(?:scope|service)/],
];

const containersOf = (t: Transcript): readonly ContainedAgent[] => {
  const dirs = new Map(t.all('container-dir').map(({ value }) => halves(value)));
  return t.all('container').map(({ value, line }) => {
    const [pid, group] = halves(value);
    const [kind, container] = containerOf(group);
    return { pid, kind, container, dir: dirs.get(pid) || undefined, line };
  });
};

const halves = (value: string): readonly [string, string] => {
  const at = value.indexOf(' ');
  return at < 0 ? [value, ''] : [value.slice(0, at), value.slice(at + 1)];
};

const containerOf = (group: string): readonly [ContainerKind, string] => {
  for (const [kind, form] of GROUPS) {
    const [, id] = form.exec(group) ?? [];
    // The short form that the tools show, and take.
    if (id !== undefined) return [kind, /^[0-9a-f]{12,}$/.test(id) ? id.slice(0, 12) : id];
  }
  return ['other', ''];
};

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
