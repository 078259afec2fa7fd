import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { en } from '../../../../src-main/messages/en/index.ts';
import { createMessages } from '../../../../src-main/messages/messages.ts';
import type { SshTarget } from '../../../../src-main/model/target.ts';
import { type Realm, type RealmClient, startRealm } from '../../../peers/kerberos.ts';
import { peers } from '../../../peers/needs.ts';
import { type Sshd, startSshd } from '../../../peers/sshd.ts';
import { attempt, failureOf, tempHome, whoAmI } from '../ssh/harness.ts';

describe.skipIf(!peers('root', 'sshd', 'ssh', 'kerberos'))("Kerberos, through this computer's ssh", () => {
  let realm: Realm;
  let server: Sshd;
  beforeAll(async () => {
    realm = await startRealm(['root', 'stranger']);
    server = await startSshd({
      prefix: realm.sshdPrefix,
      config: ['GSSAPIAuthentication yes', 'GSSAPIStrictAcceptorCheck no', 'PubkeyAuthentication no'],
    });
  });
  afterAll(async () => {
    await server?.stop();
    await realm?.stop();
  });

  const target = (): SshTarget => ({
    kind: 'ssh',
    client: 'openssh',
    address: server.address,
    knownHostsFile: server.knownHostsFile,
  });
  const signIn = (client: RealmClient, home = '/nonexistent') =>
    attempt(target(), { home, env: { PATH: process.env['PATH'], ...client.env } });

  test('a ticket signs in, and nothing is asked', async () => {
    const client = realm.client();
    client.kinit('root');
    const { outcome, asked } = signIn(client);
    expect(await whoAmI(outcome)).toBe(server.user);
    expect(asked).toEqual([]);
    expect(server.log()).toMatch(/Accepted gssapi-with-mic/);
  });

  test('the built-in client names what it lacks', async () => {
    const { client: _, ...builtin } = target();
    expect(await failureOf(attempt(builtin).outcome)).toMatchObject({
      code: 'certificate-unsupported',
      params: { what: expect.stringContaining('Kerberos (gssapi-with-mic)') },
    });
  });

  test('no ticket, and one that has expired, are said as such, and what to do', async () => {
    const client = realm.client();
    const none = await failureOf(signIn(client).outcome);
    expect(none).toMatchObject({ code: 'ticket', params: { why: expect.stringMatching(/No Kerberos credentials/) } });
    expect(createMessages(en).connection(none).next[0]).toMatch(/kinit/);
    client.kinit('root', '1s');
    await sleep(3200);
    const expired = await failureOf(signIn(client).outcome);
    expect(expired).toMatchObject({
      code: 'ticket',
      phase: 'auth',
      params: { why: expect.stringMatching(/expired/i) },
    });
  });

  test('a ticket of somebody else is a sign-in that was refused', async () => {
    const client = realm.client();
    client.kinit('stranger');
    expect(await failureOf(signIn(client).outcome)).toMatchObject({
      code: 'auth-failed',
      params: { tried: 'gssapi-with-mic', offered: 'gssapi-keyex,gssapi-with-mic' },
    });
  });

  test('a configuration that says no stays so', async () => {
    const client = realm.client();
    client.kinit('root');
    const { home, remove } = tempHome('GSSAPIAuthentication no\n');
    expect(await failureOf(signIn(client, home).outcome)).toMatchObject({ code: 'auth-failed' });
    remove();
  });
});
