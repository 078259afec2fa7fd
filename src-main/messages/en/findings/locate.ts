import type { CodeText } from '../../types.ts';

const USUAL = 'the services, the running processes and the usual folders (/opt/servicenow, /servicenow, /service-now)';

/** `locate.*`: where the agent is. */
export const locate = {
  'locate.found': {
    pass: { title: 'The agent was found', saw: '{name} is in {dir}, as told by: {how}.' },
    variants: {
      closed: {
        title: 'The agent was found',
        saw: 'It is in {dir}, as told by: {how}. Its config.xml is closed to {user}.',
      },
      'no-name': {
        title: 'The agent was found',
        saw: 'It is in {dir}, as told by: {how}. Its config.xml gives it no name.',
      },
      copies: {
        title: 'The agent was found',
        saw: '{name} is in {dir}, as told by: {how}. Left out as copies, since nothing starts or runs them: {copies}.',
      },
    },
    explain: {
      title: 'The agent was found',
      meaning: 'One agent folder is known, and it is the one that everything else looks at.',
      how: `MID Up looks at ${USUAL}; several ways to one folder count once.`,
      doThis: ['Nothing.'],
      kbSection: 'Starting the MID Server Service on Unix/Linux',
      source: 'KB0535040; documentation: Install a MID Server on Linux',
    },
  },
  'locate.not-found': {
    fail: {
      title: 'No agent was found on this host',
      saw: `Neither ${USUAL} lead to an agent.`,
      because: 'Either the MID Server is on another host, or its folder is in an unusual place.',
      doThis: [
        "Give the agent's folder, if you know it; the instance's MID Server record shows it as home directory.",
        'Check that this is the host which the MID Server record names.',
      ],
    },
    unknown: { title: "Can't tell whether an agent is on this host" },
    variants: {
      'given-missing': {
        title: 'The folder that was given is not there',
        saw: '{given} does not exist, and no other agent was found on this host.',
        doThis: ['Correct the folder: it is the one that holds config.xml, bin and logs.'],
      },
      'given-not-agent': {
        title: 'The folder that was given holds no agent',
        saw: '{given} is there, but has neither bin/mid.sh nor conf/wrapper.conf, and no other agent was found.',
        doThis: ['Correct the folder: it is the one that holds config.xml, bin and logs.'],
      },
      'given-not-folder': {
        title: 'What was given is a file, not a folder',
        saw: '{given} is a file, and no other agent was found on this host.',
        doThis: ['Give the folder that holds config.xml, bin and logs.'],
      },
      'given-others': {
        title: 'The folder that was given holds no agent; others were found',
        saw: '{given} is not there or holds no agent. This host has: {seen}.',
        doThis: ['Correct the folder, or choose one of those that were found.'],
      },
      'closed-names': {
        title: "Can't tell whether the agent of that name is on this host",
        saw: 'None is known to be called {name}, and not every config.xml could be read. This host has: {list:list}.',
      },
      'other-names': {
        title: 'No agent of that name is on this host',
        saw: 'None is called {name}. This host has: {list:list}.',
        because: 'The name stands in config.xml, and is the one of the MID Server record.',
        doThis: [
          'Look on the host that the MID Server record names (Host name), or leave the name out to look at one of these.',
        ],
      },
      'service-without-folder': {
        title: 'The service points to a folder that is not there',
        saw: '{name} starts an agent in {dir}, which does not exist.',
        because: 'The folder was moved, deleted, or is on a file system that is not mounted.',
        doThis: [
          'Mount or restore {dir}.',
          'If the agent was moved, give its new folder here, and install the service again from there (bin/mid.sh remove, then install).',
        ],
      },
      'in-container': {
        title: 'The agent runs in a container of this host',
        saw: 'A MID Server process runs here, but in {where}: its files are inside, out of reach from the host.',
        doThis: [
          'Go into the container ({enter}), and check bin/mid.sh status and logs there.',
          'If the MID Server that is Down is another one, of this host itself, give its folder.',
        ],
      },
    },
    explain: {
      title: 'No agent was found on this host',
      meaning: 'Without the agent folder nothing about the service, its settings or its logs can be seen.',
      how: `MID Up looks at ${USUAL}, and at the folder that is given with --agent-dir; with --mid-name, for the agent whose config.xml has that name.`,
      doThis: ["Give the agent's folder.", 'Check that this is the right host.'],
      kbSection: 'Starting the MID Server Service on Unix/Linux',
      source: 'KB0535040; documentation: Install a MID Server on Linux',
    },
  },
  'locate.several': {
    unknown: {
      title: 'Several agents are on this host',
      saw: '{count} were found: {list:list}.',
      doThis: ['Choose the one whose record is Down.'],
    },
    explain: {
      title: 'Several agents are on this host',
      meaning: 'MID Up looks at one agent at a time, and does not guess which of them is Down.',
      how: `More than one folder was found by ${USUAL}.`,
      doThis: ["Choose one, or give its record's name with --mid-name or its folder with --agent-dir."],
      kbSection: 'not in KB0535040',
      source: 'Documentation: Install multiple MID Servers on a single system',
    },
  },
  'locate.unreadable': {
    unknown: {
      title: 'The agent was found, but may not be read',
      saw: '{dir} is closed to {user}.',
      doThis: ['Look again with sudo, or sign in as the user that the MID Server runs as.'],
    },
    explain: {
      title: 'The agent was found, but may not be read',
      meaning:
        'A service or a process tells where the agent is, but the user who looks may not enter the folder or read its config.xml.',
      how: 'The folder or config.xml is not readable for the user who signed in.',
      doThis: ['Look again with sudo, or sign in as the user that the MID Server runs as.'],
      kbSection: 'not in KB0535040',
      source: 'inference',
    },
  },
} satisfies Partial<Record<`locate.${string}`, CodeText>>;
