import { AGENT, type HostState, RUN_AS } from '../state.ts';
import { epoch, wrapperTime } from '../times.ts';
import { fact, section, transcript } from './write.ts';

/** When the agent was installed, long before any practice. */
const WRITTEN = 1_747_224_000;
const FOLDERS = `${AGENT} ${AGENT}/logs ${AGENT}/work`;

export const disk = ({ disk: { size, free } }: HostState): string => {
  const used = size - free;
  const percent = Math.ceil((used / size) * 100);
  const row = `/dev/mapper/vg0-opt ${String(size).padStart(9)} ${String(used).padStart(9)} ${String(free).padStart(9)} ${String(percent).padStart(7)}% /opt`;
  const inodes = '/dev/mapper/vg0-opt 26214400 61407 26152993    1% /opt';
  return transcript(
    section('df', `df -Pk ${FOLDERS}`, [
      'Filesystem          1024-blocks      Used Available Capacity Mounted on',
      ...[row, row, row],
    ]),
    section('df-inodes', `df -Pi ${FOLDERS}`, [
      'Filesystem            Inodes IUsed    IFree IUse% Mounted on',
      ...[inodes, inodes, inodes],
    ]),
  );
};

export const rights = (state: HostState): string =>
  transcript(
    fact('run-as', RUN_AS),
    fact('run-as-from', state.service === 'running' ? 'process' : 'unit'),
    fact('run-as-uid', 988),
    fact('mount', '/opt'),
    fact('mount-options', 'rw,relatime,attr2,inode64,logbufs=8,logbsize=32k,noquota'),
    fact('mounted', 'tmp rw,relatime,attr2,inode64,logbufs=8,logbsize=32k,noquota /'),
    fact('asked', 'kernel'),
    ...state.lacks.map((lack) => fact('lacks', lack)),
    fact('lacking', state.lacks.length),
  );

export const system = ({ now }: HostState): string =>
  transcript(
    fact('now', epoch(now)),
    fact('now-local', wrapperTime(now)),
    fact('zone', '+0000 UTC'),
    fact('kernel', 'Linux'),
    fact('machine', 'x86_64'),
    fact('bits', 64),
    fact('system', 'Red Hat Enterprise Linux 9.4 (Plow)'),
    fact('glibc', 'glibc 2.34'),
    section('memory', 'grep -E ^(MemTotal|MemAvailable|SwapTotal|SwapFree): /proc/meminfo', [
      'MemTotal:        8131072 kB',
      'MemAvailable:    5242216 kB',
      'SwapTotal:       4194300 kB',
      'SwapFree:        4194300 kB',
    ]),
    fact('heap-maxmemory', 1024),
    fact('heap-initmemory', 10),
  );

export const kernel = ({ now }: HostState): string =>
  transcript(
    fact('now', epoch(now)),
    fact('now-local', wrapperTime(now)),
    fact('agent', AGENT),
    fact('uptime', 3_628_800),
    fact('selinux', 1),
    fact('kernel-log', 'dmesg'),
    section('kernel', 'dmesg (programs that were ended or denied something)', []),
    fact('audit', 'read'),
    section('audit', 'tail -c 1048576 /var/log/audit/audit.log (denials)', []),
    fact('scanners', ''),
  );

export const config = ({ config: { url, name, proxy, changedAt } }: HostState): string => {
  const parameters = [
    `<parameter name="url" value="${url}"/>`,
    '<parameter name="mid.instance.username" value="mid.ber"/>',
    '<parameter name="mid.instance.password" value="encrypted:************************" secure="true"/>',
    `<parameter name="name" value="${name}"/>`,
    '<parameter name="mid_sys_id" value="3f1c9a52db7f1010c1a2f5d41d961977"/>',
    ...(proxy === null
      ? []
      : [
          '<parameter name="mid.proxy.use_proxy" value="true"/>',
          `<parameter name="mid.proxy.host" value="${proxy.split(':')[0]}"/>`,
          `<parameter name="mid.proxy.port" value="${proxy.split(':')[1]}"/>`,
        ]),
    '<parameter name="threads.max" value="25"/>',
  ];
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<parameters>',
    ...parameters.map((p) => `    ${p}`),
    '</parameters>',
  ];
  const settings = (file: string) =>
    `grep -n (settings of Java, memory, trust store and service) ${AGENT}/conf/${file}`;
  return transcript(
    fact('config-path', `${AGENT}/config.xml`),
    fact('config-state', 'read'),
    fact('config-bytes', lines.join('\n').length + 1),
    fact('config-mtime', epoch(changedAt)),
    fact('config-first', '3c3f786d'),
    section('config.xml', `cat ${AGENT}/config.xml (secrets masked on the host)`, lines),
    section('wrapper.conf', settings('wrapper.conf'), [
      '1:#encoding=UTF-8',
      '14:wrapper.java.command=jre/bin/java',
      '41:wrapper.java.initmemory=10',
      '44:wrapper.java.maxmemory=1024',
      '73:wrapper.logfile=logs/wrapper.log',
      '131:wrapper.name=snc_mid',
      '134:wrapper.displayname=ServiceNow MID Server',
      '151:#include ../conf/wrapper-override.conf',
    ]),
    fact('wrapper-mtime', `wrapper.conf ${WRITTEN}`),
    fact('wrapper-include', 'wrapper.conf optional there ../conf/wrapper-override.conf'),
    section('wrapper-override.conf', settings('wrapper-override.conf'), [
      '1:#encoding=UTF-8',
      '3:wrapper.name=mid',
      '4:wrapper.displayname=ServiceNow MID Server',
    ]),
    fact('wrapper-mtime', `wrapper-override.conf ${WRITTEN}`),
    fact('wrapper-numbers', '101 102'),
  );
};
