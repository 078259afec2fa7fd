import { AGENT, type HostState } from '../state.ts';
import { agentTime, epoch, upgradeTime, wrapperTime } from '../times.ts';
import { LOG, lastWritten } from './service.ts';
import { fact, section, transcript } from './write.ts';

const SAYS = /pgrad|Bootstrapping|Downloading package|Extracting package|MID Server started|Initializing MID/;

export const upgrade = (state: HostState): string =>
  transcript(
    fact('now', epoch(state.now)),
    fact('now-local', wrapperTime(state.now)),
    state.service === 'upgrading' && inProgress(state),
    fact('package', `mid-core.${BUILD}.universal.universal.zip`),
    fact('package', `mid-jre.${BUILD}.linux.x86-64.zip`),
    fact('core-package', `mid-core.${BUILD}.universal.universal.zip`),
    fact('buildstamp', BUILD),
    fact('folder', 'readable'),
    state.service === 'upgrading' && files(state),
    fact('agent-log-time', epoch(lastWritten(state))),
    section(
      'agent-log',
      `what the last 256 KB of ${LOG} say of upgrades`,
      state.agentLog.filter(({ text }) => SAYS.test(text)).map(({ at, text }) => `${agentTime(at)} ${text}`),
    ),
  );

/** Before an upgrade is over, the agent's own. */
const BUILD = 'yokohama-12-18-2024__patch7-08-13-2025_08-21-2025_2104';
const TEMP = `${AGENT}/work/upgrade_temp/1779068231`;

const inProgress = (_: HostState): string =>
  [
    `4120 here ${TEMP}/upgrade-wrapper/bin/./wrapper-linux-x86-64 ${TEMP}/upgrade-wrapper/conf/wrapper.conf wrapper.syslog.ident=glide-dist-upgrade`,
    `4141 here ${TEMP}/upgrade-wrapper/jre/bin/java -Xms10m -Xmx512m com.snc.dist.mid_upgrade.UpgradeMain`,
  ]
    .map((process) => fact('process', process))
    .join('\n');

/** The upgrade replaces a file every 40 ms or so; the log says every hundredth. */
const files = ({ now, upgradeAt }: HostState): string => {
  const log = `${AGENT}/logs/dist-upgrade.log`;
  const line = (at: number, text: string) => `INFO   | jvm 1    | ${upgradeTime(at)} | ${text}`;
  const replaced = Math.max(1, Math.floor((now - upgradeAt) / 4000));
  const lines = [
    line(upgradeAt, '***********UPGRADE MAIN LOGIN START***********'),
    ...Array.from({ length: Math.min(30, replaced) }, (_, i) => {
      const n = replaced - Math.min(30, replaced) + i + 1;
      return line(upgradeAt + n * 4000, `Replacing files: ${n * 100} of 41200`);
    }),
  ];
  return transcript(
    fact('temp', `${epoch(upgradeAt)} ${TEMP}`),
    fact(
      'incoming',
      `${epoch(upgradeAt - 40_000)} 734003200 ${AGENT}/package/incoming/mid-core.07-02-2026_1015.universal.universal.zip`,
    ),
    fact('log', `1 ${epoch(now - 2000)} ${80 * lines.length} ${log}`),
    section('log1', `tail -n 40 ${log}`, lines),
  ).trimEnd();
};
