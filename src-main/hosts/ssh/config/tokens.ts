import { createHash } from 'node:crypto';
import { join } from 'node:path';

export type Tokens = Readonly<Record<string, string>>;

/** `%h` and its kin. Unknown ones stay as they are. */
export const expandTokens = (text: string, tokens: Tokens): string =>
  text.replace(/%(.)/g, (all, name: string) => (name === '%' ? '%' : (tokens[name] ?? all)));

/** `${NAME}` from the environment. */
export const expandVariables = (text: string, env: NodeJS.ProcessEnv): string =>
  text.replace(/\$\{([A-Za-z_]\w*)\}/g, (all, name: string) => env[name] ?? all);

export const expandHome = (path: string, home: string): string =>
  path === '~' ? home : path.startsWith('~/') ? join(home, path.slice(2)) : path;

export type TokenSource = {
  readonly original: string;
  readonly hostName: string;
  readonly port: number;
  readonly user: string;
  readonly localUser: string;
  readonly localHost: string;
  readonly home: string;
  readonly jump: string;
  readonly keyAlias: string;
};

export const tokensOf = (s: TokenSource): Tokens => {
  const uid = process.getuid?.();
  return {
    h: s.hostName,
    n: s.original,
    p: String(s.port),
    r: s.user,
    u: s.localUser,
    l: s.localHost,
    L: s.localHost.split('.')[0] ?? s.localHost,
    d: s.home,
    j: s.jump,
    k: s.keyAlias || s.original,
    ...(uid === undefined ? {} : { i: String(uid) }),
    C: createHash('sha1')
      .update(s.localHost + s.hostName + s.port + s.user + s.jump)
      .digest('hex'),
  };
};
