import type { CodeText } from '../../types.ts';

const SECTION = 'Contacting Technical Support';

/** `support.*`: what Support asks for. */
export const support = {
  'support.logs-ready': {
    pass: {
      title: 'The logs that Support asks for are there',
      saw: '{agent} ({agentBytes:bytes}) and {wrapper} ({wrapperBytes:bytes}).',
    },
    fail: { title: 'The logs that Support asks for are not at hand' },
    unknown: { title: "Can't tell whether the logs are there" },
    explain: {
      title: 'The logs that Support asks for are there',
      meaning:
        'ServiceNow Support asks for the agent log and the wrapper log, and for a caller who may change things on the host.',
      how: 'logs/agent0.log.0 and logs/wrapper.log in the agent folder.',
      doThis: ['Attach both logs and the report to the case.'],
      kbSection: SECTION,
      source: 'KB0535040',
    },
  },
  'support.logs-missing': {
    warn: {
      title: 'A log that Support asks for is missing',
      saw: 'Not there: {files}.',
      because: 'An agent that never started has none; else somebody moved or deleted it.',
      doThis: ['Start the MID Server once, or find out where its logs are written.'],
    },
    explain: {
      title: 'A log that Support asks for is missing',
      meaning: 'The agent log or the wrapper log is not in the folder logs of the agent.',
      how: 'logs/agent0.log.0 and logs/wrapper.log in the agent folder.',
      doThis: ['Start the MID Server once, or find out where its logs are written.'],
      kbSection: SECTION,
      source: 'KB0535040; inference',
    },
  },
} satisfies Partial<Record<`support.${string}`, CodeText>>;
