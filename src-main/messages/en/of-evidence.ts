import type { OfEvidence } from '../types.ts';

const UPGRADING = {
  title: 'The MID Server was upgrading when this was saved',
  because:
    'While it replaces its own files the MID Server is Down or slow to answer. Interrupting it can break it for good.',
  doThis: [
    'Make sure on the host that it has ended, and do not start, stop or restart the MID Server before. It normally takes less than 10 minutes.',
    'Then capture again; if nothing has moved for half an hour, the upgrade is stuck.',
  ],
};

/** What is said differently of saved evidence: it is from then, and no host is at hand to look at or to wait for. */
export const ofEvidence: OfEvidence = {
  findings: {
    'locate.unreadable': {
      unknown: {
        title: 'The agent was found, but could not be read',
        saw: '{dir} is closed to {user}.',
        doThis: ['Capture again with --sudo, or as the user that the MID Server runs as.'],
      },
    },
    'service.running': {
      variants: {
        starting: {
          title: 'The service was just starting',
          saw: 'The wrapper was there (process {pid}), its Java was not there yet.',
          doThis: ['Capture again.'],
        },
      },
    },
    'upgrade.in-progress': {
      fail: {
        ...UPGRADING,
        saw: 'An upgrade was under way ({sign}); its last sign of life had come {quiet:duration} before.',
      },
      variants: {
        growing: {
          ...UPGRADING,
          saw: 'An upgrade was under way ({sign}). MID Up looked twice, {seconds:duration} apart: it wrote meanwhile.',
        },
        still: {
          ...UPGRADING,
          saw: 'An upgrade was under way ({sign}); its last sign of life had come {quiet:duration} before. MID Up looked twice, {seconds:duration} apart: it wrote nothing meanwhile.',
        },
        'no-time': { ...UPGRADING, saw: 'An upgrade was under way ({sign}).' },
      },
    },
    'verify.waiting': {
      pass: {
        title: 'The agent was at work when this was saved',
        saw: 'The agent log had a healthy start, and its last line was {age:duration} old: {line}',
        because: 'Whether the instance has it as Up is seen on the instance only.',
        doThis: ['Look at the record under MID Server > Servers.'],
      },
    },
  },
  steps: { verify: { wordsFor: { 'verify.waiting': 'As far as the host shows.', 'verify.not-growing': 'No.' } } },
  needs: {
    'agent-folder':
      "To know which folder the agent is in: capture again with --agent-dir and that folder, or --mid-name and the MID Server's name.",
    'read-rights':
      "The right to read the agent's files: capture again with --sudo, or as the user that the agent runs as.",
    root: 'Root rights: capture again with --sudo, or as root.',
    'more-time': 'More time: this part of the look was cut off by its limit. Capture again.',
    connection: 'The rest of the look, which ended before this was seen. Capture again.',
  },
  next: {
    'wait-for-upgrade':
      'Make sure on the host that the upgrade has ended, and do not start, stop or restart the MID Server before. Then capture again.',
    'choose-agent':
      'Several agents were on this host. Capture again with --mid-name and the name of the one that is Down, or --agent-dir and its folder.',
    'run-the-steps': 'Go through the steps: this evidence says little of them.',
    reconnect: 'Capture again: looking ended before everything was seen.',
  },
  phrases: {
    'next.by-hand': 'Saved evidence cannot show this. {hint}',
    'next.unknown':
      'The evidence does not show this. It needs: {needs} You can also look on the host yourself and answer by hand.',
    'next.skipped': 'Skipped. Go on to: {step}.',
    'next.hands-off':
      'An upgrade was running when this was saved. Hands off the host until it has ended; it usually takes 5 to 10 minutes when it is left alone.',
    'reason.upgrade': 'because an upgrade was running',
    'guard.upgrade':
      'An upgrade was running on this host when this was saved. Make sure that it has ended before anything there starts, stops or restarts the MID Server.',
    'finding.on-hold':
      'Not at once: an upgrade was running when this was saved. Do not start, stop or restart the MID Server before it is over; only then:',
    'finding.on-hold-unknown':
      'First make sure that no upgrade is running, which this evidence does not show: look at the processes of the host. Only then:',
    'verdict.headline.upgrade': 'An upgrade was running: leave it alone until it has ended',
  },
};
