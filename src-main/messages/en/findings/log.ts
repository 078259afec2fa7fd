import type { CodeText } from '../../types.ts';

/** `log.*`: messages of the logs that belong to no other family. */
export const log = {
  'log.not-classified': {
    info: {
      title: 'The agent log has errors that MID Up does not know',
      saw: '{count:count} {count|line|lines} since the last healthy start; the last one: {line}',
    },
    unknown: { title: "Can't tell what the logs say" },
    explain: {
      title: 'The agent log has errors that MID Up does not know',
      meaning:
        'Lines of the level error at the end of the agent log that fit no known message. They may be harmless, or the thing itself.',
      how: 'The last 120 lines of the agent log, after the last healthy start. The known messages are looked for in the last megabyte.',
      doThis: [
        'Read the lines, from the first of them.',
        'Give them to ServiceNow Support where they say nothing to you.',
      ],
      kbSection: 'Contacting Technical Support',
      source: 'KB0535148; inference',
    },
  },
  'log.platform-upgrading': {
    fail: { title: 'The instance itself is being upgraded' },
    explain: {
      title: 'The instance itself is being upgraded',
      meaning:
        'The MID Server waits for its packages while the instance is upgraded. It can stay in Upgrading afterwards.',
      how: 'The agent log says that a platform upgrade is in progress.',
      doThis: [
        'Wait until the upgrade of the instance has ended.',
        'Then restart the MID Server, when it does not come back by itself.',
      ],
      kbSection: 'The MID Server is Upgrading',
      source: 'KB0696133',
    },
  },
  'log.instance-mismatch': {
    fail: { title: 'The MID Server and the instance have versions that do not fit' },
    explain: {
      title: 'The MID Server and the instance have versions that do not fit',
      meaning:
        'The agent asks for tables or packages that the instance does not have: it is newer than the instance, or pinned to another version.',
      how: 'The agent log speaks of a missing table, or cannot tell how to upgrade.',
      doThis: [
        'Align the versions: take mid.pinned.version out of config.xml, or install the version of the instance.',
        'Restart the MID Server.',
      ],
      kbSection: 'The MID Server is Upgrading',
      source: 'Support knowledge base; documentation: MID Server version selection',
    },
  },
  'log.native-library': {
    fail: { title: 'A native library cannot be loaded' },
    explain: {
      title: 'A native library cannot be loaded',
      meaning:
        'Java cannot load a library of the wrapper or the agent: it is missing, for another architecture, or its folder is mounted without the right to execute.',
      how: 'The wrapper or agent log names an UnsatisfiedLinkError.',
      doThis: [
        'Look at the library that the line names: is it there, and for this architecture?',
        'Check that the file system is not mounted noexec.',
      ],
      kbSection: 'not in KB0535040',
      source: 'inference',
    },
  },
} satisfies Partial<Record<`log.${string}`, CodeText>>;
