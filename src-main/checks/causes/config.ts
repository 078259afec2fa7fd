import { type Causes, DOWN, NOT_REACHED, NOT_RUNNING } from './rows.ts';

/** config.xml: the agent reads it before it does anything else. */
export const CONFIG: Causes = {
  'config.missing': {
    explains: [...NOT_RUNNING, 'service.stale-pid', 'network.*', 'identity.*', 'log.*', ...NOT_REACHED, ...DOWN],
    source: 'documentation: MID Server parameters',
  },
  'config.malformed': {
    explains: [...NOT_RUNNING, 'service.stale-pid', 'network.*', 'identity.*', 'log.*', ...NOT_REACHED, ...DOWN],
    source: 'documentation: MID Server reserved characters',
  },
  'config.placeholder': {
    explains: [
      ...NOT_RUNNING,
      'config.url-invalid',
      'config.name-invalid',
      'config.password-missing',
      'config.proxy-invalid',
      'service.stale-pid',
      'network.*',
      'identity.*',
      'log.*',
      ...NOT_REACHED,
      ...DOWN,
    ],
    source: 'The shipped config.xml; documentation: MID Server parameters; variables are inference',
  },
  'config.url-invalid': {
    explains: [...NOT_RUNNING, 'network.*', 'log.*', ...NOT_REACHED, ...DOWN],
    source: 'documentation: MID Server parameters',
  },
  // Which of the two entries counts is anybody's guess.
  'config.duplicate-parameter': {
    explains: ['credentials.*', 'network.*', 'identity.*', ...DOWN],
    source: 'KB0726937; documentation: MID Server parameters',
  },
  'config.password-missing': {
    explains: ['credentials.*', 'service.stopped', 'service.failed-to-start', ...DOWN],
    source: 'documentation: MID Server installation prerequisites, MID Server mutual authentication',
  },
  'config.proxy-invalid': {
    explains: ['network.*', 'credentials.*', 'instance.unreachable', ...DOWN],
    source: 'documentation: MID Server parameters, MID Server installation prerequisites',
  },
  'config.name-invalid': {
    explains: ['service.stopped', 'service.failed-to-start', 'identity.duplicate-name', ...DOWN],
    source: 'documentation: MID Server installation prerequisites, MID Server parameters',
  },
  'config.wrapper-invalid': {
    explains: [...NOT_RUNNING, 'service.stale-pid', 'host.memory', 'service.java-missing', ...DOWN],
    source: 'KB0647664; Java Service Wrapper 3.5.51, tried',
  },
  'config.secret-undecryptable': {
    explains: ['credentials.*', ...DOWN],
    source: 'documentation: MID Server manual encryption; support knowledge base',
  },
};
