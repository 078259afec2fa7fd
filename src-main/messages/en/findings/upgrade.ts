import type { CodeText } from '../../types.ts';

const KB = 'The MID Server is Upgrading';
const LOGS =
  'logs/dist-upgrade.log in the agent folder and upgrade-wrapper/logs/glide-dist-upgrade.log under work/upgrade_temp';

/** `upgrade.*`: the agent replaces itself. */
export const upgrade = {
  'upgrade.none': {
    pass: {
      title: 'No upgrade is running',
      saw: 'There is no upgrade process, and no upgrade log or working folder that is fresh.',
    },
    explain: {
      title: 'No upgrade is running',
      meaning: 'The agent is not replacing itself right now, so it may be started and stopped.',
      how: `MID Up looks for the upgrade's process, its working folder, and its logs (${LOGS}).`,
      doThis: ['Nothing.'],
      kbSection: KB,
      source: 'KB0535040; documentation: MID Server upgrades',
    },
  },
  'upgrade.in-progress': {
    fail: {
      title: 'The MID Server is upgrading right now',
      saw: 'An upgrade is under way ({sign}); its last sign of life was {quiet:duration} ago.',
      because:
        'While it replaces its own files the MID Server is Down or slow to answer. Interrupting it can break it for good.',
      doThis: [
        'Wait, and do not start, stop or restart the MID Server. It normally takes less than 10 minutes.',
        'Look again; if nothing has moved for half an hour, the upgrade is stuck.',
      ],
    },
    unknown: { title: "Can't tell whether an upgrade is running" },
    variants: {
      'no-time': {
        title: 'The MID Server is upgrading right now',
        saw: 'An upgrade is under way ({sign}).',
        because:
          'While it replaces its own files the MID Server is Down or slow to answer. Interrupting it can break it for good.',
        doThis: ['Wait, and do not start, stop or restart the MID Server. It normally takes less than 10 minutes.'],
      },
    },
    explain: {
      title: 'The MID Server is upgrading right now',
      meaning:
        'The agent has found that its version differs from what the instance asks for, has fetched the new one and replaces itself. It is Down meanwhile, as a rule for 10 seconds to 2 minutes.',
      how: `An upgrade process of this agent runs, or an upgrade log grew in the last 5 minutes (${LOGS}), or the agent log says that one began.`,
      doThis: ['Wait. Do not interrupt it.', 'Review the agent and wrapper logs for details.'],
      kbSection: KB,
      source: 'KB0535040; KB0722838 (duration); documentation: MID Server upgrades; thresholds are inference',
    },
  },
  'upgrade.stuck': {
    fail: {
      title: 'An upgrade is running, but nothing has moved for a long time',
      saw: 'The upgrade process {pid} is there, and nothing was written by it for {quiet:duration}.',
      because: 'An upgrade that waits for a locked file or a lost download never ends by itself.',
      doThis: [
        'Open a case with ServiceNow Support, or have someone who knows this upgrade look at its last log lines, before ending it.',
        'Repair in this order: run upgrade-wrapper/bin/glide-dist-upgrade.sh start again from {temp}; only if that fails, restore by hand, keeping config.xml, conf/wrapper-override.conf and the cacerts file.',
      ],
    },
    explain: {
      title: 'An upgrade is running, but nothing has moved for a long time',
      meaning:
        'The upgrade process is alive, but neither its logs nor its working folder have changed for half an hour.',
      how: 'The upgrade process is running, and its logs and working folder are older than 30 minutes by the clock of the host.',
      doThis: [
        'Do not simply start the service: the files may be half replaced.',
        'First run the upgrade again from its working folder (glide-dist-upgrade.sh start).',
        'If that fails, restore by hand and keep config.xml with its mid_sys_id, conf/wrapper-override.conf and jre/lib/security/cacerts.',
      ],
      kbSection: KB,
      source: 'KB0779816, KB0713557; the half hour is inference',
    },
  },
  'upgrade.failed': {
    fail: {
      title: 'The last upgrade broke off',
      saw: 'The agent has not written since its upgrade, whose log {path} ends with: {reason}',
      because: 'A MID Server that failed while replacing its files stays Down, and its files may be of two versions.',
      doThis: [
        'Run the upgrade again before starting the service: upgrade-wrapper/bin/glide-dist-upgrade.sh start in {temp}.',
        'If that fails, restore by hand, keeping config.xml, conf/wrapper-override.conf and the cacerts file.',
      ],
    },
    explain: {
      title: 'The last upgrade broke off',
      meaning: 'The upgrade stopped the agent, began to replace its files, and ended with an error or in the middle.',
      how: `The upgrade log (${LOGS}) has an error after its last start, or no end, and the agent log has not been written since.`,
      doThis: [
        'Do not simply start the service.',
        'Run the upgrade again from its working folder.',
        'If that fails, restore by hand and keep config.xml, conf/wrapper-override.conf and jre/lib/security/cacerts.',
      ],
      kbSection: KB,
      source: 'KB0779816, KB0713557, KB0597571',
    },
  },
  'upgrade.precheck-failed': {
    fail: {
      title: 'The check before the upgrade failed',
      because: 'The MID Server must meet the requirements of its new version before it replaces itself.',
      doThis: [
        'Correct what the agent log names (disk space, download, rights), then upgrade again from the instance.',
      ],
    },
    warn: { title: 'The check before the upgrade failed' },
    explain: {
      title: 'The check before the upgrade failed',
      meaning:
        'Before it upgrades, the agent tests free disk space (2 GB), the download, its signature, its rights and the system. A failure leaves it on the old version, and its status Upgrade Failed.',
      how: 'The agent log says that the upgrade was aborted because of the pre-upgrade check.',
      doThis: ['Correct what the message names.', 'Upgrade again from the MID Server record.'],
      kbSection: KB,
      source: 'Documentation: MID Server pre-upgrade check; KB0696133',
    },
  },
  'upgrade.version-mismatch': {
    pass: { title: 'The agent is of one version', saw: 'The core package is {core}, and the build is {build}.' },
    info: {
      title: 'The agent names two versions',
      saw: 'The core package is {core}, and the build is {build}.',
      because: 'The service runs all the same.',
      doThis: ['Look at the version on the MID Server record; upgrade it from there where it is not the assigned one.'],
    },
    fail: {
      title: 'The agent has files of two versions',
      saw: 'The core package is {core}, and the build is {build}.',
      because: 'An upgrade that broke off leaves files of two versions, and the MID Server does not start with them.',
      doThis: [
        'Run the last upgrade again (upgrade-wrapper/bin/glide-dist-upgrade.sh start in work/upgrade_temp), or restore the agent from a fresh download of its version.',
      ],
    },
    explain: {
      title: 'The agent has files of two versions',
      meaning:
        'The version of the core package and that of the agent itself differ, as after an upgrade that broke off.',
      how: 'The build in package/meta/mid-core.meta.properties against mid.buildstamp of properties/glide.properties. It is a fault only while the service does not run.',
      doThis: [
        'Run the last upgrade again from its working folder.',
        'If that fails, restore by hand and keep config.xml, conf/wrapper-override.conf and jre/lib/security/cacerts.',
      ],
      kbSection: KB,
      source: 'KB0779816, KB0713557; documentation: MID Server upgrades; inference',
    },
  },
  'upgrade.pinned': {
    info: {
      title: 'The version of this MID Server is pinned',
      saw: 'mid.pinned.version in config.xml is {version}.',
      because: 'It stays at that version, also when the instance is upgraded.',
      doThis: ['Check whether the pinned version still fits the instance.'],
    },
    explain: {
      title: 'The version of this MID Server is pinned',
      meaning: 'mid.pinned.version in config.xml keeps the agent at one version, also when the instance is upgraded.',
      how: 'The parameter mid.pinned.version of config.xml.',
      doThis: ['Remove the pin, or set it to a version that fits the instance.'],
      kbSection: KB,
      source: 'Documentation: MID Server version selection',
    },
  },
} satisfies Partial<Record<`upgrade.${string}`, CodeText>>;
