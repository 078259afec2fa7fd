import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Report } from '../../src-main/model/report.ts';
import { peers } from '../peers/needs.ts';
import { sshArgs, stage } from './hosts/diagnose.ts';
import { SCENARIOS } from './hosts/scenarios.ts';
import { type Cli, createCli, ROOT, reportOf } from './support/cli.ts';

let cli: Cli;
let saved: string;
beforeAll(async () => {
  cli = createCli();
  saved = join(cli.home, 'disk-full.json');
  expect((await cli.midup(['capture', '--practice', 'disk-full', '--output', saved])).code).toBe(0);
});
afterAll(() => cli.close());

/** Findings without the ages and times in their sentences, which differ between two looks. */
const said = ({ findings }: Report) => findings.map((f) => `${f.status} ${f.code} ${f.title}`);

describe('midup capture', () => {
  test('saves for its owner only, says what and how large, and leaves nothing beside', async () => {
    const file = join(cli.home, 'healthy.json');
    const { code, stdout, stderr } = await cli.midup(['capture', '--practice', 'healthy', '--output', file]);
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
    expect(stderr).toMatch(/\d+ pieces of evidence, \d+ lines, saved in ".*healthy\.json" \(\d+ KB\)/);
    expect(stderr).toMatch(/redacted[\s\S]*read it before you hand it over/);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readdirSync(cli.home).filter((name) => name.includes('.tmp'))).toEqual([]);
  });

  test.each([
    ['a file is there', ['--practice', 'healthy', '--output', 'SAVED'], 3, /is there already: give another name/],
    ['no folder', ['--practice', 'healthy', '--output', '/no/such/folder/x.json'], 3, /its folder does not exist/],
    ['no target', ['--output', 'x.json'], 3, /say where the MID Server is/],
    ['no file', ['--local'], 3, /--output FILE/],
    ['what only diagnose has', ['--local', '--json', '--output', 'x'], 3, /no option "--json"/],
    ['no way in', ['--ssh', 'x@127.0.0.1:9', '--output', 'NEW'], 4, /nothing was saved: .*refused/],
  ])('%s', async (_, args, exit, message) => {
    const before = readFileSync(saved, 'utf8');
    const fresh = join(cli.home, 'new.json');
    const ran = await cli.midup(['capture', ...args.map((a) => (a === 'SAVED' ? saved : a === 'NEW' ? fresh : a))]);
    expect(ran).toMatchObject({ code: exit, stdout: '' });
    expect(ran.stderr).toMatch(message);
    expect(readFileSync(saved, 'utf8')).toBe(before);
    expect(readdirSync(cli.home)).not.toContain('new.json');
  });
});

