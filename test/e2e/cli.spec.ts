import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FINDING_CODES } from '../../src-main/model/codes.ts';
import { CONNECTION_CODES } from '../../src-main/model/connection-error.ts';
import { EVIDENCE_ERRORS } from '../../src-main/model/evidence-error.ts';
import { freePort } from '../peers/free-port.ts';

import { type Cli, createCli, ROOT, reportOf } from './support/cli.ts';

let cli: Cli;
beforeAll(() => {
  cli = createCli();
});
afterAll(() => cli.close());

describe('what stands in front of it', () => {
  test.each([
    [['--help'], /diagnose[\s\S]*practice[\s\S]*explain/],
    [['diagnose', '--help'], /--ssh \[user@\]host\[:port\][\s\S]*MIDUP_PASSWORD[\s\S]*Exit status/],
    [['help', 'explain'], /--schema/],
  ])('midup %j', async (args, said) => {
    const ran = await cli.midup(args);
    expect(ran).toMatchObject({ code: 0, stderr: '' });
    expect(ran.stdout).toMatch(said);
    expect(ran.stdout).not.toMatch(/winrm|fleet|courier|bundle/i);
  });

  test('the version, at once', async () => {
    const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };
    const ran = await cli.midup(['version']);
    expect(ran).toMatchObject({ code: 0, stdout: `midup ${version}\n`, stderr: '' });
  });

  test.each([
    [[], /give a command/],
    [['diagnos'], /did you mean diagnose/],
    [['diagnose'], /--local, --ssh/],
    [['diagnose', '--shs', 'x'], /did you mean --ssh/],
    [['diagnose', '--local', '--timeout', 'soon'], /--timeout/],
    [['diagnose', '--local', '--report', '/no/such/folder/r.html', '--json'], /folder does not exist/],
    [['diagnose', '--practice', 'helthy'], /did you mean healthy/],
    [['diagnose', '--ssh', 'root@', '--json'], /--ssh "root@" names no host/],
    [['diagnose', '--ssh', 'mid1', '--jump', 'bastion:ssh', '--json'], /--jump "bastion:ssh" has a port that is not/],
    [['capture', '--ssh', 'mid1:0', '--output', 'never.json'], /--ssh "mid1:0" has a port that is not a number/],
    [['practice', 'nothing-like-it'], /it is one of .*disk-full/],
    [['explain', 'host.disc-full'], /did you mean host\.disk-full/],
    [['explain'], /CODE, --list, --schema/],
  ])('a wrong call, midup %j, gets one line and 3', async (args, said) => {
    const ran = await cli.midup(args);
    expect(ran).toMatchObject({ code: 3, stdout: '' });
    expect(ran.stderr).toMatch(said);
    expect(ran.stderr).toMatch(/^midup: [^\n]+\n$/);
  });
});

describe('a way in that is not there', () => {
  test('a closed port is exit 4 with what to do', async () => {
    const port = await freePort();
    const ran = await cli.midup(['diagnose', '--ssh', `nobody@127.0.0.1:${port}`, '--json']);
    expect(ran.code).toBe(4);
    const { error, verdict, findings } = reportOf(ran);
    expect(error).toMatchObject({ code: 'connection.refused', phase: 'tcp' });
    expect(error?.message).toContain(String(port));
    expect(error?.next).not.toBe('');
    expect(verdict).toMatchObject({ status: 'undetermined', cause: null });
    expect(findings).toEqual([]);
  });

  test('an unknown name is exit 4 with what to do', async () => {
    const ran = await cli.midup(['diagnose', '--ssh', 'nobody@no-such-host.invalid']);
    expect(ran.code).toBe(4);
    expect(ran.stdout).toMatch(
      /^UNDETERMINED {2}MID Up could not look[\s\S]*no-such-host\.invalid[\s\S]*connection\.name-unknown[\s\S]*Do this next/,
    );
  });

  test('one that is silent ends at the time limit', async () => {
    const silent = createServer();
    await new Promise<void>((listening) => silent.listen(0, '127.0.0.1', listening));
    const address = silent.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    try {
      const ran = await cli.midup(['diagnose', '--ssh', `nobody@127.0.0.1:${port}`, '--timeout', '1', '--json']);
      expect(ran.code).toBe(4);
      expect(reportOf(ran).error?.code).toMatch(/^connection\./);
      expect(ran.ms).toBeLessThan(10_000);
    } finally {
      silent.close();
    }
  });

  test('Ctrl-C is 130, at once, with nothing on standard output', async () => {
    const silent = createServer();
    await new Promise<void>((listening) => silent.listen(0, '127.0.0.1', listening));
    const address = silent.address();
    const connected = new Promise((resolve) => silent.once('connection', resolve));
    try {
      const child = cli.start([
        'diagnose',
        '--ssh',
        `nobody@127.0.0.1:${typeof address === 'object' ? address?.port : 0}`,
        '--json',
      ]);
      const ran = cli.finish(child);
      await connected;
      child.kill('SIGINT');
      expect(await ran).toMatchObject({ code: 130, stdout: '' });
    } finally {
      silent.close();
    }
  });
});

