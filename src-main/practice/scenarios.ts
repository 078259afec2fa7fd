import type { PracticeScenario, World } from './scenario.ts';
import { AGENT, DAY, type HostState, healthyState, INSTANCE, type LogLine, stoppedState } from './state.ts';

const MINUTE = 60_000;
/** When the agent was last started before practice began. */
const longAgo = ({ open }: World) => open - 9 * DAY;
const stoppedBefore = (world: World, minutes: number): HostState =>
  stoppedState(world.now, longAgo(world), world.open - minutes * MINUTE);

/** The state while the service is stopped, or that after it was started. */
const untilStarted = (world: World, stopped: HostState): HostState => {
  if (world.startedAt === null) return stopped;
  const running = healthyState(world.now, world.startedAt);
  return {
    ...running,
    agentLog: [...stopped.agentLog, ...running.agentLog],
    wrapperLog: [...stopped.wrapperLog, ...running.wrapperLog],
  };
};

/** Running for days, with these lines at the end of its log once a minute. */
const failing = (world: World, lines: readonly string[]): HostState => {
  const state = healthyState(world.now, longAgo(world));
  const failures: LogLine[] = [];
  for (let at = world.open - 20 * MINUTE; at < world.now - 2000; at += MINUTE)
    failures.push(...lines.map((text, i) => ({ at: at + i * 40, text })));
  return { ...state, agentLog: [...state.agentLog, ...failures].toSorted((a, b) => a.at - b.at) };
};

const DISK_FULL_START = 'No space left on device';

