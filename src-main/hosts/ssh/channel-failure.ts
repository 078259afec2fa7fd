import type { TcpFailure } from '../../model/host.ts';

const PROHIBITED = 1;

/** Why the far side did not connect, from the channel's reason code (RFC 4254, 5.1) and sshd's words. */
export const channelFailure = (error: unknown): TcpFailure => {
  const { reason, message } = (error ?? {}) as { reason?: unknown; message?: unknown };
  const words = String(message ?? '').toLowerCase();
  if (reason === PROHIBITED || words.includes('prohibited')) return 'forbidden';
  if (words.includes('refused')) return 'refused';
  if (words.includes('timed out') || words.includes('timeout')) return 'timeout';
  if (words.includes('reset')) return 'reset';
  if (words.includes('no route') || words.includes('unreachable')) return 'unreachable';
  if (/name or service|name resolution|nodename|unknown host|no address associated|resolve/.test(words)) return 'name';
  return 'unknown';
};
