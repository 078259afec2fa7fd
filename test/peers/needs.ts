import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const KERBEROS = ['krb5kdc', 'kdb5_util', 'kadmin.local', 'kinit'];

/** The real programs that tests talk to, and the Debian package that each comes from. */
export const PEERS = {
  sshd: { package: 'openssh-server', found: () => existsSync('/usr/sbin/sshd') },
  ssh: { package: 'openssh-client', found: () => onPath('ssh') && onPath('ssh-agent') && onPath('ssh-keygen') },
  sudo: { package: 'sudo', found: () => onPath('sudo') },
  doas: { package: 'doas', found: () => onPath('doas') },
  oath: { package: 'libpam-oath', found: () => existsSync('/lib/x86_64-linux-gnu/security/pam_oath.so') },
  polkit: {
    package: 'polkitd, pkexec',
    found: () => onPath('pkexec') && onPath('dbus-daemon') && existsSync('/usr/lib/polkit-1/polkitd'),
  },
  busybox: { package: 'busybox-static', found: () => onPath('busybox') },
  java: { package: 'default-jre-headless', found: () => onPath('java') && onPath('keytool') },
  wrapper: { package: 'service-wrapper', found: () => existsSync('/usr/sbin/wrapper') || onPath('wrapper') },
  openssl: { package: 'openssl', found: () => onPath('openssl') },
  acl: { package: 'acl', found: () => onPath('setfacl') && onPath('getfacl') },
  clamav: { package: 'clamav', found: () => onPath('clamscan') },
  chromium: { package: 'chromium', found: () => onPath('chromium') },
  softhsm: {
    package: 'softhsm2',
    found: () => onPath('softhsm2-util') && existsSync('/usr/lib/softhsm/libsofthsm2.so'),
  },
  kerberos: { package: 'krb5-kdc, krb5-admin-server, krb5-user', found: () => KERBEROS.every(onPath) },
  namespaces: {
    package: 'util-linux',
    found: () =>
      spawnSync('unshare', ['--mount', '--pid', '--uts', '--fork', 'mount', '-t', 'tmpfs', 'tmpfs', '/opt']).status ===
      0,
  },
  curl: { package: 'curl', found: () => onPath('curl') },
  wget: { package: 'wget', found: () => onPath('wget') },
  python: { package: 'python3', found: () => onPath('python3') },
  squid: { package: 'squid', found: () => onPath('squid') },
  dnsmasq: { package: 'dnsmasq-base', found: () => onPath('dnsmasq') },
  /** Also says whether this computer lets its rules be changed. */
  iptables: { package: 'iptables', found: () => spawnSync('iptables', ['-w', '10', '-S', 'INPUT']).status === 0 },
  ping: { package: 'iputils-ping', found: () => onPath('ping') },
  root: { package: '', found: () => process.getuid?.() === 0 },
} as const;

export type PeerName = keyof typeof PEERS;

function onPath(program: string): boolean {
  return spawnSync('sh', ['-c', 'command -v "$1"', 'sh', program], { stdio: 'ignore' }).status === 0;
}

/**
 * True where all of these are there; use as `describe.skipIf(!peers('sshd'))`. A missing one is named once, and is a
 * failure under CI=true, so that nothing goes untested unnoticed.
 */
export const peers = (...names: readonly PeerName[]): boolean => {
  const missing = names.filter((name) => !PEERS[name].found());
  if (missing.length === 0) return true;
  const what = missing
    .map((name) => (PEERS[name].package ? `${name} (Debian: ${PEERS[name].package})` : name))
    .join(', ');
  if (process.env['CI'] === 'true') throw new Error(`missing for these tests: ${what}`);
  console.warn(`skipped, missing: ${what}`);
  return false;
};
