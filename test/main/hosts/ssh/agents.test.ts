import { describe, expect, test } from 'vitest';
import { agentsOf } from '../../../../src-main/hosts/ssh/config/agents.ts';

const WINDOWS_PIPE = '\\\\.\\pipe\\openssh-ssh-agent';
const windows = (value: string | undefined, env: NodeJS.ProcessEnv = {}) =>
  agentsOf(value, { env, platform: 'win32' }, (path) => path);
const linux = (value: string | undefined, env: NodeJS.ProcessEnv = {}) =>
  agentsOf(value, { env, platform: 'linux' }, (path) => path);

describe('which agents are asked', () => {
  test("on Windows: OpenSSH's pipe, then Pageant, and neither has to be there", () => {
    expect(windows(undefined)).toEqual({ sockets: [WINDOWS_PIPE, 'pageant'], chosen: false });
    expect(linux(undefined)).toEqual({ sockets: [], chosen: false });
  });

  test('what the environment or the configuration names holds instead', () => {
    const env = { SSH_AUTH_SOCK: '/run/agent', OTHER: '/run/other' };
    expect(linux(undefined, env)).toEqual({ sockets: ['/run/agent'], chosen: true });
    expect(linux('SSH_AUTH_SOCK', env)).toEqual({ sockets: ['/run/agent'], chosen: true });
    expect(linux('$OTHER', env)).toEqual({ sockets: ['/run/other'], chosen: true });
    expect(linux('/run/third', env)).toEqual({ sockets: ['/run/third'], chosen: true });
    expect(windows('pageant', env)).toEqual({ sockets: ['pageant'], chosen: true });
    expect(windows('none')).toEqual({ sockets: [], chosen: true });
  });

  test.for(['\\\\.\\pipe\\pageant.jo.0f', '\\.\\pipe\\pageant.jo.0f', '//./pipe/pageant.jo.0f'])(
    'a pipe is a pipe, however its slashes came through: %s',
    (written) => {
      expect(windows(written).sockets).toEqual(['\\\\.\\pipe\\pageant.jo.0f']);
    },
  );
});
