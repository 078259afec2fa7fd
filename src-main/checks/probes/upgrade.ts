import { defineScriptProbe } from '../define.ts';
import { wholeNumber } from '../transcript.ts';
import script from './upgrade.sh?raw';

export type UpgradeLog = {
  readonly path: string;
  /** Seconds of the epoch. */
  readonly time: number | undefined;
  readonly size: number | undefined;
  /** Its last lines; undefined where it could not be read. */
  readonly lines: readonly string[] | undefined;
  readonly line: number;
};

export type UpgradeEvidence = {
  readonly now: number | undefined;
  readonly nowLocal: string | undefined;
  readonly processesHidden: boolean;
  readonly folderReadable: boolean | undefined;
  readonly processes: readonly {
    readonly pid: number;
    /** False where nothing ties it to this agent or to another of the host; those of others are left out. */
    readonly here: boolean;
    readonly command: string;
    /** Seconds since it was started. */
    readonly age: number | undefined;
    readonly line: number;
  }[];
  /** A second look, some seconds after the first: whether anything had been written meanwhile. Made only where there are signs. */
  readonly secondLook: { readonly seconds: number; readonly moved: boolean } | undefined;
  readonly logs: readonly UpgradeLog[];
  /** Folders of extracted upgrades, newest first. */
  readonly temps: readonly { readonly path: string; readonly time: number; readonly line: number }[];
  readonly incomingTime: number | undefined;
  readonly agentLogTime: number | undefined;
  /** File name of the core package, e.g. `mid-core.05-14-2026_1732.universal.universal.zip`. */
  readonly corePackage: string | undefined;
  /** mid.buildstamp of properties/glide.properties. */
  readonly buildstamp: string | undefined;
  readonly versionLines: readonly number[];
  /** File names of all packages that the folder says it consists of. */
  readonly packages: readonly string[];
  /** Libraries that are there in two versions: `a-1.0.jar and a-1.1.jar`. */
  readonly twice: readonly string[];
  /** Lines of the agent log that speak of upgrades or starts; undefined where it could not be read. */
  readonly agentLines: readonly string[] | undefined;
  readonly agentLinesLine: number;
};

/** Signs of an upgrade. Source: "MID Server upgrades" (steps, logs, working folder); KB0535040. */
export const upgradeProbe = defineScriptProbe<UpgradeEvidence>({
  id: 'upgrade',
  wholeOnly: true,
  step: 'upgrade',
  script,
  limitS: 12,
  needsAgent: true,
  parse: (t) => {
    const agent = t.section('agent-log');
    const temps = t.all('temp').flatMap(({ value, line }) => {
      const [, time, path] = /^(\d+) (\/.*)$/s.exec(value) ?? [];
      const number = wholeNumber(time);
      return number === undefined || path === undefined ? [] : [{ path, time: number, line }];
    });
    const ages = new Map(
      t.all('process-age').map(({ value }) => {
        const [pid, age] = value.split(' ');
        return [pid, wholeNumber(age)] as const;
      }),
    );
    const [, seconds, moved] = /^(\d{1,3}) (yes|no)$/.exec(t.value('second-look') ?? '') ?? [];
    const incoming = t.all('incoming').flatMap(({ value }) => wholeNumber(value.split(' ')[0]) ?? []);
    return {
      now: t.number('now'),
      nowLocal: t.value('now-local'),
      processesHidden: t.value('processes') === 'hidden',
      folderReadable: t.value('folder') === undefined ? undefined : t.value('folder') === 'readable',
      processes: t.all('process').flatMap(({ value, line }) => {
        const [, pid, where, command = ''] = /^(\d+) (here|elsewhere) (.*)$/s.exec(value) ?? [];
        const number = wholeNumber(pid);
        return number === undefined ? [] : [{ pid: number, here: where === 'here', command, age: ages.get(pid), line }];
      }),
      secondLook: moved === undefined ? undefined : { seconds: Number(seconds), moved: moved === 'yes' },
      logs: t.all('log').flatMap(({ value, line }) => {
        const [, number, time, size, path] = /^(\d+) (\d+) (\d+) (\/.*)$/s.exec(value) ?? [];
        if (path === undefined) return [];
        const lines = t.section(`log${number}`)?.output;
        return [{ path, time: wholeNumber(time), size: wholeNumber(size), lines, line }];
      }),
      temps: temps.toSorted((a, b) => b.time - a.time),
      incomingTime: incoming.length > 0 ? Math.max(...incoming) : undefined,
      agentLogTime: t.number('agent-log-time'),
      corePackage: t.value('core-package') || undefined,
      buildstamp: t.value('buildstamp') || undefined,
      packages: t.all('package').flatMap(({ value }) => value.slice(0, 200) || []),
      twice: t.all('twice').map(({ value }) => value.slice(0, 200)),
      versionLines: ['core-package', 'buildstamp'].flatMap((key) => t.fact(key)?.line ?? []),
      agentLines: agent?.output,
      agentLinesLine: (agent?.line ?? 0) + 1,
    };
  },
});