describe('practice', () => {
  test('lists what there is', async () => {
    const ran = await cli.midup(['practice']);
    expect(ran).toMatchObject({ code: 0, stderr: '' });
    for (const name of ['service-stopped', 'disk-full', 'config-placeholder', 'upgrading', 'healthy'])
      expect(ran.stdout).toContain(name);
  });

  test('a healthy one is 0, without a false alarm', async () => {
    const ran = await cli.midup(['diagnose', '--practice', 'healthy', '--json']);
    const report = reportOf(ran);
    expect({ code: ran.code, status: report.verdict.status, cause: report.verdict.cause }).toEqual({
      code: 0,
      status: 'ok',
      cause: null,
    });
    expect(report.findings.filter((f) => f.status === 'fail' || f.status === 'warn')).toEqual([]);
  });

  test.each([
    ['disk-full', 'host.disk-full', 1],
    ['service-stopped', 'service.stopped', 1],
    ['config-placeholder', 'config.placeholder', 1],
    ['upgrading', 'upgrade.in-progress', 1],
  ])('%s is found to be %s', async (scenario, cause, code) => {
    const ran = await cli.midup(['practice', scenario, '--json']);
    const report = reportOf(ran);
    expect({ code: ran.code, cause: report.verdict.cause?.code }).toEqual({ code, cause });
    expect(report.verdict.nextAction).not.toBe('');
  });

  test('on a terminal the cause and what to do come first, without colour in a pipe', async () => {
    const ran = await cli.midup(['practice', 'disk-full']);
    expect(ran.code).toBe(1);
    expect(ran.stdout).toMatch(/^PROBLEM {2}[^\n]+\n {9}host\.disk-full · certain/);
    expect(ran.stdout).toMatch(/Do this next\n {2}\S/);
    expect(ran.stdout).not.toContain('\x1b');
    const coloured = await cli.midup(['practice', 'disk-full'], { FORCE_COLOR: '1' });
    expect(coloured.stdout).toContain('\x1b[');
    expect((await cli.midup(['practice', 'disk-full'], { FORCE_COLOR: '1', NO_COLOR: '1' })).stdout).not.toContain(
      '\x1b',
    );
  });

  test('one step only: the others are skipped', async () => {
    const report = reportOf(await cli.midup(['practice', 'disk-full', '--step', 'service', '--json']));
    expect(new Set(report.findings.map((f) => f.step))).not.toContain('host');
    expect(report.path.filter((p) => p.outcome !== 'skipped').map((p) => p.step)).toEqual(['service']);
  });

  test('the page of the report is written whole, over what was there', async () => {
    const file = join(cli.home, 'report.html');
    writeFileSync(file, 'old');
    const ran = await cli.midup(['practice', 'disk-full', '--report', file]);
    expect(ran.code).toBe(1);
    const page = readFileSync(file, 'utf8');
    expect(page).toMatch(/^<!doctype html>[\s\S]*host\.disk-full[\s\S]*<\/html>\n$/);
    expect(page).not.toMatch(/<script/);
  });

  test('a reader that goes early is no error', async () => {
    const child = cli.start(['practice', 'disk-full', '--json']);
    child.stdout?.once('data', () => child.stdout?.destroy());
    child.stdout?.resume();
    const { code, stderr } = await cli.finish(child);
    expect({ code, stderr: stderr.replace(/^midup: (Connecting|Looking)[^\n]*\n/gm, '') }).toEqual({
      code: 1,
      stderr: '',
    });
  });
});

describe('explain', () => {
  test('knows every code, and says all there is to say', async () => {
    const listed = JSON.parse((await cli.midup(['explain', '--list', '--json'])).stdout) as {
      code: string;
      title: string;
    }[];
    const codes = listed.map(({ code }) => code);
    const own = [...CONNECTION_CODES.map((c) => `connection.${c}`), ...EVIDENCE_ERRORS.map((c) => `evidence.${c}`)];
    expect(codes.toSorted()).toEqual([...FINDING_CODES, ...own].toSorted());
    expect(listed.filter(({ title }) => title.trim() === '')).toEqual([]);
    for (const code of [
      'host.disk-full',
      'status.down',
      'log.not-classified',
      'connection.host-key-changed',
      'evidence.version',
    ]) {
      const { code: exit, stdout } = await cli.midup(['explain', code]);
      expect(exit).toBe(0);
      for (const part of ['What it means', 'How MID Up sees it', 'What to do', 'Section of KB0535040', 'Source'])
        expect(stdout).toContain(part);
    }
  });

  test('publishes the schema of the report', async () => {
    const schema = JSON.parse((await cli.midup(['explain', '--schema'])).stdout) as Record<string, unknown>;
    expect(schema).toMatchObject({ title: 'midup.report/1', type: 'object' });
  });
});

test('sessions: none yet is no error', async () => {
  expect(await cli.midup(['sessions', '--json'])).toMatchObject({ code: 0, stderr: '' });
  expect(await cli.midup(['sessions'])).toMatchObject({ code: 0, stdout: '' });
});

test('serve prints an address on loopback that answers, and ends on Ctrl-C', async () => {
  const child = cli.start(['serve']);
  const ran = cli.finish(child);
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout?.once('data', (chunk: string) => resolve(chunk.trim()));
    child.once('close', () => reject(new Error('it ended')));
  });
  expect(new URL(url).hostname).toBe('127.0.0.1');
  expect((await fetch(url)).status).toBe(200);
  child.kill('SIGINT');
  expect((await ran).code).toBe(0);
});
