import { statSync, utimesSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { logsProbe } from '../../../../src-main/checks/probes/logs.ts';
import { netProbe } from '../../../../src-main/checks/probes/net.ts';
import { serviceProbe } from '../../../../src-main/checks/probes/service.ts';
import { folderWith, parsed, runProbe, SHELLS } from '../../../fakes/run-probe.ts';
import { peers } from '../../../peers/needs.ts';

const LINE = '2026-05-18T09:50:00.000+0200 INFO (LogStatusMonitor.60) [A:1] stats threads: 3';

describe.skipIf(!peers('busybox')).each(SHELLS)('in %s', (shell) => {
  test('the ends of the logs and what is known in them', () => {
    using agent = folderWith({
      'logs/agent0.log.0': `${`${LINE}\n`.repeat(20_000)}SEVERE could not authenticate USER 'x'\n${LINE}\n`,
      'logs/wrapper.log':
        '2026/05/18 09:50:00 | Launching a JVM...\n2026/05/18 09:51:00 | The JVM has run out of memory.\n',
    });
    const before = statSync(join(agent.dir, 'logs')).mtimeMs;
    const logs = parsed(logsProbe, runProbe(logsProbe, agent.dir, shell));
    expect(logs.agent).toMatchObject({
      state: 'read',
      bytes: 20_000 * (LINE.length + 1) + 39 + LINE.length + 1,
      lastAt: '2026-05-18T09:50:00.000',
    });
    expect(logs.agent.tail.length).toBe(120);
    // Without a time of its own it is told with the line before it that has one.
    expect(logs.agent.known.map((l) => l.text)).toEqual([LINE, "SEVERE could not authenticate USER 'x'"]);
    expect(logs.wrapper.known.map((l) => [l.n, l.text])).toEqual([
      [2, '2026/05/18 09:51:00 | The JVM has run out of memory.'],
    ]);
    expect(Math.abs((logs.now ?? 0) - Date.now() / 1000)).toBeLessThan(5);
    expect(statSync(join(agent.dir, 'logs')).mtimeMs).toBe(before);
  });

  test('NUL, endless lines, no end of line, and a log that is not there', () => {
    using agent = folderWith({ 'logs/agent0.log.0': `${'x'.repeat(3_000_000)}\nNo space left\0 on device\u001b[31m` });
    const text = runProbe(logsProbe, agent.dir, shell);
    expect(text.length).toBeLessThan(20_000);
    const logs = parsed(logsProbe, text);
    expect(logs.agent.known.map((l) => l.text)).toEqual(['No space left on device\u001b[31m']);
    expect(logs.wrapper.state).toBe('missing');
  });

  test('each stack trace is told with its head, once', () => {
    const head = (second: number, thread: string) =>
      `2026-05-18T09:50:0${second}.000+0200 SEVERE (${thread}) [A:1] Request failed`;
    using agent = folderWith({
      'logs/agent0.log.0': [
        ...[head(1, 'Worker-Standard:RESTProbe-1'), 'javax.net.ssl.SSLHandshakeException: PKIX path building failed'],
        ...['\tat a.b.C(D.java:1)', 'Caused by: PKIX path building failed', LINE],
        ...[`${head(2, 'StartupSequencer')}: PKIX path building failed`, 'Caused by: PKIX path building failed', ''],
      ].join('\n'),
    });
    const { known } = parsed(logsProbe, runProbe(logsProbe, agent.dir, shell)).agent;
    expect(known.map((l) => l.n)).toEqual([1, 2, 4, 6, 7]);
    expect(known[0]?.text).toBe(head(1, 'Worker-Standard:RESTProbe-1'));
  });

  test('a wrapper log that the settings put elsewhere is read there', () => {
    using agent = folderWith({
      'conf/wrapper.conf': 'wrapper.logfile=logs/wrapper.log.ROLLNUM\n',
      'conf/wrapper-override.conf': 'wrapper.logfile = var/w.log.ROLLNUM\r\n',
      'var/w.log': '2026/05/18 09:51:00 | The JVM has run out of memory.\n',
    });
    const { wrapper } = parsed(logsProbe, runProbe(logsProbe, agent.dir, shell));
    expect(wrapper).toMatchObject({ state: 'read', path: join(agent.dir, 'var/w.log') });
    expect(wrapper.known.length).toBe(1);
  });

  test('the newest agent log is the one that speaks', () => {
    using agent = folderWith({ 'logs/agent0.log.0': 'old\n', 'logs/agent1.log.0': 'new\n' });
    utimesSync(join(agent.dir, 'logs/agent0.log.0'), 1, 1);
    expect(parsed(logsProbe, runProbe(logsProbe, agent.dir, shell)).agent.path).toMatch(/agent1\.log\.0$/);
  });

  test.each([
    ['var/log/mid%u.log', 'var/log/mid0.log.0'],
    ['%h/agent%u.log', 'logs/agent0.log.0'],
    ['x%g/agent%u.log', 'logs/agent0.log.0'],
  ])('where its settings put the log of the agent: %s', (pattern, file) => {
    using agent = folderWith({
      'properties/glide.properties': `mid.buildstamp=x\njava.util.logging.FileHandler.pattern = ${pattern}\r\n`,
      'var/log/mid0.log.0': `${LINE}\n`,
      'logs/agent0.log.0': `${LINE}\n`,
    });
    expect(parsed(logsProbe, runProbe(logsProbe, agent.dir, shell)).agent).toMatchObject({
      path: join(agent.dir, file),
      lastAt: '2026-05-18T09:50:00.000',
    });
    expect(parsed(serviceProbe, runProbe(serviceProbe, agent.dir, shell)).agentLog).toBe(join(agent.dir, file));
  });

  test('names are looked up, and nothing but names', () => {
    const config = (url: string, more = '') => ({
      'config.xml': `<parameters><!-- <parameter name="url" value="https://wrong.example"/> --><parameter value='${url}' name="url"/>${more}</parameters>`,
    });
    using local = folderWith(config('https://localhost:8443/'));
    const net = parsed(netProbe, runProbe(netProbe, local.dir, shell));
    expect(net.instance).toMatchObject({ host: 'localhost', hostsLine: expect.stringContaining('localhost') });
    if (shell !== 'busybox')
      expect(net.instance).toMatchObject({ resolved: true, addresses: expect.arrayContaining(['127.0.0.1']) });
    expect(net.proxy).toBeUndefined();
    using gone = folderWith(
      config(
        'https://gone.midup-test.invalid/',
        '<parameter name="mid.proxy.use_proxy" value="true"/><parameter name="mid.proxy.host" value="127.0.0.1"/>',
      ),
    );
    const both = parsed(netProbe, runProbe(netProbe, gone.dir, shell));
    expect(both.instance).toMatchObject({ host: 'gone.midup-test.invalid', resolved: false });
    expect(both.proxy?.host).toBe('127.0.0.1');
    for (const url of [
      'https://$(touch /tmp/midup-pwned)/',
      'https://-h/',
      'https://a b/',
      'https://`id`/',
      'nothing',
      'https://YOUR_INSTANCE.service-now.com/',
    ]) {
      using odd = folderWith(config(url));
      expect(parsed(netProbe, runProbe(netProbe, odd.dir, shell)).instance, url).toBeUndefined();
    }
  });

  test('the own name of the host is looked up where the agent could not find it', () => {
    const own = hostname();
    const log = (name: string) => ({
      'config.xml': '<parameters/>',
      'logs/agent0.log.0': `${LINE}\n2026-05-18T09:50:01.000+0200 SEVERE (X) [A:1] java.net.UnknownHostException: ${name}: ${name}\n`,
    });
    using agent = folderWith(log(own));
    expect(parsed(netProbe, runProbe(netProbe, agent.dir, shell)).own?.name).toBe(own);
    using other = folderWith(log('other.example'));
    expect(parsed(netProbe, runProbe(netProbe, other.dir, shell)).own).toBeUndefined();
  });

  test('proxies of the host are named without their users', () => {
    using agent = folderWith({ 'config.xml': '<parameters/>' });
    const text = runProbe(netProbe, agent.dir, shell, { https_proxy: 'http://bob:hunter2@proxy.example:3128/' });
    expect(parsed(netProbe, text).proxyHints).toContain('proxy.example:3128');
    expect(text).not.toContain('hunter2');
  });
});
