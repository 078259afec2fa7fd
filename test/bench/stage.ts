import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type DelayProxy, startDelayProxy } from '../peers/delay-proxy.ts';
import { type Instance, startInstance } from '../peers/instance.ts';
import { createMidHost, type MidHost } from '../peers/mid-host.ts';
import { PEERS, type PeerName } from '../peers/needs.ts';
import { type Sshd, startSshd } from '../peers/sshd.ts';
import { Missing } from './result.ts';

/** A healthy MID Server that runs, the instance that it talks to, and an sshd to reach it by. */
export type Stage = {
  readonly mid: MidHost;
  readonly instance: Instance;
  readonly sshd: Sshd;
  /** A way to the sshd that takes so long there and back. */
  way(roundTripMs: number): Promise<Way>;
  close(): Promise<void>;
};

export type Way = {
  readonly port: number;
  readonly address: string;
  readonly knownHostsFile: string;
  readonly proxy: DelayProxy;
};

export const needPeers = (...names: readonly PeerName[]): void => {
  const missing = names.filter((name) => !PEERS[name].found());
  const named = missing.map((name) => (PEERS[name].package ? `${name} (Debian: ${PEERS[name].package})` : name));
  if (missing.length > 0) throw new Missing(named.join(', '));
};

/** Root's home is an empty folder there, so that what this computer's root has in its profile costs nobody time. */
const PLAIN_HOME = `mkdir -m 700 /opt/home && sed -i 's#^\\(root:.*\\):/root:#\\1:/opt/home:#' /etc/passwd && grep -q '^root:.*:/opt/home:' /etc/passwd`;

export const openStage = async (): Promise<Stage> => {
  needPeers('root', 'namespaces', 'sshd', 'ssh', 'wrapper', 'java', 'openssl');
  const instance = await startInstance();
  const mid = await createMidHost({ url: instance.url, hosts: { [instance.host]: '127.0.0.1' } }).catch(
    async (error: unknown) => {
      await instance.stop();
      throw error;
    },
  );
  const ways: DelayProxy[] = [];
  let sshd: Sshd | undefined;
  const close = async () => {
    for (const way of ways) await way.stop();
    await sshd?.stop();
    await mid.close();
    await instance.stop();
  };
  try {
    await mid.machine.must(PLAIN_HOME);
    await mid.trust(instance.authority.cert);
    await mid.start();
    await mid.waitFor('logs/agent0.log.0', 'LogStatusMonitor');
    const server = await startSshd({ prefix: mid.machine.prefix });
    sshd = server;
    const way = async (roundTripMs: number): Promise<Way> => {
      const proxy = await startDelayProxy(server.port, roundTripMs / 2);
      ways.push(proxy);
      const knownHostsFile = join(server.dir, `known_hosts.${proxy.port}`);
      const known = readFileSync(server.knownHostsFile, 'utf8').replaceAll(`:${server.port} `, `:${proxy.port} `);
      writeFileSync(knownHostsFile, known);
      return { port: proxy.port, address: `${server.user}@127.0.0.1:${proxy.port}`, knownHostsFile, proxy };
    };
    return { mid, instance, sshd: server, way, close };
  } catch (error) {
    await close();
    throw error;
  }
};
