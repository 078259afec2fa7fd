import { afterEach, describe, expect, test } from 'vitest';
import { createMidHost, type MidHost, type MidHostOptions } from '../peers/mid-host.ts';
import { peers } from '../peers/needs.ts';
import { processes } from '../peers/processes.ts';

let host: MidHost | undefined;
const made = async (options: MidHostOptions = {}) => {
  host = await createMidHost(options);
  return host;
};
afterEach(async () => {
  await host?.close();
  host = undefined;
});

describe.skipIf(!peers('root', 'namespaces', 'wrapper', 'java'))('the MID-shaped host', () => {
  test('starts by start.sh, says so as a real one does, and stops by stop.sh', async () => {
    const mid = await made();
    expect(await mid.status()).toMatchObject({
      status: 1,
      stdout: 'ServiceNow MID Server (installed with init.d) is not running.\n',
    });
    expect((await mid.start()).status).toBe(0);
    await mid.waitFor('logs/agent0.log.0', 'MID Server started');
    const pid = mid.pid();
    expect((await mid.status()).stdout).toBe(`ServiceNow MID Server (installed with init.d) is running: PID:${pid}\n`);
    expect(await mid.machine.must('cat "/proc/$1/comm"', [String(pid)])).toBe('wrapper-linux-x\n');
    expect(mid.has('logs/agent0.log.0.lck')).toBe(true);
    expect((await mid.stop()).status).toBe(0);
    expect(mid.pid()).toBeNull();
    expect(mid.read('logs/wrapper.log')).toContain('<-- Wrapper Stopped');
    expect(mid.read('logs/agent0.log.0')).toContain('MID Server stopped');
  });

  test('without an init script it is "not installed", and runs as the user it is told to', async () => {
    const mid = await made({ installed: false, runAs: 'midsvc' });
    await mid.start();
    await mid.waitFor('logs/agent0.log.0', 'MID Server started');
    expect((await mid.status()).stdout).toContain('ServiceNow MID Server (not installed) is running: PID:');
    expect(await mid.machine.must('ps -o user= -p "$1"', [String(mid.pid())])).toBe('midsvc\n');
  });

  test('the real wrapper gives up on an agent that keeps dying', async () => {
    const mid = await made({ override: ['wrapper.restart.delay=0', 'wrapper.java.additional.1=-Dfakemid.exit=0'] });
    await mid.start();
    await mid.waitFor('logs/wrapper.log', '<-- Wrapper Stopped');
    expect(mid.read('logs/wrapper.log')).toContain('There were 5 failed launches in a row');
  });

  test('a malformed config.xml ends it, with line and column', async () => {
    const mid = await made();
    mid.setConfig((text) => text.replace('encrypted:', 'p&ss;'));
    await mid.start();
    await mid.waitFor('logs/wrapper.log', '<-- Wrapper Stopped');
    expect(mid.read('logs/wrapper.log')).toMatch(/\[Fatal Error\] config\.xml:6:\d+:/);
  });

  test('ends with everything that runs in it, and leaves nothing on this computer', async () => {
    const mid = await made({ appName: 'midx', dir: '/opt/midup-left-over/agent' });
    await mid.start();
    await mid.waitFor('logs/agent0.log.0', 'MID Server started');
    const running = () => processes().filter((p) => p.command.includes('/opt/midup-left-over/'));
    expect(running().length).toBeGreaterThanOrEqual(2);
    await mid.close();
    host = undefined;
    expect(running()).toEqual([]);
    expect(processes().some((p) => p.command.includes('midup-left-over'))).toBe(false);
  });
});
