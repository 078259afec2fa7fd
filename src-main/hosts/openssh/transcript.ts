/** What ssh says on standard error, read line by line and kept in bounds. */
export type Transcript = {
  push(chunk: Buffer): void;
  /** Its own words without the debugging lines, the last ones. */
  readonly said: readonly string[];
  /** `OpenSSH_9.2p1 Debian-2`: how the target names itself; empty before it did. */
  readonly ident: string;
  /** What the server takes, as it first said it. */
  readonly offered: string;
  /** The keys that were offered. */
  readonly tried: readonly string[];
  readonly authenticated: boolean;
  /** Why no ticket could be used, in the words of Kerberos; empty where none was asked for, or it was used. */
  readonly kerberos: string;
};

const MOST_LINES = 200;
const LONGEST = 2000;

export const createTranscript = (onLine: (line: string) => void): Transcript => {
  let pending = '';
  const said: string[] = [];
  const tried: string[] = [];
  let ident = '';
  let offered = '';
  let authenticated = false;
  let kerberos = '';
  let method = '';
  const read = (line: string) => {
    if (!line.startsWith('debug1: ')) {
      if (/^Authenticated to \S+ .*using "/.test(line)) authenticated = true;
      if (/^gssapi-/.test(method) && line.trim() !== '') kerberos = line;
      said.push(line);
      if (said.length > MOST_LINES) said.shift();
    }
    ident ||= /^debug1: Remote protocol version \S+, remote software version (.{1,200})/.exec(line)?.[1] ?? '';
    offered ||= /^debug1: Authentications that can continue: (\S{1,300})/.exec(line)?.[1] ?? '';
    const key = /^debug1: Offering public key: (.{1,300}?) \S+ SHA256:\S+/.exec(line)?.[1];
    const next = /^debug1: (?:Next authentication method: (\S{1,40})|No more authentication methods)/.exec(line);
    if (next) method = next[1] ?? '';
    // Keys are named each by itself.
    const what = key === undefined ? next?.[1]?.replace(/^publickey$/, '') : `key ${key}`;
    if (what && !tried.includes(what) && tried.length < 50) tried.push(what);
    onLine(line);
  };
  return {
    push: (chunk) => {
      const lines = (pending + chunk.toString('utf8')).split(/\r*\n/);
      pending = (lines.pop() ?? '').slice(-LONGEST);
      for (const line of lines) read(line.slice(0, LONGEST));
    },
    said,
    tried,
    get ident() {
      return ident;
    },
    get offered() {
      return offered;
    },
    get kerberos() {
      return kerberos;
    },
    get authenticated() {
      return authenticated;
    },
  };
};
