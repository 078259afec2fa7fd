import type { CodeText } from '../../types.ts';

const RECORD =
  'The record of the MID Server on the instance (ecc_agent). MID Up does not read the instance yet; answer this step by hand.';

/** `status.*`: what the instance says about the MID Server. */
export const status = {
  'status.up': {
    pass: { title: 'The instance has the MID Server as Up' },
    fail: { title: 'The instance does not have the MID Server as Up' },
    unknown: { title: "Can't tell what the instance says" },
    explain: {
      title: 'The instance has the MID Server as Up',
      meaning:
        'The record of the MID Server says Up: it answered the last heartbeat. The monitor asks every 5 minutes, so a change on the host shows up to 10 minutes later.',
      how: RECORD,
      doThis: ['Nothing, as long as the heartbeat is fresh. Otherwise go through the steps from the first one.'],
      kbSection: 'Issue',
      source: 'Documentation: MID Server heartbeat',
    },
  },
  'status.down': {
    fail: {
      title: 'The instance has the MID Server as Down',
      because: 'It did not answer the last heartbeat, and nothing came from it since.',
      doThis: ['Look for the cause on the host: is the service running, and does it reach the instance?'],
    },
    unknown: { title: "Can't tell whether the instance has the MID Server as Down" },
    explain: {
      title: 'The instance has the MID Server as Down',
      meaning:
        'The MID Server did not answer the heartbeat that the instance sends every 5 minutes, and sent nothing else since. This is about communication: the service itself may be running.',
      how: RECORD,
      doThis: [
        'Go through the steps: the service, an upgrade, the host, the network, the MID user, and what the instance allows.',
        'After a repair, wait for the next heartbeat before judging: it takes up to 10 minutes.',
      ],
      kbSection: 'Issue',
      source: 'KB0661756; documentation: MID Server heartbeat',
    },
  },
  'status.paused': {
    fail: {
      title: 'The MID Server is paused',
      because: 'Someone paused it on the instance; a paused MID Server takes no new work.',
      doThis: ['On its record, choose Resume MID Server.'],
    },
    explain: {
      title: 'The MID Server is paused',
      meaning:
        'It was paused on the instance. It still finishes the work that it has fetched and answers heartbeats; it is not Down.',
      how: RECORD,
      doThis: ['On the record of the MID Server, choose Resume MID Server.', 'Ask who paused it, and why, first.'],
      kbSection: 'not in KB0535040',
      source: 'Documentation: Pause the MID Server',
    },
  },
  'status.upgrading': {
    fail: {
      title: 'The instance has the MID Server as Upgrading',
      because: 'It is replacing its own files; it hardly answers until it has ended.',
      doThis: ['Wait, and do not start, stop or restart it.'],
    },
    explain: {
      title: 'The instance has the MID Server as Upgrading',
      meaning:
        'The MID Server found that its version is not the one of the instance, and upgrades itself. While it does, it may be Down for some minutes, and it must not be interrupted.',
      how: RECORD,
      doThis: [
        'Wait. Left alone, an upgrade usually ends within 10 minutes.',
        'Should the record say Upgrading for more than half an hour, look at the upgrade step: the upgrade may be stuck.',
      ],
      kbSection: 'The MID Server is Upgrading',
      source: 'KB0535040; documentation: MID Server upgrades; the half hour is inference',
    },
  },
  'status.upgrade-failed': {
    fail: {
      title: 'The last upgrade of the MID Server failed',
      because: 'The instance has it as Upgrade Failed; it may still run with its old version.',
      doThis: ['Look at the upgrade step: its log says which part failed.'],
    },
    explain: {
      title: 'The last upgrade of the MID Server failed',
      meaning:
        'The instance has the MID Server as Upgrade Failed. It failed before its files were replaced (a pre-upgrade check, the download), and so it usually still runs with its old version.',
      how: RECORD,
      doThis: [
        'Read the reason in the agent log, in logs/dist-upgrade.log, and in the upgrade history of the MID Server.',
        'Remove the reason, then choose Upgrade MID on its record.',
      ],
      kbSection: 'The MID Server is Upgrading',
      source: 'Documentation: MID Server upgrades, MID Server pre-upgrade check',
    },
  },
  'status.not-validated': {
    fail: {
      title: 'The MID Server is not validated',
      because: 'A MID Server that is not validated gets no credentials and no work.',
      doThis: ['Check that it is really yours, then choose Validate on its record.'],
    },
    explain: {
      title: 'The MID Server is not validated',
      meaning:
        'A new MID Server, or one that was invalidated, must be validated by an administrator before it gets credentials and work.',
      how: RECORD,
      doThis: [
        'Check on the record that host name and folder are those of your MID Server.',
        'Choose Validate, and wait until Validated says Yes.',
      ],
      kbSection: 'not in KB0535040',
      source: 'Documentation: Validate a MID Server; KB0639100',
    },
  },
  'status.auto-invalidated': {
    fail: {
      title: 'The MID Server was invalidated because it was idle',
      because: 'MID Server governance shuts it down at every start until that is cleared.',
      doThis: ['On its record, choose Clear auto invalidated; then start it and validate it again.'],
    },
    explain: {
      title: 'The MID Server was invalidated because it was idle',
      meaning:
        'Where MID Server governance is on, a MID Server that did nothing for 30 days is invalidated. It then shuts down right after each start, which looks like a crash loop on the host.',
      how: RECORD,
      doThis: [
        'On its record, choose Clear auto invalidated.',
        'Start the service, then validate the MID Server.',
        'To keep it, set mid.inactivity.timeout.days to 0 for it.',
      ],
      kbSection: 'not in KB0535040',
      source: 'Documentation: MID Server governance',
    },
  },
  'status.record-missing': {
    fail: {
      title: 'The instance has no record of this MID Server',
      because: 'It has never reached this instance, its record was deleted, or the address leads to another instance.',
      doThis: [
        "Check that the url in config.xml is this instance's, and start the MID Server: it makes its own record.",
      ],
    },
    explain: {
      title: 'The instance has no record of this MID Server',
      meaning:
        'No row in MID Server > Servers has the mid_sys_id or the name of this MID Server. It never reached the instance, the row was deleted, the instance was cloned over, or config.xml names another instance.',
      how: RECORD,
      doThis: [
        'Compare the url in config.xml with the address of the instance.',
        'Start the MID Server: at its first contact it makes its record, which then must be validated.',
      ],
      kbSection: 'not in KB0535040',
      source: 'Documentation: MID Server parameters; inference',
    },
  },
  'status.stale': {
    warn: {
      title: 'The last heartbeat is older than it should be',
      because: 'The monitor asks every 5 minutes; the record lags behind.',
      doThis: ['Wait 5 minutes, then look again.'],
    },
    explain: {
      title: 'The last heartbeat is older than it should be',
      meaning:
        'The record says Up, but its last heartbeat is older than the 5 minutes after which the next one is due. Either the MID Server has just stopped, or the monitor of the instance does not run.',
      how: RECORD,
      doThis: [
        'Wait 5 minutes, then look again.',
        'If other MID Servers are stale, too, look at the scheduled job MID Server Monitor on the instance.',
      ],
      kbSection: 'not in KB0535040',
      source: 'Documentation: MID Server heartbeat; KB0535146',
    },
  },
} satisfies Partial<Record<`status.${string}`, CodeText>>;
