import type { AskUser } from '../../model/prompt.ts';
import { excerpt } from '../bounded.ts';
import { connectionError } from '../connection-params.ts';
import type { SshSettings } from './config/resolve.ts';
import { keyTypeOf } from './known-hosts/entries.ts';
import { fileForNew, readKnownHosts, rememberHostKey } from './known-hosts/files.ts';
import { authorityFor, fingerprintOf, judgeHostKey, knownKeyTypes } from './known-hosts/judge.ts';
import { readRevokedKeys } from './known-hosts/revoked.ts';

export type HostKeyContext = {
  readonly settings: SshSettings;
  /** Replaces all usual files. */
  readonly knownHostsFile: string | undefined;
  readonly acceptNew: boolean;
  /** The server has a certificate for its host key, which only OpenSSH can check. */
  readonly offersCertificate: () => boolean;
  readonly hop: number;
  readonly hops: number;
  readonly ask: AskUser;
  readonly signal: AbortSignal;
};

/** Judges the host key of one hop. Nothing that proves who the user is goes out before `verify` has resolved. */
export const createHostKeyJudge = (context: HostKeyContext) => {
  const { settings, knownHostsFile, signal } = context;
  const own = knownHostsFile === undefined ? settings.userKnownHosts : [knownHostsFile];
  const others = knownHostsFile === undefined ? settings.globalKnownHosts : [];
  const name = { host: settings.hostName, port: settings.port, alias: settings.hostKeyAlias };
  const entries = readKnownHosts([...own, ...others]);
  let accepted: Buffer | null = null;

  /** Resolves where the key is the host's; throws a `ConnectionError` where not. Called again at each re-keying. */
  const verify = async (key: Buffer): Promise<void> => {
    if (accepted?.equals(key)) return;
    const verdict = judgeHostKey(entries, name, key);
    const keyType = excerpt(keyTypeOf(key), 64);
    const fingerprint = fingerprintOf(key);
    const host = settings.alias;
    const revoked = settings.revokedHostKeys === null ? undefined : readRevokedKeys(settings.revokedHostKeys).get(key);
    if (revoked) throw connectionError('host-key-revoked', 'host-key', { host, keyType, fingerprint, ...revoked });
    if (verdict.kind === 'revoked') {
      const { file, line } = verdict.entry;
      throw connectionError('host-key-revoked', 'host-key', { host, keyType, fingerprint, file, line });
    }
    if (verdict.kind === 'changed') {
      const { file, line, key: old } = verdict.entry;
      const known = `${fingerprintOf(old)} (${verdict.entry.keyType})`;
      throw connectionError('host-key-changed', 'host-key', { host, keyType, fingerprint, known, file, line });
    }
    // A key that changes within one connection is nobody's to accept.
    if (accepted !== null) throw connectionError('host-key-unknown', 'host-key', { host, keyType, fingerprint });
    if (verdict.kind === 'unknown') await acceptNew(key, { host, keyType, fingerprint });
    accepted = key;
  };

  const acceptNew = async (key: Buffer, seen: { host: string; keyType: string; fingerprint: string }) => {
    const file = fileForNew(own);
    const unknown = () => connectionError('host-key-unknown', 'host-key', seen);
    const remember = async () => {
      if (file === undefined) return;
      try {
        await rememberHostKey(file, name, key, settings.hashKnownHosts);
      } catch (error) {
        const why = `${file} cannot be written: ${excerpt(String((error as Error).message))}`;
        throw connectionError('failed', 'host-key', { host: seen.host, why }, error);
      }
    };
    const authority = context.offersCertificate() ? authorityFor(entries, name) : undefined;
    if (authority) {
      const what = `a host certificate (${authority.file}, line ${authority.line}, trusts its authority)`;
      throw connectionError('certificate-unsupported', 'host-key', { host: seen.host, what });
    }
    // The configuration's accept-new is weaker than asking, and is taken as asking.
    if (context.acceptNew) return remember();
    if (settings.strictHostKeyChecking === 'yes') throw unknown();
    const { hop, hops } = context;
    const answer = await context.ask({ kind: 'host-key', ...seen, hop, hops, file: file ?? '' }, signal);
    if (signal.aborted) throw connectionError('cancelled', 'host-key', { host: seen.host });
    if (answer.kind === 'remember') return remember();
    if (answer.kind !== 'once') throw unknown();
  };

  return { verify, knownTypes: knownKeyTypes(entries, name) };
};
