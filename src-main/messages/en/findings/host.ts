import type { CodeText } from '../../types.ts';

/** `host.*`: what the agent needs of the machine that it runs on. */
export const host = {
  'host.disk-full': {
    pass: { title: "There is room on the agent's disk", saw: '{mount} has {free:bytes} free of {size:bytes}.' },
    fail: {
      title: "No space left on the agent's disk",
      saw: '{mount} has {free:bytes} free of {size:bytes}.',
      because: 'The agent must write its logs, work files and upgrades there; without room it stops or never starts.',
      doThis: ['Free at least 2 GB on {mount}, then look again.'],
    },
    variants: {
      inodes: {
        title: "The agent's disk can hold no more files",
        saw: '{mount} has used all of its {total:count} inodes, whatever room is left.',
        because: 'The agent must create log and work files; without a free inode it stops or never starts.',
        doThis: ['Delete files that are no longer needed on {mount}, then look again.'],
      },
    },
    unknown: { title: "Can't tell whether there is room on the agent's disk" },
    explain: {
      title: "No space left on the agent's disk",
      meaning:
        'The file system that holds the agent has no bytes or no inodes left for the user that the agent runs as.',
      how: 'df -Pk and df -Pi on the agent folder, its logs and its work folder.',
      doThis: ['Free at least 2 GB there; old logs and heap dumps first.'],
      kbSection: 'not in KB0535040',
      source: 'MID Server pre-upgrade check (2 GB); inference',
    },
  },
} satisfies Partial<Record<`host.${string}`, CodeText>>;
