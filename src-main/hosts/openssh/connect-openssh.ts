import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Address } from '../../model/address.ts';
import { ConnectionError, type ConnectionPhase } from '../../model/connection-error.ts';
import type { Host } from '../../model/host.ts';
import type { SshTarget } from '../../model/target.ts';
import { excerpt } from '../bounded.ts';
import { connectionError } from '../connection-params.ts';
import { hostPort, parseAddress } from '../ssh/address.ts';
import { askAgent } from '../ssh/auth/agent.ts';
import type { SshSettings } from '../ssh/config/resolve.ts';
import type { ConnectOptions } from '../ssh/connect-ssh.ts';
import { resolveRoute } from '../ssh/consented-route.ts';
import { createWatchdog } from '../ssh/watchdog.ts';
import { createAnswers } from './answers.ts';
import { createAskpass } from './askpass.ts';
import { whyNoOpenssh } from './available.ts';
import { configFile } from './config-file.ts';
import { inWordsOf } from './failure.ts';
import { startMaster } from './master.ts';
import { createOpensshHost } from './openssh-host.ts';

const CONNECT_S = 15;
const KEY_EXCHANGE_S = 20;
/** Longer than its ssh takes to be ended for good. */
const CLOSE_MS = 1500;

/**
 * Opens an SSH host through this computer's own `ssh`: for what MID Up's client cannot do (certificates, security
 * keys, GSSAPI, exchanges it does not know). One private connection carries all channels; ssh itself judges the host
 * keys, with strict checking always. Throws a `ConnectionError`; nothing stays behind then.
 */
export const connectOpenssh = async (target: SshTarget, options: ConnectOptions): Promise<Host> => {
  const { env = process.env } = options;
  const name = excerpt(target.address, 120);
  const why = whyNoOpenssh({ env });
  if (why !== null) throw connectionError('failed', 'config', { host: name, why: `${why}; use the built-in client` });
  const address = parseAddress(target.address);
  const { route, consentToProxy } = await resolveRoute(address, target, { ...options, env });
  const settings = route.at(-1);
  if (!settings) throw connectionError('failed', 'config', { host: name, why: 'there is no way to it' });
  await consentToProxy();
  const dir = mkdtempSync(join(tmpdir(), 'midup-ssh-'));
  const way = { target, address, route, settings, dir };
  try {
    return await open(way, options, false).catch((error: ConnectionError) => {
      // ssh offers all that an agent holds before a file that was named, and the host may not listen for so long.
      if (error.code === 'too-many-attempts' && target.identityFiles?.length && !options.signal.aborted)
        return open(way, options, true);
      throw error;
    });
  } catch (error) {
    rmSync(dir, { recursive: true, force: true });
    throw (await silentAgent(error, settings)) ?? error;
  }
};

/** ssh waits for an agent as long as that takes, and it is then not the host that is silent. */
const silentAgent = async (error: unknown, settings: SshSettings): Promise<ConnectionError | null> => {
  if (!(error instanceof ConnectionError) || error.code !== 'timeout' || !PHASES_OF_AGENTS.includes(error.phase))
    return null;
  for (const socket of settings.agents.sockets) {
    const why = await askAgent(socket).then(
      () => null,
      ({ message }: Error) => excerpt(message),
    );
    if (why !== null) return connectionError('agent', 'auth', { host: settings.alias, socket, why }, error);
  }
  return null;
};

const PHASES_OF_AGENTS: readonly ConnectionPhase[] = ['key-exchange', 'auth'];

type Way = {
  readonly target: SshTarget;
  readonly address: Address;
  readonly route: readonly SshSettings[];
  /** The last hop's. */
  readonly settings: SshSettings;
  /** Private to this connection, and removed by whoever closes it. */
  readonly dir: string;
};