export const PRACTICE_SCENARIOS: readonly PracticeScenario[] = [
  {
    id: 'service-stopped',
    title: 'The service was stopped',
    about: 'Somebody stopped the service after a maintenance window and forgot it. Start it from the wizard.',
    cause: 'service.stopped',
    state: (world) => untilStarted(world, stoppedBefore(world, 42)),
  },
  {
    id: 'disk-full',
    title: 'The disk is full',
    about:
      'Memory dumps have filled the disk and the agent ended. A colleague clears them while you look: after the second look there is room, and the service can be started.',
    cause: 'host.disk-full',
    mends: { probe: 'disk', looks: 2 },
    obstacle: ({ mendedAt }) => (mendedAt === null ? DISK_FULL_START : null),
    state: (world) => {
      const stopped = stoppedBefore(world, 25);
      const full = { ...stopped.disk, free: 0 };
      return untilStarted(world, { ...stopped, disk: world.mendedAt === null ? full : stopped.disk });
    },
  },
  {
    id: 'config-placeholder',
    title: 'config.xml was never filled in',
    about:
      'A new agent still has the template in its config.xml. A colleague fills it in while you look: after the second look it is right, and the service can be started.',
    cause: 'config.placeholder',
    mends: { probe: 'config', looks: 2 },
    state: (world) => {
      const stopped = stoppedBefore(world, 8);
      if (world.mendedAt !== null)
        return untilStarted(world, { ...stopped, config: { ...stopped.config, changedAt: world.mendedAt } });
      const url = 'https://YOUR_INSTANCE.service-now.com/';
      return { ...stopped, config: { ...stopped.config, url, name: 'YOUR_MIDSERVER_NAME_GOES_HERE' } };
    },
  },
  {
    id: 'upgrading',
    title: 'An upgrade is running',
    about:
      'The agent stopped three minutes ago to upgrade itself. Nothing is to be done but to wait; after the second look the upgrade is over.',
    cause: 'upgrade.in-progress',
    mends: { probe: 'upgrade', looks: 2 },
    state: (world) => {
      const stopped = stoppedBefore(world, 3);
      const begun = world.open - 3 * MINUTE;
      const announced = ANNOUNCED.map((text, i) => ({ at: begun - 6000 + i * 900, text }));
      const before = [...stopped.agentLog.slice(0, -2), ...announced, ...stopped.agentLog.slice(-2)];
      if (world.mendedAt === null)
        return { ...stopped, service: 'upgrading', upgradeAt: begun + 4000, agentLog: before };
      const running = healthyState(world.now, world.mendedAt - 75_000);
      return {
        ...running,
        agentLog: [...before, ...running.agentLog],
        wrapperLog: [...stopped.wrapperLog, ...running.wrapperLog],
      };
    },
  },
  {
    id: 'permissions',
    title: 'The service user may not write its logs',
    about:
      'The folder was restored from a backup as root, and the agent, which runs as midserver, cannot write. A colleague gives the folder back while you look.',
    cause: 'host.permissions',
    mends: { probe: 'rights', looks: 2 },
    obstacle: ({ mendedAt }) => (mendedAt === null ? 'Permission denied' : null),
    state: (world) => {
      const stopped = stoppedBefore(world, 18);
      const lacks = ['/work', '/logs'].map((path) => `write no drwxr-xr-x root root ${AGENT}${path}`);
      return untilStarted(world, { ...stopped, lacks: world.mendedAt === null ? lacks : [] });
    },
  },
  {
    id: 'dns',
    title: "The instance's name does not resolve",
    about: 'The name servers were changed and do not know the outside world. The network team mends it while you look.',
    cause: 'network.dns',
    mends: { probe: 'net', looks: 2 },
    state: (world) =>
      world.mendedAt === null
        ? {
            ...failing(world, [
              `SEVERE (ECCQueueMonitor.1) [HTTPClient:340] java.net.UnknownHostException: ${INSTANCE}`,
            ]),
            way: 'no-name',
          }
        : healthyState(world.now, longAgo(world)),
  },
  {
    id: 'proxy-auth',
    title: 'The proxy wants a password',
    about: 'The agent goes through a web proxy that has begun to ask for a user and a password.',
    cause: 'network.proxy-auth',
    state: (world) => {
      const state = failing(world, [
        'SEVERE (ECCQueueMonitor.1) [HTTPClient:340] SOAP Response: Status code=407, Response body=null',
      ]);
      return { ...state, way: 'proxy-auth', config: { ...state.config, proxy: 'proxy.ber.acme.example:3128' } };
    },
  },
  {
    id: 'tls-intercepted',
    title: 'A device looks into TLS',
    about: "A new firewall replaces the instance's certificate by its own, which the agent's Java does not trust.",
    cause: 'network.tls-intercepted',
    state: (world) => ({
      ...failing(world, [
        'SEVERE (ECCQueueMonitor.1) [HTTPClient:340] javax.net.ssl.SSLHandshakeException: PKIX path building failed: unable to find valid certification path to requested target',
      ]),
      way: 'intercepted',
    }),
  },
  {
    id: 'wrong-password',
    title: 'The instance refuses the password',
    about: "The password of the MID Server's user was changed on the instance; the agent still has the old one.",
    cause: 'credentials.rejected',
    state: (world) =>
      failing(world, [
        "SEVERE (StartupSequencer) [Instance:214] Could not authenticate user 'mid.ber' on the ServiceNow instance. SOAP Response: Status code=401, Response body=null",
        'SEVERE (StartupSequencer) [Instance:219] test failure java.lang.IllegalStateException: User cannot be authenticated or is missing the proper roles.',
      ]),
  },
  {
    id: 'role-missing',
    title: 'A role was taken from the MID user',
    about: "The MID Server's user may sign in, but has lost a role that the agent's own check needs.",
    cause: 'credentials.role-missing',
    state: (world) =>
      failing(world, [
        "SEVERE (StartupSequencer) [RoleTester:74] SOAP Server error reported by ServiceNow instance, user 'mid.ber' may be missing the 'soap_script' role.",
      ]),
  },
  {
    id: 'duplicate-name',
    title: 'Another MID Server has the same name',
    about: 'The virtual machine was copied with its agent, and both copies go by the name mid-ber-02.',
    cause: 'identity.duplicate-name',
    state: (world) =>
      failing(world, [
        'SEVERE (StartupSequencer) [AgentRecord:161] Encountered error: [An active MID Server with a duplicate name detected.] in ensuring agent record on the instance. Retry...',
        'INFO (StartupSequencer) [AgentRecord:170] Waiting to retry in 5 minutes. Attempt 1 of 3.',
      ]),
  },
  {
    id: 'healthy',
    title: 'All is well on this host',
    about: 'Nothing is wrong here. See what a clean walk through the ten steps looks like.',
    cause: null,
    state: (world) => healthyState(world.now, longAgo(world)),
  },
];

const AUTO = 'INFO (AutoUpgrade.3600) [AutoUpgrade:233]';
/** Source: "Upgrade and test a MID Server" documentation. */
const ANNOUNCED = [
  `${AUTO} Checking to see if MID server needs to upgrade.`,
  `${AUTO} Performing pre-upgrade validation tests.`,
  `${AUTO} Pre-upgrade validation tests successful. Continuing with upgrade process.`,
  `${AUTO} Upgrading MID server`,
  `${AUTO} Extracting package mid-core.07-02-2026_1015.universal.universal.zip to ${AGENT}/work/upgrade_temp/1779068231`,
  `${AUTO} Stopping MID server. Bootstrapping upgrade`,
];
