import { writeFileSync } from 'node:fs';
import { healthy, running } from '../../e2e/hosts/recipes.ts';
import type { HostScenario } from '../../e2e/hosts/scenario.ts';
import { startHttpProxy } from '../../peers/http-proxy.ts';
import { createMidHost } from '../../peers/mid-host.ts';
import { intermediate, tlsFace } from '../faces.ts';
import { adding } from './config.ts';

/** A folder of BusyBox's tools and no others, and that as the PATH of who signs in. */
const BUSYBOX = '/opt/.busybox';
const chain = intermediate();

const well = (id: string, title: string, more: Partial<HostScenario> = {}): HostScenario => ({
  id,
  title,
  prepare: running,
  expect: healthy,
  ...more,
});

export const HEALTHY: readonly HostScenario[] = [
  well('healthy-busybox', "nothing but BusyBox's shell and tools", {
    sshd: [`SetEnv PATH=${BUSYBOX}`],
    prepare: async (mid) => {
      await running(mid);
      await mid.machine.must('mkdir "$1"; busybox --install -s "$1"', [BUSYBOX]);
    },
  }),
  well('healthy-sudo', 'looked at as a user, through sudo', {
    login: 'ops',
    host: { runAs: 'midsvc' },
    args: ['--sudo'],
    prepare: async (mid) => {
      await running(mid);
      await mid.machine.must(
        'useradd -M -d / -s /bin/sh ops; usermod -p "*" ops; mkdir -p /etc/sudoers.d; printf "ops ALL=(ALL) NOPASSWD: ALL\\n" >/etc/sudoers.d/ops; chmod 440 /etc/sudoers.d/ops',
      );
    },
  }),
  well('healthy-acl', 'an access list gives what the modes do not', {
    host: { runAs: 'midsvc' },
    prepare: async (mid) => {
      await mid.machine.must(
        'chown -R root:root "$1/lib" "$1/conf" "$1/work"; chmod -R o-rwx "$1/lib" "$1/conf" "$1/work"; setfacl -R -m u:midsvc:rwX "$1/lib" "$1/conf" "$1/work"',
        [mid.dir],
      );
      await running(mid);
    },
  }),
  well('healthy-proxy', 'through a proxy', {
    proxy: (instance) => startHttpProxy({ to: instance.port }),
    prepare: async (mid, { proxy }) => {
      adding(
        mid,
        ['mid.proxy.use_proxy', 'true'],
        ['mid.proxy.host', '127.0.0.1'],
        ['mid.proxy.port', String(proxy?.port ?? 0)],
      );
      await running(mid);
    },
  }),
  well('healthy-one-of-several', 'two agents, and one of them named', {
    args: ['--agent-dir', '/opt/servicenow/mid-ber-03/agent'],
    prepare: async (mid, { instance }) => {
      await running(mid);
      const second = await createMidHost({
        machine: mid.machine,
        dir: '/opt/servicenow/mid-ber-03/agent',
        name: 'mid-ber-03',
        appName: 'mid3',
        url: instance.url,
      });
      await second.trust(instance.authority.cert);
      await running(second);
    },
  }),
  well('healthy-non-ascii', 'a folder with letters beyond ASCII', {
    host: { dir: '/opt/servicenow/m\u00fcnchen-\u6771\u4eac/agent' },
  }),
  well('healthy-relocated', 'in an unusual place', { host: { dir: '/opt/apps/integration/snow/prod/mid01/agent' } }),
  well('healthy-short', 'right below /opt', { host: { dir: '/opt/agent' } }),
  well('healthy-link', 'reached through a link', {
    args: ['--agent-dir', '/opt/mid-current'],
    prepare: async (mid) => {
      await running(mid);
      await mid.machine.must('ln -s "$1" /opt/mid-current', [mid.dir]);
    },
  }),
  well('healthy-bom', 'config.xml begins with a byte order mark', {
    prepare: async (mid) => {
      mid.setConfig((text) => `\ufeff${text}`);
      await running(mid);
    },
  }),
  well('healthy-utf16', 'config.xml in UTF-16', {
    prepare: async (mid) => {
      const text = mid.read('config.xml').replace('encoding="UTF-8"', 'encoding="UTF-16"');
      writeFileSync(mid.path('config.xml'), Buffer.from(`\ufeff${text}`, 'utf16le'));
      await running(mid);
    },
  }),
  well('healthy-mutual', 'neither user nor password, as with mutual authentication', {
    prepare: async (mid) => {
      mid.setConfig((text) => text.replaceAll(/.*"mid\.instance\.(?:username|password)".*\n/g, ''));
      await running(mid);
    },
  }),
  well('healthy-latin1', 'config.xml in ISO-8859-1, and says so', {
    prepare: async (mid) => {
      const text = mid
        .read('config.xml')
        .replace('UTF-8', 'ISO-8859-1')
        .replace('The instance and', 'F\u00fcr die Instanz,');
      writeFileSync(mid.path('config.xml'), Buffer.from(text, 'latin1'));
      await running(mid);
    },
  }),
  well('healthy-old-names', 'the older names of the user and the password', {
    prepare: async (mid) => {
      mid.setConfig((text) =>
        text
          .replace('mid.instance.username', 'glide.glidesoap.username')
          .replace('mid.instance.password', 'glide.glidesoap.password'),
      );
      await running(mid);
    },
  }),
  well('healthy-intermediate', 'a chain of three, all sent', { face: tlsFace(chain) }),
  well('healthy-tools', 'no forwarding through SSH: the tools of the host do it', { sshd: ['AllowTcpForwarding no'] }),
  well('healthy-user-not-root', 'looked at as the user that it runs as', {
    login: 'midsvc',
    host: { runAs: 'midsvc' },
    prepare: async (mid) => {
      await running(mid);
      await mid.machine.must('usermod -p "*" midsvc');
    },
  }),
];
