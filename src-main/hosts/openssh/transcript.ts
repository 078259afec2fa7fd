import { unmarked } from './words.ts';

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
  /** The host would take a key, and has not said since that it did not. */
  readonly accepting: boolean;
  /** Why no ticket could be used, in the words of Kerberos; empty where none was asked for, or it was used. */
  readonly kerberos: string;
  /** What the other side said instead of its name as an SSH server. */
  readonly banner: string;
  /** What this computer's ssh offers, by the words of its trace: `KEX algorithms`, `ciphers ctos`. */
  readonly offers: ReadonlyMap<string, string>;
};

const MOST_LINES = 200;
const LONGEST = 2000;
const OFFERS = /^(KEX algorithms|host key algorithms|ciphers ctos|MACs ctos)$/;

export const createTranscript = (onLine: (line: string) => void): Transcript => {
  let pending = '';
  const said: string[] = [];
  const tried: string[] = [];
  let ident = '';
  let offered = '';
  let authenticated = false;
  let accepting = false;
  let kerberos = '';
  let banner = '';
  const offers = new Map<string, string>();
  let method = '';
  const read = (line: string) => {
    const offer =
      /^debug[12]: (?:kex\S{0,20}\(\):\d+ \((?:bin=[^()]{0,64}, )?pid=\d+\): )?([A-Za-z ]{4,24}): (\S{0,2000})$/.exec(
        line,
      );
    // Its own come first, then the host's.
    if (offer && OFFERS.test(offer[1] ?? '') && !offers.has(offer[1] ?? '')) offers.set(offer[1] ?? '', offer[2] ?? '');
    banner ||= /^debug1: kex_exchange_identification: banner line \d+: (.{1,200})/.exec(line)?.[1] ?? '';
    if (!/^debug\d: /.test(line)) {
      if (/^Authenticated to \S+ .*using "/.test(line)) authenticated = true;
      if (/^gssapi-/.test(method) && line.trim() !== '') kerberos = line;
      said.push(unmarked(line));
      if (said.length > MOST_LINES) said.shift();
    }
    ident ||= /^debug1: Remote protocol version \S+, remote software version (.{1,200})/.exec(line)?.[1] ?? '';
    if (line.startsWith('debug1: Server accepts key: ')) accepting = true;
    if (line.startsWith('debug1: Authentications that can continue: ')) accepting = false;
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
    offers,
    get banner() {
      return banner;
    },
    get ident() {
      return ident;
    },
    get offered() {
      return offered;
    },
    get kerberos() {
      return kerberos;
    },
    get accepting() {
      return accepting;
    },
    get authenticated() {
      return authenticated;
    },
  };
};