describe('midup diagnose --evidence', () => {
  test('says of the file what is said of the host', async () => {
    const live = await cli.midup(['diagnose', '--practice', 'disk-full', '--json']);
    const replayed = await cli.midup(['diagnose', '--evidence', saved, '--json']);
    expect(replayed.code).toBe(live.code);
    const report = reportOf(replayed);
    expect(report.target).toMatchObject({ kind: 'evidence', os: 'linux', midName: 'mid-ber-02' });
    expect(report.ledger).toEqual([]);
    expect(report.verdict).toEqual(reportOf(live).verdict);
    expect(said(report)).toEqual(said(reportOf(live)));
  });

  test('in words, of one step, and as a page', async () => {
    const page = join(cli.home, 'r.html');
    const ran = await cli.midup(['diagnose', '--evidence', saved, '--step', 'host', '--report', page]);
    expect(ran).toMatchObject({ code: 1, stderr: '' });
    expect(ran.stdout).toMatch(/^PROBLEM {2}No space left[\s\S]*evidence, linux/);
    expect(readFileSync(page, 'utf8')).toContain('host.disk-full');
  });

  test.each<[string, string | Uint8Array | null, RegExp]>([
    ['not there', null, /it is not there/],
    ['empty', '', /not whole JSON/],
    ['not JSON', 'host.disk-full', /not whole JSON/],
    ['not text', new Uint8Array([0xff, 0xfe, 0x00, 0xd8, 0x01]), /not text in UTF-8/],
    ['foreign', '{"name":"package"}', /not saved by midup capture/],
    ['of a later version', '{"schema":"midup.capture/9"}', /another version of MID Up/],
    ['deeply nested', '['.repeat(400_000) + ']'.repeat(400_000), /not saved by midup capture|not whole JSON/],
  ])('a file that is %s is a wrong call: exit 3 with one line', async (_, content, message) => {
    const file = join(cli.home, 'bad.json');
    if (content !== null) writeFileSync(file, content);
    const ran = await cli.midup(['diagnose', '--evidence', content === null ? join(cli.home, 'none') : file, '--json']);
    expect(ran).toMatchObject({ code: 3, stdout: '' });
    expect(ran.stderr).toMatch(message);
    expect(ran.stderr).toMatch(/^midup: --evidence "[^\n]+\n$/);
  });

  test('a text of 10 MB in the middle is refused with its place', async () => {
    const file = join(cli.home, 'big.json');
    const json = JSON.parse(readFileSync(saved, 'utf8')) as { evidence: { text: string }[] };
    if (json.evidence[2]) json.evidence[2].text = 'x'.repeat(10_000_000);
    writeFileSync(file, JSON.stringify(json));
    const ran = await cli.midup(['diagnose', '--evidence', file]);
    expect(ran.code).toBe(3);
    expect(ran.stderr).toMatch(/evidence\.2\.text/);
  });

  test('of 50 MB is judged like a small one', async () => {
    const file = join(cli.home, 'huge.json');
    const json = JSON.parse(readFileSync(saved, 'utf8')) as { evidence: { id: string; text: string }[] };
    const line = ` ${'2026/11/22 10:00:00 | nothing of note '.repeat(4)}\n`;
    const padding = line.repeat(Math.floor((4 * 1024 * 1024 - 50_000) / line.length));
    for (const id of [
      'logs',
      'wrapper',
      'locate',
      'rights',
      'system',
      'kernel',
      'upgrade',
      'config',
      'net',
      'service',
      'disk',
    ])
      for (const one of json.evidence) if (one.id === id) one.text += `@more x\n${padding}=0\n`;
    while (JSON.stringify(json).length < 50_000_000)
      json.evidence.push({ ...json.evidence[0], id: `more.${json.evidence.length}`, text: padding } as never);
    writeFileSync(file, JSON.stringify(json));
    expect(statSync(file).size).toBeGreaterThan(50_000_000);
    const ran = await cli.midup(['diagnose', '--evidence', file, '--json']);
    expect(ran.code, ran.stderr).toBe(1);
    expect(reportOf(ran).verdict.cause?.code).toBe('host.disk-full');
  });

  test('comes from standard input, where something is piped into it', async () => {
    const child = spawn(process.execPath, [join(ROOT, 'out/main/cli.js'), 'diagnose', '--evidence', '-', '--json'], {
      env: { PATH: process.env['PATH'], HOME: cli.home },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    child.stdin.end(readFileSync(saved));
    const ran = await cli.finish(child);
    expect(ran.code, ran.stderr).toBe(1);
    expect(reportOf(ran).verdict.cause?.code).toBe('host.disk-full');
    const none = await cli.midup(['diagnose', '--evidence', '-']);
    expect(none).toMatchObject({ code: 3, stdout: '' });
    expect(none.stderr).toMatch(/^midup: --evidence "-" cannot be judged: [^\n]+\n$/);
  });

  test('a folder, and a file that never ends', async () => {
    expect((await cli.midup(['diagnose', '--evidence', cli.home])).stderr).toMatch(/it is a folder/);
    expect((await cli.midup(['diagnose', '--evidence', '/dev/zero'])).stderr).toMatch(/longer than evidence can be/);
  });

  test.each([
    [['--local'], /--evidence and --local exclude each other/],
    [['--sudo'], /--sudo has no meaning with --evidence/],
    [['--timeout', '5'], /--timeout has no meaning with --evidence/],
    [['--step', 'hots'], /did you mean host/],
  ])('%j with it is a wrong call', async (more, message) => {
    const ran = await cli.midup(['diagnose', '--evidence', saved, ...more]);
    expect(ran).toMatchObject({ code: 3, stdout: '' });
    expect(ran.stderr).toMatch(message);
  });
});

describe.skipIf(!peers('root', 'namespaces', 'wrapper', 'java', 'sshd', 'openssl'))('of real hosts', () => {
  test.for(['config-malformed', 'tls-untrusted'])('%s: the same verdict from the file', async (id) => {
    const scenario = SCENARIOS.find((s) => s.id === id);
    if (!scenario) throw new Error(`no ${id}`);
    const staged = await stage(scenario);
    try {
      const file = join(cli.home, `${id}.json`);
      const ran = await cli.midup(['capture', ...sshArgs(staged.sshd), '--output', file]);
      expect(ran.code, ran.stderr).toBe(0);
      expect(ran.stderr).not.toContain('Redacting took out');
      const report = reportOf(await cli.midup(['diagnose', '--evidence', file, '--json']));
      const live = reportOf(await cli.midup(['diagnose', ...sshArgs(staged.sshd), '--json']));
      expect(report.verdict.cause).toEqual(live.verdict.cause);
      expect(said(report)).toEqual(said(live));
      expect(readFileSync(file, 'utf8')).not.toContain('p&ss;word');
    } finally {
      await staged.close();
    }
  });
});
