import { isIP } from 'node:net';
import type { Duplex } from 'node:stream';
import { connect, type DetailedPeerCertificate, type TLSSocket } from 'node:tls';
import { toPem } from '../../network/chain.ts';
import { readHandshake, tap } from './tap.ts';

/** How a handshake ended; what the certificate is worth is judged later, from the chain. */
export type TlsOutcome = 'ok' | 'protocol' | 'client-certificate' | 'plain' | 'reset' | 'timeout' | 'error';

export type TlsResult = {
  readonly outcome: TlsOutcome;
  readonly ms: number;
  readonly detail: string;
  readonly socket: TLSSocket | null;
  /** PEM, from the server's own certificate upwards, as it sent them. */
  readonly chain: readonly string[];
};

/**
 * A handshake as a current Java makes it: TLS 1.2 or newer, server name sent. Nothing is trusted here (`ca` is empty and
 * nothing is refused), so that a chain comes back whatever it is worth. Source: JDK's jdk.tls.disabledAlgorithms.
 */
export const handshake = async (raw: Duplex, host: string, signal: AbortSignal): Promise<TlsResult> => {
  const started = performance.now();
  const spent = () => Math.round(performance.now() - started);
  const tapped = tap(raw);
  const socket = connect({
    socket: tapped,
    host,
    ...(isIP(host) ? {} : { servername: host }),
    rejectUnauthorized: false,
    minVersion: 'TLSv1.2',
    ca: [],
  });
  const failure = await new Promise<Error | null>((resolve) => {
    const stop = () => resolve(signal.reason instanceof Error ? signal.reason : new Error('stopped'));
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    socket.once('secureConnect', () => resolve(null));
    socket.once('error', resolve);
    socket.once('close', () => resolve(new Error('the connection was closed during the handshake')));
  });
  // Errors after this one have nobody else to listen to them.
  socket.on('error', () => {});
  if (failure === null) {
    const cipher = socket.getCipher();
    const detail = `${socket.getProtocol() ?? 'TLS'} ${cipher.standardName || cipher.name}`;
    return { outcome: 'ok', ms: spent(), detail, socket, chain: chainOf(socket) };
  }
  socket.destroy();
  const outcome = signal.aborted ? 'timeout' : tlsOutcome(failure, tapped.heard());
  return { outcome, ms: spent(), detail: messageOf(failure), socket: null, chain: [] };
};

/**
 * What a server answers that is offered TLS 1.0 and 1.1 only, such as `TLSv1.1 ECDHE-RSA-AES128-SHA`; undefined where it
 * takes neither. Nothing is sent over such a connection. Never rejects.
 */
export const oldestHandshake = (raw: Duplex, host: string, signal: AbortSignal): Promise<string | undefined> =>
  new Promise((resolve) => {
    const stop = () => resolve(undefined);
    if (signal.aborted) return stop();
    signal.addEventListener('abort', stop, { once: true });
    try {
      const socket = connect({
        socket: raw,
        host,
        ...(isIP(host) ? {} : { servername: host }),
        rejectUnauthorized: false,
        minVersion: 'TLSv1',
        maxVersion: 'TLSv1.1',
        ciphers: 'DEFAULT@SECLEVEL=0',
        ca: [],
      });
      socket.once('error', stop).once('close', stop);
      socket.once('secureConnect', () => {
        resolve(`${socket.getProtocol() ?? ''} ${socket.getCipher().name}`.trim());
        socket.destroy();
      });
    } catch {
      // A TLS library that cannot speak so old a protocol itself has nothing to tell.
      stop();
    }
  });

/** `heard`: what the server said; alerts in it name the reason whatever the TLS library calls it. */
export const tlsOutcome = (error: Error, heard: Buffer): TlsOutcome => {
  const { notTls, certificateRequested, alert } = readHandshake(heard);
  const said = `${'code' in error ? String(error.code) : ''} ${error.message}`
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, ' ');
  if (notTls) return 'plain';
  if (alert === 116 || /certificate required/.test(said)) return 'client-certificate';
  if (alert !== null && certificateRequested && [40, 42, 43, 46, 48, 49].includes(alert)) return 'client-certificate';
  if (alert === 70 || alert === 71 || alert === 40) return 'protocol';
  if (
    /unsupported protocol|protocol version|no protocols|handshake failure|no shared cipher|key too small|insufficient security/.test(
      said,
    )
  )
    return 'protocol';
  if (/econnreset|epipe|closed|disconnected|socket hang up|premature/.test(said))
    return certificateRequested ? 'client-certificate' : 'reset';
  return 'error';
};

const chainOf = (socket: TLSSocket): readonly string[] => {
  const chain: string[] = [];
  const seen = new Set<string>();
  let next: DetailedPeerCertificate | undefined = socket.getPeerCertificate(true);
  while (next?.raw && !seen.has(next.fingerprint256) && chain.length < 10) {
    seen.add(next.fingerprint256);
    chain.push(toPem(next.raw));
    next = next.issuerCertificate;
  }
  return chain;
};

const messageOf = (error: Error): string =>
  `${'code' in error && error.code ? `${String(error.code)}: ` : ''}${error.message}`
    .replaceAll(/\s+/g, ' ')
    .slice(0, 300);
