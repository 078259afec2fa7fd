import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PromptRequest } from '../../../../src-main/model/prompt.ts';
import { started } from '../../../conformance/host.ts';
import { peers } from '../../../peers/needs.ts';
import { processes } from '../../../peers/processes.ts';
import { type Sshd, type SshdOptions, startSshd } from '../../../peers/sshd.ts';
import { attempt, byKey, values } from '../ssh/harness.ts';

const servers: Sshd[] = [];
afterAll(async () => {
  for (const server of servers) await server.stop();
});
const sshd = async (options: SshdOptions): Promise<Sshd> => {
  const server = await startSshd(options);
  servers.push(server);
  return server;
};

describe.skipIf(!peers('sshd', 'ssh', 'sudo', 'root'))('becoming another user', { concurrent: true }, () => {
  let server: Sshd;
  beforeAll(async () => {
    server = await sshd({ account: { sudo: 'password', password: 'sesame-open-42' } });
  });

  test('the password is asked for once, also for several at the same time', async () => {
    const { outcome, asked } = attempt({ ...byKey(server), sudo: true }, { answer: () => values(server.password) });
    const host = await outcome;
    expect(host.canBecome).toBe(true);
    const runs = await Promise.all(
      ['root', 'nobody', 'root'].map((become) => host.runScript({ text: 'id -un' }, { become })),
    );
    expect(runs.map((run) => run.stdout)).toEqual(['root\n', 'nobody\n', 'root\n']);
    expect((await host.runScript({ text: 'id -un' }, { become: 'root' })).stdout).toBe('root\n');
    expect((await host.runScript({ text: 'id -un' })).stdout).toBe(`${server.user}\n`);
    expect(asked).toEqual([
      {
        kind: 'sudo-password',
        host: '127.0.0.1',
        user: server.user,
        owner: server.user,
        // Whichever of the three came first.
        become: expect.stringMatching(/^(root|nobody)$/),
        again: false,
      },
    ]);
    await host.close();
  });

  test('a wrong one is asked for again, and sent once only', async () => {
    const { outcome, asked } = attempt(
      { ...byKey(server), sudo: true },
      { answer: (_, nth) => values(nth === 1 ? 'wrong' : server.password) },
    );
    const host = await outcome;
    expect(await host.runScript({ text: 'id -un' }, { become: 'root' })).toMatchObject({
      exitCode: 0,
      stdout: 'root\n',
    });
    expect(asked.map((request: PromptRequest) => request.kind === 'sudo-password' && request.again)).toEqual([
      false,
      true,
    ]);
    await host.close();
  });

  test('not given: denied, and what needs no sudo still runs', async () => {
    const host = await attempt({ ...byKey(server), sudo: true }).outcome;
    const result = await host.runScript({ text: 'id -un' }, { become: 'root' });
    expect(result).toMatchObject({
      failed: 'denied',
      exitCode: null,
      stdout: '',
      error: { code: 'sudo-password', phase: 'sudo' },
    });
    expect(result.message).toMatch(/password/);
    expect((await host.runScript({ text: 'echo ok' })).stdout).toBe('ok\n');
    await expect(host.readFile('/etc/shadow', { maxBytes: 10 })).rejects.toMatchObject({ reason: 'denied' });
    await expect(host.readFile('/etc/shadow', { maxBytes: 10, become: 'root' })).rejects.toMatchObject({
      reason: 'denied',
    });
    await host.close();
  });

  test('the password stands in no command line, output or result', async () => {
    const { outcome, ledger } = attempt({ ...byKey(server), sudo: true }, { answer: () => values(server.password) });
    const host = await outcome;
    const running = host.runScript(
      { text: 'env; sleep 913579; cat /proc/self/cmdline' },
      { become: 'root', timeoutMs: 1500 },
    );
    await started('sleep 913579');
    expect(processes().filter((p) => p.command.includes(server.password))).toEqual([]);
    expect(JSON.stringify([await running, ledger])).not.toContain(server.password);
    await host.close();
  });

  test('not in sudoers', async () => {
    const other = await sshd({ account: {} });
    const host = await attempt({ ...byKey(other), sudo: true }, { answer: () => values(other.password) }).outcome;
    const result = await host.runScript({ text: 'id -un' }, { become: 'root' });
    expect(result).toMatchObject({
      failed: 'denied',
      error: { code: 'sudo-denied', params: { user: other.user, become: 'root' } },
    });
    expect(result.error?.params['said']).toMatch(/not in the sudoers file|not allowed/);
    await host.close();
  });

  test('an unknown user, a name that is none', async () => {
    const other = await sshd({ account: { sudo: 'nopasswd' } });
    const host = await attempt({ ...byKey(other), sudo: true }).outcome;
    const said = async (become: string) => {
      const result = await host.runScript({ text: 'id -un' }, { become });
      expect(result).toMatchObject({ failed: 'denied', stdout: '', error: { code: 'sudo-denied' } });
      return result.error?.params['said'];
    };
    expect(await said('no-such-user-here')).toMatch(/unknown user/);
    expect(await said('root; id')).toMatch(/not a user/);
    expect(await said('-u')).toMatch(/not a user/);
    expect((await host.runScript({ text: 'id -un' }, { become: other.user })).stdout).toBe(`${other.user}\n`);
    await host.close();
  });

  test('not chosen: never used', async () => {
    const other = await sshd({ account: { sudo: 'nopasswd' } });
    const host = await attempt(byKey(other)).outcome;
    expect(host.canBecome).toBe(false);
    expect(await host.runScript({ text: 'id -un' }, { become: 'root' })).toMatchObject({
      failed: 'denied',
      error: { code: 'sudo-denied' },
    });
    await host.close();
  });

  test('root needs none of it', async () => {
    const other = await sshd({});
    const host = await attempt(byKey(other)).outcome;
    expect(host.canBecome).toBe(true);
    expect((await host.runScript({ text: 'id -un' }, { become: 'root' })).stdout).toBe('root\n');
    expect((await host.runScript({ text: 'id -un' }, { become: 'nobody' })).stdout).toBe('nobody\n');
    await host.close();
  });
});
