import { messagesFor } from '../messages/index.ts';
import { readAddress } from '../model/address.ts';
import { isStepId, STEP_IDS, type StepId } from '../model/steps.ts';
import { type HostTarget, hostTargetSchema } from '../model/target.ts';
import { type Call, meant, quoted } from './args.ts';
import { languageOf } from './language.ts';
import { nearest } from './nearest.ts';
import { UsageError } from './usage-error.ts';

const SSH_ONLY = ['identity', 'jump', 'known-hosts', 'accept-new-host-key', 'user', 'ssh-client'] as const;
const LOCAL_ONLY = ['polkit'] as const;
const REAL_ONLY = ['agent-dir', 'mid-name', 'sudo', 'become-user', ...LOCAL_ONLY, ...SSH_ONLY] as const;

const KINDS = ['local', 'ssh', 'practice'] as const;

/** The file of `--evidence`; undefined where a host is to be looked at. */
export const evidenceFileOf = (call: Call): string | undefined => {
  const file = call.one('evidence');
  if (file === undefined) return undefined;
  const second = KINDS.find((name) => call.on(name));
  if (second !== undefined) throw new UsageError(`--evidence and --${second} exclude each other: give one of them`);
  const stray = [...REAL_ONLY, 'timeout' as const].find((name) => call.on(name));
  if (stray !== undefined)
    throw new UsageError(`--${stray} has no meaning with --evidence, which looks at no host: leave it out`);
  return file;
};

/** Where to look, from the options of `diagnose`. */
export const targetOf = (call: Call): HostTarget => {
  const given = KINDS.filter((name) => call.on(name));
  const [kind, second] = given;
  if (kind === undefined) {
    const saved = call.command === 'diagnose' ? ', or which saved evidence to judge: --evidence FILE' : '';
    throw new UsageError(`say where the MID Server is: --local, --ssh [user@]host[:port] or --practice NAME${saved}`);
  }
  if (second !== undefined) throw new UsageError(`--${kind} and --${second} exclude each other: give one of them`);
  const stray = (kind === 'ssh' ? LOCAL_ONLY : kind === 'local' ? SSH_ONLY : REAL_ONLY).find((name) => call.on(name));
  if (stray !== undefined) throw new UsageError(`--${stray} has no meaning with --${kind}: leave it out`);
  const target = checked(
    kind === 'practice' ? { kind, scenario: call.one('practice') } : { kind, ...ssh(kind, call), ...reach(call) },
  );
  if (target.kind === 'ssh') {
    checkAddress(call, 'ssh', target.address);
    for (const jump of target.jumps ?? []) checkAddress(call, 'jump', jump);
  }
  return target;
};

/** What could not be connected to however one tries is a wrong call, and no failure to connect. */
const checkAddress = (call: Call, option: 'ssh' | 'jump', given: string) => {
  const read = readAddress(given);
  if ('address' in read) return;
  const said = messagesFor(languageOf(call)).phrase(`address.${read.fault}`);
  throw new UsageError(`--${option} ${quoted(given)} ${said}; give it as --${option} [user@]host[:port]`);
};

const reach = (call: Call) => ({
  ...maybe('agentDir', call.one('agent-dir')),
  ...maybe('midName', call.one('mid-name')),
  // Becoming someone else is done with sudo, so that asking for it is asking for sudo.
  ...(call.on('sudo') || call.on('become-user') || call.on('polkit') ? { sudo: true } : {}),
  ...(call.on('polkit') ? { polkit: true } : {}),
  ...maybe('becomeUser', call.one('become-user')),
});

const ssh = (kind: 'local' | 'ssh', call: Call) =>
  kind === 'local'
    ? {}
    : {
        address: call.one('ssh'),
        ...maybe('user', call.one('user')),
        ...(call.on('identity') ? { identityFiles: call.all('identity') } : {}),
        ...(call.on('jump') ? { jumps: call.all('jump').flatMap((hosts) => hosts.split(',')) } : {}),
        ...maybe('knownHostsFile', call.one('known-hosts')),
        ...(call.on('accept-new-host-key') ? { acceptNewHostKey: true } : {}),
        ...maybe('client', clientOf(call.one('ssh-client'))),
      };

const CLIENTS = ['builtin', 'openssh'];

const clientOf = (given: string | undefined): string | undefined => {
  if (given === 'openssh' && process.platform === 'win32')
    throw new UsageError('--ssh-client openssh does not work on Windows yet: leave it out, or give builtin');
  if (given === undefined || CLIENTS.includes(given)) return given;
  throw new UsageError(
    `there is no SSH client ${quoted(given)}${meant(nearest(given, CLIENTS))}; it is one of ${CLIENTS.join(', ')}`,
  );
};

const maybe = <K extends string>(key: K, value: string | undefined) =>
  value === undefined ? {} : ({ [key]: value } as Record<K, string>);

const OPTION_OF: Readonly<Record<string, string>> = {
  address: '--ssh',
  scenario: '--practice',
  agentDir: '--agent-dir',
  midName: '--mid-name',
  becomeUser: '--become-user',
  user: '--user',
  identityFiles: '--identity',
  jumps: '--jump',
  knownHostsFile: '--known-hosts',
};

const checked = (target: unknown): HostTarget => {
  const result = hostTargetSchema.safeParse(target);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const option = OPTION_OF[String(issue?.path[0])] ?? 'the target';
  throw new UsageError(`${option}: ${issue?.message.toLowerCase() ?? 'not understood'}`);
};

/** The steps to judge; undefined for all. */
export const stepsOf = (call: Call): readonly StepId[] | undefined => {
  const given = call.all('step').flatMap((names) => names.split(','));
  for (const name of given)
    if (!isStepId(name)) {
      const near = nearest(name, STEP_IDS);
      throw new UsageError(`there is no step ${quoted(name)}${meant(near)}; it is one of ${STEP_IDS.join(', ')}`);
    }
  return given.length === 0 ? undefined : STEP_IDS.filter((id) => given.includes(id));
};

const MOST_SECONDS = 86_400;

/** Milliseconds after which looking ends; undefined where there is no limit but each part's own. */
export const timeoutOf = (call: Call): number | undefined => {
  const given = call.one('timeout');
  if (given === undefined) return undefined;
  const seconds = /^\d{1,6}(\.\d{1,3})?$/.test(given) ? Number(given) : Number.NaN;
  if (seconds > 0 && seconds <= MOST_SECONDS) return Math.ceil(seconds * 1000);
  throw new UsageError(`--timeout ${quoted(given)} is no number of seconds between 0 and ${MOST_SECONDS}`);
};
