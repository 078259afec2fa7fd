/** A line of a log and when it was written, ms since 1970. */
export type LogLine = { readonly at: number; readonly text: string };

/** How the instance answers on the way there, rung by rung. */
export type Way = 'open' | 'no-name' | 'intercepted' | 'proxy-auth';

/** All there is to know of the simulated host at one moment; every transcript is written from it. Times in ms. */
export type HostState = {
  readonly now: number;
  readonly service: 'running' | 'stopped' | 'upgrading';
  /** The last start. */
  readonly startedAt: number;
  /** Agent log, `LEVEL (Thread) [Place:line] message` after the time. */
  readonly agentLog: readonly LogLine[];
  /** wrapper.log, the message after the time. */
  readonly wrapperLog: readonly LogLine[];
  /** Of the file system that holds the agent, KiB. */
  readonly disk: { readonly size: number; readonly free: number };
  /** As they stand in config.xml. */
  readonly config: {
    readonly url: string;
    readonly name: string;
    readonly proxy: string | null;
    readonly changedAt: number;
  };
  /** Rights that the run-as user lacks: `write MODE OWNER GROUP PATH`. */
  readonly lacks: readonly string[];
  readonly way: Way;
  /** With `upgrading`: when it began. */
  readonly upgradeAt: number;
};

export const AGENT = '/opt/servicenow/mid-ber-02/agent';
export const INSTANCE = 'acme.service-now.com';
export const RUN_AS = 'midserver';
export const WRAPPER_PID = 2417;
export const JAVA_PID = 2440;

const MINUTE = 60_000;
export const DAY = 24 * 60 * MINUTE;

/** A host on which all is well: started `startedAt`, one status line a minute since. */
export const healthyState = (now: number, startedAt: number): HostState => ({
  now,
  service: 'running',
  startedAt,
  agentLog: [...agentStart(startedAt), ...statusLines(startedAt, now)],
  wrapperLog: wrapperStart(startedAt),
  disk: { size: 52_403_200, free: 31_218_944 },
  config: { url: `https://${INSTANCE}/`, name: 'mid-ber-02', proxy: null, changedAt: startedAt - DAY },
  lacks: [],
  way: 'open',
  upgradeAt: 0,
});

/** The same, stopped in order at `stoppedAt`. */
export const stoppedState = (now: number, startedAt: number, stoppedAt: number): HostState => ({
  ...healthyState(stoppedAt, startedAt),
  now,
  service: 'stopped',
  agentLog: [...agentStart(startedAt), ...statusLines(startedAt, stoppedAt), ...agentStop(stoppedAt)],
  wrapperLog: [...wrapperStart(startedAt), ...wrapperStop(stoppedAt)],
});

const line = (at: number, text: string): LogLine => ({ at, text });

/** The first lines of a start; `user` is accepted by the instance. */
export const agentStart = (at: number): readonly LogLine[] => [
  line(at + 1200, 'INFO (StartupSequencer) [StartupSequencer:102] Initializing MID Server'),
  line(at + 1300, 'INFO (StartupSequencer) [StartupSequencer:118] MID Server name: mid-ber-02'),
  line(at + 2400, `INFO (StartupSequencer) [InstanceInfo:88] Successfully connected to instance: https://${INSTANCE}/`),
  line(at + 2500, 'INFO (StartupSequencer) [InstanceInfo:93] Install name: acme'),
  line(at + 3100, 'INFO (StartupSequencer) [RoleTester:61] User mid.ber has all necessary roles'),
  line(at + 3600, 'INFO (StartupSequencer) [TableACL:47] Getting instance ACLs for table: ecc_agent'),
  line(at + 4100, 'INFO (StartupSequencer) [MonitorFactory:75] Enabling monitor: ECCQueueMonitor'),
  line(at + 4900, 'INFO (MIDServer) [MIDServer:402] MID Server started'),
];

const agentStop = (at: number): readonly LogLine[] => [
  line(at - 900, 'INFO (MIDServer) [MIDServer:511] MID Server stopping'),
  line(at - 400, 'INFO (MIDServer) [MIDServer:534] MID Server stopped'),
];

/** LogStatusMonitor writes one a minute; of a long run only the last hour is in the log that is looked at. */
export const statusLines = (startedAt: number, until: number): readonly LogLine[] => {
  const first = startedAt + 5000;
  const count = Math.min(60, Math.floor((until - first) / MINUTE) + 1);
  const last = first + Math.floor((until - first) / MINUTE) * MINUTE;
  return Array.from({ length: Math.max(0, count) }, (_, i) =>
    line(
      last - (count - 1 - i) * MINUTE,
      `INFO (LogStatusMonitor.60) [LogStatusMonitor:112] stats threads: 41, memory max: 1024.0MB, allocated: 318.0MB, used: ${190 + ((i * 7) % 60)}.0MB, standard.queued: 0, expedited.queued: 0, interactive.queued: 0`,
    ),
  );
};

export const wrapperStart = (at: number): readonly LogLine[] => [
  line(at, '--> Wrapper Started as Daemon'),
  line(at, 'Java Service Wrapper Standard Edition 64-bit 3.5.51'),
  line(at, '  Copyright (C) 1999-2022 Tanuki Software, Ltd. All Rights Reserved.'),
  line(at, '    http://wrapper.tanukisoftware.com'),
  line(at, ''),
  line(at + 200, 'Launching a JVM...'),
  line(at + 700, 'WrapperManager: Initializing...'),
];

export const wrapperStop = (at: number): readonly LogLine[] => [
  line(at - 1000, 'TERM trapped.  Shutting down.'),
  line(at, '<-- Wrapper Stopped'),
];
