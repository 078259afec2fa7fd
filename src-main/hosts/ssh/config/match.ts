import { matchesHosts, matchesList } from '../patterns.ts';
import { type ConfigLine, invalid } from './lines.ts';

export type MatchContext = {
  /** As it was asked for. */
  readonly original: string;
  /** What HostName has made of it so far. */
  readonly hostName: string;
  readonly user: string;
  readonly localUser: string;
  readonly tag: string;
  readonly final: boolean;
  /** Runs the command of `Match exec` after consent; true where it succeeds. */
  readonly exec: (command: string) => Promise<boolean>;
  readonly onFinal: () => void;
  /** A criterion that only ssh can decide, where all before it hold. */
  readonly onUnsupported: (what: string) => void;
};

/** `Host a b !c`: case counts, as in OpenSSH. */
export const hostMatches = (line: ConfigLine, original: string): boolean => matchesList(original, line.words);

/** `Match …`: every criterion must hold. A command is run only where all before it did. */
export const matchMatches = async (line: ConfigLine, context: MatchContext): Promise<boolean> => {
  const where = `${line.file}, line ${line.line}`;
  const words = [...line.words];
  if (words.length === 0) throw invalid(where, 'has a Match without a criterion');
  let result = true;
  while (words.length > 0) {
    const word = words.shift() ?? '';
    const equals = word.indexOf('=');
    const name = (equals === -1 ? word : word.slice(0, equals)).toLowerCase();
    const negated = name.startsWith('!');
    const key = negated ? name.slice(1) : name;
    const truth = (holds: boolean) => {
      if (holds === negated) result = false;
    };
    if (key === 'all') {
      if (words.length > 0 || negated) throw invalid(where, 'has “all” beside other criteria');
      continue;
    }
    if (key === 'final' || key === 'canonical') {
      if (key === 'final') context.onFinal();
      truth(context.final);
      continue;
    }
    const value = equals === -1 ? words.shift() : word.slice(equals + 1);
    if (value === undefined || value === '') throw invalid(where, `has “Match ${key}” without a value`);
    switch (key) {
      case 'host':
        truth(matchesHosts(context.hostName, value));
        break;
      case 'originalhost':
        truth(matchesHosts(context.original, value));
        break;
      case 'user':
        truth(matchesList(context.user, value.split(',')));
        break;
      case 'localuser':
        truth(matchesList(context.localUser, value.split(',')));
        break;
      case 'tagged':
        truth(matchesList(context.tag, value.split(',')));
        break;
      case 'exec':
        if (result) truth(await context.exec(value));
        break;
      // What they ask about is decided elsewhere in ssh.
      case 'localnetwork':
      case 'sessiontype':
      case 'command':
      case 'version':
        if (result) context.onUnsupported(`Match ${word.replace(/^!/, '').split('=')[0]}`);
        truth(false);
        break;
      default:
        throw invalid(where, `has “Match ${key}”, which is not known`);
    }
  }
  return result;
};
