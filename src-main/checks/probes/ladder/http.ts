import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';

export type HttpOutcome = 'ok' | 'client-certificate' | 'reset' | 'timeout' | 'error';

export type HttpResult = {
  readonly outcome: HttpOutcome;
  readonly ms: number;
  readonly detail: string;
  readonly status: number | null;
  /** Names in lower case; cookies are left out. */
  readonly headers: readonly (readonly [string, string])[];
  /** The first 2 KB. */
  readonly body: string;
};

/** The agent's first call. A GET changes nothing and is answered by a SOAP fault. Source: KB0780900; inference (GET). */
export const PATH = '/InstanceInfo.do?SOAP';
/** As the agent sends it, since proxies are known to filter by it. */
export const USER_AGENT = 'internal_soap_client';

const KEEP = 2048;
const LEFT_OUT = /^(set-cookie|cookie|authorization|proxy-authorization)$/;

/** Asks for the instance's public page over a connection that is open already; a proxy without a tunnel wants the whole address as `path`. Never rejects. */
export const ask = async (
  connection: Duplex,
  authority: string,
  signal: AbortSignal,
  path = PATH,
): Promise<HttpResult> => {
  const started = performance.now();
  const done = (rest: Partial<HttpResult> & Pick<HttpResult, 'outcome'>): HttpResult => ({
    ms: Math.round(performance.now() - started),
    detail: '',
    status: null,
    headers: [],
    body: '',
    ...rest,
  });
  try {
    const response = await answer(connection, authority, path, signal);
    const body = await firstOf(response, signal);
    const headers = Object.entries(response.headers).flatMap(([name, value]) => {
      const field = value === undefined ? null : shownField(name, [value].flat().join(', '));
      return field ? [field] : [];
    });
    return done({ outcome: 'ok', status: response.statusCode ?? null, headers, body });
  } catch (error) {
    return done({ outcome: signal.aborted ? 'timeout' : outcomeOf(error), detail: messageOf(error) });
  } finally {
    connection.destroy();
  }
};

/**
 * A header as evidence may hold it, its name in lower case; null for what is a secret. The address of a redirection may
 * carry a session behind its question mark; of a sign-in that is asked for, the scheme says all.
 */
export const shownField = (name: string, value: string): readonly [string, string] | null => {
  const key = name.toLowerCase();
  if (LEFT_OUT.test(key)) return null;
  if (key === 'www-authenticate') return [key, value.split(/[ ,]/)[0] ?? ''];
  return [key, (key === 'location' ? (value.split(/[?#]/)[0] ?? '') : value).slice(0, 300)];
};

const answer = (connection: Duplex, authority: string, path: string, signal: AbortSignal): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    // An import of it would load the whole of fetch and WebSocket, which it exports as well: a tenth of a quick look.
    const { request } = process.getBuiltinModule('node:http');
    const sent = request({
      createConnection: () => connection,
      path,
      method: 'GET',
      headers: { Host: authority, 'User-Agent': USER_AGENT, Accept: 'text/xml, */*;q=0.1', Connection: 'close' },
      signal,
    });
    sent.once('response', resolve);
    sent.on('error', reject);
    sent.once('close', () => reject(new Error('the connection was closed without an answer')));
    sent.end();
  });

/** An endless or broken body is no reason to lose the answer. */
const firstOf = (response: IncomingMessage, signal: AbortSignal): Promise<string> =>
  new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const finish = () => resolve(Buffer.concat(chunks).subarray(0, KEEP).toString('utf8'));
    response.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      size += chunk.length;
      if (size >= KEEP) finish();
    });
    response.once('end', finish).once('close', finish).on('error', finish);
    signal.addEventListener('abort', finish, { once: true });
  });

const outcomeOf = (error: unknown): HttpOutcome => {
  const said = error instanceof Error ? `${'code' in error ? String(error.code) : ''} ${error.message}` : String(error);
  // TLS 1.3 refuses a missing client certificate only after the handshake.
  if (/certificate.required/i.test(said)) return 'client-certificate';
  if (/ECONNRESET|EPIPE|hang up|closed|aborted|premature/i.test(said)) return 'reset';
  return 'error';
};

const messageOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).replaceAll(/\s+/g, ' ').slice(0, 300);
