import { readFileSync, statSync } from 'node:fs';
import type { ConnectionCode, ConnectionError, ConnectionPhase } from '../../model/connection-error.ts';
import { AFTER_KEY, tellsOfAccount, tellsOfLoad } from '../account.ts';
import { excerpt } from '../bounded.ts';
import { connectionError, withParams } from '../connection-params.ts';
import { proxyFailure } from '../proxy-command.ts';
import { parseKnownHosts } from '../ssh/known-hosts/entries.ts';
import { fingerprintOf } from '../ssh/known-hosts/judge.ts';
import { algorithmsOf } from '../ssh/trace.ts';
import type { Transcript } from './transcript.ts';

export type FailedLogin = {
  readonly host: string;
  readonly user: string;
  readonly port: number;
  readonly phase: ConnectionPhase;
  readonly seconds: number;
  /** The way there begins with a ProxyCommand. */
  readonly byCommand: boolean;
  readonly transcript: Pick<Transcript, 'said' | 'offered' | 'tried' | 'kerberos' | 'banner' | 'offers' | 'accepting'>;
};

/** What ssh calls an algorithm's kind in its error, and in its trace. */
const KINDS: Readonly<Record<string, string>> = {
  'key exchange method': 'KEX algorithms',
  'host key type': 'host key algorithms',
  cipher: 'ciphers ctos',
  MAC: 'MACs ctos',
};

/** What ssh itself says of a connection that ended, maybe on a line that the command did not end. */
const OF_SSH =
  /(debug\d: |Connection (closed|reset) by UNKNOWN|(kex|ssh)_exchange_identification:|banner exchange:|^Warning:).*$/;

/** Its sentences go into one that ends by itself. */
const ended = (line: string, max = 200): string => excerpt(line.replace(/\.+\s*$/, ''), max);

