import type { Duplex } from 'node:stream';
import { USER_AGENT } from './http.ts';

/** How a proxy answered CONNECT; `upstream`: it could not reach the instance itself. */
export type ProxyOutcome = 'ok' | 'auth' | 'denied' | 'upstream' | 'not-a-proxy' | 'reset' | 'timeout';

export type ProxyResult = {
  readonly outcome: ProxyOutcome;
  readonly ms: number;
  readonly status: number | null;
  /** The status line, or what went wrong. */
  readonly detail: string;
  /** Sign-in schemes that a 407 offers, such as Basic, NTLM. */
  readonly schemes: readonly string[];
};

const MAX_HEAD = 16 * 1024;

/**
 * Asks for a tunnel as the agent does, but without the proxy's user and password, which stay on the host. After `ok`
 * the connection is the tunnel. Never rejects.
 */
export const connectThrough = async (
  connection: Duplex,
  authority: string,
  signal: AbortSignal,
): Promise<ProxyResult> => {
  const started = performance.now();
  const head = readHead(connection, signal);
  connection.write(`CONNECT ${authority} HTTP/1.1\r\nHost: ${authority}\r\nUser-Agent: ${USER_AGENT}\r\n\r\n`);
  const { text, error } = await head;
  return { ms: Math.round(performance.now() - started), ...proxyOutcome(text, error) };
};

/** From the first lines of what a proxy said, or why it said none. */
export const proxyOutcome = (head: string, error: 'timeout' | 'reset' | null): Omit<ProxyResult, 'ms'> => {
  const [line = '', ...fields] = head.split(/\r?\n/);
  const status = Number(/^HTTP\/1\.[01] (\d{3})\b/.exec(line)?.[1] ?? Number.NaN);
  const detail = line.slice(0, 200);
  if (Number.isNaN(status)) {
    if (head === '' && error) return { outcome: error, status: null, detail: '', schemes: [] };
    return { outcome: 'not-a-proxy', status: null, detail, schemes: [] };
  }
  const schemes = fields.flatMap((field) => /^proxy-authenticate:\s*([A-Za-z-]+)/i.exec(field)?.[1] ?? []);
  const outcome = (): ProxyOutcome => {
    if (status >= 200 && status < 300) return 'ok';
    if (status === 407) return 'auth';
    // squid answers 500 where it does not find the name.
    return status >= 500 && status <= 504 ? 'upstream' : 'denied';
  };
  return { outcome: outcome(), status, detail, schemes: [...new Set(schemes)] };
};

const readHead = (
  connection: Duplex,
  signal: AbortSignal,
): Promise<{ text: string; error: 'timeout' | 'reset' | null }> =>
  new Promise((resolve) => {
    let text = '';
    const finish = (error: 'timeout' | 'reset' | null) => {
      connection.off('data', onData).off('end', onEnd).off('error', onEnd).off('close', onEnd);
      signal.removeEventListener('abort', onAbort);
      connection.pause();
      resolve({ text, error });
    };
    const onData = (chunk: Buffer) => {
      text += chunk.toString('latin1');
      const end = text.indexOf('\r\n\r\n');
      if (end >= 0) {
        // A server that speaks first would have sent the tunnel's first bytes along; TLS servers do not.
        text = text.slice(0, end);
        finish(null);
      } else if (text.length > MAX_HEAD || !'HTTP/1.'.startsWith(text.slice(0, 7))) finish(null);
    };
    const onEnd = () => finish('reset');
    const onAbort = () => finish('timeout');
    connection.on('data', onData).once('end', onEnd).once('error', onEnd).once('close', onEnd);
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
  });
