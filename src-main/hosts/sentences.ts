import type { ConnectionError } from '../model/connection-error.ts';
import type { RunFailure } from '../model/evidence.ts';

type Context = { readonly host: string; readonly error: ConnectionError | undefined; readonly timeoutMs: number };

/** One sentence about a run that failed; the longer text of its `error` is in `messages/`. */
export const sentenceOf = (failed: RunFailure, { host, error, timeoutMs }: Context): string => {
  const said = error?.params['said'];
  const because = said === undefined || said === '' ? '' : `: ${said}`;
  switch (failed) {
    case 'timeout':
      return `${host} had not finished after ${Math.round(timeoutMs / 1000)} s.`;
    case 'cancelled':
      return `The run on ${host} was cancelled.`;
    case 'connection':
      return `The connection to ${host} was lost while the script ran.`;
    case 'overflow':
      return `${host} sent more output than MID Up takes; the rest was dropped.`;
    case 'denied':
      if (error?.code === 'sudo-password') return `sudo on ${host} needs a password, and none was given.`;
      if (error?.code === 'polkit-dismissed') return `The prompt for root rights on ${host} was closed unanswered.`;
      if (error?.code === 'polkit-no-agent') return `No polkit agent on ${host} can ask for root rights.`;
      if (error?.code === 'polkit-denied') return `polkit on ${host} did not allow it${because}.`;
      return `sudo on ${host} did not allow it${because}.`;
    case 'not-started':
      if (error?.code === 'no-shell') return `${host} gave no usable shell${because}.`;
      return `The script could not be started on ${host}${error?.params['why'] ? `: ${error.params['why']}` : ''}.`;
  }
};
