import { spawnSync } from 'node:child_process';

export type Firewall = { stop(): Promise<void> };

/**
 * One rule of the kernel's own firewall (iptables, a peer) for what goes to a port of loopback, at one of its addresses:
 * `drop` says nothing, `reset` refuses, `prohibited` says that there is no way. ICMP has no ports. It is gone after `stop`.
 */
export const startFirewall = (
  how: 'drop' | 'reset' | 'prohibited',
  port: number,
  address = '127.0.0.1',
  protocol: 'tcp' | 'udp' | 'icmp' = 'tcp',
): Firewall => {
  const target = {
    drop: ['DROP'],
    reset: ['REJECT', '--reject-with', 'tcp-reset'],
    prohibited: ['REJECT', '--reject-with', 'icmp-host-prohibited'],
  }[how];
  const to = protocol === 'icmp' ? [] : ['--dport', String(port)];
  const rule = ['INPUT', '-i', 'lo', '-p', protocol, '-d', address, ...to, '-j', ...target];
  const iptables = (verb: '-I' | '-D') => {
    const { status, stderr } = spawnSync('iptables', ['-w', '10', verb, ...rule], { encoding: 'utf8' });
    if (status !== 0) throw new Error(`iptables ${verb}: ${stderr}`);
  };
  iptables('-I');
  return { stop: async () => iptables('-D') };
};
