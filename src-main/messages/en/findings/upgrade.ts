import type { CodeText } from '../../types.ts';

const KB = 'The MID Server is Upgrading';
const LOGS =
  'logs/dist-upgrade.log in the agent folder and upgrade-wrapper/logs/glide-dist-upgrade.log under work/upgrade_temp';

const WAIT = [
  'Wait, and do not start, stop or restart the MID Server. It normally takes less than 10 minutes.',
  'Look again; if nothing has moved for half an hour, the upgrade is stuck.',
];
const WHILE_IT_RUNS =
  'While it replaces its own files the MID Server is Down or slow to answer. Interrupting it can break it for good.';
/** The order of repair. Source: KB0779816 (run it again), KB0713557 (by hand), in this order. */
const REPAIR = [
  'Do not simply start the service: the files may be half replaced.',
  'Keep a copy of config.xml, conf/wrapper-override.conf and jre/lib/security/cacerts, and the last lines of the upgrade log.',
  'Run the upgrade again, as the user that the MID Server runs as: cd "{temp}/upgrade-wrapper/bin" && sh glide-dist-upgrade.sh start (KB0779816).',
  'It starts the MID Server itself when it is done: look again here after some minutes.',
  'Only if that fails, restore the agent by hand from a download of its version, and put back config.xml with its mid_sys_id, conf/wrapper-override.conf and cacerts (KB0713557).',
];

/** `upgrade.*`: the agent replaces itself. */
export const upgrade = {
  'upgrade.none': {
    pass: {
      title: 'No upgrade is running',
      saw: 'There is no upgrade process, and no upgrade log or working folder that is fresh.',
    },
    variants: {
      ended: {
        title: 'No upgrade is running; the last one went well',
        saw: 'Its log ends with UPGRADE MAIN LOGIN END, {ago:duration} ago, and the agent has written nothing since.',
      },
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
      because: WHILE_IT_RUNS,
      doThis: WAIT,
    },
    unknown: { title: "Can't tell whether an upgrade is running" },
    variants: {
      growing: {
        title: 'The MID Server is upgrading right now',
        saw: 'An upgrade is under way ({sign}). MID Up looked twice, {seconds:duration} apart: it wrote meanwhile.',
        because: WHILE_IT_RUNS,
        doThis: WAIT,
      },
      still: {
        title: 'The MID Server is upgrading right now',
        saw: 'An upgrade is under way ({sign}); its last sign of life was {quiet:duration} ago. MID Up looked twice, {seconds:duration} apart: it wrote nothing meanwhile.',
        because: WHILE_IT_RUNS,
        doThis: WAIT,
      },
      'no-time': {
        title: 'The MID Server is upgrading right now',
        saw: 'An upgrade is under way ({sign}).',
        because: WHILE_IT_RUNS,
        doThis: WAIT,
      },
    },
    explain: {
      title: 'The MID Server is upgrading right now',
      meaning:
        'The agent has found that its version differs from what the instance asks for, has fetched the new one and replaces itself. It is Down meanwhile, as a rule for 10 seconds to 2 minutes.',
      how: `An upgrade process of this agent runs, or an upgrade log was written in the last 5 minutes (${LOGS}), or the agent log says that one began. Where there is such a sign MID Up looks a second time, up to 3 seconds later, whether anything was written meanwhile.`,
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
        'Open a case with ServiceNow Support, or have someone who knows this upgrade read the last lines of {log}, before ending it.',
        'If it is to be ended, end the upgrade process alone: kill {pid}. Then repair in this order.',
        ...REPAIR,
      ],
    },
    explain: {
      title: 'An upgrade is running, but nothing has moved for a long time',
      meaning:
        'The upgrade process is alive, but neither its logs nor its working folder have changed for half an hour.',
      how: 'The upgrade process is running, its logs and working folder are older than 30 minutes by the clock of the host, and nothing was written to them between two looks.',
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
        'Run the upgrade again before starting the service, as the user that the MID Server runs as: cd "{temp}/upgrade-wrapper/bin" && sh glide-dist-upgrade.sh start (KB0779816).',
        'Keep a copy of config.xml, conf/wrapper-override.conf and jre/lib/security/cacerts first.',
        ...REPAIR.slice(-2),
      ],
    },
    variants: {
      'never-began': {
        title: 'The MID Server stopped for an upgrade that never came',
        saw: 'The last that the agent log says of it: {reason}. Since then neither the agent nor the upgrade has written.',
        because:
          'The agent hands over to an upgrade program that it has unpacked, and stops. Where that cannot be run, as in a folder mounted noexec, nobody starts the agent again.',
        doThis: [
          'Run the upgrade by hand, as the user that the MID Server runs as: cd "{temp}/upgrade-wrapper/bin" && sh glide-dist-upgrade.sh start (KB0779816). What it prints is the reason.',
          ...REPAIR.slice(-2),
        ],
      },
    },
    explain: {
      title: 'The last upgrade broke off',
      meaning: 'The upgrade stopped the agent, began to replace its files, and ended with an error or in the middle.',
      how: `The upgrade log (${LOGS}) has an error after its last start, or no end, and the agent log has not been written since. Or the agent said that it stops for an upgrade, and nothing was written by either for half an hour.`,
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
    warn: {
      title: 'The agent names two versions',
      saw: 'The core package is {core}, and the build is {build}; other packages: {packages}.',
      because: 'It may be that an upgrade broke off. Whether the MID Server starts with these files is not known.',
      doThis: ['Start it and watch; if it does not stay up, run the last upgrade again from work/upgrade_temp.'],
    },
    fail: {
      title: 'The agent has files of two versions',
      saw: 'The core package is {core}, and the build is {build}; other packages: {packages}.',
      because: 'An upgrade that broke off leaves files of two versions, and the MID Server does not start with them.',
      doThis: [
        'Run the last upgrade again (upgrade-wrapper/bin/glide-dist-upgrade.sh start in work/upgrade_temp), or restore the agent from a fresh download of its version.',
      ],
    },
    variants: {
      libraries: {
        title: 'The agent has files of two versions',
        saw: 'The core package is {core}, and the build is {build}; other packages: {packages}. Libraries that are there twice: {twice}.',
        because: 'An upgrade that broke off leaves files of two versions, and the MID Server does not start with them.',
        doThis: [
          'Run the last upgrade again (upgrade-wrapper/bin/glide-dist-upgrade.sh start in work/upgrade_temp), or restore the agent from a fresh download of its version.',
        ],
      },
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
