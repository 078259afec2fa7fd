import type { CodeText } from '../../types.ts';

/** `verify.*`: whether what was done has helped. */
export const verify = {
  'verify.up': {
    pass: { title: 'The MID Server is Up' },
    fail: { title: 'The MID Server is not Up' },
    unknown: { title: "Can't tell whether the instance shows it as Up" },
    explain: {
      title: 'The MID Server is Up',
      meaning: 'The instance has a fresh heartbeat, and its record says Up.',
      how: 'It stands on the instance, which MID Up does not read yet; answer this step by hand. The side of the host is seen in the agent log.',
      doThis: ['Look at the record under MID Server > Servers; the monitor runs every 5 minutes.'],
      kbSection: 'not in KB0535040',
      source: 'Documentation: MID Server heartbeat',
    },
  },
  'verify.waiting': {
    pass: {
      title: 'The agent is at work; the instance will show it as Up',
      saw: 'The agent log had a healthy start, and its last line is {age:duration} old: {line}',
      because: 'The monitor of the instance runs every 5 minutes, so Up can take up to 10.',
      doThis: ['Look at the record under MID Server > Servers in 5 to 10 minutes.'],
    },
    unknown: { title: "Can't tell whether the agent is at work again" },
    explain: {
      title: 'The agent is at work; the instance will show it as Up',
      meaning:
        'On the host all is done: the agent has started well and keeps writing its log. The instance says Up at its next monitor.',
      how: 'The agent log has the lines of a healthy start, and was written to in the last 5 minutes.',
      doThis: ['Wait 5 to 10 minutes, then look at the record under MID Server > Servers.'],
      kbSection: 'not in KB0535040',
      source: 'Documentation: MID Server heartbeat; KB0535148; 10 minutes is inference',
    },
  },
  'verify.not-growing': {
    warn: {
      title: 'The agent log does not grow',
      saw: 'Its last line is {age:duration} old: {line}',
      because: 'An agent at work writes a line about itself every minute.',
      doThis: ['See the step Service: the agent is stopped, or hangs.'],
    },
    explain: {
      title: 'The agent log does not grow',
      meaning:
        'Nothing was written to the agent log for more than 5 minutes, though an agent at work writes every minute.',
      how: "The time of the last change of the agent log, by the host's clock.",
      doThis: [
        'Find out whether the service runs.',
        'Where it runs, it hangs: restart it, when no upgrade is running.',
      ],
      kbSection: 'not in KB0535040',
      source: 'inference',
    },
  },
} satisfies Partial<Record<`verify.${string}`, CodeText>>;