/** `onlyNamed`: no keys but those that the target and the configuration name. */
const open = async (
  { target, address, route, settings, dir }: Way,
  options: ConnectOptions,
  onlyNamed: boolean,
): Promise<Host> => {
  const { signal, home, env = process.env } = options;
  const own = join(dir, onlyNamed ? '2' : '1');
  mkdirSync(own, { mode: 0o700 });
  // What was accepted at the first try is known at the second.
  const files = { learned: join(dir, 'known_hosts'), config: join(own, 'config'), socket: join(own, 's') };
  const { alias: host, user, port } = settings;
  const began = Date.now();
  let give: (error: ConnectionError) => void = () => undefined;
  const failed = new Promise<ConnectionError>((resolve) => {
    give = resolve;
  });
  const over = new AbortController();
  const watchdog = createWatchdog((phase, seconds) => give(connectionError('timeout', phase, { host, port, seconds })));
  const cancel = () => give(connectionError('cancelled', watchdog.phase, { host }));
  signal.addEventListener('abort', cancel, { once: true });
  const answers = createAnswers({
    target,
    route,
    learned: files.learned,
    ask: (request, until) => watchdog.whileWaiting(() => options.ask(request, until)),
    notify: options.ask,
    phase: (phase, seconds = 0) => watchdog.enter(phase, seconds),
    giveUp: (error) => give(error),
    signal: AbortSignal.any([signal, over.signal]),
  });
  let closeAll: () => void = () => undefined;
  const note = (exitCode: number) =>
    options.onLedger?.({
      at: new Date(began).toISOString(),
      where: host,
      command: `ssh ${user}@${hostPort(settings.hostName, port)} (through the ssh of this computer)`,
      exitCode,
      ms: Date.now() - began,
      readOnly: true,
    });
  try {
    const config = configFile({ target, route, home, learned: files.learned, onlyNamed });
    writeFileSync(files.config, config, { mode: 0o600 });
    const askpass = await createAskpass(own, answers.answer).catch((error) => {
      throw connectionError('failed', 'config', {
        host,
        why: `ssh cannot be given answers: ${excerpt(String(error.message))}`,
      });
    });
    closeAll = askpass.close;
    const childEnv = environment(env, askpass.file);
    const connectS = settings.connectTimeout || CONNECT_S;
    watchdog.enter('tcp', connectS * 2 + 5 * (route.length - 1) + 5);
    const args = ['-F', files.config, '-M', '-N', '-S', files.socket, '-o', 'LogLevel=DEBUG1'];
    const jumps = target.jumps ?? [];
    for (const jump of jumps) parseAddress(jump, 'a jump host');
    if (jumps.length > 0) args.push('-J', jumps.join(','));
    args.push('-l', user, ...(address.port === undefined ? [] : ['-p', String(port)]), '--', address.host);
    const master = await startMaster({
      host,
      user,
      port,
      args,
      socket: files.socket,
      env: childEnv,
      connectS,
      byCommand: (route[0]?.proxyCommand ?? null) !== null,
      handshakeS: settings.connectTimeout || KEY_EXCHANGE_S,
      watchdog,
      failed,
      touch: answers.touch,
      words: answers.words,
      wentOn: answers.wentOn,
    });
    watchdog.stop();
    answers.wentOn();
    await answers.remember();
    note(0);
    const close = async () => {
      master.close();
      await Promise.race([master.ended, sleep(CLOSE_MS)]);
      closeAll();
      rmSync(dir, { recursive: true, force: true });
    };
    return createOpensshHost({
      master,
      socket: files.socket,
      env: childEnv,
      settings,
      target,
      ask: options.ask,
      closeAll: close,
    });
  } catch (error) {
    note(255);
    over.abort();
    watchdog.stop();
    try {
      // Whoever accepted a key keeps it, also where the password was wrong then.
      await answers.remember();
    } finally {
      closeAll();
    }
    if (error instanceof ConnectionError) throw inWordsOf(answers.told(), error, { host, user });
    throw connectionError('failed', 'config', { host, why: excerpt(String((error as Error).message)) }, error);
  } finally {
    signal.removeEventListener('abort', cancel);
  }
};

/** The user's own, with MID Up's helper for questions, and without the secrets that MID Up was given in variables. */
const environment = (env: NodeJS.ProcessEnv, askpass: string): NodeJS.ProcessEnv => {
  const own = Object.fromEntries(Object.entries(env).filter(([key]) => !key.startsWith('MIDUP_')));
  // DISPLAY is what versions before 8.4 go by.
  return { ...own, LC_ALL: 'C', DISPLAY: own['DISPLAY'] || ':0', SSH_ASKPASS: askpass, SSH_ASKPASS_REQUIRE: 'force' };
};