/** Why ssh did not get in, out of what it said. Its words are English always. */
export const failureOf = (login: FailedLogin): ConnectionError => {
  const { host, user, port, phase, transcript } = login;
  const { said } = transcript;
  const text = said.join('\n');
  const tried = excerpt(transcript.tried.join(', '), 400) || 'nothing';
  const at = (pattern: RegExp, group = 1): string => excerpt(pattern.exec(text)?.[group] ?? '', 400);
  const keyType = at(/(\S+) key sent by the remote host is/) || at(/(\S+) host key for \S+ was revoked/i) || 'host';
  const fingerprint = at(/(SHA256:[A-Za-z0-9+/]{43})/);
  const last = ended(said.filter((line) => line.trim() !== '').at(-1) ?? 'ssh ended without a word', 300);

  if (/is marked as revoked|REVOKED HOST KEY/i.test(text))
    return connectionError('host-key-revoked', 'host-key', { host, keyType, fingerprint, ...revokedIn(text) });
  if (/REMOTE HOST IDENTIFICATION HAS CHANGED/.test(text)) {
    const file = at(/Offending \S+ key in (.+):\d+/);
    const line = Number(at(/Offending \S+ key in .+:(\d+)/)) || 0;
    const known = knownAt(file, line);
    return connectionError('host-key-changed', 'host-key', { host, keyType, fingerprint, known, file, line });
  }
  if (/Host key verification failed/.test(text))
    return connectionError('host-key-unknown', 'host-key', { host, keyType, fingerprint });
  if (/Could not resolve hostname/i.test(text))
    return connectionError('name-unknown', 'resolve', { host: at(/Could not resolve hostname ([^:\s]+)/i) || host });
  const negotiate = /no matching (.+?) found\. Their offer: (.{0,1000})/.exec(text);
  if (negotiate) {
    const kind = excerpt(negotiate[1] ?? '', 60);
    const own = transcript.offers.get(KINDS[kind] ?? '');
    const ours = own === undefined ? 'what the ssh of this computer is set to allow' : algorithmsOf(own);
    const theirs = excerpt(algorithmsOf(negotiate[2] ?? ''), 400);
    return connectionError('algorithms', 'key-exchange', { host, kind, theirs, ours: excerpt(ours, 800) });
  }
  if (/open failed: administratively prohibited|stdio forwarding failed|Stdio forwarding request failed/.test(text)) {
    if (/connect failed: Connection refused/.test(text)) return connectionError('refused', 'tcp', { host, port });
    if (/administratively prohibited/.test(text)) {
      const why = 'a jump host does not forward connections';
      return connectionError('failed', 'tcp', { host, why });
    }
  }
  if (/Too many authentication failures/.test(text))
    return connectionError('too-many-attempts', 'auth', { host, user, tried });
  const account = said.find((line) => tellsOfAccount(line));
  if (account !== undefined && /Permission denied|closed/i.test(text))
    return connectionError('account-refused', 'auth', { host, user, said: excerpt(account, 300) });
  const key = /Load key "([^"\n]{1,1000})": ([^\n]{1,200})/.exec(text);
  const denied = /Permission denied \(([^)\n]{0,300})\)/.exec(text);
  if (denied) {
    const unsigned = /signing failed for \S{1,40} "([^"\n]{1,1000})"(?: from agent)?: ([^\n]{1,200})/.exec(text);
    if (unsigned) {
      const [file, why] = [excerpt(unsigned[1] ?? '', 300), excerpt(unsigned[2] ?? '')];
      if (/incorrect passphrase/.test(why)) return connectionError('passphrase', 'auth', { host, file });
      return connectionError('key-unreadable', 'auth', { host, file, why: `it could not sign: ${why}` });
    }
    if (key && transcript.tried.length === 0)
      return connectionError('key-unreadable', 'auth', {
        host,
        file: excerpt(key[1] ?? '', 300),
        why: excerpt(key[2] ?? ''),
      });
    if (transcript.kerberos !== '' && transcript.tried.every((what) => what.startsWith('gssapi-')))
      return connectionError('ticket', 'auth', { host, user, why: excerpt(transcript.kerberos, 300) });
    return deniedTo(login, denied[1]);
  }
  if (/connect to (host|address) .*Connection refused/.test(text))
    return connectionError('refused', 'tcp', { host, port });
  if (/timed out|Operation now in progress/.test(text))
    return connectionError('timeout', phase, { host, port, seconds: login.seconds });
  if (
    /banner line contains invalid|banner exchange: .*invalid format|client sent invalid protocol|Bad remote protocol/i.test(
      text,
    )
  )
    return connectionError('not-ssh', 'banner', { host, port, said: excerpt(transcript.banner, 80) || last });
  if (
    /Bad configuration option|terminating, \d+ bad configuration|bad (permissions|owner)|unsupported option/i.test(text)
  ) {
    const why = ended(said.find((line) => /: line \d+|Bad /.test(line)) ?? last);
    return connectionError('config-invalid', 'config', { where: 'the ssh configuration', why });
  }
  // Through a ProxyCommand, ssh knows of no address.
  if (login.byCommand && phase === 'tcp' && /UNKNOWN port 65535/.test(text)) {
    const words = said.map((line) => line.replace(OF_SSH, '')).filter((line) => line.trim() !== '');
    return connectionError('failed', 'tcp', { host, why: proxyFailure(words.at(-1) ?? '') });
  }
  if (tellsOfLoad(transcript.banner))
    return connectionError('lost', 'banner', { host, why: `it said ${excerpt(transcript.banner, 80)}` });
  // A server that says something and goes has said it before its name.
  if (phase === 'banner' && transcript.banner !== '')
    return connectionError('not-ssh', 'banner', { host, port, said: excerpt(transcript.banner, 80) });
  if (/Bad packet length|[Cc]orrupted MAC|message authentication code incorrect|protocol error/i.test(text))
    return connectionError('lost', phase, { host, why: last });
  if (
    /Connection (closed|reset)|closed by remote host|Broken pipe|Connection to .* closed|Disconnected from/i.test(text)
  )
    return connectionError('lost', phase, {
      host,
      why:
        at(/Received disconnect from \S+ port \d+:\d+: (.+)/) || (transcript.accepting ? `${last} ${AFTER_KEY}` : last),
    });
  return connectionError('failed', phase, { host, why: last });
};

/** A sign-in that was refused, with what was tried and what the host takes. */
export const deniedTo = ({ host, user, transcript }: FailedLogin, takes = ''): ConnectionError =>
  connectionError('auth-failed', 'auth', {
    host,
    user,
    tried: excerpt(transcript.tried.join(', '), 400) || 'nothing',
    offered: excerpt(transcript.offered || takes, 300),
  });

const TELLING: readonly ConnectionCode[] = ['auth-failed', 'too-many-attempts', 'lost', 'timeout'];

/** The same error, with what the host had said to this person before, which may be why. */
export const inWordsOf = (
  told: string,
  error: ConnectionError,
  { host, user }: { readonly host: string; readonly user: string },
): ConnectionError => {
  if (told === '' || error.phase !== 'auth' || !TELLING.includes(error.code)) return error;
  if (error.code !== 'timeout' && tellsOfAccount(told))
    return connectionError('account-refused', 'auth', { host, user, said: told }, error);
  return withParams(error, { told });
};

/** The fingerprint of the line that ssh says is not the host's. */
const knownAt = (file: string, line: number): string => {
  try {
    if (statSync(file).size > 32 * 1024 * 1024) return '';
    const entry = parseKnownHosts(readFileSync(file, 'utf8'), file).find((one) => one.line === line);
    return entry ? `${fingerprintOf(entry.key)} (${entry.keyType})` : 'another key';
  } catch {
    return 'another key';
  }
};

const revokedIn = (text: string): { file: string; line: number } => {
  const found = /(?:revoked (?:by|in) (?:file )?|Found key in )(\/[^\n:]{1,500})(?::(\d+))?/i.exec(text);
  return { file: found?.[1] ?? 'known_hosts', line: Number(found?.[2] ?? 0) };
};
