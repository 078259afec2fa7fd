/** What PuTTY's agent is named by, instead of a socket. */
export const PAGEANT = 'pageant';

/** Where keys may be held, in the order in which they are asked. */
export type Agents = {
  readonly sockets: readonly string[];
  /** By configuration or environment: that it does not answer is worth telling. */
  readonly chosen: boolean;
};

/** Windows has one well-known pipe for OpenSSH's agent; PuTTY's is asked after it. */
const USUAL_ON_WINDOWS = ['\\\\.\\pipe\\openssh-ssh-agent', PAGEANT];

type Surroundings = { readonly env: NodeJS.ProcessEnv; readonly platform: NodeJS.Platform };

/** What `IdentityAgent` says, else SSH_AUTH_SOCK, else what the system usually has. */
export const agentsOf = (
  value: string | undefined,
  { env, platform }: Surroundings,
  path: (text: string) => string,
): Agents => {
  const only = (socket: string | undefined): Agents => ({
    sockets: socket ? [pipe(socket, platform)] : [],
    chosen: true,
  });
  if (value?.toLowerCase() === 'none') return only(undefined);
  if (value === undefined || value === 'SSH_AUTH_SOCK') {
    if (env['SSH_AUTH_SOCK']) return only(env['SSH_AUTH_SOCK']);
    return { sockets: platform === 'win32' ? USUAL_ON_WINDOWS : [], chosen: false };
  }
  if (value.startsWith('$') && !value.startsWith('${')) return only(env[value.slice(1)]);
  return only(value.toLowerCase() === PAGEANT && platform === 'win32' ? PAGEANT : path(value));
};

/** In ssh_config two backslashes are one: `\\.\pipe\x` loses its first. */
const pipe = (socket: string, platform: NodeJS.Platform): string =>
  platform === 'win32' ? socket.replace(/^[\\/]{1,2}\.[\\/]pipe[\\/]/, '\\\\.\\pipe\\') : socket;
