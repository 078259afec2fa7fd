import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { peers } from '../../../peers/needs.ts';
import { startRecordingServer } from '../../../peers/recording-ssh.ts';
import { type SshAgent, startSshAgent } from '../../../peers/ssh-agent.ts';
import { keygen, type Sshd, startSshd } from '../../../peers/sshd.ts';
import { attempt as attemptAny, failureOf, tempHome, values, whoAmI } from './harness.ts';

/** Not how a configuration resolves (`config.peer.test.ts`), but that a connection goes by it. */
describe.skipIf(!peers('sshd', 'ssh', 'root')).for(['builtin', 'openssh'] as const)(
  'what the configuration says is done, by the client %s',
  { concurrent: true },
  (client) => {
    const attempt: typeof attemptAny = (target, options) =>
      attemptAny({ client, ...target }, { ...options, env: { PATH: process.env['PATH'], ...options?.env } });
    let servers: readonly Sshd[] = [];
    let agent: SshAgent;
    const at = (i: number): Sshd => {
      const server = servers[i];
      if (!server) throw new Error('there is none');
      return server;
    };
    beforeAll(async () => {
      servers = await Promise.all([1, 2, 3].map(() => startSshd({ account: {} })));
      agent = await startSshAgent();
      agent.add(at(0).keyFile);
    });
    afterAll(async () => {
      await agent?.stop();
      for (const server of servers) await server.stop();
    });
    const host = (name: string, i: number, ...more: readonly string[]) =>
      [`Host ${name}`, 'HostName 127.0.0.1', `Port ${at(i).port}`, `User ${at(i).user}`, ...more, ''].join('\n ');
    const known = (i: number) => `UserKnownHostsFile ${at(i).knownHostsFile}`;
    const other = (i: number) => {
      const file = join(at(i).dir, `other-${client}-${Math.random()}`);
      keygen(file, 'ed25519');
      return file;
    };

    test('IdentitiesOnly: no other key of the agent is offered; one that is named by its public half is', async () => {
      const env = { SSH_AUTH_SOCK: agent.socket };
      const half = join(at(0).dir, `half-${client}`);
      writeFileSync(`${half}.pub`, readFileSync(`${at(0).keyFile}.pub`));
      const { home, remove } = tempHome(
        [
          host('only', 0, 'IdentitiesOnly yes', `IdentityFile ${other(0)}`, known(0)),
          host('named', 0, 'IdentitiesOnly yes', `IdentityFile ${half}`, known(0)),
          host('all', 0, `IdentityFile ${other(0)}`, known(0)),
        ].join('\n'),
      );
      expect(await failureOf(attempt({ address: 'only' }, { home, env }).outcome)).toMatchObject({
        code: 'auth-failed',
        params: { tried: expect.not.stringContaining('midup-test') },
      });
      for (const name of ['named', 'all'])
        expect(await whoAmI(attempt({ address: name }, { home, env }).outcome)).toBe(at(0).user);
      remove();
    });

    test('IdentityAgent, and none of it', async () => {
      const { home, remove } = tempHome(
        [
          host('by', 0, `IdentityAgent ${agent.socket}`, 'IdentityFile none', known(0)),
          host('without', 0, 'IdentityAgent none', 'IdentityFile none', known(0)),
        ].join('\n'),
      );
      expect(await whoAmI(attempt({ address: 'by' }, { home }).outcome)).toBe(at(0).user);
      const env = { SSH_AUTH_SOCK: agent.socket };
      expect(await failureOf(attempt({ address: 'without' }, { home, env }).outcome)).toMatchObject({
        code: 'auth-failed',
      });
      remove();
    });

    test('several key files, one of them right, by tokens and ~', async () => {
      const { home, ssh, remove } = tempHome(
        host('mid', 0, `IdentityFile ${other(0)}`, 'IdentityFile ~/.ssh/%n-%r', known(0)),
      );
      writeFileSync(join(ssh, `mid-${at(0).user}`), readFileSync(at(0).keyFile), { mode: 0o600 });
      // ssh's own ~ is that of the password database, so that this one is named in full for it.
      if (client === 'openssh')
        writeFileSync(join(ssh, 'config'), readFileSync(join(ssh, 'config'), 'utf8').replace('~', home));
      expect(await whoAmI(attempt({ address: 'mid' }, { home }).outcome)).toBe(at(0).user);
      remove();
    });

    test('GlobalKnownHostsFile: a host that is known there is not asked about', async () => {
      const key = `IdentityFile ${at(0).keyFile}`;
      const { home, remove } = tempHome(
        host('mid', 0, key, 'UserKnownHostsFile none', `GlobalKnownHostsFile ${at(0).knownHostsFile}`),
      );
      const { outcome, asked } = attempt({ address: 'mid' }, { home });
      expect(await whoAmI(outcome)).toBe(at(0).user);
      expect(asked).toEqual([]);
      remove();
    });

    test('a chain of jump hosts', async () => {
      const hops = ['one', 'two', 'last'].map((name, i) =>
        host(name, i, `IdentityFile ${at(i).keyFile}`, known(i), ...(i === 2 ? ['ProxyJump one,two'] : [])),
      );
      const { home, remove } = tempHome(hops.join('\n'));
      const { outcome, ledger } = attempt({ address: 'last' }, { home });
      expect(await whoAmI(outcome)).toBe(at(2).user);
      if (client === 'builtin') expect(ledger.map(({ where }) => where)).toEqual(['one', 'two', 'last']);
      for (const i of [0, 1]) expect(at(i).log()).toContain(`Accepted publickey for ${at(i).user}`);
      remove();
    });

    test('PreferredAuthentications, and methods that are switched off', async () => {
      const seen = async (...lines: readonly string[]) => {
        const server = await startRecordingServer({
          password: 'pw',
          methods: ['publickey', 'keyboard-interactive', 'password'],
          rounds: [{ prompts: [{ prompt: 'Password: ', echo: false }], answers: ['pw'] }],
        });
        const { home, remove } = tempHome(
          `Host mid\n HostName 127.0.0.1\n Port ${server.port}\n User jo\n ${lines.join('\n ')}\n`,
        );
        const answer = (request: { readonly kind: string }) =>
          request.kind === 'host-key' ? ({ kind: 'once' } as const) : values('pw');
        await (await attempt({ address: 'mid' }, { home, answer }).outcome).close();
        remove();
        await server.stop();
        return server.seen.filter(({ secret }) => secret === 'pw').map(({ method }) => method);
      };
      expect(await seen()).toEqual(['keyboard-interactive']);
      expect(await seen('PreferredAuthentications password,keyboard-interactive')).toEqual(['password']);
      expect(await seen('KbdInteractiveAuthentication no')).toEqual(['password']);
      expect(await seen('PasswordAuthentication no')).toEqual(['keyboard-interactive']);
    });
  },
);
